"""Numbers about groups as a file that may be handed out: one line each, hidden ones said to be hidden."""

from __future__ import annotations

from pathlib import Path

from cxdesk.analysis.anonymous import Aggregates, Line
from cxdesk.domain.attribute_words import title_of
from cxdesk.domain.tables import Cell, Table
from cxdesk.reports.tables_file import write_tables
from cxdesk.system.i18n import _


def write_aggregates(path: Path, found: Aggregates) -> None:
    """Write them as xlsx, csv or json, as the name ends."""
    headings = [_("Metric"), _("Unit"), _("From"), _("To"), _("By"), _("Segment"), _("Value"), _("n"), _("People"), ""]
    rows = [_row(line, found.least) for line in found.lines]
    write_tables(path, [Table("numbers", _("Numbers"), headings, rows)], {"least": found.least})


def _row(line: Line, least: int) -> list[Cell]:
    by = title_of(line.attribute) if line.attribute else ""
    segment = "" if line.segment is None else line.segment or _("(none)")
    place: list[Cell] = [_(line.title), line.unit, line.period.start, line.period.last, by, segment]
    if line.hidden:
        return [*place, None, None, None, _("hidden: fewer than {n} people, or needed to hide such", n=least)]
    return [*place, line.value, line.n, line.people, ""]
