"""Measurements beside their bars: `python -m tests.benchmarks` prints the table. They are no tests and never fail."""
