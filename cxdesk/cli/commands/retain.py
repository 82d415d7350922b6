"""Show or remove rows that are older than people want to keep them, and remember the rule."""

from __future__ import annotations

import argparse
from pathlib import Path

from cxdesk.cli.asking import add_workspace
from cxdesk.cli.main import DONE, say_json
from cxdesk.cli.tables import table
from cxdesk.system.i18n import N_, _, day, ngettext
from cxdesk.workspace.erasing_words import by_kind
from cxdesk.workspace.workspace import Workspace

ABOUT = N_("show or remove rows that are older than you want to keep them")


def add(parser: argparse.ArgumentParser) -> None:
    add_workspace(parser)
    parser.add_argument("--months", type=int, metavar="N", help=_("remember the rule: older than N months; 0 for none"))
    parser.add_argument("--yes", action="store_true", help=_("remove them; there is no undo"))


def run(args: argparse.Namespace) -> int:
    writes = args.yes or args.months is not None
    with Workspace.open(Path(args.workspace), read_only=not writes) as workspace:
        if args.months is not None:
            workspace.keep_rule(args.months)
        old = workspace.erase_old()[0] if args.yes else workspace.old_rows()
    if args.json:
        before = old.before.isoformat() if old.months else None
        say_json({"retention": {"months": old.months, "before": before, "rows": old.rows, "removed": args.yes}})
        return DONE
    if not old.months:
        print(_("There is no rule: nothing is ever old."))
        return DONE
    print(table([_("Kind"), _("Rows")], [list(line) for line in by_kind(old.rows)], right=frozenset({1})))
    rows = ngettext("{n} row", "{n} rows", old.total)
    said = N_("Removed: {rows} that ended before {day}.") if args.yes else N_("Old: {rows} that ended before {day}.")
    print(_(said, rows=rows, day=day(old.before)))
    return DONE
