"""Make the sample workspace."""

from __future__ import annotations

import argparse
from pathlib import Path

from cxdesk.cli.main import DONE, say_json
from cxdesk.system.i18n import N_, _, number
from cxdesk.workspace.sample import make_sample

ABOUT = N_("make the sample workspace")


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "workspace", nargs="?", metavar="WORKSPACE", default="sample.cxdesk", help=_("the file to make")
    )
    parser.add_argument("--no-gui", action="store_true", help=_("make it and stop there"))


def run(args: argparse.Namespace) -> int:
    made = make_sample(Path(args.workspace))
    if args.json:
        say_json({"workspace": str(args.workspace), "rows": made.rows, "files": made.files})
    else:
        print(
            _(
                "{file}: {rows} rows from {files} files",
                file=args.workspace,
                rows=number(made.rows),
                files=number(made.files),
            )
        )
    return DONE
