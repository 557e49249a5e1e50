"""Sound: a voice that never blocks, chimes where there is none, and a log that tests read."""
