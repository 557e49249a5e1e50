"""The progress page: calendar, range over time, corrections, and what is done with sessions."""
