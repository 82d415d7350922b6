"""What typed costs do: how much falls on each month, and which numbers read them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from cxdesk.domain.periods import add_months
from cxdesk.frame.zone import day_number, day_of
from cxdesk.store import typed

if TYPE_CHECKING:
    from cxdesk.workspace.typed.keeping import Line
    from cxdesk.workspace.workspace import Workspace

Months = dict[date, dict[str, int]]  # first day of a month → currency ("" where none is named) → stored money


def by_month(costs: Iterable[Mapping[str, Any]]) -> Months:
    """Every cost spread evenly over its days, as numbers read it; the months of one cost add up to it."""
    found: defaultdict[date, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for cost in costs:
        start, amount = cost.get("from"), cost.get("amount")
        if start is None or amount is None:
            continue
        after = _after(start, cost.get("to"))
        spread, month = 0, day_of(start).replace(day=1)
        while spread < after - start:
            following = add_months(month, 1)
            until = min(day_number(following), after) - start
            share = _share(int(amount), until, after - start) - _share(int(amount), spread, after - start)
            found[month][cost.get("currency") or ""] += share
            spread, month = until, following
    return {month: dict(found[month]) for month in sorted(found)}


def _after(start: int, end: int | None) -> int:
    """The first day no longer covered: as given, else of the month that begins on `start`, else of its one day."""
    if end is not None:
        return end
    first = day_of(start)
    return day_number(add_months(first, 1)) if first.day == 1 else start + 1


def _share(amount: int, days: int, of: int) -> int:
    return (2 * amount * days + of) // (2 * of)


def readers() -> Mapping[str, tuple[str, ...]]:
    """Category of costs → ids of the metrics that read it, the most direct first."""
    from cxdesk.metrics.views.costs import READ_BY

    return READ_BY


@dataclass(frozen=True)
class Need:
    """A currency that amounts are in: in how many rows, and the latest rate into the currency of the workspace."""

    currency: str
    rows: int
    rate: float | None = None


@dataclass(frozen=True)
class Desk:
    """All that the window shows in which lines are typed. `files` are the months of costs that came with files."""

    costs: Sequence[Line]
    rates: Sequence[Line]
    currency: str
    files: Months = field(default_factory=dict)
    read_by: Mapping[str, Sequence[str]] = field(default_factory=dict)  # category → titles of metrics, untranslated
    needs: Sequence[Need] = ()


def desk_of(workspace: Workspace) -> Desk:
    """What stands in an open workspace."""
    from cxdesk.metrics.registry import metric_of

    read_by = {category: tuple(metric_of(one).title for one in ids) for category, ids in readers().items()}
    files = by_month(_that_count(workspace, typed.others(workspace.database, "cost")))
    currency = str(workspace.setting("currency"))
    return Desk(
        workspace.typed("cost"), workspace.typed("rate"), currency, files, read_by, needs_of(workspace, currency)
    )


def _that_count(workspace: Workspace, costs: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Costs of files without what newer reports tell anew."""
    from cxdesk.metrics.views.newer_costs import KIND, told_anew

    frame = workspace.frame()
    gone, some = told_anew(frame)
    ids = frame.column(KIND, "row_id").tolist() if some or gone.any() else []
    left = {ids[at]: days for at, days in some.items()} | {ids[at]: [] for at in gone.nonzero()[0].tolist()}
    for cost in costs:
        if cost["row_id"] not in left or cost["amount"] is None:
            yield cost
            continue
        start, amount = int(cost["from"]), int(cost["amount"])
        whole = _after(start, cost["to"]) - start
        for first, after in left[cost["row_id"]]:
            part = _share(amount, after - start, whole) - _share(amount, first - start, whole)
            yield {**cost, "from": first, "to": after, "amount": part}


def needs_of(workspace: Workspace, currency: str) -> tuple[Need, ...]:
    """Every currency that amounts are in, the commonest first."""
    from cxdesk.metrics.views.rates import course

    counts = typed.currencies(workspace.database)
    found = []
    for name, n in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        known = course(workspace.frame(), name, currency)
        found.append(Need(name, n, float(known.rate[-1]) if known is not None else None))
    return tuple(found)
