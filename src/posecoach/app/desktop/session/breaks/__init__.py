"""Short breaks in the window: their run, and the buttons that put one off."""
