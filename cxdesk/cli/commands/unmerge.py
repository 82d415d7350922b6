"""Take a merge of customers back."""

from __future__ import annotations

import argparse
from pathlib import Path

from cxdesk.cli.asking import add_workspace, listed
from cxdesk.cli.main import DONE, say_json
from cxdesk.domain.errors import BadQuestion
from cxdesk.system.i18n import N_, _, ngettext
from cxdesk.workspace.workspace import Workspace

ABOUT = N_("take a merge of customers back")


def add(parser: argparse.ArgumentParser) -> None:
    add_workspace(parser)
    parser.add_argument("customer", nargs="?", metavar="CUSTOMER", help=_("every merge that has to do with this one"))
    parser.add_argument(
        "--id",
        dest="ids",
        type=listed,
        action="append",
        default=[],
        metavar="ID",
        help=_("one merge, as `cxdesk customers --merged` shows it; may be repeated"),
    )


def run(args: argparse.Namespace) -> int:
    if bool(args.customer) == bool(args.ids):
        raise BadQuestion(_("Name a customer, or merges by their id."))
    with Workspace.open(Path(args.workspace)) as workspace:
        undone, _changes = workspace.unmerge(args.ids) if args.ids else workspace.unmerge_customer(args.customer)
    if args.json:
        say_json({"unmerged": [vars(one) for one in undone]})
    else:
        for one in undone:
            print(_("{alias} is no longer {canonical}.", alias=one.alias, canonical=one.canonical))
        print(ngettext("{n} merge taken back.", "{n} merges taken back.", len(undone)))
    return DONE
