"""Dataclasses travel as JSON and come back as they were; what does not fit is refused with its place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdesk.domain.kinds import Role
from cxdesk.domain.periods import Grain, Period
from cxdesk.domain.plain import LATER, NotPlain, from_plain, to_plain
from cxdesk.domain.query import Compare, CompareTo, Query, Selection
from cxdesk.domain.results import Card, Figure, Phrase


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True)
class Leaf:
    name: str
    size: float = 0.0


@dataclass(frozen=True)
class Tree:
    leaf: Leaf
    leaves: tuple[Leaf, ...] = ()
    pair: tuple[int, str] = (0, "")
    words: list[str] = field(default_factory=list)
    by_number: dict[int, str] = field(default_factory=dict)
    by_name: Mapping[str, float | None] = field(default_factory=dict)
    colours: frozenset[Colour] = frozenset()
    day: date | None = None
    at: datetime | None = None
    path: Path = Path("a")
    either: int | str = 0
    anything: Any = None
    flag: bool = False


TREE = Tree(
    Leaf("x", 1.5),
    (Leaf("y"), Leaf("z", 2)),
    (3, "three"),
    ["a", "b"],
    {1: "one", 20: "twenty"},
    {"half": 0.5, "none": None},
    frozenset({Colour.BLUE, Colour.RED}),
    date(2026, 2, 28),
    datetime(2026, 2, 28, 13, 5),
    Path("folder/file.csv"),
    "text",
    {"deep": [1, None, "x"]},
    True,
)


def there_and_back(cls: Any, value: Any) -> Any:
    return from_plain(cls, json.loads(json.dumps(to_plain(value))))


def test_every_sort_of_field_comes_back_as_it_was() -> None:
    assert there_and_back(Tree, TREE) == TREE


def test_plain_data_is_what_json_can_say() -> None:
    plain = to_plain(TREE)
    assert plain["leaves"] == [{"name": "y", "size": 0.0}, {"name": "z", "size": 2}]
    assert plain["colours"] == ["blue", "red"]
    assert plain["by_number"] == {"1": "one", "20": "twenty"}
    assert plain["day"] == "2026-02-28"
    assert plain["at"] == "2026-02-28T13:05:00"
    assert plain["path"] == str(Path("folder/file.csv"))


def test_the_values_that_travel_in_cxdesk_come_back() -> None:
    query = Query(
        ("nps",),
        Period(date(2026, 1, 1), date(2026, 2, 1)),
        Grain.WEEK,
        compare=Compare(CompareTo.YEAR),
        selection=Selection("nps", part="minus"),
        options={"nps": {"dedupe": "all"}},
    )
    assert there_and_back(Query, query) == query
    card = Card(
        "nps",
        "value",
        "T",
        "t",
        "f",
        (Phrase("a {b}", (("b", "1"),)),),
        "score",
        0,
        "up",
        Figure(None, reason="too_few"),
    )
    assert there_and_back(Card, card) == card


def test_unknown_keys_are_ignored_and_absent_ones_take_their_default() -> None:
    assert from_plain(Leaf, {"name": "x", "colour": "from a newer program"}) == Leaf("x", 0.0)


def test_a_whole_number_may_stand_for_a_decimal_but_not_the_other_way_round() -> None:
    assert from_plain(Leaf, {"name": "x", "size": 3}) == Leaf("x", 3.0)
    with pytest.raises(NotPlain):
        from_plain(Tree, {"leaf": {"name": "x"}, "pair": [1.5, "x"]})


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ({}, "Tree.leaf is absent"),
        ({"leaf": {}}, "Tree.leaf.name is absent"),
        ({"leaf": {"name": 5}}, "Tree.leaf.name"),
        ({"leaf": {"name": "x"}, "leaves": "abc"}, "Tree.leaves"),
        ({"leaf": {"name": "x"}, "leaves": [{"name": "x"}, {"size": 1}]}, "Tree.leaves.name is absent"),
        ({"leaf": {"name": "x"}, "pair": [1]}, "Tree.pair: 2 items"),
        ({"leaf": {"name": "x"}, "by_number": {"one": "x"}}, "'one'"),
        ({"leaf": {"name": "x"}, "by_name": []}, "Tree.by_name"),
        ({"leaf": {"name": "x"}, "colours": ["green"]}, "'green'"),
        ({"leaf": {"name": "x"}, "day": "31.12.2025"}, "Tree.day"),
        ({"leaf": {"name": "x"}, "flag": 1}, "Tree.flag"),
        ({"leaf": {"name": "x"}, "either": None}, "Tree.either"),
        ([], "Tree: an object"),
    ],
)
def test_data_that_do_not_fit_are_refused_with_their_place(data: Any, place: str) -> None:
    with pytest.raises(NotPlain, match=place.replace("[", "\\[")):
        from_plain(Tree, data)


def test_true_is_no_number_and_one_is_not_true() -> None:
    with pytest.raises(NotPlain):
        from_plain(Leaf, {"name": "x", "size": True})


def test_an_enumeration_is_read_by_its_value() -> None:
    assert from_plain(tuple[Role, ...], ["nps", "csat"]) == (Role.NPS, Role.CSAT)


@pytest.mark.parametrize("value", [object(), {("a", "b"): 1}, b"bytes", {True: "x"}])
def test_what_has_no_plain_form_is_refused(value: Any) -> None:
    with pytest.raises(NotPlain):
        to_plain(value)


@given(st.dictionaries(st.integers(), st.one_of(st.none(), st.floats(allow_nan=False)), max_size=5))
def test_any_mapping_of_numbers_comes_back(values: dict[int, float | None]) -> None:
    assert from_plain(dict[int, float | None], json.loads(json.dumps(to_plain(values)))) == values


@dataclass(frozen=True)
class Grown:
    name: str
    added: int = field(default=0, metadata=LATER)


def test_a_field_that_came_later_leaves_what_was_kept_before_as_it_was() -> None:
    kept = {"name": "x"}
    assert to_plain(from_plain(Grown, kept)) == kept
    assert to_plain(Grown("x", 3)) == {"name": "x", "added": 3}
    assert from_plain(Grown, {"name": "x", "added": 3}) == Grown("x", 3)
