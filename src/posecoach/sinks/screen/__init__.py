"""Draws the screens."""
