"""Draws what the user sees."""
