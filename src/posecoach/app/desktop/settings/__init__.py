"""The settings page: all that settings.toml holds, and the user's data."""
