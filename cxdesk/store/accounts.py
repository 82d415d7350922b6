"""What an import says of itself: where it comes from, and what became of every source row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cxdesk.domain.errors import ImportStopped
from cxdesk.store import matching, source_rows, staging
from cxdesk.system.i18n import _

AS = "as"  # alone in the place of a mapping: the import that was read the same way


@dataclass(frozen=True)
class ImportInfo:
    """Where a staged table comes from and how it was read. `mapping` is the mapping as JSON-able data."""

    file: str
    sha256: str
    sheet: str | None = None
    format: str | None = None
    zone: str = "UTC"
    mapping: Mapping[str, Any] = field(default_factory=dict)
    type: str = "file"
    as_of: int | None = None  # µs UTC, when the person said so; else the newest past instant of the file

    @property
    def floating(self) -> list[str]:
        """The fields whose instants are wall time without a zone."""
        uses = self.mapping.get("columns", ())
        return sorted({str(use["field"]) for use in uses if use.get("zone") == "floating"})


@dataclass(frozen=True)
class ImportCounts:
    """Source rows: read = new + updated + unchanged + rejected + skipped + blank. `batch` is the import's number.

    `known`: the very same file had been imported before and nothing at all was written; `batch` is that import.
    `stays`: cells that could not be read, so that what an earlier import gave in their place stays.
    """

    read: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    blank: int = 0
    batch: int | None = None
    known: bool = False
    stays: int = 0

    @staticmethod
    def of(
        staged: staging.Staged, found: matching.Matching, batch: int | None = None, known: bool = False
    ) -> ImportCounts:
        """The account of a staged table; ImportStopped when its source rows do not add up."""
        lines = source_rows.count_lines(found)
        new, updated, unchanged = lines[matching.NEW], lines[matching.UPDATED], lines[matching.UNCHANGED]
        accounted = new + updated + unchanged + staged.rejected + sum(staged.skipped.values()) + staged.blank
        if accounted != staged.read:
            raise ImportStopped(
                _("{read} rows were read but {accounted} are accounted for.", read=staged.read, accounted=accounted),
                _("Nothing was changed. Please report this file as one that CXDesk reads wrongly."),
                code="account_open",
            )
        skipped = dict(staged.skipped)
        kept = (new, updated, unchanged, staged.rejected, skipped, staged.blank)
        return ImportCounts(staged.read, *kept, batch, known, sum(found.stays))

    def rows(self) -> dict[str, Any]:
        """The account alone, JSON-able."""
        names = ("read", "new", "updated", "unchanged", "rejected", "skipped", "blank")
        return {name: getattr(self, name) for name in names}
