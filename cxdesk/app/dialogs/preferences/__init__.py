"""What a person or a workspace prefers, read from the table of settings."""
