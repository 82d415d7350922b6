"""What was imported, and everything that can be done to imports; the half of a workspace that writes rows."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cxdesk.domain.changes import Changes
from cxdesk.store import batches, comments, saved
from cxdesk.store.database import Database
from cxdesk.store.direct import DirectImport, direct_import
from cxdesk.system.i18n import _
from cxdesk.system.progress import Progress
from cxdesk.workspace import repairing

if TYPE_CHECKING:
    from cxdesk.domain.rejected import RejectedTable
    from cxdesk.store.differences import Verdicts
    from cxdesk.store.staging import Staged

GROUP = "group"  # option of a mapping: imports of one table that are taken back together
TYPED = "typed"  # the type of a batch that was typed in, and the option of its mapping that counts what was done
_BATCH = ("id", "at", "type", "file", "sheet", "kind", "rows", "state", "search")


@dataclass(frozen=True)
class BatchInfo:
    """One import as it is listed. `state`: live or undone; `search`: ready or pending. `typed`: of what was typed in,
    how many lines were added, changed and removed; such a batch has no file.
    """

    id: int
    at: str
    type: str
    file: str
    sheet: str | None
    kind: str
    rows: dict[str, Any]
    state: str
    search: str
    typed: dict[str, int] = field(default_factory=dict)

    @property
    def title(self) -> str:
        if self.type == TYPED:
            return _("Typed in")
        return f"{self.file} · {self.sheet}" if self.sheet else self.file

    def to_json(self) -> dict[str, Any]:
        return dict(self.__dict__)


@dataclass(frozen=True)
class UndoReport:
    batch: int
    removed: int
    restored: int
    content_hash: str


def _live(row: batches.BatchRow) -> bool:
    return row.state == "live"


class Imports:
    """The imports of an open workspace."""

    database: Database

    if TYPE_CHECKING:

        def keep_figures(self, progress: Progress | None = None) -> None: ...
        def without_names(self, info: batches.ImportInfo) -> batches.ImportInfo: ...
        def follow_rules(self, changes: Changes, progress: Progress | None = None) -> Changes: ...

    def imports(self) -> list[BatchInfo]:
        """Every import, newest first, undone ones too."""
        return [
            BatchInfo(
                **{name: getattr(row, name) for name in _BATCH}, typed=row.mapping.get("options", {}).get(TYPED, {})
            )
            for row in batches.listing(self.database)
        ]

    def undo(self, batch: int, progress: Progress | None = None) -> tuple[UndoReport, Changes]:
        """Take an import back, with those that the same table made at the same time. NotFound when there is no such
        live import.
        """
        self.keep_figures(progress)
        done = batches.undo(self.database, batch, progress, also=self._made_with(batch))
        changes = self.follow_rules(done.changes, progress)
        return UndoReport(batch, done.removed, done.restored, done.content_hash), changes

    def _made_with(self, batch: int) -> list[int]:
        """The other live imports of the group that an import belongs to."""
        rows = {
            row.id: row.mapping.get("options", {}).get(GROUP) for row in batches.listing(self.database) if _live(row)
        }
        group = rows.get(batch)
        return [] if group is None else [id_ for id_, own in rows.items() if own == group and id_ != batch]

    def content_hash(self) -> str:
        """One word for everything the workspace holds, whatever the order in which it came."""
        return batches.content_hash(self.database)

    def rejects(self, batch: int) -> list[dict[str, Any]]:
        """The cells and rows of an import that could not be used, in the order of the file."""
        return batches.rejects(self.database, batch)

    def rejected_tables(self, batch: int) -> list[RejectedTable]:
        """The rows of an import that are to be corrected, with those of the imports that the same table made."""
        return repairing.tables(self.database, [batch, *self._made_with(batch)])

    def corrected(self, tokens: Sequence[str]) -> dict[str, dict[str, Any]]:
        """How the rows behind the tokens of corrected rows were read the first time."""
        return repairing.known(self.database, tokens)

    def remembered_mappings(self) -> dict[str, Any]:
        """How tables with known headings were read the last time, by fingerprint; `name` is what each is called."""
        return {one.fingerprint: {**one.mapping, "name": one.name} for one in saved.kept_mappings(self.database)}

    def remember_mapping(self, fingerprint: str, mapping: dict[str, Any], name: str = "") -> None:
        """Read the next table with these headings the same way. `name`: what it is called, if it has no name yet."""
        said = self.without_names(batches.ImportInfo(name, "", mapping=mapping))
        saved.remember_mapping(self.database, fingerprint, dict(said.mapping), name=said.file)

    def plan(self, staged: Staged, progress: Progress) -> tuple[batches.ImportCounts, Verdicts]:
        """What merging a staged table would do, in numbers and row by row."""
        return batches.planned(self.database, staged, progress)

    def merge(
        self, tables: Sequence[tuple[Staged, batches.ImportInfo]], progress: Progress
    ) -> tuple[list[batches.ImportCounts], Changes]:
        """Write staged tables, each as one import, in one transaction."""
        named = [(staged, self.without_names(info)) for staged, info in tables]
        return batches.merge_all(self.database, named, progress)

    def direct(
        self, info: batches.ImportInfo, progress: Progress, size: int = 0
    ) -> AbstractContextManager[DirectImport]:
        """One transaction that takes segments in as the child announces them; `size` is the file's, in bytes.

        Nobody else may use this workspace before it has ended.
        """
        return direct_import(self.database, self.without_names(info), progress, size)

    def index_comments(self, progress: Progress | None = None) -> None:
        """Make the comments of a large import searchable; may be stopped and resumed."""
        comments.index_waiting(self.database, progress)

    def search_progress(self) -> tuple[int, int]:
        """(rows searchable, rows in all)."""
        return comments.search_progress(self.database)
