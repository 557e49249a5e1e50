"""Runs the sets of a session one after the other, and sums the results. Pure."""
