"""Make a backup now, or list those there are."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from cxdesk.cli.asking import add_workspace
from cxdesk.cli.main import DONE, say_json
from cxdesk.cli.tables import table
from cxdesk.system.i18n import N_, _, moment, number
from cxdesk.workspace import caring
from cxdesk.workspace.workspace import Workspace

ABOUT = N_("make a backup, or list those there are")
MEGABYTE = 1024 * 1024


def add(parser: argparse.ArgumentParser) -> None:
    add_workspace(parser)
    parser.add_argument("--list", action="store_true", help=_("only list the backups there are, newest first"))


def run(args: argparse.Namespace) -> int:
    path = Path(args.workspace)
    if not args.list:
        with Workspace.open(path) as workspace:
            made = workspace.back_up()
        if args.json:
            say_json({"backup": str(made)})
        else:
            print(_("Backup made: {file}", file=made))
        return DONE
    found = caring.copies(path)
    if args.json:
        say_json({"backups": [_as_json(copy) for copy in found]})
        return DONE
    rows = [
        [copy.path.name, moment(copy.at.astimezone(), "short"), caring.why_made(copy), number(copy.size / MEGABYTE, 1)]
        for copy in found
    ]
    print(table([_("File"), _("When"), _("Why"), _("MB")], rows, right=frozenset({3})))
    return DONE


def _as_json(copy: caring.Copy) -> dict[str, Any]:
    return {"file": str(copy.path), "at": copy.at.isoformat(), "reason": copy.reason, "bytes": copy.size}
