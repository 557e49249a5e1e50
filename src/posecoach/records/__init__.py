"""The record: the SQLite database of every session, rep and hold, written as they happen."""
