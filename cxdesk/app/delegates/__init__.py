"""Painters of rows and cells: cards, dots with intervals, bars, scores, comments."""
