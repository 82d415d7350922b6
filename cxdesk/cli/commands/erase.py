"""Erase a person for good, and see to it that no import brings them back."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from cxdesk.cli.asking import add_workspace
from cxdesk.cli.main import DONE, say_json
from cxdesk.cli.tables import table
from cxdesk.domain.erased import Person, Reach
from cxdesk.domain.errors import BadQuestion, NotFound
from cxdesk.system.i18n import N_, _, moment, ngettext
from cxdesk.workspace.erasing import ErasureReport, Holding
from cxdesk.workspace.erasing_words import lines, logged
from cxdesk.workspace.workspace import Workspace

ABOUT = N_("erase a person for good; without --yes only show what that would touch")
LIST, REWRITE, DELETE = "list", "rewrite", "delete"


def add(parser: argparse.ArgumentParser) -> None:
    add_workspace(parser)
    parser.add_argument(
        "customer", nargs="?", metavar="CUSTOMER", help=_("id, e-mail or name; or any text that names them")
    )
    parser.add_argument(
        "--also", action="append", default=[], metavar="TEXT", help=_("another name they are known by; may be repeated")
    )
    parser.add_argument("--yes", action="store_true", help=_("do it; there is no undo"))
    parser.add_argument(
        "--backups",
        choices=(LIST, REWRITE, DELETE),
        default=LIST,
        help=_("backups that hold the person: only list them, take the person out of them, or delete them"),
    )
    parser.add_argument("--log", action="store_true", help=_("show when how much was erased; it names nobody"))
    parser.add_argument("--let-in", action="store_true", help=_("imports may bring this person again"))


def run(args: argparse.Namespace) -> int:
    if args.log == bool(args.customer):
        raise BadQuestion(_("Name one customer, or say --log."), _("For example: cxdesk erase 4711 -w W"))
    with Workspace.open(Path(args.workspace), read_only=not (args.yes or args.let_in)) as workspace:
        if args.log:
            return _log(workspace, args)
        if args.let_in:
            return _let_in(workspace, args)
        person = workspace.person(args.customer, args.also)
        if not args.yes:
            return _preview(person, workspace.reach(person), args)
        done, _changes = workspace.erase(person)
        holding = [one for one in workspace.backups_naming(person) if one.holds]
        if holding and args.backups != LIST:
            workspace.clear_backups([one.path for one in holding], delete=args.backups == DELETE)
            holding = [one for one in workspace.backups_naming(person) if one.holds]
    return _say(done, holding, args)


def _preview(person: Person, reach: Reach, args: argparse.Namespace) -> int:
    if not reach.total:
        raise NotFound(_("Nothing here names {customer}.", customer=person.called))
    if args.json:
        say_json({"erase": {"done": False, **_person(person), **reach.to_json()}})
        return DONE
    print(_("What erasing {customer} would touch:", customer=person.called))
    print(table(["", ""], [list(line) for line in lines(reach)]))
    for text in person.shared:
        print(_("{text} is too short, or names others too: it is not looked for.", text=text))
    print(_("Nothing was changed. Say --yes to erase; there is no undo."))
    return DONE


def _person(person: Person) -> dict[str, Any]:
    return {"references": list(person.references), "texts": list(person.texts), "not_looked_for": list(person.shared)}


def _say(done: ErasureReport, holding: list[Holding], args: argparse.Namespace) -> int:
    if args.json:
        moved = [
            {
                "metric": one.metric,
                "measure": one.measure,
                "period": one.month.to_json(),
                "before": one.before.value if one.before else None,
                "after": one.after.value if one.after else None,
            }
            for one in done.moved
        ]
        told = {"done": True, "at": done.erasure.at, **done.reach.to_json(), "moved": moved}
        say_json({"erase": {**told, "backups": [str(one.path) for one in holding]}})
        return DONE
    print(table(["", ""], [list(line) for line in lines(done.reach)]))
    print(ngettext("{n} past value moved.", "{n} past values moved.", len(done.moved)))
    if holding:
        print(_("These backups still hold the person; say --backups rewrite or --backups delete:"))
        print("\n".join(f"  {one.path}" for one in holding))
    print(_("Files that were exported, and copies that the system or a cloud made, are out of reach."))
    return DONE


def _log(workspace: Workspace, args: argparse.Namespace) -> int:
    found = workspace.erasures()
    if args.json:
        say_json({"erasures": [{"id": one.id, "at": one.at, "by": one.by, **one.counts} for one in found]})
        return DONE
    from datetime import datetime

    for one in found:
        print(f"{moment(datetime.fromisoformat(one.at).astimezone())}  {logged(one)}")
    print(ngettext("{n} erasure.", "{n} erasures.", len(found)))
    return DONE


def _let_in(workspace: Workspace, args: argparse.Namespace) -> int:
    n = workspace.let_in([args.customer, *args.also])
    if args.json:
        say_json({"let_in": n})
    elif n:
        print(_("Imports may bring {customer} again.", customer=args.customer))
    else:
        print(_("{customer} was not left out by any import.", customer=args.customer))
    return DONE
