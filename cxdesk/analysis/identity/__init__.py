"""Who may be one customer: what is known of each, what speaks for and against it, in words."""
