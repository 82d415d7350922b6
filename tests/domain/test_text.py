"""Folding: what is typed finds what was written, whatever the accents, the case and the cedillas."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdesk.domain.text import fold, fold_search


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Évaluation", "evaluation"),
        ("mulţumit", "mulțumit"),
        ("ŞI", "și"),
        ("cœur", "COEUR"),
        ("Straße", "strasse"),
        ("d’accord", "d'accord"),
        ("ﬁn", "fin"),
        ("e\u0301te\u0301", "été"),
        ("  Très \u00a0 satisfait\n", "très satisfait"),
        ("ＮＰＳ", "nps"),
        ("İstanbul", "istanbul"),
    ],
)
def test_spellings_that_are_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("note", "notes"), ("a b", "ab"), ("1.5", "15"), ("не", "ne")])
def test_spellings_that_are_not(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_searching_keeps_the_spaces(text: str) -> None:
    assert fold_search(text).split() == fold(text).split()
