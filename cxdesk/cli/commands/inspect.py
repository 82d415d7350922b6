"""What the importer sees in a file: tables, columns with evidence, doubts. Writes nothing."""

from __future__ import annotations

import argparse
from pathlib import Path

from cxdesk.cli.main import DONE, REFUSED, say_json
from cxdesk.cli.tables import shorten, table
from cxdesk.domain.errors import CXDeskError
from cxdesk.domain.plain import to_plain
from cxdesk.intake.inspection import Inspection, TableView
from cxdesk.system.i18n import N_, _
from cxdesk.workspace.importing import doubt_json, inspect_files

ABOUT = N_("show what the importer sees in a file")


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help=_("a spreadsheet or CSV file"))


def run(args: argparse.Namespace) -> int:
    found = inspect_files([Path(args.file)])
    if args.json:
        say_json(
            {
                "files": [_file(inspection) for inspection in found],
                "tables": [_table(view) for i in found for view in i.tables],
            }
        )
    for inspection in found:
        if inspection.error:
            if not args.json:
                raise CXDeskError.from_json(inspection.error)
            return REFUSED
        if not args.json:
            _print(inspection)
    return DONE


def _file(inspection: Inspection) -> dict[str, object]:
    return {name: value for name, value in to_plain(inspection).items() if name != "looked"}


def _table(view: TableView) -> dict[str, object]:
    columns = [{"name": c.name, "type": c.type, "evidence": c.evidence.say(), "field": c.field} for c in view.columns]
    doubts = [doubt_json(doubt) for doubt in view.doubts]
    return {
        "sheet": view.sheet,
        "header_rows": view.header_rows,
        "format": view.format,
        "columns": columns,
        "doubts": doubts,
    }


def _print(inspection: Inspection) -> None:
    print(inspection.file)
    for view in inspection.tables:
        print()
        if view.sheet:
            print(_("Sheet: {sheet}", sheet=view.sheet))
        if view.format and view.format_title:
            name = _(view.format_title)
            sure = view.format_sure
            print("  " + (_("Recognised: {format}", format=name) if sure else _("Looks like: {format}", format=name)))
        for fact in view.facts:
            print(f"  {fact.title.say()}: {fact.value.say()} ({fact.evidence.say()})")
        rows = [
            [c.name, c.field + (f" ({c.role})" if c.role else ""), c.scale or "", shorten(c.evidence.say(), 60)]
            for c in view.columns
        ]
        print(table([_("Column"), _("Used as"), _("Scale"), _("Evidence")], rows))
        print_doubts(view)


def print_doubts(view: TableView) -> None:
    """The doubts with the choices that `--answer` takes."""
    for doubt in view.doubts:
        state = _("to be answered") if doubt.open else _("proposed: {choice}", choice=doubt.proposed)
        print(f"? {doubt.question.say()} [{doubt.id}] {state}")
        if doubt.evidence.say():
            print(f"    {doubt.evidence.say()}")
        for choice in doubt.choices:
            print(f"    {doubt.id}={choice.id}  {choice.title.say()} {choice.note.say()}".rstrip())
