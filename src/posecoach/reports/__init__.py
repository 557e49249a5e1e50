"""Reports on past sessions: the history table, report pages and their plots."""
