"""How far the work is, in words: rows so far, rows a second, time left once it can be told, which file of how many."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from cxdesk.system.i18n import _, ngettext, number
from cxdesk.system.progress import Progress
from cxdesk.workspace.importing import TableChoice

PATIENCE = 2.0  # seconds before a speed is worth saying
LEAST_SHARE = 0.03  # of the whole that must be done before the rest can be foretold
MINUTE = 60


@dataclass(frozen=True)
class Place:
    """Where the work is: a file, which of how many, how many rows it has (0 while unknown), how many are through."""

    file: str = ""
    at: int = 0
    of: int = 1
    rows: int = 0
    through: int = 0

    def label(self) -> str:
        """As the label of a report, which is a text."""
        return json.dumps([self.file, self.at, self.of, self.rows, self.through])

    @classmethod
    def read(cls, label: str) -> Place:
        """From such a label; from any other text nothing."""
        try:
            file, at, of, rows, through = json.loads(label)
            return cls(str(file), int(at), int(of), int(rows), int(through))
        except (ValueError, TypeError):
            return cls()


class Along(Progress):
    """Passes on what one of several tables reports, with the place of that table."""

    def __init__(self, whole: Progress, place: Place) -> None:
        super().__init__(lambda done, of, _label: whole.report(done, of, self._place.label()))
        self._whole, self._place = whole, place

    def count_rows(self, rows: int) -> None:
        self._place = replace(self._place, through=self._place.through + rows)

    def cancel(self) -> None:
        self._whole.cancel()

    @property
    def cancelled(self) -> bool:
        return self._whole.cancelled

    def check(self) -> None:
        self._whole.check()


def along(whole: Progress, choice: TableChoice, at: int, of: int) -> Progress:
    """The progress of one table among several."""
    rows = choice.view.rows if choice.view.rows_exact else 0
    place = Place(choice.inspection.file, at, of, rows)
    whole.report(0, 0, place.label())
    return Along(whole, place)


class Pace:
    """Hears reports and says where things stand. `clock` in seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._begun = clock()
        self._since = self._begun
        self._place = Place()
        self.share = 0.0  # of everything, between 0 and 1; 0 while unknown
        self.rows = 0

    def hear(self, done: float, of: float, label: str) -> None:
        """One report; `of` is 0 while unknown."""
        place = Place.read(label)
        if (place.file, place.at) != (self._place.file, self._place.at):
            self._since = self._clock()
        self._place = place
        part = min(1.0, done / of) if of else 0.0
        self.share = (place.at + part) / max(1, place.of)
        self.rows = place.through or round(part * place.rows)

    def heard_rows(self, done: float, of: float) -> None:
        """A report that counts rows itself."""
        if of != self._place.rows:
            self._place, self._since = Place(rows=int(of)), self._clock()
        self.share, self.rows = (done / of if of else 0.0), int(done)

    def words(self) -> str:
        """Everything known, the most telling first."""
        return " · ".join(part for part in (self._rows(), self._speed(), self._left(), self._file()) if part)

    def _rows(self) -> str:
        if not self.rows:
            return ""
        whole = self._place.rows
        if not whole:
            return ngettext("{n} row so far", "{n} rows so far", self.rows)
        return _("{n} of {rows}", n=number(self.rows), rows=ngettext("{n} row", "{n} rows", whole))

    def _speed(self) -> str:
        spent = self._clock() - self._since
        if not self.rows or spent < PATIENCE:
            return ""
        speed = self.rows / spent
        return _("{n} rows a second", n=number(round(speed, -3 if speed >= 10_000 else -1 if speed >= 100 else 0)))

    def _left(self) -> str:
        spent = self._clock() - self._begun
        if spent < PATIENCE or self.share < LEAST_SHARE:
            return ""
        left = spent * (1 - self.share) / self.share
        if left < MINUTE:
            return ngettext("about {n} second left", "about {n} seconds left", max(1, round(left)))
        return ngettext("about {n} minute left", "about {n} minutes left", round(left / MINUTE))

    def _file(self) -> str:
        if not self._place.file or self._place.of < 2:
            return self._place.file
        at = _("{at} of {of}", at=number(self._place.at + 1), of=number(self._place.of))
        return f"{self._place.file} ({at})"
