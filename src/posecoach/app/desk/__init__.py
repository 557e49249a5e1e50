"""The day at a desk at its edges: the camera's looks, the recording, the terminal, the record."""
