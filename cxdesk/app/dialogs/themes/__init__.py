"""Themes and their words; words that might become themes."""
