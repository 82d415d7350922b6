"""Is a workspace sound? Repair what can be, or save what can be read."""

from __future__ import annotations

import argparse
from pathlib import Path

from cxdesk.cli.asking import add_workspace
from cxdesk.cli.main import DONE, REFUSED, say_json
from cxdesk.domain.errors import CXDeskError
from cxdesk.system.i18n import N_, _, moment, ngettext
from cxdesk.workspace import caring
from cxdesk.workspace.workspace import Workspace

ABOUT = N_("check whether a workspace is sound, and repair it")


def add(parser: argparse.ArgumentParser) -> None:
    add_workspace(parser)
    parser.add_argument("--repair", action="store_true", help=_("make anew what follows from the rows, after a backup"))
    parser.add_argument(
        "--export", metavar="FILE.zip", help=_("write every row that can still be read of a damaged workspace")
    )


def run(args: argparse.Namespace) -> int:
    path = Path(args.workspace)
    if args.export:
        return _export(path, Path(args.export), args.json)
    found = _checked(path, args.repair)
    if args.json:
        say_json({"sound": found.sound, "problems": list(found.left), "repaired": list(found.repaired)})
        return DONE if found.sound else REFUSED
    for text in found.repaired:
        print(_("Repaired: {problem}", problem=text))
    for text in found.left:
        print(text)
    print(_("The workspace is sound.") if found.sound else _advice(path))
    return DONE if found.sound else REFUSED


def _checked(path: Path, repair: bool) -> caring.Checked:
    """A file that cannot even be opened is a result here, unless it is none of ours or somebody holds it."""
    try:
        with Workspace.open(path, read_only=not repair) as workspace:
            return workspace.repair() if repair else workspace.check()
    except CXDeskError as error:
        if error.code != "workspace_damaged":
            raise
        return caring.Checked(left=(error.message,))


def _advice(path: Path) -> str:
    good = caring.last_good(path)
    if good is None:
        return _("There is no sound backup of this workspace.")
    return _(
        "The last good backup is of {moment}: {file}", moment=moment(good.at.astimezone(), "short"), file=good.path.name
    )


def _export(path: Path, target: Path, as_json: bool) -> int:
    saved = caring.save_readable(path, target)
    if as_json:
        say_json({"file": str(target), "rows": saved.rows, "unreadable": saved.unreadable})
        return DONE
    print(ngettext("{n} row was written to {file}.", "{n} rows were written to {file}.", saved.total, file=target))
    if saved.unreadable:
        print(ngettext("{n} row number could not be read.", "{n} row numbers could not be read.", saved.unreadable))
    return DONE
