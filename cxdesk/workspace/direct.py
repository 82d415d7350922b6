"""What children hand over while it is merged: one child that reads a whole file, or several that read pieces of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from subprocess import Popen
from typing import TYPE_CHECKING, Any

from cxdesk.domain.errors import ImportStopped
from cxdesk.domain.plain import from_plain
from cxdesk.intake.blocks import NotInPieces
from cxdesk.system.i18n import _
from cxdesk.system.progress import Progress
from cxdesk.workspace.child import MEMORY_LIMIT, PROBLEMS_SENT
from cxdesk.workspace.handover import ask_child, ask_children, processors

if TYPE_CHECKING:
    from cxdesk.intake.inspection import Inspection
    from cxdesk.store.direct import DirectImport
    from cxdesk.store.staging import Staged

MOST_HELPERS = 4
TEXT_SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".tab"})


@dataclass(frozen=True)
class Told:
    """The account of a whole table, and what the report shows of it."""

    staged: Staged
    problems: list[dict[str, Any]]
    adjusted: dict[str, int]


TakeIn = Callable[[dict[str, Any], "DirectImport", Progress, Sequence["Popen[bytes]"]], Told]


def likely_helpers(file: Path) -> int:
    """How many children a file may want, by its size alone."""
    from cxdesk.intake.pieces import LEAST

    return min(MOST_HELPERS, processors()) if file.stat().st_size >= LEAST else 1


def converts_too(file: Path) -> bool:
    """Whether the child that looks at a file is to convert it too, by the file's name: a text leaves little memory
    behind, a workbook much.
    """
    return file.suffix.lower() in TEXT_SUFFIXES


def fit(waiting: Sequence[Popen[bytes]], seen: Inspection) -> Sequence[Popen[bytes]]:
    """The early children for converting, without the one that looked at a workbook that bears the name of a text."""
    return waiting[1:] if converts_too(Path(seen.path)) and seen.container != "csv" else waiting


def taken_in(job: dict[str, Any], running: DirectImport, progress: Progress, waiting: Sequence[Popen[bytes]]) -> Told:
    """Have one child do the job; its segments are merged as they come."""
    from cxdesk.store.staging import Staged

    done = ask_child(job, progress, heard=lambda part: running.take(from_plain(Staged, part)), waiting=waiting)
    return Told(from_plain(Staged, done["staged"]), done["rows"]["problems"], done["rows"]["adjusted"])


def taken_in_pieces(size: int, helpers: int) -> TakeIn:
    """The same with so many children that share the pieces of a file of `size` bytes. Raises NotInPieces."""
    from cxdesk.intake.pieces import bounds

    def take_in(
        job: dict[str, Any], running: DirectImport, progress: Progress, waiting: Sequence[Popen[bytes]]
    ) -> Told:
        order = _InOrder(running, helpers, len(bounds(size)))
        jobs = [{**job, "share": [at, helpers], "memory": MEMORY_LIMIT // helpers} for at in range(helpers)]
        done = ask_children(jobs, progress, heard=order.hear, waiting=waiting)
        return order.told(done)

    return take_in


class _InOrder:
    """Takes segments in the order of their pieces, whichever child is ahead. Believes no child where its piece lies."""

    def __init__(self, running: DirectImport, helpers: int, pieces: int) -> None:
        self._running = running
        self._helpers = helpers
        self._pieces = pieces
        self._early: dict[int, dict[str, Any]] = {}
        self._taken: list[Staged] = []
        self._line = 1
        self._problems: list[dict[str, Any]] = []

    def hear(self, at: int, message: dict[str, Any]) -> None:
        """Child `at` has finished a piece."""
        number = int(message["piece"])
        if number % self._helpers != at or number < len(self._taken) or number in self._early:
            raise _strange()
        self._early[number] = message
        while (following := self._early.pop(len(self._taken), None)) is not None:
            self._take(following)

    def _take(self, message: dict[str, Any]) -> None:
        from cxdesk.store.staging import Staged

        if int(message["line"]) != self._line:
            raise NotInPieces  # whoever read the piece before saw other lines in it
        self._line = int(message["next"])
        part = from_plain(Staged, message["segment"])
        first = self._taken[0] if self._taken else part
        if (part.kind, part.given) != (first.kind, first.given):
            raise _strange()
        self._running.take(part, first=1)
        self._taken.append(part)
        self._problems += message["problems"][: PROBLEMS_SENT - len(self._problems)]

    def told(self, done: Sequence[dict[str, Any]]) -> Told:
        """All pieces as one table."""
        from cxdesk.store.staging import Staged

        if len(self._taken) != self._pieces:
            raise _strange()
        accounts = [from_plain(Staged, one["staged"]) for one in done]
        segments = tuple(segment for part in self._taken for segment in part.segments)
        whole = replace(
            self._taken[0],
            rows=sum(segment.rows for segment in segments),
            segments=segments,
            read=sum(one.read for one in accounts),
            blank=sum(one.blank for one in accounts),
            rejected=sum(one.rejected for one in accounts),
            skipped=_added([one.skipped for one in accounts]),
        )
        return Told(whole, self._problems, _added([one["rows"]["adjusted"] for one in done]))


def _added(counts: Sequence[dict[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in counts:
        for name, n in one.items():
            found[name] = found.get(name, 0) + n
    return found


def _strange() -> ImportStopped:
    return ImportStopped(
        _("What the import helper handed over cannot be trusted."),
        _("Nothing was changed. Import the file again; if it happens again, the drive may be failing."),
        code="staging_unsound",
    )
