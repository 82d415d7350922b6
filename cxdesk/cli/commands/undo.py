"""Take an import back."""

from __future__ import annotations

import argparse
from pathlib import Path

from cxdesk.cli.asking import add_workspace, listed
from cxdesk.cli.main import DONE, say_json
from cxdesk.system.i18n import N_, _, ngettext
from cxdesk.workspace.workspace import Workspace

ABOUT = N_("take an import back")


def add(parser: argparse.ArgumentParser) -> None:
    add_workspace(parser)
    parser.add_argument("id", type=listed, metavar="ID", help=_("the import's id, as `cxdesk imports` shows it"))


def run(args: argparse.Namespace) -> int:
    with Workspace.open(Path(args.workspace)) as workspace:
        undone, _changes = workspace.undo(args.id)
    if args.json:
        say_json(
            {
                "batch": args.id,
                "removed": undone.removed,
                "restored": undone.restored,
                "content_hash": undone.content_hash,
            }
        )
    else:
        print(
            _(
                "Import {id} taken back: {removed}, {restored}.",
                id=args.id,
                removed=ngettext("{n} row removed", "{n} rows removed", undone.removed),
                restored=ngettext("{n} row restored", "{n} rows restored", undone.restored),
            )
        )
    return DONE
