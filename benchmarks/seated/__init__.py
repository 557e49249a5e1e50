"""Parts of ``desk.py``."""
