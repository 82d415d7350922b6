"""Views, segments and notes: kept in the workspace, changed, taken away and put back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cxdesk.domain.changes import NOTES, SEGMENTS, VIEWS
from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.filters import Condition
from cxdesk.domain.kept import Note, Segment, View
from cxdesk.domain.periods import Grain, Period
from cxdesk.domain.query import Compare, CompareTo, Query, Selection
from cxdesk.store import saved
from cxdesk.workspace.workspace import Workspace
from tests.analysis.answers import workspace

STARTER, TEAM = (Condition.parse(f"Plan={plan}") for plan in ("Starter", "Team"))
ASKED = Query(
    metrics=("nps",),
    range=Period(date(2025, 4, 1), date(2025, 7, 1)),
    grain=Grain.WEEK,
    filters=(STARTER,),
    split="Plan",
    compare=Compare(CompareTo.YEAR),
    selection=Selection("nps", "nps", low=3.0, high=3.0),
    options={"nps": {"dedupe": "all"}},
    at=date(2025, 6, 30),
    min_show=3,
)


@pytest.fixture
def open_now(tmp_path: Path) -> Iterator[Workspace]:
    with workspace(tmp_path) as made:
        yield made


class TestViews:
    def test_a_whole_question_comes_back(self, open_now: Workspace) -> None:
        open_now.keep_view(View("  Quarterly   review ", ASKED, "bGF5b3V0"))
        assert open_now.views() == (View("Quarterly review", ASKED, "bGF5b3V0"),)

    def test_it_is_renamed_and_taken_away_and_both_are_undone(self, open_now: Workspace) -> None:
        kept = View("One", ASKED)
        open_now.keep_view(kept)
        renamed = open_now.keep_view(View("Two", ASKED), "One")
        assert [view.name for view in open_now.views()] == ["Two"]
        open_now.put_back(renamed)
        assert open_now.views() == (kept,)
        gone = open_now.remove_named(VIEWS, "One")
        assert open_now.views() == ()
        open_now.put_back(gone)
        assert open_now.views() == (kept,)

    @pytest.mark.parametrize("name", ["", "   ", "x" * 81])
    def test_a_name_is_needed(self, open_now: Workspace, name: str) -> None:
        with pytest.raises(BadQuestion):
            open_now.keep_view(View(name, ASKED))

    def test_what_cannot_be_read_is_left_out(self, open_now: Workspace) -> None:
        saved.keep(open_now.database, VIEWS, "broken", {"query": {"grain": "fortnight"}})
        saved.keep(open_now.database, VIEWS, "older", ["nothing"])
        assert open_now.views() == ()


class TestSegments:
    def test_rows_are_filtered_and_split_by_them(self, open_now: Workspace) -> None:
        open_now.keep_segment(Segment("Small", (STARTER,)))
        open_now.keep_segment(Segment("Unhappy teams", (TEAM, Condition.parse("score<=6"))))
        assert "own_segment" in open_now.attributes()
        counts = dict(open_now.values("own_segment"))
        small = open_now.count_rows((STARTER,))[0]
        assert counts["Small"] == small
        query = Query(metrics=("nps",), filters=(Condition.parse("own_segment=Small"),))
        alone = Query(metrics=("nps",), filters=(STARTER,))
        assert open_now.metrics(query)[0]["groups"] == open_now.metrics(alone)[0]["groups"]
        split = open_now.metrics(Query(metrics=("nps",), split="own_segment", min_show=1))[0]["groups"]
        whole = open_now.metrics(alone)[0]["groups"][0]["value"]
        assert {one["segment"]: one["value"] for one in split}["Small"] == whole
        assert {one["segment"]: one["value"] for one in split}["Unhappy teams"] == -100

    def test_those_in_none_can_be_asked_for(self, open_now: Workspace) -> None:
        open_now.keep_segment(Segment("Small", (STARTER,)))
        none = open_now.count_rows((Condition.parse("own_segment=(none)"),))
        both = open_now.count_rows((Condition.parse("own_segment!=Small"),))
        assert none == both
        assert none[0] + open_now.count_rows((STARTER,))[0] == none[1]

    def test_a_segment_needs_a_condition(self, open_now: Workspace) -> None:
        with pytest.raises(BadQuestion):
            open_now.keep_segment(Segment("Empty", ()))

    def test_one_that_cannot_be_asked_is_not_offered(self, open_now: Workspace) -> None:
        open_now.keep_segment(Segment("Nowhere", (Condition.parse("no such column=1"),)))
        open_now.keep_segment(Segment("Itself", (Condition.parse("own_segment=Itself"),)))
        assert "own_segment" not in open_now.attributes()

    def test_taking_it_away_is_seen_at_once(self, open_now: Workspace) -> None:
        open_now.keep_segment(Segment("Small", (STARTER,)))
        open_now.remove_named(SEGMENTS, "Small")
        assert "own_segment" not in open_now.attributes()


class TestNotes:
    def test_they_are_kept_by_day_changed_and_taken_away(self, open_now: Workspace) -> None:
        first, second = Note(date(2025, 5, 2), "App 4.0"), Note(date(2025, 3, 1), "New prices")
        open_now.keep_note(first)
        open_now.keep_note(second)
        assert open_now.notes() == (second, first)
        done = open_now.keep_note(Note(date(2025, 5, 3), "  App  4.0.1 "), first)
        assert open_now.notes() == (second, Note(date(2025, 5, 3), "App 4.0.1"))
        open_now.put_back(done)
        assert open_now.notes() == (second, first)
        open_now.remove_named(NOTES, second.key)
        assert open_now.notes() == (first,)

    @pytest.mark.parametrize("text", ["", "  ", "x" * 201])
    def test_it_says_something_short(self, open_now: Workspace, text: str) -> None:
        with pytest.raises(BadQuestion):
            open_now.keep_note(Note(date(2025, 5, 2), text))
