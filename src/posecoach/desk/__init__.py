"""The day at a desk: how long one sits, slumps or keeps still, and when to say so. Pure."""
