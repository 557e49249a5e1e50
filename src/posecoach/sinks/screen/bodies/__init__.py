"""Draws bodies: the guide figure, the user's skeleton, their outline, lessons' figures."""
