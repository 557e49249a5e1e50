"""Measurements that say whether a promise is kept: accuracy, speed, the record."""
