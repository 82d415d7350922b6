"""Themes as a small file that people can write and pass on: JSON, or CSV with one line per word."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from cxdesk.domain.errors import BadQuestion, CXDeskError
from cxdesk.domain.list_files import as_written, csv_rows, harmless, read_text, write_text
from cxdesk.domain.text import fold
from cxdesk.domain.themes import Axis, Rules, Theme, theme_of
from cxdesk.system.i18n import _

HEADINGS = ("axis", "title", "language", "excluded", "word")


def read_themes(path: Path) -> tuple[Theme, ...]:
    """The themes of a file. NotFound, FileRefused; BadQuestion says what does not fit and in which row."""
    text = read_text(path)
    try:
        if path.suffix.lower() == ".json":
            return _of_json(text)
        return _of_csv(text)
    except BadQuestion as error:
        error.file = path.name
        raise


def _of_json(text: str) -> tuple[Theme, ...]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise BadQuestion(_("The list is not JSON."), _("Export one to see how it is written.")) from None
    listed = found.get("themes") if isinstance(found, dict) else found
    if not isinstance(listed, list):
        raise BadQuestion(_("The list holds no themes."), _("Export one to see how it is written."))
    return _each_once([theme_of(one) for one in listed])


def _of_csv(text: str) -> tuple[Theme, ...]:
    rows = csv_rows(text)
    names = next(rows)[1]
    if not {"title", "word"} <= set(names):
        raise BadQuestion(
            _("The list needs the columns title and word."), _("Export one to see how it is written."), row=1
        )
    found: list[Theme] = []
    for row, cells in rows:
        given = {name: as_written(cell.strip()) for name, cell in zip(names, cells, strict=False)}
        values = {name: given.get(name, "") for name in HEADINGS}
        if any(values.values()):
            found.append(_line(values, row))
    return _each_once(found)


def _line(values: dict[str, str], row: int) -> Theme:
    side = "excluded" if fold(values["excluded"]) in ("yes", "true", "1", "x", "oui", "da") else "words"
    words = {values["language"].lower(): [values["word"]]} if values["word"] else {}
    try:
        return theme_of({"axis": values["axis"].lower(), "title": values["title"], side: words})
    except CXDeskError as error:
        error.row = row
        raise


def _each_once(given: Sequence[Theme]) -> tuple[Theme, ...]:
    """Several lines of one theme are one theme."""
    found: dict[tuple[str, str], Theme] = {}
    for theme in given:
        key = (theme.axis, fold(theme.title))
        found[key] = together(found[key], theme) if key in found else theme
    return tuple(found.values())


def together(one: Theme, other: Theme) -> Theme:
    """A theme with the words of another beside its own."""
    rules = one.rules
    for language, words in other.rules.words.items():
        rules = rules.with_words(language, words)
    for language, words in other.rules.excluded.items():
        rules = rules.without(language, words)
    return replace(one, rules=rules)


def write_themes(path: Path, themes: Sequence[Theme]) -> None:
    """Write themes as JSON where the name ends so, else as CSV. CXDeskError where the folder does not take it."""
    if path.suffix.lower() == ".json":
        text = json.dumps({"themes": [theme.to_json() for theme in themes]}, ensure_ascii=False, indent=2) + "\n"
        write_text(path, text)
        return
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADINGS)
    for theme in themes:
        writer.writerows(_lines(theme))
    write_text(path, out.getvalue(), "utf-8-sig")


def _lines(theme: Theme) -> Iterator[tuple[str, ...]]:
    """One line per word; a theme without words has one line all the same."""
    rules: Rules = theme.rules
    lines = [("", language, word) for language, words in rules.words.items() for word in words]
    lines += [("yes", language, word) for language, words in rules.excluded.items() for word in words]
    for excluded, language, word in lines or [("", "", "")]:
        yield str(Axis(theme.axis)), harmless(theme.title), language, excluded, _cell(word)


def _cell(word: str) -> str:
    """A word of a rule; one that is meant just so stands in quotes, which no spreadsheet program reads as a formula."""
    exact = word.removeprefix("=").strip().strip('"')
    return f'"{exact}"' if word.startswith("=") and exact else harmless(word)
