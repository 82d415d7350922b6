"""Show the themes of comments, change their words, and find words that might become themes."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from cxdesk.cli.asking import add_filters, add_workspace, query
from cxdesk.cli.main import DONE, say_json
from cxdesk.cli.tables import shorten, table
from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.theme_list import read_themes, write_themes
from cxdesk.domain.themes import ANY, LANGUAGES, Axis, Theme
from cxdesk.system.i18n import N_, _, ngettext, number, percent_gap
from cxdesk.workspace.theming import Suggestions
from cxdesk.workspace.workspace import Workspace

ABOUT = N_("show and change the themes of comments")


def add(parser: argparse.ArgumentParser) -> None:
    add_workspace(parser)
    parser.add_argument("--axis", choices=list(Axis), default=Axis.THEME.value, help=_("which list of themes"))
    parser.add_argument(
        "--change", dest="theme", metavar="THEME", help=_("make a theme, or change the one of that name")
    )
    parser.add_argument("--title", metavar="TEXT", help=_("with --change: its new name"))
    for name, about in (
        ("--word", _("with --change: a word or phrase more, as fr:livraison; deliver* is all that begins so")),
        ("--drop", _("with --change: a word or phrase less")),
        ("--but", _("with --change: a word that leaves a comment out")),
        ("--drop-but", _("with --change: such a word less")),
    ):
        parser.add_argument(name, action="append", default=[], metavar="[LANG:]WORD", help=about)
    parser.add_argument("--remove", action="append", default=[], metavar="THEME", help=_("take a theme away"))
    parser.add_argument("--import", dest="file", metavar="FILE", help=_("add the themes of a JSON or CSV list"))
    parser.add_argument("--export", metavar="FILE", help=_("write the list as JSON or CSV"))
    parser.add_argument("--suggest", action="store_true", help=_("words that set the unhappy apart from the happy"))
    add_filters(parser)


def run(args: argparse.Namespace) -> int:
    changed = {"--title": args.title, "--word": args.word, "--drop": args.drop, "--but": args.but}
    if not args.theme and (any(changed.values()) or args.drop_but):
        raise BadQuestion(_("Say which theme to change."), _("Name it with --change."))
    reading = not (args.theme or args.remove or args.file)
    with Workspace.open(Path(args.workspace), read_only=reading) as workspace:
        _change(workspace, args)
        if args.export:
            write_themes(Path(args.export), workspace.themes())
        if args.suggest:
            return _suggest(args, workspace.suggest_words(query(args)))
        lines = workspace.theme_lines(query(args), args.axis)
    if args.json:
        from cxdesk.analysis.themes import line_json

        say_json({"themes": [line_json(line) for line in lines]})
        return DONE
    rows = [
        [
            line.code,
            line.theme.shown,
            "" if line.share.numerator is None else number(line.share.numerator),
            "" if line.share.value is None else f"{number(line.share.value, 1)}{percent_gap()}%",
            *("" if one.value is None else number(one.value, 1) for one in (line.score, line.others)),
            "" if line.impact.value is None else number(line.impact.value, 1, sign=True),
            shorten(_words(line.theme), 50),
        ]
        for line in lines
    ]
    head = [_("Code"), _("Theme"), _("Remarks"), _("Share"), _("Score"), _("Others"), _("Impact"), _("Words")]
    print(table(head, rows, right=frozenset({2, 3, 4, 5, 6})))
    return DONE


def _change(workspace: Workspace, args: argparse.Namespace) -> None:
    if args.file:
        workspace.import_themes(read_themes(Path(args.file)))
    if args.theme:
        workspace.keep_themes([_changed(workspace, args)])
    if args.remove:
        workspace.remove_themes([workspace.theme(name, args.axis).id for name in args.remove])


def _changed(workspace: Workspace, args: argparse.Namespace) -> Theme:
    known = [theme for theme in workspace.themes(args.axis) if theme.is_called(args.theme)]
    theme = known[0] if known else Theme(args.axis, args.theme)
    rules = theme.rules
    for language, word in _given(args.word):
        rules = rules.with_words(language, [word])
    for language, word in _given(args.drop):
        rules = rules.with_words(language, remove=[word])
    for language, word in _given(args.but):
        rules = rules.without(language, [word])
    for language, word in _given(args.drop_but):
        rules = rules.without(language, remove=[word])
    return replace(theme, rules=rules, title=args.title or theme.title)


def _given(words: Iterable[str]) -> Iterable[tuple[str, str]]:
    """(language, word) of [LANG:]WORD."""
    for text in words:
        language, colon, word = text.partition(":")
        known = colon and language.strip().lower() in LANGUAGES
        yield (language.strip().lower(), word) if known else (ANY, text)


def _words(theme: Theme) -> str:
    return ", ".join(word for words in theme.rules.words.values() for word in words)


def _suggest(args: argparse.Namespace, found: Suggestions) -> int:
    if args.json:
        words = [
            {
                "word": one.key.word,
                "language": one.key.language or None,
                "forms": list(one.key.forms),
                "unhappy": one.key.here,
                "happy": one.key.there,
                "g2": one.key.g2,
                "p": one.key.p,
                "log_ratio": one.key.ratio,
                "theme": one.theme.title if one.theme else None,
            }
            for one in found.words
        ]
        say_json({"role": found.role, "unhappy": found.unhappy, "happy": found.happy, "words": words})
        return DONE
    rows = [
        [
            one.key.word,
            one.key.language,
            number(one.key.here),
            number(one.key.there),
            number(one.key.g2, 1),
            number(one.key.p, 4) if one.key.p >= 0.0001 else f"< {number(0.0001, 4)}",
            number(2**one.key.ratio, 1),
            one.theme.shown if one.theme else "",
        ]
        for one in found.words
    ]
    head = [_("Word"), _("Language"), _("Unhappy"), _("Happy"), "G²", "p", _("Times as often"), _("Theme")]
    print(table(head, rows, right=frozenset({2, 3, 4, 5, 6})))
    one, other = (ngettext("{n} comment", "{n} comments", n) for n in (found.unhappy, found.happy))
    print(_("{one} of the unhappy against {other} of the happy ({role})", one=one, other=other, role=found.role))
    return DONE
