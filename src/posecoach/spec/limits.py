"""How little and how much a set, a routine or a plan may ask for: for files, commands and pages."""

REPS = (1, 100)  # a side
HOLD_S = (3.0, 600.0)  # a side
REST_S = (0.0, 300.0)  # between two sets
MOST_SETS = 50
MOST_NAME = 80  # characters of a stretch's name
