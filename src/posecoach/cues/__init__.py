"""Decides which cue comes when (director), and gives its text (words)."""
