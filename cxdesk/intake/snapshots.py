"""Snapshots: lists of subscriptions as of one day, with the months of tenure, what is paid, or whether they have left.

With the day said, each row says how a subscription stood on that day (`seen_on`); it is known by its customer where no
subscription is named. From when to when each price held follows from all lists together, whatever the order in which
they were imported: see `cxdesk.metrics.views.listings`. Without a day the rows stay figures of a moment, which the
next list of the same customers replaces.

An export with one row for each subscription, its first day and today's price is kept with its day as well, so that an
earlier price stays the price of its time: see `cxdesk.metrics.views.restated`.

Options of a mapping: `as_of` = ISO day, or `as_of_column` = the ColumnUse (as plain data) that says each row's own;
`list` = "part" where the list is said not to be all customers.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Map
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from cxdesk.domain.plain import from_plain, to_plain
from cxdesk.domain.text import fold
from cxdesk.intake import wordings_of_shapes as wordings
from cxdesk.intake.full_names import full_names
from cxdesk.intake.guess import cell_text
from cxdesk.intake.mapping import ATTRIBUTE, GATHER, ColumnUse, Mapping

if TYPE_CHECKING:
    from cxdesk.intake.inspection import TableView
    from cxdesk.intake.propose import Draft

SNAPSHOT = "snapshot"  # how rows are gathered
AS_OF, AS_OF_COLUMN = "as_of", "as_of_column"
LIST, WHOLE, PART = "list", "all", "part"  # the doubt and option, and what a list can be of all customers
FEW = 0.5  # lists that share less of their customers may be parts
LEAST_SEEN = 4  # customers of a list of which anything can be told
MOST_SEEN = 1000
MOMENT, BY_COLUMN = "@moment", "@column"
TENURE, CHURNED, START, SEEN, ID = "tenure_months", "churned", "started_on", "seen_on", "subscription"
_PRICES = frozenset(("amount", "mrr", "arr"))
_EPOCH = date(1970, 1, 1)
_SAYS_DAY = re.compile(
    r"^(snapshot|as of|as at|reporting|report|situation|arrete|stichtag|raportare|raport|data raportarii|instantaneu)"
    r"|^(month|mois|luna|period|periode|perioada|date|data|snapshot)( (date|day|month))?$"
)
_PAST = re.compile(r"\bcreated\b|\bupdated\b|current (?:period|term) start|last (?:payment|invoice|charge)")
_IN_NAME = re.compile(r"(?<!\d)(20\d\d)[-_. ]?(0[1-9]|1[0-2])(?:[-_. ]?(0[1-9]|[12]\d|3[01]))?(?!\d)")


def day_in(name: str) -> str:
    """The ISO day in the name of a file or sheet: `churn_2024-09-30.csv`, `base 2024_09` (its last day); or ""."""
    found = _IN_NAME.search(name)
    if found is None:
        return ""
    year, month = int(found[1]), int(found[2])
    try:
        return date(year, month, int(found[3] or monthrange(year, month)[1])).isoformat()
    except ValueError:
        return ""


def some_of(mapping: Mapping, columns: Sequence[Sequence[Any]]) -> tuple[str, ...]:
    """Some customers of a list as of a day, from all over the rows that were looked at; none of any other table. Of a
    file that holds the lists of several days those of the newest.
    """
    use = mapping.column_of("customer")
    if mapping.options.get(GATHER, {}).get("how") != SNAPSHOT or use is None:
        return ()
    cells: Sequence[Any] = columns[use.index] if use.names is None else full_names(columns, use.names)
    if AS_OF_COLUMN in mapping.options:
        days = _days_of(mapping.options[AS_OF_COLUMN], columns)
        newest = max((day for day in days if day is not None), default=None)
        cells = [cell for cell, day in zip(cells, days, strict=True) if day == newest]
    found = [text for text in dict.fromkeys(cell_text(cell).strip() for cell in cells) if text]
    return tuple(found[:: len(found) // MOST_SEEN + 1])


def _days_of(column: Map[str, Any], columns: Sequence[Sequence[Any]]) -> list[Any]:
    """What a column of days says in each row, comparable."""
    from cxdesk.intake.cells_of_dates import InstantReader
    from cxdesk.intake.zones import WallClock

    use = from_plain(ColumnUse, column)
    return InstantReader(use, WallClock("UTC")).values(columns[use.index])


def days_of(view: TableView) -> tuple[str, str]:
    """The first and the last ISO day of which a table is a list; empty where no day is known."""
    column = view.mapping.options.get(AS_OF_COLUMN)
    if column is None:
        return (str(view.mapping.options.get(AS_OF) or ""),) * 2
    layouts = [one for one in view.basis.guesses[int(column["index"])].layouts if one.layout == column["layout"]]
    return (layouts[0].first, layouts[0].last) if layouts else ("", "")


def is_snapshot(kind: str, given: Iterable[str]) -> bool:
    """Whether columns that feed these fields are a snapshot of subscriptions: somebody pays, or has left or stayed for
    so many months, and nothing says since when.
    """
    fields = set(given)
    told = TENURE in fields or ("customer" in fields and bool(fields & {CHURNED, *_PRICES}))
    return kind == "subscription" and told and START not in fields


def settle_snapshot(draft: Draft, columns: Sequence[ColumnUse]) -> dict[str, Any]:
    """The options of a snapshot, and the question for its day."""
    fields = {use.field for use in columns}
    if not is_snapshot(draft.kind.name, fields):
        return _exported(draft, columns, fields)
    if SEEN in fields:
        return {GATHER: {"how": SNAPSHOT}}
    column = _day_column(draft, columns)
    said = draft.said(AS_OF)
    without = MOMENT if fields & {TENURE, CHURNED} else None  # else nothing can be told of them
    proposed = BY_COLUMN if column is not None else draft.basis.day or without
    draft.ask(wordings.as_of_doubt(proposed, column, draft.basis.day, TENURE in fields))
    chosen = said or proposed
    part = {LIST: PART} if _is_part(draft, chosen) else {}
    if chosen == BY_COLUMN and column is not None:
        return {AS_OF_COLUMN: to_plain(column), GATHER: {"how": SNAPSHOT}} | part
    if chosen == MOMENT and "customer" in fields and not fields & {"subscription"}:
        return {GATHER: {"how": SNAPSHOT}}  # known by its customer all the same: a newer list says how it stands now
    if chosen in (MOMENT, BY_COLUMN, None):
        return {}
    return {AS_OF: chosen, GATHER: {"how": SNAPSHOT}} | part


def _exported(draft: Draft, columns: Sequence[ColumnUse], fields: set[str]) -> dict[str, Any]:
    """The day of an export that has one row for each subscription, with its first day and what it brings today. Without
    that day a newer export would say today's price of the past, too.
    """
    if draft.kind.name != "subscription" or not {START, ID} <= fields or SEEN in fields or not fields & _PRICES:
        return {}
    name = next(use for use in columns if use.field == ID)
    if not draft.guesses[name.index].unique:
        return {}  # one row for each stretch of time at one price
    named = draft.basis.day
    proposed = named or ("" if draft.format is None else _newest(draft, columns))
    if not proposed and draft.said(AS_OF) is None:
        return {}
    draft.ask(wordings.exported_doubt(proposed, named))
    chosen = draft.said(AS_OF) or proposed
    return {} if chosen == MOMENT else {AS_OF: chosen}


def _newest(draft: Draft, columns: Sequence[ColumnUse]) -> str:
    """The newest day of what had happened when the export was made; "" where that is not known."""
    past = [use for use in columns if use.field in (START, "cancelled_at") or _PAST.search(fold(use.heading))]
    days = [layout.last for use in past for layout in draft.guesses[use.index].layouts[:1]]
    return max((day for day in days if day <= date.today().isoformat()), default="")


def _is_part(draft: Draft, day: str | None) -> bool:
    """Whether the list is said to be a part of all customers; asked where it has few of those of another day's list."""
    beside, said = draft.basis.beside, draft.said(LIST)
    few = beside is not None and beside.seen >= LEAST_SEEN and beside.shared < FEW * beside.seen
    other = beside is not None and few and day not in (MOMENT, None, beside.day)
    if other or said == PART:
        draft.ask(wordings.list_doubt(beside))
    return said == PART


def _day_column(draft: Draft, columns: Sequence[ColumnUse]) -> ColumnUse | None:
    """The column that says of which day each row is."""
    for use in columns:
        guess = draft.guesses[use.index]
        named = _SAYS_DAY.search(fold(use.heading.replace("_", " ")))
        if use.field == ATTRIBUTE and named and guess.layouts and guess.distinct < guess.filled:
            return ColumnUse(use.index, use.heading, "", layout=guess.layouts[0].layout, zone="floating")
    return None


def ends_month(day: int) -> int:
    """The last day of the month of a day (days since 1970)."""
    at = _EPOCH + timedelta(day)
    return day + monthrange(at.year, at.month)[1] - at.day


def day_number(iso: str) -> int:
    return (date.fromisoformat(iso) - _EPOCH).days
