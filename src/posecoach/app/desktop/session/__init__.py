"""A session in the window: its run, its view without Qt, and its pages."""
