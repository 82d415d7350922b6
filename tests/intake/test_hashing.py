"""Hashes of rows: stable for ever, blind to what does not matter, counted where they repeat."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdesk.intake.hashing import Occurrences, filled, hashes, rows_of

# Workspaces keep these numbers: another value would make every row of a known file look changed.
PINNED = {
    "": 3244421341483603138,
    "é\0x": 4787027982723882045,
    "R00000001\0C219622\x001672527678000000": -6844459574637153338,
    "x" * 300: -6498214460798782124,
}


@pytest.mark.parametrize("text", PINNED)
def test_a_hash_is_xxh3_of_the_text_in_utf_8_as_a_signed_number(text: str) -> None:
    assert list(hashes([text])) == [PINNED[text]]


def test_the_hash_of_nothing_is_the_one_that_xxhash_documents() -> None:
    assert hashes([""])[0] == 0x2D06800538D394C2


def test_what_hashes_begin_with_sets_them_apart() -> None:
    assert list(hashes(["b"], begin="a")) == [-1677175480560794356]
    assert len({hashes(["b"], begin=begin)[0] for begin in ("", "a", "b", "a\0b")}) == 4


@given(st.lists(st.text()))
def test_hashes_are_signed_eight_bytes_whatever_the_text(texts: list[str]) -> None:
    assert list(hashes(texts)) == [hashes([text])[0] for text in texts]


@given(st.lists(st.lists(st.sampled_from(["", "a", "é", 5, 2.5]), min_size=3, max_size=3)), st.text("%a{}\\"))
def test_canonical_rows_are_their_parts_with_nul_between(rows: list[list[object]], same: str) -> None:
    columns = [list(column) for column in zip(*rows, strict=True)] or [[], [], []]
    expected = ["\0".join([same, str(one), same, same, str(two), str(three)]) for one, two, three in rows]
    assert rows_of([same, columns[0], same, same, *columns[1:]], len(rows)) == expected


def test_rows_are_columns_and_constants_in_order() -> None:
    assert rows_of([["a", "b"], "%s of 100%", [1, 2]], 2) == ["a\0%s of 100%\x001", "b\0%s of 100%\x002"]
    assert rows_of(["x", "y"], 3) == ["x\0y"] * 3
    assert rows_of([[], "x"], 0) == []


def test_texts_and_numbers_may_stand_in_one_column() -> None:
    assert rows_of(["x", ["a", 2, "c"], "y", [1, "b", 2.5]], 3) == ["x\0a\0y\x001", "x\x002\0y\0b", "x\0c\0y\x002.5"]


def test_nothing_is_the_empty_text() -> None:
    assert filled(["a", None, 0, 0.0]) == ["a", "", 0, 0.0]


def test_half_a_character_does_not_stop_it_and_changes_nothing_beside_it() -> None:
    assert list(hashes(["\ud800", "é"])) == [hashes(["?"])[0], hashes(["é"])[0]]


@given(st.lists(st.lists(st.integers(-5, 5), max_size=30), max_size=20))
def test_occurrences_are_counted_over_all_blocks(blocks: list[list[int]]) -> None:
    seen = Occurrences()
    before: Counter[int] = Counter()
    for block in blocks:
        expected = []
        for value in block:
            before[value] += 1
            expected.append(before[value])
        assert seen.count(block) == expected
