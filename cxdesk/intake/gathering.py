"""Several rows of a table that become one row of its kind: the states of a ticket, the steps of a ticket, the events
of a visit, the prices of a subscription.

A gatherer takes the rows as they were converted and gives rows of the kind. Every source row is accounted for: it is
one of those given (the last that belongs to it), or is counted as skipped, by reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from cxdesk.domain.kinds import kind as kind_named
from cxdesk.intake.batch import Batch
from cxdesk.intake.completing import Keys
from cxdesk.intake.hashing import filled, hashes, rows_of
from cxdesk.intake.mapping import GATHER
from cxdesk.intake.mapping import Mapping as TableMapping

ORDER = "@order"  # a column of batches: what orders the states of a record
ROWS_AT_ONCE = 20_000


@dataclass
class Rows:
    """Rows of the kind; `aside` counts source rows that are none of them, by reason."""

    columns: dict[str, list[Any]]
    lines: list[int] = field(default_factory=list)
    extra: list[str | None] = field(default_factory=list)
    aside: Counter[str] = field(default_factory=Counter)


class Gatherer(Protocol):
    def add(self, batch: Batch) -> None:
        """Take converted rows in, in the order of the file."""

    def rows(self) -> Rows:
        """What they are together."""


def gatherer_for(mapping: TableMapping) -> Gatherer:
    """The gatherer that a mapping asks for."""
    from cxdesk.intake.gathering_subscriptions import Listed
    from cxdesk.intake.gathering_tickets import States, Steps
    from cxdesk.intake.gathering_visits import Carts

    makers: Mapping[str, Callable[[TableMapping], Gatherer]] = {
        "snapshot": Listed,
        "states": States,
        "steps": Steps,
        "carts": Carts,
    }
    return makers[str(mapping.options[GATHER]["how"])](mapping)


def gathered(batches: Iterable[Batch], mapping: TableMapping) -> Iterator[Batch]:
    """Batches of the mapping's kind out of batches of what the table was read as. The whole account comes with the
    first.
    """
    gatherer, account = gatherer_for(mapping), _Account()
    for batch in batches:
        account.add(batch)
        gatherer.add(batch)
    found = gatherer.rows()
    found.columns = {name: values for name, values in found.columns.items() if name}
    keys = Keys(kind_named(mapping.kind), mapping)
    for start in range(0, max(1, len(found.lines)), ROWS_AT_ONCE):
        made = _batch(mapping.kind, found, slice(start, start + ROWS_AT_ONCE), keys)
        if start == 0:
            account.put_on(made, found.aside)
        made.unread = _unread(made, account.unread)
        yield made


def _unread(made: Batch, by_line: Mapping[int, Sequence[str]]) -> dict[int, tuple[str, ...]]:
    """Place of a row → its fields that have no value because the cell of its line could not be read."""
    found = {}
    for at, line in enumerate(made.line if by_line else ()):
        names = [name for name in by_line.get(line, ()) if name in made.columns and made.columns[name][at] is None]
        if names:
            found[at] = tuple(names)
    return found


def _batch(kind_name: str, found: Rows, part: slice, keys: Keys) -> Batch:
    kind = kind_named(kind_name)
    columns = {name: values[part] for name, values in found.columns.items()}
    extra = found.extra[part]
    parts = [filled(columns[f.name]) if f.name in columns else "" for f in kind.fields]
    row_hash = hashes(rows_of([*parts, filled(extra)], len(extra)), begin=kind.name)
    key_hash = keys.hashes(columns, row_hash)
    return Batch(kind.name, len(extra), dict(columns), found.lines[part], extra, row_hash, key_hash)


class _Account:
    """What batches say of source rows, added up."""

    def __init__(self) -> None:
        self._sum = Batch("", 0, {}, [], [], [], [])
        self._skipped: Counter[str] = Counter()
        self._invalid: Counter[str] = Counter()
        self._adjusted: Counter[str] = Counter()
        self.unread: dict[int, Sequence[str]] = {}  # line → fields

    def add(self, batch: Batch) -> None:
        self.unread.update({batch.line[at]: fields for at, fields in batch.unread.items()})
        self._sum.read += batch.read
        self._sum.blank += batch.blank
        self._sum.rejected += batch.rejected
        self._sum.problems += batch.problems
        self._sum.blank_lines += batch.blank_lines
        self._sum.written += batch.written
        self._skipped.update(batch.skipped)
        self._invalid.update(batch.invalid)
        self._adjusted.update(batch.adjusted)

    def put_on(self, batch: Batch, aside: Mapping[str, int]) -> None:
        batch.read, batch.blank, batch.rejected = self._sum.read, self._sum.blank, self._sum.rejected
        batch.problems, batch.blank_lines = self._sum.problems, self._sum.blank_lines
        batch.written = self._sum.written
        skipped = self._skipped + Counter(aside)
        batch.skipped, batch.invalid, batch.adjusted = dict(skipped), dict(self._invalid), dict(self._adjusted)


def by_row(batch: Batch, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """The rows of a batch as (line, extra, then one value per name; None for columns that the batch lacks)."""
    columns = [batch.columns.get(name) or [None] * batch.n for name in names]
    return zip(batch.line, batch.extra, *columns, strict=True)
