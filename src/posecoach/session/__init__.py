"""Sets one after the other, and what came of each. Pure."""
