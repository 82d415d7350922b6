"""Every definition of one idea, asked the same question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cxdesk.analysis.cards import card
from cxdesk.analysis.inquiry import Inquiry
from cxdesk.analysis.listing import metrics_json
from cxdesk.domain.query import Query
from cxdesk.domain.rivals import Rival
from cxdesk.frame.frame import Frame
from cxdesk.metrics.definitions import (
    READING,
    accepted,
    definition,
    metrics_of_idea,
    options_in_force,
    standing_for,
    version_of,
)
from cxdesk.metrics.metric import Metric
from cxdesk.metrics.session import Session

_SAME_IDEA = READING | {"dedupe", "at", "process"}  # options that choose rows or tests, and leave the definition alone


def rivals(name: str, query: Query, frame: Frame, session: Session | None = None) -> tuple[Rival, ...]:
    """All metrics of the idea `name` (or of that metric's idea) and their variants; what is pinned comes first."""
    stands = standing_for(metrics_of_idea(name)[0].idea, frame)
    found = []
    for metric, options in _variants(name, query, frame):
        inquiry = Inquiry(_asking(query, metric, options), frame, session=session)
        version = version_of(metric, frame, options)
        pinned = stands is not None and stands.metric == metric.id and version is not None
        found.append(Rival(metric.id, version, plain(accepted(metric, options)), pinned, card(inquiry, metric)))
    return tuple(sorted(found, key=lambda one: not one.pinned))


def rivals_json(
    name: str, query: Query, frame: Frame, by_grain: bool = False, measure: str | None = None
) -> dict[str, Any]:
    """The same as the objects that `metrics` prints, each with its label and whether it is pinned."""
    idea = metrics_of_idea(name)[0].idea
    stands = standing_for(idea, frame)
    shown = []
    for one in rivals(name, query, frame):
        asked = query.with_(metrics=(one.metric,), options={one.metric: one.options})
        (said,) = metrics_json(asked, frame, by_grain, measure)
        said["definition"]["version"] = one.version
        shown.append({**said, "label": [phrase.say() for phrase in one.card.label], "pinned": one.pinned})
    return {"idea": idea, "pinned": stands.name if stands else None, "metrics": shown}


def _variants(name: str, query: Query, frame: Frame) -> Iterator[tuple[Metric, Mapping[str, Any]]]:
    """Each metric as it is in force, then with every other choice of the options that make another definition."""
    for metric in metrics_of_idea(name):
        given = query.options.get(metric.id, {})
        base = options_in_force(metric, frame, given, query.definitions.get(metric.id))
        yield metric, base
        for name, choice in _other_choices(metric, base):
            if name not in given:
                yield metric, {**base, name: choice}


def _other_choices(metric: Metric, options: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every choice but the one in force of the options that make another definition."""
    chosen = accepted(metric, options)
    for option in metric.options:
        if option.name not in _SAME_IDEA:
            yield from ((option.name, choice) for choice, _title in option.choices if choice != chosen[option.name])


def _asking(query: Query, metric: Metric, options: Mapping[str, Any]) -> Query:
    return query.with_(metrics=(metric.id,), options={**query.options, metric.id: options}, selection=None)


def plain(options: Mapping[str, Any]) -> dict[str, Any]:
    """Options as JSON can hold them."""
    simple = (str, int, float, bool, type(None))
    return {
        name: value if isinstance(value, simple) else getattr(value, "name", str(value))
        for name, value in options.items()
    }


def declared_options(metric: Metric, options: Mapping[str, Any]) -> dict[str, Any]:
    """Of `options`, in their types but plain, those that differ from the declared ones."""
    declared = {option.name: option.default for option in metric.options}
    typed = metric.accept(options)
    return plain({name: typed[name] for name in options if typed[name] != declared[name]})


def definition_in_force(metric: Metric, frame: Frame) -> dict[str, Any]:
    """What `cxdesk definitions` says of a metric."""
    decided = definition(metric, frame)
    options = accepted(metric, decided.options)
    return {"id": metric.id, "title": metric.title, "version": decided.version, "options": plain(options)}
