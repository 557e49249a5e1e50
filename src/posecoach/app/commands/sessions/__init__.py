"""The commands that coach or judge: live, a break, the desk, the demo, recordings."""
