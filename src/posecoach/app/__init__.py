"""The program: its command line, settings and window."""
