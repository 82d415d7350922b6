"""One file per metric; found by looking, never imported by name."""
