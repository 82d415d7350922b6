"""Make the sample workspace."""

from __future__ import annotations

import argparse
from pathlib import Path

from cxdesk.cli.main import DONE, say_json
from cxdesk.domain.errors import BadQuestion
from cxdesk.system.i18n import N_, _, number
from cxdesk.workspace.sample import make_sample

ABOUT = N_("make the sample workspace")


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("place", nargs="?", metavar="WORKSPACE", help=_("the file to make"))
    parser.add_argument("-w", "--workspace", metavar="W", help=_("the same, as other commands name it"))
    parser.add_argument("--no-gui", action="store_true", help=_("make it and stop there"))


def run(args: argparse.Namespace) -> int:
    if args.place and args.workspace:
        raise BadQuestion(_("Two workspaces are named."), _("Name one."))
    place = args.place or args.workspace or "sample.cxdesk"
    made = make_sample(Path(place))
    if args.json:
        say_json({"workspace": place, "rows": made.rows, "files": made.files})
    else:
        print(
            _(
                "{file}: {rows} rows from {files} files",
                file=place,
                rows=number(made.rows),
                files=number(made.files),
            )
        )
    return DONE
