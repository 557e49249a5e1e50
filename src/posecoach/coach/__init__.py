"""The coach: poses in, moments out. No clock, no I/O, no chance, no sentence."""
