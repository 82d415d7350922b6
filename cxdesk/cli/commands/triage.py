"""Put comments under continue, start or stop."""

from __future__ import annotations

import argparse
from pathlib import Path

from cxdesk.cli.asking import add_workspace, listed
from cxdesk.cli.main import DONE, say_json
from cxdesk.domain.follow_ups import DECISION_TITLES, UNDECIDED, decision_named
from cxdesk.system.i18n import N_, _
from cxdesk.workspace.workspace import Workspace

ABOUT = N_("put comments under continue, start or stop")


def add(parser: argparse.ArgumentParser) -> None:
    add_workspace(parser)
    parser.add_argument("decision", metavar="DECISION", help=_("continue, start, stop, or undecided to take it back"))
    parser.add_argument("row", type=listed, nargs="+", metavar="ROW", help=_("numbers of comments, as in their list"))
    parser.add_argument("--by", default="", metavar="TEXT", help=_("who says so"))


def run(args: argparse.Namespace) -> int:
    decision = decision_named(args.decision)
    with Workspace.open(Path(args.workspace)) as workspace:
        workspace.decide(args.row, "" if decision == UNDECIDED else decision, args.by)
    if args.json:
        say_json({"decision": None if decision == UNDECIDED else decision, "rows": args.row})
    else:
        print(_("Decided: {theme}.", theme=_(DECISION_TITLES[decision])))
    return DONE
