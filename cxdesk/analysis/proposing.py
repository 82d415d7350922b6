"""Two definitions asked the same question: the one in force, and one that is thought about."""

from __future__ import annotations

from collections.abc import Mapping
from math import isclose
from typing import Any

from cxdesk.analysis.cards import card
from cxdesk.analysis.catalogue import choices, named
from cxdesk.analysis.inquiry import Inquiry
from cxdesk.analysis.rivals import declared_options
from cxdesk.domain.proposal import Idea, Proposal
from cxdesk.domain.query import Query
from cxdesk.domain.results import Card
from cxdesk.frame.frame import Frame
from cxdesk.metrics.definitions import history, metrics_of_idea, options_in_force, same, standing_for
from cxdesk.metrics.registry import metric_of


def idea(name: str, frame: Frame) -> Idea:
    """See Workspace.idea."""
    own = metrics_of_idea(name)
    ids = {one.id for one in own}
    decided = [one for one in history(frame).entries if one.metric in ids]
    return Idea(
        own[0].idea,
        tuple(named(one) for one in own),
        standing_for(own[0].idea, frame),
        {one.id: tuple(choices(one, frame)) for one in own},
        tuple(reversed(decided)),
    )


def proposal(query: Query, name: str, options: Mapping[str, Any], frame: Frame) -> Proposal:
    """See Workspace.proposal."""
    metric = metric_of(name)
    stands = standing_for(metric.idea, frame)
    before = metric_of(stands.metric) if stands else metric
    wanted = metric.accept(options)
    plain = query.with_(selection=None)
    now = card(Inquiry(plain, frame), before)
    then = card(Inquiry(plain.with_(options={**plain.options, name: wanted}, definitions={}), frame), metric)
    decided = before.id == metric.id and same(metric, options_in_force(metric, frame, {}), wanted)
    moved, months = _moved(now, then)
    return Proposal(now, then, declared_options(metric, wanted), decided, moved, months)


def _moved(now: Card, then: Card) -> tuple[int, int]:
    """(units of the recent course that say something else, units that either knows)."""
    length = max(len(now.spark), len(then.spark))
    one, other = (((None,) * (length - len(spark))) + spark for spark in (now.spark, then.spark))
    pairs = [pair for pair in zip(one, other, strict=True) if pair != (None, None)]
    return sum(not _alike(*pair) for pair in pairs), len(pairs)


def _alike(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
