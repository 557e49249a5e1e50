"""Stretches as files: their schema, and the loader that explains mistakes."""
