"""Guides a stretch that is not judged, in all or in part."""
