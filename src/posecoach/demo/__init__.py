"""The demo clips: rendered by us, bodies made with MakeHuman (see README.md beside them)."""
