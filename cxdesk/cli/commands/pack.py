"""Close periods: keep a report as it is, list what is closed, pass it on, see what is different since."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any

from cxdesk.analysis.pack_words import altered_text
from cxdesk.cli.asking import add_filters, add_workspace, named_period, query
from cxdesk.cli.main import DONE, say_json
from cxdesk.cli.packs import print_since, since_json
from cxdesk.cli.tables import table
from cxdesk.domain.changes import PACKS
from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.pack import SUFFIX, Pack
from cxdesk.domain.period_words import in_full
from cxdesk.domain.query import Compare, CompareTo
from cxdesk.domain.report import Recipe
from cxdesk.reports.writing import put
from cxdesk.system.i18n import N_, _
from cxdesk.workspace.workspace import Workspace

ABOUT = N_("close a period: keep its report as it is, and make it again years later")
ACTIONS = ("list", "close", "export", "compare", "remove")


def add(parser: argparse.ArgumentParser) -> None:
    add_workspace(parser)
    parser.add_argument("action", choices=ACTIONS, help=_("what to do"))
    parser.add_argument("name", nargs="?", metavar="NAME", help=_("the period, as 2026-08 or 2026-Q3, or a name"))
    parser.add_argument("out", nargs="?", metavar=f"OUT{SUFFIX}", help=_("the file to write"))
    parser.add_argument("--metric", action="append", default=[], metavar="ID", help=_("only these numbers"))
    parser.add_argument("--anyway", action="store_true", help=_("also a period that is not over"))
    parser.add_argument(
        "--personal", action="store_true", help=_("let the report name customers; without it nobody is named")
    )
    add_filters(parser)


def run(args: argparse.Namespace) -> int:
    writes = args.action in ("close", "remove")
    if args.action != "list" and not args.name:
        raise BadQuestion(_("Say which period."))
    with Workspace.open(Path(args.workspace), read_only=not writes) as workspace:
        return {"list": _list, "close": _close, "export": _export, "compare": _compare, "remove": _remove}[args.action](
            workspace, args
        )


def _list(workspace: Workspace, args: argparse.Namespace) -> int:
    packs = workspace.packs()
    if args.json:
        say_json({"packs": [_told(pack) for pack in packs]})
        return DONE
    rows = [
        [pack.name, in_full(pack.facts.range) if pack.facts.range else "", pack.closed_at[:10], pack.digest[:16]]
        for pack in packs
    ]
    print(table([_("Name"), _("Period"), _("Closed on"), "SHA-256"], rows))
    return DONE


def _told(pack: Pack) -> dict[str, Any]:
    facts = pack.facts
    return {
        "name": pack.name,
        "period": facts.range.to_json() if facts.range else None,
        "closed_at": pack.closed_at,
        "sha256": pack.digest,
        "altered": pack.altered,
        "content": facts.content,
        "values": {card.metric: card.figure.value for card in facts.cards},
    }


def _close(workspace: Workspace, args: argparse.Namespace) -> int:
    asked = query(args, tuple(args.metric))
    if asked.range is None:
        asked = asked.with_(range=named_period(args.name))
    if args.compare is None:
        asked = asked.with_(compare=Compare(CompareTo.PREVIOUS))
    recipe = replace(Recipe(), query=asked, personal=args.personal)
    pack, _kept = workspace.close_period(args.name, recipe, args.anyway)
    if args.json:
        say_json(_told(pack))
    else:
        print(_("Closed: {name}", name=pack.name))
    return DONE


def _export(workspace: Workspace, args: argparse.Namespace) -> int:
    pack = workspace.pack(args.name)
    path = Path(args.out or f"{_file_name(pack.name)}{SUFFIX}")
    if path.suffix != SUFFIX:
        raise BadQuestion(_("{file} is no name of a closed period.", file=path.name), _("Let it end in .cxpack."))
    put(path, pack.text.encode())
    if args.json:
        say_json({**_told(pack), "file": str(path)})
    else:
        print(_("Written: {file}", file=path))
    return DONE


def _file_name(name: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "-_ ." else "_" for letter in name).strip(" .") or "pack"


def _compare(workspace: Workspace, args: argparse.Namespace) -> int:
    pack = workspace.pack(args.name)
    since = workspace.since(pack)
    if args.json:
        say_json({"name": args.name, "altered": pack.altered, **since_json(since)})
        return DONE
    if pack.altered:
        print(altered_text())
    print_since(since)
    return DONE


def _remove(workspace: Workspace, args: argparse.Namespace) -> int:
    workspace.pack(args.name)
    workspace.remove_named(PACKS, args.name)
    if args.json:
        say_json({"removed": args.name})
    else:
        print(_("Taken away: {name}", name=args.name))
    return DONE
