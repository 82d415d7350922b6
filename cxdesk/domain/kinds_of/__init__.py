"""One file per kind of record; found by looking, never imported by name from elsewhere than tests and metrics."""
