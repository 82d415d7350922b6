"""Themes as a csv list that people open in spreadsheet programs."""

from __future__ import annotations

import csv
from pathlib import Path

from cxdesk.domain.theme_list import read_themes, write_themes
from cxdesk.domain.themes import Axis, Rules, Theme, phrase


def test_no_word_of_a_csv_list_is_a_formula_and_each_comes_back_as_it_was(tmp_path: Path) -> None:
    words = ('="Air"', "=prix", '"just so"', "-50%", "+1 day", "plain")
    path = tmp_path / "themes.csv"
    write_themes(path, [Theme(Axis.THEME, "=cmd|x", Rules({"en": words}))])
    with path.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    (theme,) = read_themes(path)
    assert theme.title == "=cmd|x"
    assert [phrase(word) for word in theme.rules.words["en"]] == [phrase(word) for word in words]
