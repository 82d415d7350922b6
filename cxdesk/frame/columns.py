"""Columns of one store state, loaded when first asked for, and what follows from them alone."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from cxdesk.domain.errors import NotFound
from cxdesk.domain.kinds import Kind, Type, kind
from cxdesk.domain.periods import Calendar
from cxdesk.domain.scales import Scale
from cxdesk.frame.codes import Coded, Codes
from cxdesk.frame.loader import BatchInfo, Loader
from cxdesk.frame.zone import Zone
from cxdesk.system.i18n import _

T = TypeVar("T")
CUSTOMER = "customer"
ANSWER = "answer"


class Columns:
    """Immutable but for what it remembers. `state` is the store's change counter."""

    def __init__(self, state: int, loader: Loader, zone: Zone, calendar: Calendar = Calendar()) -> None:  # noqa: B008
        self.state = state
        self.loader = loader
        self.zone = zone
        self.calendar = calendar
        self.memo: dict[Hashable, Any] = {}  # of whoever asks; unlike what `once` keeps it ends with this state
        self._known: dict[Hashable, tuple[frozenset[str], Any]] = {}

    def once(self, key: Hashable, kinds: Iterable[str], make: Callable[[], T]) -> T:
        """`make()`, remembered until a write touches one of `kinds`. Views are built through this."""
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = (frozenset(kinds), make())
        return found[1]

    def declared(self, kind_name: str) -> Kind:
        """What is declared about a kind."""
        return kind(kind_name)

    def size(self, kind_name: str) -> int:
        """Number of live rows of a kind."""
        return self.once(("size", kind_name), (kind_name,), lambda: self.loader.size(kind_name))

    def column(self, kind_name: str, name: str) -> Any:
        """One whole column in row order. NotFound where the kind has none of that name."""
        found = self._column(kind_name, name)
        if found is None:
            raise NotFound(_("{kind} has no field called {field}.", kind=_(self.declared(kind_name).title), field=name))
        return found

    def coded(self, kind_name: str, name: str) -> Coded | None:
        """A column of few values that a view made as such; None where rows have to be looked at."""
        return None

    def has(self, kind_name: str, name: str) -> bool:
        return self._column(kind_name, name) is not None

    def _column(self, kind_name: str, name: str) -> Any:
        def load() -> Any:
            try:
                return self.loader.column(kind_name, name)
            except NotFound:
                return None

        return self.once(("column", kind_name, name), (kind_name,), load)

    def headings(self, kind_name: str) -> Sequence[str]:
        """Headings of the kind's unknown columns."""
        return self.once(("headings", kind_name), (kind_name,), lambda: tuple(self.loader.attributes(kind_name)))

    @property
    def scales(self) -> Sequence[Scale]:
        return self.once("scales", ("answer",), lambda: tuple(self.loader.scales()))

    @cached_property
    def batches(self) -> Sequence[BatchInfo]:
        return tuple(self.loader.batches())

    def claims(self, kind_name: str) -> Mapping[int, np.ndarray]:
        """The row ids of the kind that each live import contained, made or met."""
        return self.once(("claims", kind_name), (kind_name,), lambda: self.loader.claims(kind_name))

    @cached_property
    def settings(self) -> Mapping[str, Any]:
        return dict(self.loader.settings())

    def days(self, kind_name: str, at: str) -> np.ndarray:
        """Local day per row of an INSTANT or DATE field; `ticket.resolved_at` follows the row's reference."""
        return self.once(("days", kind_name, at), self.kinds_along(kind_name, at), lambda: self._days(kind_name, at))

    def _days(self, kind_name: str, at: str) -> np.ndarray:
        ref, _dot, rest = at.rpartition(".")
        if ref and not self.size(ref):
            return self._fallback(kind_name)
        if ref:
            return self.followed(kind_name, ref, self.days(ref, rest), self._fallback(kind_name))
        if self.declared(kind_name).field(at).type is Type.DATE:
            return self.column(kind_name, at)
        return self.zone.days(self.column(kind_name, at), self.floating(kind_name, at))

    def _fallback(self, kind_name: str) -> np.ndarray:
        return self.days(kind_name, self.declared(kind_name).at or "")

    def followed(self, kind_name: str, ref: str, theirs: np.ndarray, own: np.ndarray) -> np.ndarray:
        """`theirs`, a column of the kind `ref`, for the rows that point at it; `own` where they point nowhere."""
        where = self.pointed(kind_name, ref)
        return np.where(where >= 0, theirs[np.maximum(where, 0)], own) if len(theirs) else own

    def kinds_along(self, kind_name: str, at: str) -> tuple[str, ...]:
        """The kinds that an anchor field reads."""
        ref = at.rpartition(".")[0]
        return (kind_name, ref) if ref else (kind_name,)

    def floating(self, kind_name: str, at: str) -> np.ndarray | None:
        """Which rows hold wall time; None for dates and for fields of another kind."""
        if "." in at or self.declared(kind_name).field(at).type is not Type.INSTANT:
            return None
        return self.column(kind_name, f"{at}:floating") if self.has(kind_name, f"{at}:floating") else None

    def local(self, kind_name: str, at: str) -> np.ndarray | None:
        """Local wall time in µs per row; None where only days are known."""
        if "." in at or self.declared(kind_name).field(at).type is not Type.INSTANT:
            return None
        make = lambda: self.zone.local(self.column(kind_name, at), self.floating(kind_name, at))  # noqa: E731
        return self.once(("local", kind_name, at), (kind_name,), make)

    def pointed(self, kind_name: str, ref: str) -> np.ndarray:
        """Per row the position of the `ref` row that its reference names (the first of that name), -1 where none."""
        return self.once(("pointed", kind_name, ref), (kind_name, ref), lambda: self._pointed(kind_name, ref))

    def _pointed(self, kind_name: str, ref: str) -> np.ndarray:
        if not self.has(kind_name, ref) or not self.has(ref, ref):
            return np.full(self.size(kind_name), -1, np.int32)
        return positions(self.column(kind_name, ref), self.column(ref, ref))

    def customer_rows(self, customer: Codes) -> np.ndarray:
        """Position in the kind customer of each code's row, -1 where that customer has none."""
        labels = customer.labels  # kept beside what was found, so that no other list can come to stand for it
        make = lambda: (labels, self._customer_table(customer))  # noqa: E731
        return self.once(("customers", id(labels)), (CUSTOMER,), make)[1][customer.codes]

    def _customer_table(self, customer: Codes) -> np.ndarray:
        every = Codes(np.arange(len(customer.labels), dtype=np.int32), customer.labels)
        return np.append(positions(every, self.column(CUSTOMER, CUSTOMER)), np.int32(-1))


def positions(pointing: Codes, named: Codes) -> np.ndarray:
    """For each row of `pointing` the first row of `named` with the same text, -1 where there is none; int32."""
    first = np.full(len(named.labels) + 1, -1, np.int32)
    known = np.flatnonzero(named.codes >= 0)[::-1]
    first[named.codes[known]] = known
    if pointing.labels is named.labels:
        return first[pointing.codes]
    where = {label: code for code, label in enumerate(named.labels)}
    table = np.array([*(where.get(label, -1) for label in pointing.labels), -1], np.int64)
    return first[table[pointing.codes]]
