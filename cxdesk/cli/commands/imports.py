"""List what was imported, or write the rows of an import that are to be corrected."""

from __future__ import annotations

import argparse
from pathlib import Path

from cxdesk.cli.asking import add_workspace, listed
from cxdesk.cli.main import DONE, say_json
from cxdesk.cli.tables import table
from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.list_files import writing
from cxdesk.system.i18n import N_, _, ngettext, number
from cxdesk.workspace.workspace import Workspace

ABOUT = N_("list what was imported")


def add(parser: argparse.ArgumentParser) -> None:
    add_workspace(parser)
    parser.add_argument(
        "--rejects",
        type=listed,
        metavar="ID",
        help=_("write the rows of this import that could not be used, to be corrected and imported again"),
    )
    parser.add_argument("--to", metavar="FILE.xlsx", help=_("the spreadsheet to write them to"))


def run(args: argparse.Namespace) -> int:
    if args.rejects is not None:
        return _write_rejects(args)
    with Workspace.open(Path(args.workspace), read_only=True) as workspace:
        found = workspace.imports()
    if args.json:
        say_json({"batches": [batch.to_json() for batch in found]})
        return DONE
    head = [_("Id"), _("When"), _("File"), _("Kind"), _("Read"), _("New"), _("Updated"), _("State")]
    rows = [
        [
            str(b.id),
            b.at,
            b.title,
            b.kind,
            number(b.rows.get("read", 0)),
            number(b.rows.get("new", 0)),
            number(b.rows.get("updated", 0)),
            b.state,
        ]
        for b in found
    ]
    print(table(head, rows, right=frozenset({0, 4, 5, 6})))
    return DONE


def _write_rejects(args: argparse.Namespace) -> int:
    from cxdesk.reports.rejects_workbook import write_rejects

    if not args.to or Path(args.to).suffix.lower() != ".xlsx":
        raise BadQuestion(_("Say where the rows shall be written."), _("Write it as --to FILE.xlsx."))
    path = Path(args.to)
    with Workspace.open(Path(args.workspace), read_only=True) as workspace:
        tables = workspace.rejected_tables(args.rejects)
        with writing(path):
            rows = write_rejects(path, tables)
    if args.json:
        said = [
            {"kind": one.kind, "file": one.file, "sheet": one.sheet, "rejected": one.whole, "rows": one.count}
            for one in tables
        ]
        say_json({"batch": args.rejects, "to": str(path), "rows": rows, "tables": said})
    else:
        print(ngettext("{n} row written to {file}.", "{n} rows written to {file}.", rows, file=path.name))
        print(_("Correct the cells, save, and import the file: it is read as the rows were read the first time."))
    return DONE
