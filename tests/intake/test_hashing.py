"""Hashes of rows: stable for ever, blind to what does not matter, counted where they repeat."""

from __future__ import annotations

from collections import Counter
from hashlib import blake2b

from hypothesis import given
from hypothesis import strategies as st

from cxdesk.intake.hashing import Occurrences, filled, hashes, rows_of


def test_a_hash_is_eight_bytes_of_blake2b_as_a_signed_number() -> None:
    expected = int.from_bytes(blake2b("é\0x".encode(), digest_size=8).digest(), "little", signed=True)
    assert hashes(["é\0x"])[0] == expected


def test_what_stands_before_each_text_is_part_of_it() -> None:
    assert hashes(["b"], begin="a") == hashes(["a\0b"])


def test_rows_are_columns_and_constants_in_order() -> None:
    assert rows_of([["a", "b"], "%s of 100%", [1, 2]], 2) == ["a\0%s of 100%\x001", "b\0%s of 100%\x002"]
    assert rows_of(["x", "y"], 3) == ["x\0y"] * 3
    assert rows_of([[], "x"], 0) == []


def test_nothing_is_the_empty_text() -> None:
    assert filled(["a", None, 0, 0.0]) == ["a", "", 0, 0.0]


def test_half_a_character_does_not_stop_it() -> None:
    assert len(hashes(["\ud800"])) == 1


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
