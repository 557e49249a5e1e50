"""What the user sees: drawn onto a canvas, shown by a display."""
