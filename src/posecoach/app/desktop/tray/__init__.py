"""The day at the desk in the system's tray: its icon, its menu, and what it offers."""
