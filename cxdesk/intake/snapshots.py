"""Snapshots: a list of customers with their months of tenure, what they pay and whether they have left, as of one day.

With the day said, each row becomes a stretch of a subscription: it starts so many months before, ends on the day where
the customer has left, and is known by its customer where no subscription is named. A day that ends a month counts as
the end of that month, so that the snapshot a month later with a tenure one longer gives the same start, and meets the
same row again. Several days in one file give one stretch per price. Without a day the rows stay figures of a moment.

Options of a mapping: `as_of` = ISO day, or `as_of_column` = the ColumnUse (as plain data) that says each row's own.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from cxdesk.domain.plain import to_plain
from cxdesk.domain.text import fold
from cxdesk.intake import wordings_of_shapes as wordings
from cxdesk.intake.mapping import ATTRIBUTE, GATHER, ColumnUse

if TYPE_CHECKING:
    from cxdesk.intake.propose import Draft

SNAPSHOT = "snapshot"  # how rows are gathered
AS_OF, AS_OF_COLUMN = "as_of", "as_of_column"
MOMENT, BY_COLUMN = "@moment", "@column"
TENURE, CHURNED, START, END = "tenure_months", "churned", "started_on", "ended_on"
_EPOCH = date(1970, 1, 1)
_SAYS_DAY = re.compile(
    r"^(snapshot|as of|as at|reporting|report|situation|arrete|stichtag|raportare|raport|data raportarii|instantaneu)"
    r"|^(month|mois|luna|period|periode|perioada|date|data|snapshot)( (date|day|month))?$"
)
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


def is_snapshot(kind: str, given: Iterable[str]) -> bool:
    """Whether columns that feed these fields are a snapshot of subscriptions."""
    fields = set(given)
    return kind == "subscription" and TENURE in fields and START not in fields


def settle_snapshot(draft: Draft, columns: Sequence[ColumnUse]) -> dict[str, Any]:
    """The options of a snapshot, and the question for its day."""
    if not is_snapshot(draft.kind.name, (use.field for use in columns)):
        return {}
    column = _day_column(draft, columns)
    said = draft.said(AS_OF)
    proposed = BY_COLUMN if column is not None else draft.basis.day or MOMENT
    draft.ask(wordings.as_of_doubt(proposed, column, draft.basis.day))
    chosen = said or proposed
    if chosen == BY_COLUMN and column is not None:
        return {AS_OF_COLUMN: to_plain(column), GATHER: {"how": SNAPSHOT}}
    if chosen in (MOMENT, BY_COLUMN):
        return {}
    return {AS_OF: chosen, GATHER: {"how": SNAPSHOT}}


def _day_column(draft: Draft, columns: Sequence[ColumnUse]) -> ColumnUse | None:
    """The column that says of which day each row is."""
    for use in columns:
        guess = draft.guesses[use.index]
        named = _SAYS_DAY.search(fold(use.heading.replace("_", " ")))
        if use.field == ATTRIBUTE and named and guess.layouts and guess.distinct < guess.filled:
            return ColumnUse(use.index, use.heading, "", layout=guess.layouts[0].layout, zone="floating")
    return None


def months_before(day: int, months: float) -> int:
    """The first day of a tenure: `day` (days since 1970) less whole months; the end of a month counts as the next
    month's begin.
    """
    at = _EPOCH + timedelta(day)
    ends_month = at.day == monthrange(at.year, at.month)[1]
    at = at + timedelta(1) if ends_month else at
    index = at.year * 12 + at.month - 1 - int(months)
    year, month = divmod(index, 12)
    return (date(year, month + 1, min(at.day, monthrange(year, month + 1)[1])) - _EPOCH).days


def day_number(iso: str) -> int:
    return (date.fromisoformat(iso) - _EPOCH).days


def stretch(day: int, tenure: float | None, churned: int | None) -> tuple[int | None, int | None]:
    """(first day, first day no longer covered or None) of one row of a snapshot."""
    if tenure is None or not 0 <= tenure <= 1200:
        return None, day if churned else None
    start = min(months_before(day, tenure), day - 1 if churned else day)
    return start, day if churned else None
