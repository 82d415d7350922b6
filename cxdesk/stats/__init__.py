"""Numbers in, numbers out: intervals, tests, weights, contributions. Functions take and give arrays over groups."""
