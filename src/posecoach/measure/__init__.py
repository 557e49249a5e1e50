"""Measures a body: geometry, what of it is seen, and the vocabulary of measures for specs."""
