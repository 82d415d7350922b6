"""List every metric that CXDesk knows."""

from __future__ import annotations

import argparse
from pathlib import Path

from cxdesk.cli.main import DONE, say_json
from cxdesk.cli.tables import table
from cxdesk.system.i18n import N_, _
from cxdesk.workspace.workspace import Workspace, catalogue

ABOUT = N_("list every metric that CXDesk knows")


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-w", "--workspace", metavar="W", help=_("say also which the data of this workspace allow"))


def run(args: argparse.Namespace) -> int:
    if args.workspace:
        with Workspace.open(Path(args.workspace), read_only=True) as workspace:
            found = workspace.catalogue()
    else:
        found = catalogue()
    if args.json:
        say_json({"metrics": found})
    else:
        rows = [[m["id"], _(m["title"]), m["unit"], m["better"], ", ".join(m["reads"])] for m in found]
        print(table([_("Id"), _("Title"), _("Unit"), _("Better"), _("Reads")], rows))
    return DONE
