"""What tells how long customers will stay and buy: subscriptions or orders, as people choose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cxdesk.domain.periods import Period
from cxdesk.domain.results import Phrase
from cxdesk.frame.axes import Periods
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.rows import Rows
from cxdesk.metrics.metric import Lacking, View
from cxdesk.metrics.options import Option
from cxdesk.metrics.views import buyers, months, recurring, sold, tenures
from cxdesk.system.i18n import N_

CHURN, RENEWALS, ORDERS = "churn", "renewals", "orders"
BASIS = Option(
    "basis",
    CHURN,
    N_("Predicted from"),
    choices=(
        (CHURN, N_("Subscriptions: revenue per account over churn")),
        (RENEWALS, N_("Subscriptions: how churn falls with tenure (sBG)")),
        (ORDERS, N_("Orders: how often and how much each buys (BG/NBD, gamma-gamma)")),
    ),
    of_view=True,
)
HORIZON = Option("horizon", 60, N_("Months looked ahead where a limit is needed"), low=1, high=240)
DISCOUNT = Option(
    "discount",
    0.0,
    N_("Discount in percent a year"),
    N_("What a sum a year from now is worth less than today; used by the two models and the capped value."),
    low=0,
    high=100,
)
BASES: Mapping[str, str] = {
    CHURN: N_("revenue per account over monthly churn"),
    RENEWALS: N_("renewals by tenure (sBG)"),
    ORDERS: N_("orders (BG/NBD, gamma-gamma)"),
}
_VIEWS: Mapping[str, View] = {CHURN: months.VIEW, RENEWALS: tenures.VIEW, ORDERS: buyers.VIEW}


def _view(options: Mapping[str, Any]) -> View:
    return _VIEWS[options.get(BASIS.name) or CHURN]


def futures(frame: Frame, options: Mapping[str, Any], periods: Periods) -> Rows:
    """The rows of the view that the option BASIS names: `months`, `tenures` or `buyers`."""
    return _view(options).build(frame, options, periods)


def label(options: Mapping[str, Any]) -> Phrase:
    """From what the future is told."""
    return Phrase(BASES[options[BASIS.name]])


def _unlike(frame: Frame, options: Mapping[str, Any]) -> Lacking | None:
    found = _view(options).unlike
    return found(frame, options) if found is not None else None


def _span(frame: Frame) -> Period | None:
    """Of the subscriptions, where there are any, else of the orders."""
    view = months.VIEW if frame.size(recurring.KIND) else buyers.VIEW
    return view.span(frame) if view.span is not None and any(frame.size(kind) for kind in view.kinds[:1]) else None


def _until(frame: Frame) -> int:
    known = [recurring.until(frame)] if frame.size(recurring.KIND) else []
    known += [sold.until(frame)] if frame.size(sold.KIND) else []
    return max(known, default=NO_DAY - 1)


VIEW = View(
    "futures",
    (recurring.KIND, sold.KIND, "customer"),
    futures,
    by_period=True,
    span=_span,
    as_of=_until,
    unlike=_unlike,
    made_of=recurring.made_of,
)
