"""List the rows behind a number."""

from __future__ import annotations

import argparse
from pathlib import Path

from cxdesk.cli.asking import add_filters, add_workspace, how_many, query, selection, there_is
from cxdesk.cli.main import DONE, say_json
from cxdesk.cli.tables import shorten, table
from cxdesk.system.i18n import N_, _, ngettext
from cxdesk.workspace.cells_written import with_cells
from cxdesk.workspace.workspace import Workspace

ABOUT = N_("list the rows behind a number")


def add(parser: argparse.ArgumentParser) -> None:
    add_workspace(parser)
    parser.add_argument("metric", metavar="METRIC", help=_("metric id"))
    parser.add_argument("--measure", metavar="M", help=_("which measure of the metric"))
    parser.add_argument(
        "--part",
        metavar="PART",
        help=_("numerator, denominator, missing, invalid, excluded, or a part the metric names"),
    )
    parser.add_argument("--period", metavar="P", help=_("one period, as 2026-08"))
    parser.add_argument("--segment", metavar="S", help=_("one value of --by"))
    parser.add_argument(
        "--limit", type=how_many, metavar="N", help=_("print at most so many rows; the count is always of all")
    )
    parser.add_argument("--written", action="store_true", help=_("also list dates and times as the file has them"))
    add_filters(parser)


def run(args: argparse.Namespace) -> int:
    with Workspace.open(Path(args.workspace), read_only=True) as workspace:
        found = workspace.rows(query(args, (args.metric,)), selection(args, args.metric), args.limit)
        there_is(args.measure, args.metric, (found["measure"],))
        if args.written:
            found["rows"] = with_cells(workspace, found["rows"])
    if args.json:
        say_json(found)
        return DONE
    rows = found["rows"]
    head = list(rows[0]) if rows else [_("Rows")]
    print(table(head, [[shorten(_text(row[key]), 60) for key in head] for row in rows]))
    print(ngettext("{n} row", "{n} rows", found["count"]))
    return DONE


def _text(cell: object) -> str:
    if isinstance(cell, dict):
        return ", ".join(f"{name}: {text}" for name, text in cell.items())
    return "" if cell is None else str(cell)
