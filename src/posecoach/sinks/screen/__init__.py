"""Draws the screens and shows them in a window."""
