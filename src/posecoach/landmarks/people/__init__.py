"""Who of several people is followed."""
