"""What a number means here: its definition and scale, what another would change, and every decision so far."""
