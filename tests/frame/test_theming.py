"""Themes as groups of rows: found by words of the row's language, decided by hand, shared by a whole response."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from cxdesk.domain.changes import THEMES, Changes
from cxdesk.domain.filters import Condition
from cxdesk.domain.kinds import Role, Source
from cxdesk.domain.start_themes import START
from cxdesk.domain.themes import Axis
from cxdesk.frame import theming
from cxdesk.frame.frame import Frame
from cxdesk.frame.rows import Rows
from tests.frame.memory import MemoryLoader, frame_of

SAID: tuple[Mapping[str, Any], ...] = (
    {"response": "1", "role": "nps", "score": 2, "comment": "Livraison en retard", "language": "fr"},
    {"response": "2", "role": "nps", "score": 9, "comment": "Prețul e bun, livrare rapidă", "language": "ro"},
    {"response": "3", "role": "nps", "score": 4, "language": "en"},
    {"response": "3", "role": "why", "comment": "The price went up", "language": "en"},
    {"response": "4", "role": "nps", "score": 8, "comment": "Fine", "language": "en"},
    {"role": "open", "comment": "too expensive"},
    {"role": "open", "comment": "nothing to say"},
)


def id_of(key: str, axis: str = Axis.THEME) -> int:
    return next(n for n, one in enumerate(START, 1) if one.key == key and one.axis == axis)


def rows_of(frame: Frame) -> Rows:
    return frame.rows(Source("answer"))


def met(frame: Frame, condition: str) -> list[int]:
    mask = rows_of(frame).mask(Condition.parse(condition))
    assert mask is not None
    return np.flatnonzero(mask).tolist()


@pytest.fixture
def frame() -> Frame:
    return frame_of({"answer": SAID})


def test_a_response_has_the_themes_of_all_that_was_written_in_it(frame: Frame) -> None:
    price = theming.themes(frame, Axis.THEME)[0]
    assert np.flatnonzero(theming.own(frame, "answer", price)).tolist() == [1, 3, 5]
    assert np.flatnonzero(theming.inside(frame, "answer", price)).tolist() == [1, 2, 3, 5]


def test_rows_are_filtered_by_theme_in_any_language_of_its_name(frame: Frame) -> None:
    assert (
        met(frame, "theme=Price") == met(frame, "theme=price") == met(frame, f"theme={id_of('price')}") == [1, 2, 3, 5]
    )
    assert met(frame, "theme=price|delivery") == [0, 1, 2, 3, 5]
    assert met(frame, "theme!=price") == [0, 4, 6]
    assert met(frame, "theme=(none)") == [4, 6]
    assert met(frame, "theme=(none)|delivery") == [0, 1, 4, 6]
    assert met(frame, "theme=no such thing") == []
    assert met(frame, "pain=too_slow") == [0]


def test_words_of_a_language_are_not_found_in_comments_of_another() -> None:
    """The Romanian for a price is spelled like the French for ready, but for diacritics that people leave out."""
    texts = ("pret mare", "pret mare", "pret mare", "pret mare")
    languages = ("ro", "fr-FR", None, "Deutsch")
    said = [{"role": "open", "comment": text, "language": code} for text, code in zip(texts, languages, strict=True)]
    assert met(frame_of({"answer": said}), "theme=price") == [0, 2]


@pytest.mark.parametrize("label", ["fr", "FR", "fr-FR", "fr_CA", "French", "Français", "franceză"])
def test_languages_are_known_by_code_and_by_name(label: str) -> None:
    said = [{"role": "open", "comment": "coûteux", "language": label}]
    assert met(frame_of({"answer": said}), "theme=price") == [0]


def test_what_was_decided_by_hand_counts_more_than_the_rules() -> None:
    loader = MemoryLoader({"answer": SAID})
    loader.tags = [(5, id_of("price"), 1), (6, id_of("price"), -1), (99, id_of("price"), 1)]
    frame = Frame.of(1, loader)
    assert met(frame, "theme=price") == [1, 2, 3, 4]


def test_groups_overlap_and_rows_in_none_stand_last(frame: Frame) -> None:
    counts = dict(theming.counts(rows_of(frame), "theme"))
    assert (counts["Price"], counts["Delivery"], counts["Waiting time"], counts[None]) == (4, 2, 1, 2)
    assert theming.multi(rows_of(frame), "theme") is theming.multi(rows_of(frame), "theme")  # found once


def test_only_rows_with_words_can_be_asked(frame: Frame) -> None:
    orders = frame_of({"order": [{"order": "1"}], "answer": [{"role": Role.NPS, "score": 3}]})
    for kind in ("order", "answer"):
        rows = orders.rows(Source(kind))
        assert not theming.applies(rows, "theme")
        assert "theme" not in rows.attributes()
        assert theming.multi(rows, "theme") is None
        assert theming.counts(rows, "theme") == []
    assert {"theme", "pain", "sentiment"} <= set(rows_of(frame).attributes())


def test_a_change_of_themes_leaves_everything_else_in_memory(frame: Frame) -> None:
    score, price = frame.column("answer", "score"), theming.themes(frame, Axis.THEME)[0]
    before = theming.inside(frame, "answer", price)
    loader = MemoryLoader({"answer": SAID})
    loader.tags = [(5, price.id, 1)]
    after = frame.renewed(loader, Changes.of(2, THEMES))
    assert after.column("answer", "score") is score
    assert np.flatnonzero(theming.inside(after, "answer", price) != before).tolist() == [4]


def test_a_workspace_without_themes_has_no_such_attribute() -> None:
    loader = MemoryLoader({"answer": SAID})
    loader.listed = ()
    rows = rows_of(Frame.of(1, loader))
    assert not {"theme", "pain", "sentiment"} & set(rows.attributes())
    assert rows.mask(Condition.parse("theme=price")) is None
