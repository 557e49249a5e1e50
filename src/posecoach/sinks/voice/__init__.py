"""Says cues aloud."""
