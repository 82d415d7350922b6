"""Answers of one customer taken together, as a signal of leaving; checked against who left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.results import Phrase, plural
from cxdesk.domain.scales import ONE_TO_FIVE, ONE_TO_SEVEN, ZERO_TO_TEN, Scale
from cxdesk.frame.codes import align
from cxdesk.frame.loader import UNKNOWN_BOOL
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Share, Shares, Term
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import CHANGE_INTERVAL
from cxdesk.metrics.views import customer_state
from cxdesk.metrics.views.customer_state import HORIZON
from cxdesk.system.i18n import N_

NAMES = {"high": "high", "watch": "watch", "low": "low", "none": "share_without_signal"}


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    return (
        Phrase(N_("latest answers of twelve months, customers at high risk")),
        plural("checked over {n} day", "checked over {n} days", options["horizon"]),
    )


def _answer(customer: str, role: str, score: int, scale: Scale, day: int = 1) -> dict[str, Any]:
    at = f"2024-01-{day:02d}T12:00:00Z"
    key = f"{customer}{role}{day}"
    return {
        "response": key, "role": role, "score": score, "scale": scale, "customer": customer, "submitted_at": at
    }  # fmt: skip


def _three(customer: str, nps: int, csat: int, *ces: int) -> tuple[dict[str, Any], ...]:
    hard = (_answer(customer, "ces", score, ONE_TO_SEVEN, 3 + i) for i, score in enumerate(ces))
    return (_answer(customer, "nps", nps, ZERO_TO_TEN), _answer(customer, "csat", csat, ONE_TO_FIVE, 2), *hard)


_FOUR = (*_three("a", 9, 5, 2), *_three("b", 4, 2, 2), *_three("c", 6, 5, 6), _answer("d", "nps", 3, ZERO_TO_TEN))


@metric(
    id="cross_churn_risk",
    title=N_("Cross-metric churn signal"),
    short_title=N_("Cross signal"),
    idea="cross_churn_risk",
    family=Family.COMPOSITE,
    question=N_("Does a bad moment matter?"),
    explain=N_(
        "Customers by their latest recommendation (NPS) and satisfaction (CSAT) and all effort answers (CES) of twelve "
        "months. High: a detractor or dissatisfied, and at least one contact was hard. Low: a promoter and satisfied, "
        "with at most one hard contact. Watch: everything else; it means that there is not enough evidence either way. "
        "Without both NPS and CSAT there is no signal. The number is the share at high risk. Below it stands how often "
        "the rule was right: of those at high risk so many days ago, who has left since, and of those who left, who "
        "had been at high risk."
    ),
    good_for=N_("Not taking fright at one hard contact of somebody who is otherwise content."),
    beware=N_(
        "A rule of thumb: trust it only as far as its hits on your own customers go. The reverse happens too: a good "
        "NPS, and the account closes all the same."
    ),
    unit=Unit.PERCENT,
    better=Better.DOWN,
    reads=customer_state.BY_SURVEY,
    options=(HORIZON, CHANGE_INTERVAL),
    measures={
        "high": Measure(N_("At high risk")),
        "watch": Measure(N_("To be watched")),
        "low": Measure(N_("At low risk"), better=Better.UP),
        "share_without_signal": Measure(N_("Without a signal")),
        "precision": Measure(N_("Of those at high risk, have left"), better=Better.UP),
        "recall": Measure(N_("Of those who left, were at high risk"), better=Better.UP),
    },
    companions=("nps", "csat_top", "ces_top", "churn_lost"),
    drill=("high", "watch"),
    label=_label,
    limits=(0, 100),
    examples=(
        Example(
            rows={"answer": _FOUR},
            gives=25.0,
            note=N_("b is unhappy and had a hard contact; a had one too but is happy; d was never asked for CSAT."),
        ),
        Example(rows={"answer": _FOUR}, gives=25.0, measure="share_without_signal"),
        Example(rows={"answer": ({"response": "1", "role": "open", "score": 3},)}, gives=None),
    ),
)
def cross_churn_risk(customers: Rows) -> Mapping[str, Term]:
    before, left = customers.labelled("signal_before"), customers.flags("left_since")
    signal, asked = align(customers.labelled("signal"), customers.flags("surveyed") == 1)
    told = (left != UNKNOWN_BOOL) & (before != "")
    return {
        **Shares(customers, signal.within(asked.values), NAMES),
        "precision": Share(customers, hit=left == 1, within=told & (before == "high")),
        "recall": Share(customers, hit=before == "high", within=told & (left == 1)),
    }
