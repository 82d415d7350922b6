"""Write a report of a period: PDF, XLSX, HTML or CSV."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any

from cxdesk.cli.asking import add_filters, named_period, query
from cxdesk.cli.main import DONE, say_json
from cxdesk.cli.packs import print_since, since_json
from cxdesk.domain.errors import BadQuestion, NotFound
from cxdesk.domain.pack import SUFFIX, Pack, Since, read_pack
from cxdesk.domain.query import Compare, CompareTo
from cxdesk.domain.report import Facts, Paper, Recipe, Section
from cxdesk.reports.writing import checked_suffix, write_report
from cxdesk.system.i18n import LANGUAGES, N_, _
from cxdesk.workspace.workspace import Workspace

ABOUT = N_("write a report of a period: PDF, XLSX, HTML or CSV")
RESTATING = (".pdf", ".html")
# What asks for numbers, by its name among the arguments: a closed period has its own.
ASKING = {
    **{name: name for name in ("metric", "period", "comments", "personal", "recipe")},
    **{name: name for name in ("to", "grain", "by", "where", "at", "compare")},
    "from_": "from",
    "options": "set",
    "definitions": "definition",
    "min_show": "min-show",
}


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "out", metavar="OUT.{pdf,xlsx,html,csv}", help=_("the file to write; its ending says which form")
    )
    parser.add_argument("-w", "--workspace", metavar="W", help=_("the workspace file"))
    parser.add_argument(
        "--metric", action="append", default=[], metavar="ID", help=_("only these numbers; may be repeated")
    )
    parser.add_argument("--lang", choices=tuple(LANGUAGES), help=_("language of the report"))
    parser.add_argument("--period", metavar="P", help=_("the period, as 2026-08 or 2026-Q3"))
    parser.add_argument("--sections", metavar="S,S…", help=_("only these sections, separated by commas"))
    parser.add_argument("--paper", choices=[one.value for one in Paper], help=_("size of the paper"))
    parser.add_argument("--title", metavar="TEXT", help=_("what the report is called"))
    parser.add_argument("--comments", type=int, metavar="N", help=_("at most so many comments"))
    parser.add_argument(
        "--personal", action="store_true", help=_("let the report name customers; without it nobody is named")
    )
    parser.add_argument("--recipe", metavar="NAME", help=_("a kept report; what else is said goes before it"))
    parser.add_argument(
        "--pack", metavar="NAME", help=_("the report of a closed period, by its name or its file, as it was then")
    )
    parser.add_argument(
        "--restate", action="store_true", help=_("with --pack: add what the data would say now; PDF and HTML")
    )
    add_filters(parser)


def run(args: argparse.Namespace) -> int:
    path = Path(args.out)
    _refuse_in_vain(args, checked_suffix(path))
    facts, since = _facts(args)
    size = write_report(path, facts, since=since if args.restate else None)
    if args.json:
        told = {"file": str(path), "bytes": size, "language": facts.recipe.language, "sections": _sections(facts)}
        period = facts.range.to_json() if facts.range else None
        numbers = {card.metric: card.figure.value for card in facts.cards}
        known = {"since": since_json(since)} if since is not None else {}
        say_json({**told, "period": period, "values": numbers, "content": facts.content, **known})
        return DONE
    print(_("Written: {file}", file=args.out))
    if since is not None:
        print_since(since)
    return DONE


def _refuse_in_vain(args: argparse.Namespace, suffix: str) -> None:
    """BadQuestion for what would be passed over in silence: other numbers of a closed period, or what the data would
    say now where nothing is closed or the form has no place for it.
    """
    asked = {said: getattr(args, name) for name, said in ASKING.items()}
    names = ", ".join(f"--{said}" for said, value in asked.items() if value or (value == 0 and value is not False))
    if args.pack and names:
        raise BadQuestion(
            _("A closed period says what it said then: {options} cannot change that.", options=names),
            _("Leave it out, or leave out --pack."),
        )
    if args.restate and (not args.pack or suffix not in RESTATING):
        raise BadQuestion(_("--restate goes with --pack, and with PDF or HTML."))
    if args.restate and not args.workspace:
        raise BadQuestion(_("Say of which workspace."), _("Add -w W."))


def _sections(facts: Facts) -> list[str]:
    return [section.value for section in facts.recipe.sections]


def _facts(args: argparse.Namespace) -> tuple[Facts, Since | None]:
    if args.pack and not args.workspace:
        if Path(args.pack).suffix != SUFFIX:
            raise BadQuestion(_("Say which workspace holds the closed period."), _("Add -w W, or name its file."))
        return _said(args, read_pack(Path(args.pack)).facts), None
    if not args.workspace:
        raise BadQuestion(_("Say of which workspace."), _("Add -w W."))
    with Workspace.open(Path(args.workspace), read_only=True) as workspace:
        if args.pack:
            pack = _pack(workspace, args.pack)
            return _said(args, pack.facts), workspace.since(pack)
        return workspace.report(_recipe(args, workspace)), None


def _pack(workspace: Workspace, name: str) -> Pack:
    return read_pack(Path(name)) if Path(name).suffix == SUFFIX else workspace.pack(name)


def _said(args: argparse.Namespace, facts: Facts) -> Facts:
    """A closed period in the form that the arguments ask for; its numbers stay what they are."""
    return replace(facts, recipe=_formed(args, facts.recipe))


def _formed(args: argparse.Namespace, recipe: Recipe) -> Recipe:
    """With language, paper, title and sections as asked."""
    from cxdesk.system import i18n

    given: dict[str, Any] = {"language": args.lang or recipe.language or i18n.language()}
    if args.paper:
        given["paper"] = Paper(args.paper)
    if args.title:
        given["title"] = args.title
    if args.sections:
        given["sections"] = _named(args.sections)
    return replace(recipe, **given)


def _named(text: str) -> tuple[Section, ...]:
    wanted = {name.strip() for name in text.split(",") if name.strip()}
    unknown = wanted - {section.value for section in Section}
    if unknown or not wanted:
        raise BadQuestion(
            _("There is no section {name}.", name=", ".join(sorted(unknown)) or "–"),
            _("Choose among: {known}.", known=", ".join(Section)),
        )
    return tuple(section for section in Section if section.value in wanted)


def _recipe(args: argparse.Namespace, workspace: Workspace) -> Recipe:
    """What the arguments ask for, on top of the kept recipe that they name."""
    kept = _kept(workspace, args.recipe) if args.recipe else None
    asked = query(args, tuple(args.metric))
    if args.period:
        asked = asked.with_(range=named_period(args.period))
    preset = None
    if kept is not None:
        preset = kept.preset if asked.range is None else None
        base = kept.query
        asked = base.with_(
            metrics=asked.metrics or base.metrics,
            range=asked.range or base.range,
            filters=(*base.filters, *asked.filters),
            split=asked.split or base.split,
            compare=base.compare if args.compare is None else asked.compare,
            options={**base.options, **asked.options},
            grain=asked.grain if args.grain else base.grain,
            min_show=base.min_show if asked.min_show is None else asked.min_show,
        )
    elif args.compare is None:
        asked = asked.with_(compare=Compare(CompareTo.PREVIOUS))
    if asked.range is None and preset is None and kept is None:
        asked = asked.with_(range=workspace.opening_query().range)
    recipe = replace(
        kept or Recipe(), query=asked, preset=preset, personal=args.personal or bool(kept and kept.personal)
    )
    if args.comments is not None:
        recipe = replace(recipe, comments=max(args.comments, 0))
    return _formed(args, recipe)


def _kept(workspace: Workspace, name: str) -> Recipe:
    found = next((one for one in workspace.recipes() if one.name == name), None)
    if found is None:
        known = ", ".join(one.name for one in workspace.recipes()) or "–"
        raise NotFound(
            _("No report is kept under the name {name}.", name=name), _("Choose one of: {known}.", known=known)
        )
    return found
