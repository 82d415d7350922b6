"""Which options of a metric are in force in a workspace, and which metric stands for an idea there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cxdesk.domain.definitions import Definition, History
from cxdesk.domain.errors import BadQuestion, NotFound
from cxdesk.frame.frame import Frame
from cxdesk.metrics.registry import metric_of, metrics
from cxdesk.metrics.registry import start_set as declared_set
from cxdesk.system.i18n import _

if TYPE_CHECKING:
    from cxdesk.metrics.evaluate import Ask
    from cxdesk.metrics.metric import Metric

READING = frozenset({"change_interval", "na", "scale", "weight"})  # how rows are read and tested, not what is meant


def history(frame: Frame) -> History:
    """The decisions that the workspace has made."""
    found = frame.settings.get("definitions")
    return found if isinstance(found, History) else History()


def definition(metric: Metric, frame: Frame, version: int | None = None) -> Definition:
    """The decision in force, or a version of it. NotFound where the metric never had that version."""
    known = history(frame)
    if version is None:
        return known.newest(metric.id)
    found = known.find(metric.id, version)
    if found is None:
        versions = ", ".join(f"{metric.id}@{n}" for n in (1, *(one.version for one in known.of(metric.id))))
        raise NotFound(
            _("The metric {metric} has no definition {version}.", metric=metric.id, version=version),
            _("Choose one of: {known}.", known=versions),
        )
    return found


def options_in_force(
    metric: Metric, frame: Frame, given: Mapping[str, Any], version: int | None = None
) -> Mapping[str, Any]:
    """`given` over what the workspace decided. An option that this program no longer has is left alone."""
    decided = definition(metric, frame, version).options
    if not decided:
        return given
    return {**{name: value for name, value in decided.items() if fits(metric, name, value)}, **given}


def defined(metric: Metric, frame: Frame, ask: Ask) -> Ask:
    """The question with the options in force, as far as it has none of its own."""
    options = options_in_force(metric, frame, ask.options, ask.version)
    return ask if options is ask.options else replace(ask, options=options)


def fits(metric: Metric, name: str, value: Any) -> bool:
    """Whether the metric has the option and it can be that."""
    try:
        metric.accept({name: value})
    except BadQuestion:
        return False
    return True


def version_of(metric: Metric, frame: Frame, options: Mapping[str, Any], version: int | None = None) -> int | None:
    """The version whose options these are; None where a question set them otherwise."""
    asked = definition(metric, frame, version)
    return asked.version if same(metric, asked.options, options) else None


def same(metric: Metric, one: Mapping[str, Any], other: Mapping[str, Any], but: frozenset[str] = frozenset()) -> bool:
    """Whether two choices of options mean the same; `but` names options that do not matter."""
    first, second = (accepted(metric, options) for options in (one, other))
    return all(first[name] == second[name] for name in first if name not in but)


def accepted(metric: Metric, options: Mapping[str, Any]) -> dict[str, Any]:
    """Every option in its type; what does not fit is the declared one."""
    return metric.accept({name: value for name, value in options.items() if fits(metric, name, value)})


def metrics_of_idea(name: str) -> tuple[Metric, ...]:
    """All metrics of an idea, or of the idea of a metric; NotFound says which ideas there are."""
    idea = metrics()[name].idea if name in metrics() else name
    found = tuple(one for one in metrics().values() if one.idea == idea)
    if not found:
        known = ", ".join(dict.fromkeys(one.idea for one in metrics().values()))
        raise NotFound(_("There is no idea called {name}.", name=name), _("Choose one of: {known}.", known=known))
    return found


def pinned_for(idea: str, frame: Frame) -> Definition | None:
    """What stands for an idea by decision; None before anybody decided."""
    for one in history(frame).pinned:
        known = metrics().get(one.metric)
        if known is not None and known.idea == idea:
            return one
    return None


def standing_for(idea: str, frame: Frame) -> Definition | None:
    """What stands for an idea: what was pinned, else the idea's metric among the first cards, else its only metric."""
    decided = pinned_for(idea, frame)
    if decided is not None:
        return decided
    own = [one.id for one in metrics_of_idea(idea)]
    first = [name for name in declared_set() if name in own] or (own if len(own) == 1 else [])
    return definition(metric_of(first[0]), frame) if first else None


def start_set(frame: Frame) -> tuple[str, ...]:
    """What is on the cards: what the person chose, else the balanced set, each idea shown as it was pinned."""
    return chosen(frame) or tuple(dict.fromkeys(_pinned_instead(declared_set(), frame)))


def chosen(frame: Frame) -> tuple[str, ...] | None:
    """The metrics that the person put on the cards; None where nobody chose, or nothing that there is."""
    kept = frame.settings.get("cards")
    names = [name for name in kept if isinstance(name, str) and name in metrics()] if isinstance(kept, list) else []
    return tuple(names) or None


def _pinned_instead(names: Iterable[str], frame: Frame) -> Iterable[str]:
    for name in names:
        decided = pinned_for(metric_of(name).idea, frame)
        yield decided.metric if decided is not None else name
