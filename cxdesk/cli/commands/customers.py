"""Say who is who: customers that may be one, those that were merged, and what the files say of one of them."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from cxdesk.analysis.identity.wording import said, strength_said, value_said
from cxdesk.cli.asking import add_workspace
from cxdesk.cli.main import DONE, say_json
from cxdesk.cli.tables import shorten, table
from cxdesk.domain.errors import NotFound
from cxdesk.domain.identity import Merge, Record, Sign, Strength, Suggestion
from cxdesk.domain.kinds import kind
from cxdesk.system.i18n import N_, _, moment, ngettext, number
from cxdesk.workspace.workspace import Workspace

ABOUT = N_("say which customers may be one, and which were merged")
_WIDTH = 34


def add(parser: argparse.ArgumentParser) -> None:
    add_workspace(parser)
    parser.add_argument("customer", nargs="?", metavar="CUSTOMER", help=_("show what the files say of this one"))
    parser.add_argument("--suggest", action="store_true", help=_("list customers that may be one, with the evidence"))
    parser.add_argument(
        "--least", choices=[one.value for one in Strength], default=Strength.POSSIBLE, help=_("only from this on")
    )
    parser.add_argument("--merged", action="store_true", help=_("list the merges in force"))
    parser.add_argument("--apart", action="store_true", help=_("list those that are not one, as somebody said"))


def run(args: argparse.Namespace) -> int:
    with Workspace.open(Path(args.workspace), read_only=True) as workspace:
        if args.customer is not None:
            return _show_record(workspace.customer_record(args.customer), args.json)
        found: dict[str, Any] = {}
        if args.suggest:
            found["suggestions"] = [one for one in workspace.suggestions() if _at_least(one, args.least)]
        if args.merged or not (args.suggest or args.apart):
            found["merges"] = workspace.merges()
        if args.apart:
            found["apart"] = workspace.apart()
    if args.json:
        say_json({name: [_plain(one) for one in listed] for name, listed in found.items()})
        return DONE
    for name, listed in found.items():
        print(_TABLES[name](listed))
    return DONE


def _at_least(one: Suggestion, least: str) -> bool:
    order = list(Strength)
    return order.index(one.strength) <= order.index(Strength(least))


def _plain(one: Any) -> dict[str, Any]:
    if not isinstance(one, Suggestion):
        return dict(vars(one))
    return {
        "one": one.one,
        "other": one.other,
        "called": list(one.called),
        "strength": one.strength.value,
        "evidence": [_sign(sign) for sign in one.evidence],
        "doubts": [_sign(sign) for sign in one.doubts],
    }


def _sign(sign: Sign) -> dict[str, str]:
    return {**vars(sign), "text": said(sign)}


def _suggestions(found: list[Suggestion]) -> str:
    head = [_("Customer"), _("May be the same as"), _("How sure"), _("For"), _("Against")]
    rows = [
        [
            shorten(one.one, _WIDTH),
            shorten(one.other, _WIDTH),
            strength_said(one.strength),
            "; ".join(map(said, one.evidence)),
            "; ".join(map(said, one.doubts)),
        ]
        for one in found
    ]
    return "\n".join([table(head, rows), ngettext("{n} suggestion.", "{n} suggestions.", len(found))])


def _merges(found: list[Merge]) -> str:
    head = [_("Id"), _("Customer"), _("Is"), _("Evidence"), _("When")]
    rows = [[str(one.id), one.alias, one.canonical, one.evidence, _when(one.at)] for one in found]
    return "\n".join([table(head, rows, right=frozenset({0})), ngettext("{n} merge.", "{n} merges.", len(found))])


def _apart(found: list[Any]) -> str:
    return table([_("Customer"), _("Is not"), _("When")], [[one.one, one.other, _when(one.at)] for one in found])


def _when(at: str) -> str:
    return moment(datetime.fromisoformat(at).astimezone())


def _show_record(record: Record, as_json: bool) -> int:
    if not record.rows:
        raise NotFound(
            _("No file names a customer {customer}.", customer=record.customer),
            _("Write the id, e-mail or name exactly as the file has it."),
        )
    if as_json:
        plain = {**vars(record), "said": [vars(one) for one in record.said]}
        say_json({"record": plain})
        return DONE
    print(_("Customer {customer}", customer=record.customer))
    print(_("Known as: {references}", references=", ".join(record.references)))
    named = [f"{_(kind(name).plural)} {number(n)}" for name, n in record.rows.items()]
    print(_("Rows: {rows}", rows=", ".join(named)))
    declared = kind("customer")
    rows = [
        [
            _(declared.field(one.field).title) if declared.has(one.field) else one.field,
            value_said(one.field, one.value),
            one.reference,
            one.file,
            "" if one.counts else _("overruled by a newer record"),
        ]
        for one in record.said
    ]
    print(table([_("Field"), _("Value"), _("Given for"), _("File"), ""], rows))
    return DONE


_TABLES: dict[str, Callable[[Any], str]] = {"suggestions": _suggestions, "merges": _merges, "apart": _apart}
