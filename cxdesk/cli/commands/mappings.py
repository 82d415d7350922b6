"""Remembered tables: list them, show one, change it, forget it, hand them to a colleague."""

from __future__ import annotations

import argparse
from pathlib import Path

from cxdesk.cli.asking import add_workspace
from cxdesk.cli.main import DONE, say_json
from cxdesk.cli.tables import shorten, table
from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.kinds import kind
from cxdesk.domain.list_files import text_up_to, write_text
from cxdesk.system.i18n import N_, _, ngettext, number
from cxdesk.workspace.remembering import MOST_BYTES, SHORT, RememberedTable
from cxdesk.workspace.workspace import Workspace

ABOUT = N_("how tables are read again: list, show, change, forget, export and import")
WIDTH = 40


def add(parser: argparse.ArgumentParser) -> None:
    add_workspace(parser)
    parser.add_argument(
        "what", choices=("list", "show", "rename", "change", "forget", "export", "import"), help=_("what to do")
    )
    parser.add_argument("words", nargs="*", metavar="ID|FILE", help=_("the table's id; for import the file"))
    parser.add_argument("--name", help=_("rename: the new name"))
    parser.add_argument(
        "--map", dest="maps", action="append", default=[], metavar="USE=COLUMN", help=_("change: what a column becomes")
    )
    parser.add_argument("--to", metavar="FILE.json", help=_("export: the file to write"))


def run(args: argparse.Namespace) -> int:
    with Workspace.open(Path(args.workspace)) as workspace:
        {"list": _list, "export": _export, "import": _import}.get(args.what, _one)(workspace, args)
    return DONE


def _list(workspace: Workspace, args: argparse.Namespace) -> None:
    found = workspace.remembered_tables()
    if args.json:
        say_json({"tables": [one.to_json() for one in found]})
        return
    rows = [
        [one.id[:SHORT], shorten(one.name, WIDTH), _what(one), number(len(one.columns)), one.at[:10]] for one in found
    ]
    print(table([_("Id"), _("Table"), _("Kind"), _("Columns"), _("When")], rows, right=frozenset({3})))


def _what(one: RememberedTable) -> str:
    return _("left out") if one.left_out else _(kind(one.kind).plural)


def _one(workspace: Workspace, args: argparse.Namespace) -> None:
    """What concerns one table, named by its id."""
    if len(args.words) != 1:
        raise BadQuestion(_("Say which table."), _("`cxdesk mappings list` shows their ids."))
    (id_,) = args.words
    if args.what == "forget":
        name = workspace.remembered_table(id_).name
        workspace.forget_table(id_)
        print(_("{name} is forgotten.", name=name)) if not args.json else say_json({"forgotten": id_})
        return
    if args.what == "rename":
        workspace.rename_table(id_, args.name or "")
    if args.what == "change":
        for spec in args.maps:
            use, sign, heading = spec.partition("=")
            if not sign:
                raise BadQuestion(_("{text} is not a mapping.", text=spec), _("Write it as field=Column."))
            workspace.change_table(id_, heading, use.strip())
    found = workspace.remembered_table(id_)
    if args.json:
        say_json({"table": found.to_json()})
        return
    print(f"{found.name} · {_what(found)}")
    print(table([_("Column"), _("Becomes"), _("Use")], [[c.heading, c.title, c.use] for c in found.columns]))


def _export(workspace: Workspace, args: argparse.Namespace) -> None:
    text = workspace.export_tables(args.words)
    if not args.to:
        print(text, end="")
        return
    path = Path(args.to)
    write_text(path, text)
    print(_("Written to {file}.", file=path.name)) if not args.json else say_json({"to": str(path)})


def _import(workspace: Workspace, args: argparse.Namespace) -> None:
    if len(args.words) != 1:
        raise BadQuestion(_("Say which file."))
    found = workspace.import_tables(text_up_to(Path(args.words[0]), MOST_BYTES + 1), Path(args.words[0]).name)
    if args.json:
        say_json({"tables": [workspace.remembered_table(id_).to_json() for id_ in found]})
        return
    print(ngettext("{n} table is remembered now.", "{n} tables are remembered now.", len(found)))
