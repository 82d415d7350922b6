"""Questions put to metrics: boards, trends, breakdowns, comparisons, the rows behind a number."""
