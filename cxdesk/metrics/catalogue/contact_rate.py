"""How often a customer needs help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.codes import Coded
from cxdesk.frame.frame import Frame
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Count, Sum
from cxdesk.metrics.estimators.rate import Rate
from cxdesk.metrics.metric import Better, Example, Family, Unit, metric
from cxdesk.metrics.views import contacts, panel
from cxdesk.metrics.views.panel import LOST, PASSING, STAYED
from cxdesk.system.i18n import N_


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    return (Phrase(N_("per customer, of the average of start and end")),)


def _without_customers(frame: Frame, options: Mapping[str, Any]) -> tuple[str, str] | None:
    """A rate needs to know how often they got in touch, and how many customers there were."""
    if not frame.size("contact") and not frame.size("ticket"):
        return "missing_kind", "contact"
    return None if frame.size("subscription") else ("missing_kind", "subscription")


_ROWS = {
    "contact": (
        {"call_id": "1", "customer": "a", "offered_at": "2024-01-05T10:00:00"},
        {"call_id": "2", "customer": "a", "offered_at": "2024-01-06T10:00:00"},
        {"call_id": "3", "customer": "b", "offered_at": "2024-01-31T10:00:00", "count": 4},
    ),
    "subscription": (
        {"customer": "a", "started_on": "2024-01-01"},
        {"customer": "b", "started_on": "2024-01-01"},
        {"customer": "c", "started_on": "2024-01-01", "ended_on": "2024-01-20"},
        {"customer": "d", "started_on": "2024-01-01"},
        {"customer": "e", "started_on": "2024-01-31", "ended_on": "2024-01-31"},
    ),
}


@metric(
    id="contact_rate",
    title=N_("Contacts per customer"),
    short_title=N_("Contact rate"),
    idea="contact_rate",
    family=Family.SUPPORT,
    question=N_("How often do they need us?"),
    explain=N_(
        "Times that customers got in touch (calls and chats, else tickets), divided by the customers: the mean of "
        "those who were there when the period began and when it ended. Bots count, calls made by the shop do not."
    ),
    good_for=N_("Seeing whether products and help pages leave fewer questions, however many customers there are."),
    beware=N_(
        "A month and a year are not comparable. Fewer contacts are good only if people find help: look at effort and "
        "churn beside it."
    ),
    unit=Unit.RATIO,
    better=Better.DOWN,
    reads=(contacts.ASKING, replace(panel.CUSTOMERS, unlike=_without_customers)),
    options=(panel.READ_AT,),
    companions=("contact_channel_mix", "fcr"),
    drill=("top_counted",),
    label=_label,
    limits=(0, None),
    any_kind=True,
    examples=(
        Example(rows=_ROWS, gives=12 / 7, note=N_("Six contacts; four customers at the start and three at the end.")),
        Example(rows={**_ROWS, "contact": ()}, gives=None),
        Example(rows={**_ROWS, "subscription": ()}, gives=None, note=N_("Nobody knows how many customers there are.")),
    ),
)
def contact_rate(asked: Rows, customers: Rows) -> Rate:
    mine = contacts.only(Coded.of(np.ones(asked.size, bool)), contacts.inbound(asked))
    there = {STAYED: 1.0, LOST: 0.5, PASSING: 0.0}
    weight = customers.labelled("change").map(lambda names: np.array([there.get(str(name), 0.5) for name in names]))
    return Rate(Count(asked, hit=mine), Sum(customers, weight))
