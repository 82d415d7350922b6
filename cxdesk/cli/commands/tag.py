"""Say by hand what a comment speaks of."""

from __future__ import annotations

import argparse
from pathlib import Path

from cxdesk.cli.asking import add_workspace, listed
from cxdesk.cli.main import DONE, say_json
from cxdesk.domain.themes import Axis, Tag
from cxdesk.system.i18n import N_, _
from cxdesk.workspace.workspace import Workspace

ABOUT = N_("say by hand what a comment speaks of")


def add(parser: argparse.ArgumentParser) -> None:
    add_workspace(parser)
    parser.add_argument("row", type=listed, nargs="+", metavar="ROW", help=_("numbers of comments, as in their list"))
    parser.add_argument("--axis", choices=list(Axis), default=Axis.THEME.value, help=_("which list of themes"))
    parser.add_argument("--theme", required=True, metavar="THEME", help=_("the theme"))
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--remove", action="store_true", help=_("it does not speak of it, whatever the rules find"))
    way.add_argument("--clear", action="store_true", help=_("leave it to the rules again"))
    parser.add_argument("--by", default="", metavar="TEXT", help=_("who says so"))


def run(args: argparse.Namespace) -> int:
    sign = -1 if args.remove else 0 if args.clear else 1
    with Workspace.open(Path(args.workspace)) as workspace:
        theme = workspace.theme(args.theme, args.axis)
        done = workspace.tag([Tag(row, theme.id, sign) for row in args.row], args.by)
    if args.json:
        before = [{"row": tag.row, "sign": tag.sign} for tag in done.before]
        say_json({"theme": theme.title, "sign": sign, "before": before})
    else:
        print(_("Decided: {theme}.", theme=theme.shown))
    return DONE
