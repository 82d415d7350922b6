"""The window in which a report is put together, looked at and written."""
