"""Windows that ask the person for something."""
