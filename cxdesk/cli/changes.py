"""What a dry run would change, as lines for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cxdesk.cli.tables import shorten, table
from cxdesk.system.i18n import N_, _, number

TITLES = {
    "new": N_("New"),
    "updated": N_("Updated"),
    "unchanged": N_("Unchanged"),
    "replaced": N_("Of earlier reports, counting no more"),
    "rejected": N_("Rejected"),
    "blank": N_("Blank"),
    "cells": N_("Cells that could not be used"),
}
WIDE, NARROW = 60, 32


def change_lines(details: dict[str, list[dict[str, Any]]]) -> Iterator[str]:
    """The rows of each sort under their own head; nothing of sorts without rows."""
    for sort, rows in details.items():
        if rows:
            yield ""
            yield _(TITLES[sort])
            yield _as_table(sort, rows)


def _as_table(sort: str, rows: list[dict[str, Any]]) -> str:
    if sort == "updated":
        head = [_("Row"), _("Record"), _("Field"), _("Before"), _("After")]
        lines = [line for row in rows for line in _changed(row)]
    elif sort == "new":
        head = [_("Row"), _("Record"), _("Value")]
        lines = [[_row(row), _record(row), shorten(_values(row), WIDE)] for row in rows]
    elif sort == "replaced":
        head = [_("File"), _("Row"), _("What stands there"), ""]
        lines = [[row["file"], _row(row), shorten(_values(row), WIDE), row.get("reason", "")] for row in rows]
        return table(head, lines, right=frozenset({1}))
    elif sort in ("rejected", "cells"):
        head = [_("Row"), _("Column"), _("Value"), _("Reason")]
        lines = [
            [_row(row), row.get("column", ""), shorten(row.get("value", ""), NARROW), row["reason"]] for row in rows
        ]
    else:
        head = [_("Row"), _("Record")]
        lines = [[_row(row), _record(row)] for row in rows]
    return table(head, lines, right=frozenset({0}))


def _changed(row: dict[str, Any]) -> Iterator[list[str]]:
    for at, change in enumerate(row.get("changes", ())):
        title = f"{change['title']} · {change['about']}" if change["about"] else change["title"]
        place = [_row(row), _record(row)] if not at else ["", ""]
        yield [*place, shorten(title, NARROW), shorten(change["before"], NARROW), shorten(change["after"], NARROW)]


def _row(row: dict[str, Any]) -> str:
    first, last = row["row"], row.get("last_row")
    if first is None:
        return ""
    return f"{number(first)}–{number(last)}" if last else number(first)


def _record(row: dict[str, Any]) -> str:
    return shorten(" · ".join(row.get("key", {}).values()), NARROW)


def _values(row: dict[str, Any]) -> str:
    return ", ".join(f"{title}: {text}" for title, text in row.get("values", {}).items())
