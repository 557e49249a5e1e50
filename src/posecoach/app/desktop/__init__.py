"""The desktop app: its window, its pages, and a live session within it."""
