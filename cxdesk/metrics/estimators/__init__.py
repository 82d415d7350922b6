"""Estimators, one file each: what each row contributes → values, intervals, tests and rows, for all groups at once."""

from cxdesk.metrics.estimators.mean import Mean
from cxdesk.metrics.estimators.net import Net
from cxdesk.metrics.estimators.share import Share
from cxdesk.metrics.estimators.shares import Shares
from cxdesk.metrics.estimators.term import Term

__all__ = ["Mean", "Net", "Share", "Shares", "Term"]
