"""Write the workspace for somebody else: under pseudonyms, as numbers about groups, or as it is."""

from __future__ import annotations

import argparse
from pathlib import Path

from cxdesk.cli.asking import add_filters, add_workspace, query
from cxdesk.cli.main import DONE, say_json
from cxdesk.domain.errors import BadQuestion, NotFound
from cxdesk.domain.identifying import is_identifying
from cxdesk.reports.anonymous_file import write_aggregates
from cxdesk.system.i18n import N_, _, ngettext
from cxdesk.workspace.sharing import NO_GUARANTEE, Mode
from cxdesk.workspace.workspace import Workspace

ABOUT = N_("write the workspace for somebody else, without names")


def add(parser: argparse.ArgumentParser) -> None:
    add_workspace(parser)
    parser.add_argument("out", metavar="OUT", help=_("a new workspace; of anonymous numbers an .xlsx, .csv or .json"))
    parser.add_argument(
        "--mode",
        choices=[mode.value for mode in Mode],
        default=Mode.PSEUDONYMISED.value,
        help=_("full: all as it is; pseudonymised: rows without names; anonymous: numbers about five people or more"),
    )
    parser.add_argument("--metric", action="append", default=[], metavar="ID", help=_("anonymous: only these numbers"))
    parser.add_argument("--split", action="append", default=[], metavar="SEGMENT", help=_("anonymous: by what"))
    add_filters(parser)


def run(args: argparse.Namespace) -> int:
    mode = Mode(args.mode)
    with Workspace.open(Path(args.workspace), read_only=mode is not Mode.PSEUDONYMISED) as workspace:
        if mode is Mode.ANONYMOUS:
            return _numbers(workspace, args)
        done = workspace.share(Path(args.out), mode)
    if args.json:
        told = {"file": str(done.path), "mode": mode.value, "rows": done.rows}
        say_json({"shared": {**told, "columns_left_out": list(done.left_out)}})
        return DONE
    print(_("{file}: {rows}.", file=done.path, rows=ngettext("{n} row", "{n} rows", done.rows)))
    if mode is Mode.PSEUDONYMISED:
        if done.left_out:
            print(_("Columns left out: {columns}.", columns=", ".join(done.left_out)))
        print(_(NO_GUARANTEE))
    return DONE


def _numbers(workspace: Workspace, args: argparse.Namespace) -> int:
    for name in args.split:
        if is_identifying(name):
            raise BadQuestion(
                _("Numbers by {attribute} would name people.", attribute=name), _("Split by something else.")
            )
    found = workspace.aggregates(query(args, tuple(args.metric)), tuple(args.split))
    lacking = set(args.split) - {line.attribute for line in found.lines}
    if found.lines and lacking:
        raise NotFound(
            _("Nothing here can be split by {attribute}.", attribute=", ".join(sorted(lacking))),
            _("Split by something else."),
        )
    path = Path(args.out).resolve()
    write_aggregates(path, found)
    shown = len(found.lines) - found.hidden
    if args.json:
        say_json({"shared": {"file": str(path), "mode": args.mode, "numbers": shown, "hidden": found.hidden}})
        return DONE
    numbers = ngettext("{n} number written", "{n} numbers written", shown)
    hidden = ngettext("{n} hidden", "{n} hidden", found.hidden)
    print(_("{file}: {numbers}, {hidden}.", file=path, numbers=numbers, hidden=hidden))
    return DONE
