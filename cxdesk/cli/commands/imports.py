"""List what was imported."""

from __future__ import annotations

import argparse
from pathlib import Path

from cxdesk.cli.asking import add_workspace
from cxdesk.cli.main import DONE, say_json
from cxdesk.cli.tables import table
from cxdesk.system.i18n import N_, _, number
from cxdesk.workspace.workspace import Workspace

ABOUT = N_("list what was imported")


def add(parser: argparse.ArgumentParser) -> None:
    add_workspace(parser)


def run(args: argparse.Namespace) -> int:
    with Workspace.open(Path(args.workspace)) as workspace:
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
