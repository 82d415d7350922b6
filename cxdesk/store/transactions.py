"""One write: everything or nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable

from cxdesk.domain.changes import Changes
from cxdesk.domain.kinds import registry
from cxdesk.store import journal, seals


class Transaction:
    """One write: everything or nothing. Whoever writes says what was touched; that moves the state on."""

    def __init__(self, connection: sqlite3.Connection, state: int) -> None:
        self.connection = connection
        self._state = state
        self._touched: set[str] = set()
        self._only: dict[str, set[int]] = {}
        self._lists = True
        self._afterwards: list[Callable[[sqlite3.Connection], None]] = []

    def afterwards(self, step: Callable[[sqlite3.Connection], None]) -> None:
        """Run `step` when the transaction has ended, well or badly; what cannot be done inside one."""
        self._afterwards.append(step)

    def leave_log(self) -> None:
        """Do not copy the log into the file when this large write is committed, nor at the small writes that follow;
        `settle` does, when nobody waits.
        """
        self.connection.execute("PRAGMA wal_autocheckpoint=0")
        self.afterwards(journal.spare_log)

    def end(self) -> None:
        """Run what was to be run afterwards."""
        for step in self._afterwards:
            step(self.connection)

    def execute(self, statement: str, values: tuple[object, ...] | dict[str, object] = ()) -> sqlite3.Cursor:
        return self.connection.execute(statement, values)

    def touch(self, *names: str) -> None:
        """Kinds of data that are different after this write (Changes)."""
        self._touched.update(names)

    def touch_rows(self, kind: str, imports: Iterable[int]) -> None:
        """As `touch`, by who knows which imports' rows of a kind are different: of the others the seals stay."""
        self.touch(kind)
        self._only.setdefault(kind, set()).update(imports)

    def leave_lists(self) -> None:
        """This write changes nothing that a person entered or that is listed: the seal of the lists stays."""
        self._lists = False

    def break_seals(self) -> None:
        """Let go of the checksums over what this write made different."""
        for kind in self._touched & set(registry()):
            seals.let_go(self.connection, kind, self._only.get(kind))
        if self._lists:
            seals.count_write(self.connection)

    @property
    def state(self) -> int:
        """The state after this write."""
        return self._state + bool(self._touched)

    @property
    def changes(self) -> Changes:
        return Changes(frozenset(self._touched), self.state)
