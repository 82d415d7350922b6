"""Say what becomes of a comment: who answers, by when, and where that stands."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np

from cxdesk.cli.asking import add_workspace, day, listed
from cxdesk.cli.main import DONE, say_json
from cxdesk.domain.errors import NotFound
from cxdesk.domain.follow_ups import STATUS_TITLES, FollowUp, Status
from cxdesk.system.i18n import N_, _, ngettext
from cxdesk.workspace.workspace import Workspace

ABOUT = N_("say what becomes of a comment: who answers, and where that stands")


def add(parser: argparse.ArgumentParser) -> None:
    add_workspace(parser)
    parser.add_argument("row", type=listed, nargs="+", metavar="ROW", help=_("numbers of comments, as in their list"))
    parser.add_argument("--note", metavar="TEXT", help=_("a note; empty takes it away"))
    parser.add_argument("--status", choices=list(Status), help=_("where the answer stands"))
    parser.add_argument("--owner", metavar="NAME", help=_("who answers; empty for nobody"))
    parser.add_argument("--due", metavar="D", help=_("by when, as 2026-08-31; empty for no day"))
    done = parser.add_mutually_exclusive_group()
    done.add_argument("--read", action="store_true", default=None, help=_("somebody is done with it"))
    done.add_argument("--unread", action="store_false", dest="read", help=_("it is to be read again"))
    parser.add_argument("--by", default="", metavar="TEXT", help=_("who says so"))


def run(args: argparse.Namespace) -> int:
    given = {name: value for name in ("note", "status", "owner", "read") if (value := getattr(args, name)) is not None}
    if args.due is not None:
        given["due"] = day(args.due) if args.due else None
    with Workspace.open(Path(args.workspace), read_only=not given) as workspace:
        found = [replace(workspace.follow_up(row), **given) for row in args.row]
        if not given:
            _all_there(workspace, args.row)
        else:
            workspace.follow(found, args.by)
            found = [one.checked() for one in found]
    if args.json:
        say_json({"comments": [{"row": one.row, **one.to_json()} for one in found]})
        return DONE
    for one in found:
        print(_said(one))
    if given:
        print(ngettext("{n} comment changed.", "{n} comments changed.", len(found)))
    return DONE


def _all_there(workspace: Workspace, rows: list[int]) -> None:
    """NotFound for the first that is no comment."""
    known = {one.row for one in workspace.comment_rows(np.array(rows))}
    for row in rows:
        if row not in known:
            raise NotFound(_("There is no comment {row}.", row=row), _("Take its number from the list of comments."))


def _said(one: FollowUp) -> str:
    parts = [str(one.row), _(STATUS_TITLES[one.status]), one.owner, one.due.isoformat() if one.due else "", one.note]
    return " · ".join("".join(c if c.isprintable() else " " for c in part) for part in parts if part)
