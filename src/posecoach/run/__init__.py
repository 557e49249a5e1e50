"""The runners: one line from a source to screen, voice and record, live or from a file."""
