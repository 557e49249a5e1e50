"""Runs frames from a source through landmarker and session to the sinks."""
