"""The manual lists the tools that the program knows, in all its languages, and says how to get their exports."""

from __future__ import annotations

import pytest

from cxdesk.intake.formats import registry
from tests.packaging.scripts import script

PAGE = script("formats_page")
languages = pytest.mark.parametrize("language", ["en", *script("translate").LANGUAGES])


@languages
def test_the_list_is_what_the_program_knows(language: str) -> None:
    text = PAGE.page(language).read_text(encoding="utf-8")
    assert PAGE.filled(text, language) == text


@languages
def test_every_tool_is_in_the_list(language: str) -> None:
    text = PAGE.page(language).read_text(encoding="utf-8")
    tools = {one.tool for one in PAGE.listed()}
    assert tools == {one.tool for one in registry().values()}
    for one in PAGE.listed():
        assert f"| {one.tool}{'' if one.verified else ' *'} |" in text


def test_the_list_is_not_one_in_english_twice() -> None:
    assert PAGE.table("en") != PAGE.table("fr")
    assert "Notes de satisfaction Zendesk" in PAGE.table("fr")


@languages
def test_what_is_written_by_hand_names_only_known_tools(language: str) -> None:
    text = PAGE.page(language).read_text(encoding="utf-8")
    below = text.partition(PAGE.END)[2].partition("\n## ")[2]
    tools = " ".join(one.tool for one in registry().values()) + " Retently Zendesk ratings notes Zendesk note Zendesk"
    assert below.count("\n* **") >= 10
    for line in below.split("\n* **")[2:]:
        for name in line.partition(".**")[0].split(", "):
            assert name in tools
