"""What is told of past sessions: history, report pages and their plots."""
