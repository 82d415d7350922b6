"""Estimators, one file each: what each row contributes → values, intervals, tests and rows, for all groups at once."""

from cxdesk.metrics.estimators.exposure import PerExposure
from cxdesk.metrics.estimators.formula import Composite, Formula, Input, Transform
from cxdesk.metrics.estimators.funnel import Funnel
from cxdesk.metrics.estimators.gap import Gap
from cxdesk.metrics.estimators.mean import Mean
from cxdesk.metrics.estimators.model import Fits, Models
from cxdesk.metrics.estimators.net import Net
from cxdesk.metrics.estimators.quantile import Quantile
from cxdesk.metrics.estimators.ratio import Ratio
from cxdesk.metrics.estimators.share import Share
from cxdesk.metrics.estimators.shares import Shares
from cxdesk.metrics.estimators.spread import Deviation, Polarisation
from cxdesk.metrics.estimators.survival import StillThere, Survival, Watched
from cxdesk.metrics.estimators.term import Term
from cxdesk.metrics.estimators.total import Count, Sum

__all__ = [
    "Composite",
    "Count",
    "Deviation",
    "Fits",
    "Formula",
    "Funnel",
    "Gap",
    "Input",
    "Mean",
    "Models",
    "Net",
    "PerExposure",
    "Polarisation",
    "Quantile",
    "Ratio",
    "Share",
    "Shares",
    "StillThere",
    "Sum",
    "Survival",
    "Term",
    "Transform",
    "Watched",
]
