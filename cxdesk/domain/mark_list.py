"""Targets and benchmarks as a list in a csv file: one line each, the headings being the names of what they say."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from cxdesk.domain.benchmarks import LEVELS, Mark
from cxdesk.domain.errors import BadQuestion, FileRefused, NotFound
from cxdesk.domain.periods import Grain
from cxdesk.domain.scales import parse_scale
from cxdesk.system.i18n import _

LARGEST = 1 << 20  # bytes; a list of marks is short
TEXTS = ("key", "metric", "measure", "segment", "industry", "label", "source", "grain", "scale")
NUMBERS = (*LEVELS, "scale_max")
HEADINGS = (*TEXTS, *NUMBERS, "year", "options")


def read_marks(path: Path) -> tuple[Mark, ...]:
    """The marks of a csv file (comma, semicolon or tab; UTF-8). BadQuestion names the row and column that is wrong."""
    if not path.is_file():
        raise NotFound(
            _("There is no file {file}.", file=path.name), _("Check the name and the folder."), file=path.name
        )
    if path.stat().st_size > LARGEST:
        raise FileRefused(_("The list is too long."), _("Divide it into shorter ones."), file=path.name)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadQuestion(_("The list is not UTF-8 text."), _("Save it as CSV UTF-8."), file=path.name) from None
    return tuple(_marks(text, path.name))


def _marks(text: str, file: str) -> Iterator[Mark]:
    head, _newline, _rest = text.partition("\n")
    delimiter = max(",;\t", key=head.count)
    rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    names = [name.strip().lower() for name in next(rows, [])]
    for name in names:
        if name not in HEADINGS:
            raise BadQuestion(
                _("The list has a column called {name}, which means nothing here.", name=name),
                _("Choose one of: {known}.", known=", ".join(HEADINGS)),
                file=file,
                row=1,
            )
    for cells in rows:
        values = {name: cell.strip() for name, cell in zip(names, cells, strict=False)}
        if any(values.values()):
            yield mark_of(values, file=file, row=rows.line_num)


def mark_of(values: Mapping[str, str], file: str | None = None, row: int | None = None) -> Mark:
    """A mark from texts by heading. BadQuestion for what cannot be read, or a mark that says nothing."""

    def wrong(name: str) -> BadQuestion:
        message = _("{value} does not fit here.", value=values[name])
        return BadQuestion(message, file=file, row=row, column=name)

    found: dict[str, Any] = {name: values.get(name, "") for name in TEXTS}
    readers: dict[str, Callable[[str], Any]] = {**dict.fromkeys(NUMBERS, number), "year": int, "options": options}
    for name, read in readers.items():
        if values.get(name):
            try:
                found[name] = read(values[name])
            except ValueError:
                raise wrong(name) from None
    if not found["metric"] or not any(found.get(level) is not None for level in LEVELS):
        message = _("A target or benchmark needs a metric and a value.")
        raise BadQuestion(message, file=file, row=row)
    if found["grain"] and found["grain"] not in [grain.value for grain in Grain]:
        raise wrong("grain")
    if found["scale"]:
        found["scale"] = parse_scale(found["scale"]).name.removesuffix(":reversed")
    return Mark(**{**found, "key": found["key"] or key_of(found)})


def key_of(values: Mapping[str, Any]) -> str:
    """What a mark is known by when nobody said: setting the same again replaces it."""
    parts = [values.get(name) for name in ("metric", "measure", "segment", "industry", "grain", "source")]
    return "/".join(str(part) for part in parts if part)


def number(text: str) -> float:
    """A number with a point or a comma; ValueError for anything else, infinity too."""
    plain = text.replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
    found = float(plain.replace(",", ".") if plain.count(",") == 1 and "." not in plain else plain)
    if found - found != 0:
        raise ValueError(text)
    return found


def options(text: str) -> dict[str, Any]:
    """`threshold=9; dedupe=all` as option → value."""
    pairs = [piece.partition("=") for piece in text.split(";") if piece.strip()]
    if not all(sign and name.strip() for name, sign, _value in pairs):
        raise ValueError(text)
    return {name.strip(): value.strip() for name, _sign, value in pairs}
