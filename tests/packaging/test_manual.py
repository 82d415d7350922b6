"""The manual says the same in every language: page by page, section by section, with the same commands and options."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from cxdesk.system import resources
from tests.packaging.scripts import script

HELP = resources.path("help")
LANGUAGES = sorted(folder.name for folder in HELP.iterdir() if folder.name != "en")
PAGES = sorted(path.name for path in (HELP / "en").glob("*.md"))
pages = pytest.mark.parametrize(("language", "name"), [(lang, name) for lang in LANGUAGES for name in PAGES])


@cache
def written(language: str, name: str) -> str:
    return (HELP / language / name).read_text(encoding="utf-8")


def skeleton(text: str) -> list[Mapping[str, int]]:
    """What each section of a page is made of: its heading's level, points, steps, rows of tables, lines of code."""
    made = []
    for section in re.split(r"^(?=#)", text, flags=re.MULTILINE)[1:]:
        lines = section.splitlines()
        made.append(
            {
                "level": len(lines[0]) - len(lines[0].lstrip("#")),
                "points": sum(line.startswith("* ") for line in lines),
                "steps": sum(re.match(r"\d+\. ", line) is not None for line in lines),
                "rows": sum(line.startswith("|") for line in lines),
                "code": sum(line.startswith("    ") for line in lines),
            }
        )
    return made


def named(text: str) -> set[str]:
    """The commands, options and keys that a page tells of, which no language has other names for."""
    flat = " ".join(text.split())
    return {
        *re.findall(r"cxdesk ([a-z]+)", flat),
        *re.findall(r"--[a-z][a-z-]+", flat),
        *re.findall(r"Ctrl\+(?:Shift\+|Maj\+)?[A-Z,]\b", flat.replace("Maj+", "Shift+")),
        *re.findall(r"`([a-z]+_[a-z_]+)", flat),
    } - {"--language"}  # amounts are typed with another mark where commas are decimal


def test_every_language_of_the_program_has_its_manual() -> None:
    assert {*script("translate").LANGUAGES} <= {*LANGUAGES}
    for language in LANGUAGES:
        assert sorted(path.name for path in Path(HELP / language).iterdir()) == PAGES


@pages
def test_a_page_is_made_like_the_english_one(language: str, name: str) -> None:
    assert skeleton(written(language, name)) == skeleton(written("en", name))


@pages
def test_a_page_names_the_same_commands_options_and_keys(language: str, name: str) -> None:
    assert named(written(language, name)) == named(written("en", name))


@pages
def test_no_sentence_was_left_in_english(language: str, name: str) -> None:
    """Long lines that stand word for word in the English page are no translation; commands may."""
    english = {line for line in written("en", name).splitlines() if len(line) > 60 and not line.startswith("    ")}
    assert english & {*written(language, name).splitlines()} == set()


def test_romanian_is_written_with_commas_below_and_quotes_of_its_own() -> None:
    for name in PAGES:
        text = written("ro", name)
        assert re.findall(r"[şţŞŢ«»“]", text) == []
        assert text.count("„") == text.count("”")
