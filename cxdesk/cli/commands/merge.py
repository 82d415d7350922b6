"""Say that two customers are one, or that they are not."""

from __future__ import annotations

import argparse
from pathlib import Path

from cxdesk.analysis.identity.wording import said
from cxdesk.cli.asking import add_workspace
from cxdesk.cli.main import DONE, say_json
from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.identity import Merge, Strength
from cxdesk.domain.settings import SAME_EMAIL
from cxdesk.system.i18n import N_, _, ngettext
from cxdesk.workspace.workspace import Workspace

ABOUT = N_("say that two customers are one, or that they are not")


def add(parser: argparse.ArgumentParser) -> None:
    add_workspace(parser)
    parser.add_argument("alias", nargs="?", metavar="A", help=_("the customer that is another one"))
    parser.add_argument("canonical", nargs="?", metavar="B", help=_("the customer that stays"))
    parser.add_argument("--note", default="", metavar="TEXT", help=_("how you know"))
    parser.add_argument("--not", dest="apart", action="store_true", help=_("they are not one: suggest it no more"))
    parser.add_argument(
        "--sure", action="store_true", help=_("merge every sure suggestion against which nothing speaks")
    )
    parser.add_argument(
        "--same-email",
        choices=("always", "ask"),
        help=_("from now on merge whoever shares an e-mail without being asked, or ask again"),
    )


def run(args: argparse.Namespace) -> int:
    if args.same_email:
        return _rule(args)
    if args.sure == bool(args.alias and args.canonical) or (args.sure and (args.alias or args.apart)):
        raise BadQuestion(_("Name two customers, or say --sure."), _("For example: cxdesk merge ana@x.ro 4711 -w W"))
    with Workspace.open(Path(args.workspace)) as workspace:
        if args.apart:
            return _apart(workspace, args)
        merged = _sure(workspace) if args.sure else _one(workspace, args)
    if args.json:
        say_json({"merges": [vars(one) for one in merged]})
    else:
        for one in merged:
            print(_("{alias} is {canonical} now (merge {id}).", alias=one.alias, canonical=one.canonical, id=one.id))
        print(ngettext("{n} merge.", "{n} merges.", len(merged)))
    return DONE


def _rule(args: argparse.Namespace) -> int:
    if args.alias or args.sure or args.apart:
        raise BadQuestion(_("--same-email stands alone."), _("For example: cxdesk merge --same-email always -w W"))
    with Workspace.open(Path(args.workspace)) as workspace:
        workspace.set_setting(SAME_EMAIL, args.same_email == "always")
        merged = workspace.ruled()
    if args.json:
        say_json({"same_email": args.same_email, "merges": [vars(one) for one in merged]})
    else:
        print(ngettext("{n} merge by this rule.", "{n} merges by this rule.", len(merged)))
    return DONE


def _one(workspace: Workspace, args: argparse.Namespace) -> list[Merge]:
    return workspace.merge_customers([(args.alias, args.canonical)], args.note)[0]


def _sure(workspace: Workspace) -> list[Merge]:
    """Everything sure at once; two that came together on the way are left out."""
    found = [one for one in workspace.suggestions() if one.strength is Strength.SURE and not one.doubts]
    return workspace.merge_suggested(found, lambda one: " · ".join(map(said, one.evidence)))[0]


def _apart(workspace: Workspace, args: argparse.Namespace) -> int:
    kept = workspace.keep_apart(args.alias, args.canonical)
    if args.json:
        say_json({"apart": [vars(kept)]})
    else:
        print(_("{one} and {other} are not one; this is not suggested again.", one=args.alias, other=args.canonical))
    return DONE
