"""Columns in memory: rows, their attributes and groups. No SQL, and no idea of what a metric is."""
