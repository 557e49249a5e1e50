"""Makes a stretch of one's own by doing it once before the camera: a page of four steps."""
