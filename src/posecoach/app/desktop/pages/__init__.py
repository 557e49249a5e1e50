"""The pages of the window, a file each; those of plans have a room of their own."""
