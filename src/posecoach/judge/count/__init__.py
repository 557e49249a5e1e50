"""Counting: a movement out and back is a repetition of a side, or is not, and why."""
