"""Charts: what is drawn is worked out in plain functions; the widgets only paint it."""
