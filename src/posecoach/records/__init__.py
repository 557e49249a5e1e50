"""The record: every session, rep and hold in SQLite, written when it happens."""
