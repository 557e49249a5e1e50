"""A stretch file drafted from one recording of a person who does the stretch."""
