"""Every metric there is, found by looking into the catalogue."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

from cxdesk.domain.errors import NotFound
from cxdesk.metrics.metric import Family, Metric
from cxdesk.system.i18n import _


@cache
def metrics() -> Mapping[str, Metric]:
    """Metrics by id, by family and then by title. Raises ValueError when two have one id."""
    from cxdesk.metrics import catalogue

    found: list[Metric] = []
    for module in pkgutil.iter_modules(catalogue.__path__):
        loaded = importlib.import_module(f"{catalogue.__name__}.{module.name}")
        found += [value for value in vars(loaded).values() if isinstance(value, Metric)]
    families = list(Family)
    found.sort(key=lambda one: (families.index(one.family), one.title))
    return by_id(found)


def by_id(found: list[Metric]) -> Mapping[str, Metric]:
    """The same as a mapping; ValueError when two have one id."""
    ids = [one.id for one in found]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        raise ValueError(f"two metrics of one name: {', '.join(twice)}")
    return dict(zip(ids, found, strict=True))


def metric_of(name: str) -> Metric:
    """The metric of that id; NotFound says which there are."""
    found = metrics().get(name)
    if found is None:
        known = ", ".join(metrics())
        raise NotFound(_("There is no metric called {name}.", name=name), _("Choose one of: {known}.", known=known))
    return found


def start_set() -> tuple[str, ...]:
    """The balanced set of cards, in order."""
    chosen = [one for one in metrics().values() if one.start is not None]
    return tuple(one.id for one in sorted(chosen, key=lambda one: one.start or 0))
