"""Judges one stretch, pose by pose: counts, times and corrects. Pure."""
