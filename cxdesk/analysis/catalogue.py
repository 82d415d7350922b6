"""Every metric as the catalogue shows it: found by any word of it, with what it says now, and what it means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cxdesk.analysis.benchmarks import scales_in_use
from cxdesk.analysis.cards import card
from cxdesk.analysis.inquiry import Asked, Inquiry
from cxdesk.analysis.methods import NONE, interval_method
from cxdesk.analysis.part_titles import part_title
from cxdesk.domain.catalogue import Choice, Entry, MetricPage, Named, Worked
from cxdesk.domain.errors import NotFound
from cxdesk.domain.kinds import kind
from cxdesk.domain.query import Query
from cxdesk.domain.results import Card, Phrase
from cxdesk.domain.scale_text import write_scale
from cxdesk.domain.scales import Scale
from cxdesk.domain.text import fold_search
from cxdesk.frame.frame import Frame
from cxdesk.metrics.definitions import READING, accepted, options_in_force
from cxdesk.metrics.metric import Example, Metric
from cxdesk.metrics.options import Option
from cxdesk.metrics.registry import metric_of, metrics
from cxdesk.system.i18n import N_, _

MOST_EXAMPLES = 4

# What people call an idea besides its title; searched, never shown.
WORDS: Mapping[str, str] = {
    "nps": N_("recommendation, loyalty, promoters, detractors, would recommend"),
    "csat": N_("satisfaction, satisfied customers, stars, smileys, rating"),
    "ces": N_("effort, ease, easy, difficult, friction"),
    "fcr": N_("first call resolution, solved at once, one touch"),
    "resolution_time": N_("time to resolve, handling time, ticket duration, speed of support"),
    "wait_time": N_("first response, queue, waiting, time to answer"),
    "contact_rate": N_("tickets per customer, demand"),
    "churn": N_("attrition, cancellations, lost customers, leaving"),
    "retention": N_("loyalty, customers kept, staying"),
    "mrr": N_("recurring revenue, subscriptions, ARR, turnover"),
    "arpa": N_("revenue per account, ARPU, average revenue"),
    "ltv_cac": N_("lifetime value, CLV, customer value"),
    "clv": N_("lifetime value, LTV, customer value, profit per customer"),
    "cac": N_("acquisition cost, cost per customer, marketing spend"),
    "response_rate": N_("participation, invitations, who answers, non-response"),
    "comments": N_("verbatims, words, remarks"),
    "renewal_rate": N_("contracts, renewals due"),
    "upsell_rate": N_("expansion, cross-sell, upgrades"),
    "active_people": N_("active users, daily users, monthly users"),
    "stickiness": N_("engagement, daily over monthly users"),
    "health": N_("health score, risk, early warning"),
    "cart_abandonment": N_("basket, checkout, shopping cart"),
    "conversion": N_("sales funnel, orders per visit"),
    "time_on_site": N_("session length, visits, dwell time"),
}


def named(metric: Metric) -> Named:
    """A metric's texts."""
    words = WORDS.get(metric.idea) or WORDS.get(metric.id) or ""
    return Named(
        metric.id, metric.title, metric.short_title, metric.family, metric.idea, metric.question, metric.explain, words
    )


def everything() -> tuple[Named, ...]:
    """Every metric there is, by family and title. Needs no workspace."""
    return tuple(named(one) for one in metrics().values())


def found(one: Named, search: str) -> bool:
    """Whether every word of the search begins a word of the metric's texts, in the language in force, whatever its
    accents; names and ids count too.
    """
    texts = (one.title, one.short_title, one.question, one.explain, one.words)
    hay = " ".join([*(fold_search(_(text)) for text in texts if text), one.metric.replace("_", " ")])
    return all(f" {word}" in f" {_apart(hay)}" for word in _apart(fold_search(search)).split())


def _apart(text: str) -> str:
    """Only letters and digits, in words."""
    return "".join(sign if sign.isalnum() else " " for sign in text)


def entries(query: Query, names: Sequence[str], frame: Frame) -> tuple[Entry, ...]:
    """See Workspace.catalogue_entries."""
    inquiry = Inquiry(query, frame)
    return tuple(Entry(card(inquiry, metric_of(name))) for name in names)


def page(query: Query, name: str, frame: Frame) -> MetricPage:
    """See Workspace.metric_page."""
    metric, inquiry = metric_of(name), Inquiry(query, frame)
    asked = inquiry.compared(metric)
    known = asked if isinstance(asked, Asked) else None
    made = card(inquiry, metric)
    return MetricPage(
        named=named(metric),
        good_for=metric.good_for,
        beware=metric.beware,
        unit=metric.unit,
        better=metric.better,
        reads=tuple(_plural(one) for one in metric.kinds),
        scales=tuple(sorted(scales_in_use(known))) if known else (),
        label=made.label,
        method=_method(made, known) if known else None,
        options=tuple(choices(metric, frame, query)),
        measures=tuple(one.title for one in metric.measures.values()),
        companions=tuple(named(metrics()[one]) for one in metric.companions if one in metrics()),
        drill=tuple(part_title(metric, part) for part in metric.drill),
        examples=tuple(_worked(one) for one in metric.examples if one.answers)[:MOST_EXAMPLES],
        sources=tuple(dict.fromkeys(one.source for one in metric.benchmarks if one.source)),
        card=made,
    )


def _method(made: Card, asked: Asked) -> Phrase:
    """How the interval is made."""
    return Phrase(NONE) if _counted_whole(made) else interval_method(asked.estimate(asked.measures[0]))


def _counted_whole(made: Card) -> bool:
    """Whether the value has no interval, because there is nothing left to chance."""
    return made.figure.value is not None and made.figure.low is None


def with_measures(query: Query, name: str, frame: Frame) -> tuple[Card, tuple[str, ...]]:
    """See Workspace.references_of."""
    metric, inquiry = metric_of(name), Inquiry(query, frame)
    asked = inquiry.compared(metric)
    return card(inquiry, metric), asked.measures if isinstance(asked, Asked) else tuple(metric.measures)


def _plural(name: str) -> str:
    try:
        return kind(name).plural
    except NotFound:
        return name


def choices(metric: Metric, frame: Frame, query: Query | None = None) -> Iterator[Choice]:
    """Every option with the value in force here."""
    given = query.options.get(metric.id, {}) if query else {}
    version = query.definitions.get(metric.id) if query else None
    now = accepted(metric, options_in_force(metric, frame, given, version))
    for option in metric.options:
        value, declared = (_plain(one) for one in (now[option.name], option.default))
        reading = option.name in READING
        yield Choice(
            option.name, option.title, option.help, value, declared, option.choices, _type(option), option.low,
            option.high, reading,
        )  # fmt: skip


def _plain(value: Any) -> Any:
    if isinstance(value, Scale):
        return write_scale(value)
    return value if isinstance(value, str | int | float | bool | type(None)) else str(value)


def _type(option: Option) -> str:
    if option.choices:
        return "choice"
    of = option.of or type(option.default)
    if of is bool:
        return "yes_no"
    if of in (int, float):
        return "whole" if of is int else "number"
    return "text"


def _worked(one: Example) -> Worked:
    answers = ", ".join("–" if answer in ("", None) else str(answer) for answer in one.answers)
    scale = f" ({one.scale.title})" if one.scale else ""
    return Worked(f"{answers}{scale}", one.gives, one.note)
