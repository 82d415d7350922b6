"""Put a backup in the place of a workspace."""

from __future__ import annotations

import argparse
from pathlib import Path

from cxdesk.cli.asking import add_workspace
from cxdesk.cli.main import DONE, say_json
from cxdesk.domain.errors import NotFound
from cxdesk.system.i18n import N_, _
from cxdesk.workspace import caring

ABOUT = N_("put a backup in the place of a workspace")


def add(parser: argparse.ArgumentParser) -> None:
    add_workspace(parser)
    parser.add_argument(
        "backup",
        nargs="?",
        metavar="BACKUP",
        help=_("a file that `cxdesk backup --list` names; without it the newest one that is sound"),
    )


def run(args: argparse.Namespace) -> int:
    path = Path(args.workspace)
    done = caring.restore(path, _chosen(path, args.backup))
    if args.json:
        say_json({"restored": str(done.copy), "aside": str(done.aside) if done.aside else None})
        return DONE
    print(_("Restored from {file}.", file=done.copy.name))
    if done.aside is not None:
        print(_("What stood there before was set aside as {file}.", file=done.aside))
    return DONE


def _chosen(path: Path, named: str | None) -> Path:
    if named is not None:
        beside = [copy.path for copy in caring.copies(path) if copy.path.name == named]
        return beside[0] if beside else Path(named)
    found = caring.last_good(path)
    if found is None:
        raise NotFound(_("There is no sound backup of this workspace."), file=path.name)
    return found.path
