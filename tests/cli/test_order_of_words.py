"""Words and options of a command may stand in any order, as people type them."""

from __future__ import annotations

from itertools import permutations

import pytest

from cxdesk.cli.main import USAGE, build_parser
from tests.cli.running import cxdesk


@pytest.mark.parametrize(
    ("command", "words", "options"),
    [
        ("pack", ("export", "2026-08", "out.cxpack"), (("-w", "W"), ("--json",))),
        ("receipt", ("nps", "out.xlsx"), (("-w", "W"), ("--from", "2026-08-01"))),
        ("metrics", ("nps", "csat_top"), (("-w", "W"), ("--where", "Plan=Team"))),
        ("import", ("one.csv", "two.csv"), (("-w", "W"), ("--dry-run",))),
        ("merge", ("A", "B"), (("-w", "W"),)),
    ],
)
def test_options_stand_before_between_and_behind_words(
    command: str, words: tuple[str, ...], options: tuple[tuple[str, ...], ...]
) -> None:
    parser = build_parser((command,))
    pieces = [(word,) for word in words] + list(options)
    orders = [
        order for order in permutations(pieces) if [one for one in order if one[0] in words] == pieces[: len(words)]
    ]
    found = [vars(parser.parse_args([command, *(word for piece in order for word in piece)])) for order in orders]
    assert len(found) > len(words)
    assert all(one == found[0] for one in found)


def test_a_word_too_many_is_still_refused() -> None:
    ran = cxdesk("pack", "export", "2026-08", "-w", "W", "out.cxpack", "more")
    assert ran.code == USAGE
    assert "more" in ran.err
