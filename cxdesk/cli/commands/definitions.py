"""Show and decide how metrics are defined in a workspace."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from cxdesk.cli.asking import add_workspace, definition_name, options
from cxdesk.cli.main import DONE, say_json
from cxdesk.cli.tables import table
from cxdesk.domain.errors import BadQuestion
from cxdesk.system.i18n import N_, _
from cxdesk.workspace.deciding import Pinned
from cxdesk.workspace.workspace import Workspace

ABOUT = N_("show and decide how metrics are defined")


def add(parser: argparse.ArgumentParser) -> None:
    add_workspace(parser)
    parser.add_argument("idea", nargs="?", metavar="IDEA", help=_("only this idea, or the idea of this metric"))
    parser.add_argument(
        "--pin",
        action="append",
        default=[],
        metavar="METRIC[@VERSION|.OPTION=VALUE]",
        help=_("let this metric stand for its idea from now on; options of one metric may be repeated"),
    )
    parser.add_argument("--undo", action="store_true", help=_("take the last decision about the idea back"))
    parser.add_argument("--note", default="", metavar="TEXT", help=_("why"))


def run(args: argparse.Namespace) -> int:
    if args.undo and (args.pin or not args.idea):
        raise BadQuestion(_("Say which idea to undo, and nothing else."))
    reading = not (args.pin or args.undo)
    with Workspace.open(Path(args.workspace), read_only=reading) as workspace:
        made = _decide(workspace, args)
        found = workspace.definitions_json(args.idea)
    if args.json:
        say_json({**found, **({"decided": [_decided(one) for one in made]} if made else {})})
    else:
        _print(found, made)
    return DONE


def _decide(workspace: Workspace, args: argparse.Namespace) -> list[Pinned]:
    if args.undo:
        return [workspace.undo_pin(args.idea, args.note)]
    return [workspace.pin(*wanted, note=args.note) for wanted in _wanted(args.pin)]


def _wanted(given: list[str]) -> list[tuple[str, dict[str, Any], int | None]]:
    """(metric, options, version) of each decision, in the order given."""
    found: dict[str, tuple[dict[str, Any], int | None]] = {}
    for text in given:
        if "=" in text:
            ((metric, chosen),) = options([text]).items()
            metric, version = definition_name(metric)
        else:
            (metric, version), chosen = definition_name(text), {}
        before = found.get(metric, ({}, None))
        found[metric] = ({**before[0], **chosen}, before[1] if version is None else version)
    return [(metric, chosen, version) for metric, (chosen, version) in found.items()]


def _decided(one: Pinned) -> dict[str, Any]:
    return {"definition": vars(one.definition), "before": one.before.name if one.before else None}


def _print(found: dict[str, Any], made: list[Pinned]) -> None:
    for one in made:
        before = one.before.name if one.before else _("nothing")
        print(
            _("{now} stands for its idea from now on; before it was {before}.", now=one.definition.name, before=before)
        )
    rows = []
    for idea in found["ideas"]:
        for metric in idea["metrics"]:
            name = f"{metric['id']}@{metric['version']}"
            mark = _("pinned") if name == idea["pinned"] else ""
            chosen = ", ".join(f"{key}={value}" for key, value in metric["options"].items() if value not in (None, ""))
            rows.append([idea["idea"], name, mark, (idea["since"] or "") if mark else "", chosen])
    print(table([_("Idea"), _("Definition"), _("Stands for it"), _("Since"), _("Options")], rows))
    if found["history"]:
        print()
        history = [
            [f"{one['metric']}@{one['version']}", one["pinned_from"] or "", one["pinned_until"] or "", one["note"]]
            for one in found["history"]
        ]
        print(table([_("Decision"), _("From"), _("Until"), _("Note")], history))
