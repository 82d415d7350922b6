"""Counting over the array gives what searching gives."""

from __future__ import annotations

import random

import pytest

from cxdesk.intake.readers.bytecounts import as_array, of_four, of_three, of_two, places_of_two


@pytest.mark.parametrize("seed", range(10))
def test_as_often_as_a_search_finds_it(seed: int) -> None:
    chance = random.Random(seed)
    for length in (*range(12), 4_095, 4_096):
        piece = bytes(chance.choices(b'<v>c="e', k=length))
        assert of_two(piece, b"<v") == piece.count(b"<v")
        assert of_three(piece, b"<v>") == piece.count(b"<v>")
        assert of_four(piece, b'="e"') == piece.count(b'="e"')
        places = places_of_two(as_array(piece), b"<c", before_end=4)
        assert list(places) == [at for at in range(length - 4) if piece[at : at + 2] == b"<c"]
