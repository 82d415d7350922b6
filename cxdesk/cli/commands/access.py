"""Write everything that is held on one person, for that person to read."""

from __future__ import annotations

import argparse
from pathlib import Path

from cxdesk.cli.asking import add_workspace
from cxdesk.cli.main import DONE, say_json
from cxdesk.reports.tables_file import write_tables
from cxdesk.system.i18n import N_, _, ngettext
from cxdesk.workspace.workspace import Workspace

ABOUT = N_("write everything that is held on one person, for that person to read")


def add(parser: argparse.ArgumentParser) -> None:
    add_workspace(parser)
    parser.add_argument("customer", metavar="CUSTOMER", help=_("id, e-mail or name"))
    parser.add_argument("out", metavar="OUT", help=_("an .xlsx or .json file"))
    parser.add_argument(
        "--also", action="append", default=[], metavar="TEXT", help=_("another name they are known by; may be repeated")
    )


def run(args: argparse.Namespace) -> int:
    with Workspace.open(Path(args.workspace), read_only=True) as workspace:
        held = workspace.held_on(workspace.person(args.customer, args.also))
        write_tables(Path(args.out).resolve(), held.tables, held.told)
    if args.json:
        rows = {kind: len(rows) for kind, rows in held.rows.items()}
        say_json({"access": {"file": args.out, "rows": rows, "rejected": len(held.refused), "mentions": held.mentions}})
    else:
        print(_("{file}: {rows}.", file=args.out, rows=ngettext("{n} row", "{n} rows", held.total)))
    return DONE
