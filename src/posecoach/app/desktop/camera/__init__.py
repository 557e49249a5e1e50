"""Choosing a camera: which there are, the picture of each, and whether it will do."""
