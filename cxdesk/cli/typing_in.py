"""What the commands `costs` and `rates` share: lines typed in by hand, listed, added, changed and removed alike."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cxdesk.cli.asking import add_workspace
from cxdesk.cli.main import DONE, say_json
from cxdesk.cli.tables import table
from cxdesk.domain.errors import BadQuestion, NotFound
from cxdesk.domain.periods import Period
from cxdesk.frame.zone import day_of
from cxdesk.intake.cells_of_money import MONEY_UNITS
from cxdesk.system.i18n import _, ngettext
from cxdesk.workspace.typed.keeping import Edit, Line, Saved
from cxdesk.workspace.typed.sheets import SHEETS, Sheet, Texts
from cxdesk.workspace.workspace import Workspace

LIST, ADD, CHANGE, REMOVE = "list", "add", "change", "remove"
KEY = "id"


def add(parser: argparse.ArgumentParser, kind: str) -> None:
    """The arguments of one sheet; every column is an option."""
    add_workspace(parser)
    parser.add_argument("action", nargs="?", default=LIST, choices=(LIST, ADD, CHANGE, REMOVE))
    parser.add_argument("ids", nargs="*", metavar="ID", help=_("which lines to change or remove"))
    parser.add_argument("--rows", metavar="FILE", help=_("lines as a JSON list of objects; - reads standard input"))
    for column in SHEETS[kind].columns:
        parser.add_argument(f"--{column.name}", dest=f"cell_{column.name}", metavar="TEXT", help=_help(column.help))


def _help(text: str) -> str | None:
    return _(text).replace("%", "%%") if text else None


def run(args: argparse.Namespace, kind: str) -> tuple[list[Line], Saved | None]:
    """Do what the arguments say; the lines that stand afterwards, and what was saved."""
    sheet = SHEETS[kind]
    cells = {one.name: text for one in sheet.columns if (text := getattr(args, f"cell_{one.name}")) is not None}
    with Workspace.open(Path(args.workspace), read_only=args.action == LIST) as workspace:
        before = {line.key: line for line in workspace.typed(kind)}
        edit = _edit(args, sheet, cells, before)
        saved = workspace.save_typed(kind, edit)[0] if edit is not None else None
        return workspace.typed(kind), saved


def _edit(args: argparse.Namespace, sheet: Sheet, cells: Mapping[str, str], before: Mapping[str, Line]) -> Edit | None:
    if args.action == LIST:
        if args.ids or args.rows or cells:
            raise BadQuestion(_("A list takes no lines."), _("Say add, change or remove before them."))
        return None
    if args.action == REMOVE:
        if not args.ids or cells or args.rows:
            raise BadQuestion(_("Which lines?"), _("Name them by their id; the list shows it."))
        return Edit(removed=args.ids)
    given = _given(args, cells)
    if args.action == ADD:
        return Edit(put=[("", texts) for _key, texts in given])
    return Edit(put=[(key, {**_line(before, key).texts, **texts}) for key, texts in given])


def _given(args: argparse.Namespace, cells: Mapping[str, str]) -> list[tuple[str, Texts]]:
    """(id, cells) of every line that the arguments or the list of rows name."""
    if args.rows:
        found: list[tuple[str, Texts]] = [(str(row.pop(KEY, "") or ""), row) for row in _rows(args.rows)]
        if cells or args.ids:
            raise BadQuestion(_("Lines come from a list or from options, not from both."))
        return found
    if not cells:
        raise BadQuestion(_("What is in the line?"), _("Give it as options; cxdesk COMMAND --help shows them."))
    if args.action == ADD and args.ids:
        raise BadQuestion(_("A new line has no id yet."))
    if args.action == CHANGE and not args.ids:
        raise BadQuestion(_("Which lines?"), _("Name them by their id; the list shows it."))
    return [(key, cells) for key in args.ids or [""]]


def _rows(name: str) -> list[dict[str, Any]]:
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8-sig")
        found = json.loads(text)
    except OSError:
        raise NotFound(_("There is no file {file}.", file=name), _("Check the name and the folder.")) from None
    except ValueError:
        found = None
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise BadQuestion(_("{file} is no JSON list of objects.", file=name))
    return [dict(row) for row in found]


def _line(before: Mapping[str, Line], key: str) -> Line:
    if key not in before:
        raise NotFound(
            _("No line called {key} was typed in.", key=key), _("The list of what was typed in shows their names.")
        )
    return before[key]


def say(args: argparse.Namespace, kind: str, lines: list[Line], saved: Saved | None, more: Mapping[str, Any]) -> int:
    """Print the lines, as one object or as a table."""
    sheet = SHEETS[kind]
    if args.json:
        shown: dict[str, Any] = {f"{kind}s": [line_json(line) for line in lines], **more}
        if saved is not None:
            counts = {"added": saved.added, "changed": saved.changed, "removed": saved.removed}
            shown["saved"] = {"batch": saved.batch, **counts, "ids": list(saved.keys)}
        say_json(shown)
        return DONE
    if saved is not None:
        print(what_was_done(saved))
    if lines:
        head = [_("Id"), *(_(column.title) for column in sheet.columns)]
        right = frozenset(at for at, column in enumerate(sheet.columns, 1) if column.right)
        rows = [[line.key, *(line.texts[column.name] for column in sheet.columns)] for line in lines]
        print(table(head, rows, right=right))
    else:
        print(_("Nothing was typed in yet."))
    return DONE


def what_was_done(saved: Saved) -> str:
    """2 lines added, 1 changed …"""
    parts = [
        (saved.added, ngettext("{n} line added", "{n} lines added", saved.added)),
        (saved.changed, ngettext("{n} line changed", "{n} lines changed", saved.changed)),
        (saved.removed, ngettext("{n} line removed", "{n} lines removed", saved.removed)),
    ]
    told = [text for n, text in parts if n]
    return " · ".join(told) if told else _("Nothing was different, so nothing was saved.")


def line_json(line: Line) -> dict[str, Any]:
    """One typed row as plain values: days as ISO dates with the last day included, amounts as numbers."""
    values = line.values
    if "cost_id" not in values:
        day = day_of(int(values["day"])).isoformat()
        return {KEY: line.key, "day": day, **{name: values[name] for name in ("from", "to", "rate", "source")}}
    days = Period(day_of(int(values["from"])), day_of(int(values["to"])))
    texts = {name: line.texts[name] or None for name in ("category", "detail", "channel", "campaign", "note")}
    return {
        KEY: line.key,
        "from": days.start.isoformat(),
        "until": day_of(int(values["to"]) - 1).isoformat(),
        "amount": values["amount"] / MONEY_UNITS,
        "currency": values["currency"],
        **texts,
    }
