"""Customers who paid when the period began, and what of it was kept: what revenue retention is made of."""

from __future__ import annotations

import numpy as np

from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Ratio, Sum
from cxdesk.metrics.views.panel import CHURN, CONTRACTION, EXPANSION, STEADY
from cxdesk.metrics.views.recurring import MONEY

PARTS = (STEADY, EXPANSION, CONTRACTION, CHURN)  # what can happen to somebody who paid


def kept(customers: Rows, end: np.ndarray) -> Ratio:
    """`end` [rows], what counts of each customer's payment at the end, in percent of the payment at the start."""
    start = customers.col("start_mrr")
    paid = start > 0
    movement = customers.col("movement")
    place = np.array([PARTS.index(label) if label in PARTS else 0 for label in movement.labels])[movement.codes]
    top = Sum(customers, customers.each(end).within(paid), per=MONEY, labels=PARTS, label=place)
    return Ratio(top, Sum(customers, customers.each(start).within(paid), per=MONEY), per=100.0)
