"""The only place that knows SQLite: one workspace is one file, and any import can be taken back."""
