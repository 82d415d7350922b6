"""Targets and benchmarks as a list in a csv file: one line each, the headings being the names of what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from cxdesk.domain.benchmarks import LEVELS, Mark
from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.list_files import csv_rows, read_text
from cxdesk.domain.periods import Grain
from cxdesk.domain.scales import parse_scale
from cxdesk.system.i18n import _

TEXTS = ("key", "metric", "measure", "segment", "industry", "label", "source", "grain", "scale")
NUMBERS = (*LEVELS, "scale_max")
HEADINGS = (*TEXTS, *NUMBERS, "year", "options")


def read_marks(path: Path) -> tuple[Mark, ...]:
    """The marks of a csv file (comma, semicolon or tab; UTF-8). BadQuestion names the row and column that is wrong."""
    try:
        return tuple(_marks(read_text(path), path.name))
    except BadQuestion as error:
        error.file = error.file or path.name
        raise


def _marks(text: str, file: str) -> Iterator[Mark]:
    rows = csv_rows(text)
    names = next(rows)[1]
    for name in names:
        if name not in HEADINGS:
            raise BadQuestion(
                _("The list has a column called {name}, which means nothing here.", name=name),
                _("Choose one of: {known}.", known=", ".join(HEADINGS)),
                file=file,
                row=1,
            )
    for row, cells in rows:
        values = {name: cell.strip() for name, cell in zip(names, cells, strict=False)}
        if any(values.values()):
            yield mark_of(values, file=file, row=row)


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
