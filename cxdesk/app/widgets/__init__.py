"""Widgets that the docks and dialogs are made of, and painters of the small signs."""
