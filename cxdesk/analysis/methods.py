"""How values and their intervals are made, in words for people."""

from __future__ import annotations

from collections.abc import Mapping

from cxdesk.analysis.workings import working_of
from cxdesk.domain.results import Phrase
from cxdesk.domain.workings import Method, Working
from cxdesk.metrics.estimate import Estimate
from cxdesk.metrics.formula_estimate import FormulaEstimate
from cxdesk.system.i18n import N_, _

INTERVALS: Mapping[Method, str] = {
    Method.WILSON: N_("Wilson score interval"),
    Method.ADJUSTED_WALD: N_("adjusted Wald"),
    Method.STUDENT: N_("Student's t"),
    Method.DEVIATION: N_("from the spread of the values"),
    Method.SUM: N_("none: everything was counted"),
    Method.QUANTILE: N_("from the ranks of the values"),
    Method.RATIO: N_("drawn again by customer"),
    Method.STATED: N_("from the method's own error"),
}
NONE = N_("none: everything was counted")
BY_CUSTOMER = N_("drawn again by customer")
CLUSTERED = N_("{method}, clustered by customer")


def interval_method(estimate: Estimate) -> Phrase:
    """What the interval is made by."""
    if isinstance(estimate, FormulaEstimate):
        return Phrase(BY_CUSTOMER)
    return method_title(working_of(estimate, 0))


def method_title(working: Working) -> Phrase:
    """The interval's name, and whether it knows which rows are one customer's."""
    name = INTERVALS[working.method]
    return Phrase(CLUSTERED, (("method", _(name)),)) if working.clustered else Phrase(name)
