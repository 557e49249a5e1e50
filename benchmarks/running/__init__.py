"""What runs the program to measure its cost: films, streams, whole processes, a full record."""
