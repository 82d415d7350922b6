"""The window in which segments are named: conditions that rows meet together."""
