"""Themes of an open workspace: asked of comments, changed and taken back, followed by every figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cxdesk.domain.changes import THEMES
from cxdesk.domain.errors import BadQuestion, NotFound
from cxdesk.domain.filters import Condition
from cxdesk.domain.query import Query, Selection
from cxdesk.domain.themes import Axis, Rules, Tag, Theme
from cxdesk.store.batches import merge_all
from cxdesk.workspace.workspace import Workspace
from tests.analysis.answers import nps, workspace
from tests.cases import stored

NPS = Query(metrics=("nps",), min_show=1)
SAID = (
    ("c1", 2, "Far too expensive"),
    ("c2", 4, "Livraison en retard"),
    ("c3", 9, "Livrare rapidă și preț bun"),
    ("c4", 10, "All good"),
    ("c5", 8, None),
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Workspace]:
    rows = [nps(who, f"2025-03-0{at}", score, "Starter", text) for at, (who, score, text) in enumerate(SAID, 1)]
    with workspace(tmp_path, rows) as made:
        yield made


def texts(desk: Workspace, *themes: str) -> list[str]:
    ids = desk.comment_ids(NPS, themes=themes).ids
    return [row.text for row in desk.comment_rows(ids)]


def row_of(desk: Workspace, text: str) -> int:
    found = desk.comment_rows(desk.comment_ids(NPS).ids)
    return next(row.row for row in found if row.text == text)


def test_comments_come_with_their_themes_and_are_found_by_them(desk: Workspace) -> None:
    found = desk.comment_ids(NPS)
    assert found.themes == {"Price": 2, "Delivery": 2, "Waiting time": 1}
    assert [row.themes for row in desk.comment_rows(found.ids)] == [
        (),
        ("Price", "Delivery"),
        ("Delivery", "Waiting time"),
        ("Price",),
    ]
    assert texts(desk, "Delivery") == ["Livrare rapidă și preț bun", "Livraison en retard"]
    assert len(texts(desk, "waiting", "price")) == 3
    narrowed = desk.comment_ids(NPS, bands=("bottom",), themes=("Delivery",))
    assert (len(narrowed.ids), narrowed.themes) == (1, {"Price": 1, "Delivery": 1, "Waiting time": 1})
    with pytest.raises(BadQuestion, match="luggage"):
        desk.comment_ids(NPS, themes=("luggage",))


def test_a_tag_changes_every_figure_at_once_and_can_be_taken_back(desk: Workspace) -> None:
    by_price = NPS.with_(filters=(Condition.parse("theme=Price"),))
    assert desk.board(by_price).cards[0].figure.n == 2
    done = desk.tag([Tag(row_of(desk, "All good"), desk.theme("price").id, 1)], "Ana")
    assert done.changes.touched == {THEMES}
    assert desk.board(by_price).cards[0].figure.n == 3
    assert texts(desk, "price")[0] == "All good"
    desk.tag(done.before)
    assert desk.board(by_price).cards[0].figure.n == 2


def test_a_change_of_words_is_followed_and_taken_back(desk: Workspace) -> None:
    price = desk.theme("Price")
    done = desk.keep_themes([replace(price, rules=price.rules.with_words("en", ["good"]))])
    assert "All good" in texts(desk, "price")
    back = desk.take_back(done)
    assert "All good" not in texts(desk, "price")
    desk.take_back(back)
    assert "All good" in texts(desk, "price")


def test_a_word_that_went_with_a_name_is_found_no_more(desk: Workspace) -> None:
    before = texts(desk, "price")
    assert "Far too expensive" in before
    desk.erase(desk.person("Too Expensive"), moved=False)
    assert texts(desk, "price") == [text for text in before if text != "Far too expensive"]


def test_a_new_theme_and_one_taken_away_come_and_go(desk: Workspace) -> None:
    made = desk.keep_themes([Theme(Axis.THEME, "Satisfaction", Rules({"en": ("good",)}))])
    assert texts(desk, "satisfaction") == ["All good"]
    gone = desk.take_back(made)
    assert [theme.title for theme in desk.themes() if theme.title == "Satisfaction"] == []
    desk.take_back(gone)
    assert texts(desk, "satisfaction") == ["All good"]
    removed = desk.remove_themes([desk.theme("price").id])
    with pytest.raises(BadQuestion):
        texts(desk, "price")
    desk.take_back(removed)
    assert len(texts(desk, "price")) == 2


def test_a_list_adds_words_to_what_is_there(desk: Workspace) -> None:
    before = desk.theme("price")
    desk.import_themes([Theme(Axis.THEME, "PRICE", Rules({"en": ("good", "price")})), Theme(Axis.PAIN, "Lost")])
    after = desk.theme("price")
    assert after.rules.words["en"] == (*before.rules.words["en"], "good")
    assert (after.id, after.title) == (before.id, "Price")
    assert desk.theme("lost", Axis.PAIN).rules.empty


def test_the_lines_of_themes_are_the_metric(desk: Workspace) -> None:
    lines = {line.code: line for line in desk.theme_lines(NPS)}
    (metric,) = desk.metrics(Query(metrics=("feedback_themes",), min_show=1))
    shares = {group["measure"]: group["value"] for group in metric["groups"]}
    for code, line in lines.items():
        assert line.share.value == shares[code]
        assert line.impact.value == shares[f"{code}_impact"]
    assert (lines["delivery"].share.numerator, lines["delivery"].share.denominator) == (2, 4)
    assert lines["delivery"].score.value == pytest.approx(65)
    pains = {line.code: line.share.numerator for line in desk.theme_lines(NPS, Axis.PAIN)}
    assert pains["too_slow"] == 1


def test_lines_without_remarks_say_why(tmp_path: Path) -> None:
    with workspace(tmp_path, [nps("c1", "2025-03-01", 3, "Team")]) as desk:
        assert {line.share.reason for line in desk.theme_lines()} == {"no_rows"}


def test_the_comments_of_a_theme_are_those_behind_its_number(desk: Workspace) -> None:
    themes = Query(metrics=("feedback_themes",), min_show=1)
    behind = themes.with_(selection=Selection("feedback_themes", "delivery", part="numerator"))
    rows = desk.comment_rows(desk.comment_ids(behind).ids)
    assert [row.text for row in rows] == ["Livrare rapidă și preț bun", "Livraison en retard"]
    assert desk.rows(themes, behind.selection or Selection(""))["count"] == 2


def test_a_split_by_theme_is_drawn_and_read_like_any_other(desk: Workspace) -> None:
    split = desk.board(NPS.with_(split="theme")).breakdown
    assert split is not None
    assert {row.key: row.figure.n for row in split.rows} == {"Price": 2, "Delivery": 2, "Waiting time": 1, None: 2}
    clicked = NPS.with_(split="theme", selection=Selection("nps", segment="Waiting time"))
    assert [row.text for row in desk.comment_rows(desk.comment_ids(clicked).ids)] == ["Livraison en retard"]
    assert dict(desk.values("theme")) == {"Price": 2, "Delivery": 2, "Waiting time": 1, None: 2}
    assert "theme" in desk.attributes()


def test_words_of_the_unhappy_are_suggested_unless_everybody_is_of_one_mind(tmp_path: Path) -> None:
    rows = [nps(f"u{n}", "2025-03-01", 2, "Team", "The elevator is broken") for n in range(12)]
    rows += [nps(f"h{n}", "2025-03-02", 10, "Team", "Nice people, nice place") for n in range(12)]
    with workspace(tmp_path, rows) as desk:
        found = desk.suggest_words()
        assert (found.role, found.unhappy, found.happy) == ("nps", 12, 12)
        said = {one.key.word: one.theme.title if one.theme else None for one in found.words}
        assert said == {"elevator": None, "broken": "Quality and defects"}
        with pytest.raises(NotFound):
            desk.suggest_words(Query(filters=(Condition.parse("score>=9"),)))


def test_words_of_every_kind_behind_a_number_are_listed_newest_first(desk: Workspace, tmp_path: Path) -> None:
    """The list equals the number: a review is a remark as well."""
    path = tmp_path / "reviews.csv"
    path.write_text(
        "Review ID,Date,Rating,Review text\nr1,2025-03-02,2,Much too expensive for such a small lamp\n"
        "r2,2025-04-01,5,Delivery was quick and the people are very kind\n",
        encoding="utf-8",
    )
    fields = {"review_id": "Review ID", "held_at": "Date", "rating": "Rating", "comment": "Review text"}
    merge_all(desk.database, [stored.read(path, tmp_path / "reviews", "business_review", [], "UTC", fields)])
    themes = Query(metrics=("feedback_themes",), min_show=1)
    behind = themes.with_(selection=Selection("feedback_themes", "delivery", part="numerator"))
    found = desk.comment_ids(behind)
    rows = desk.comment_page(found, 0, 10)
    assert [(row.kind, row.text[:8], row.band) for row in rows] == [
        ("business_review", "Delivery", None),
        ("answer", "Livrare ", "top"),
        ("answer", "Livraiso", "bottom"),
    ]
    assert found.rows_behind == len(found.ids) == 3
    assert found.bands == {"bottom": 1, "middle": 0, "top": 1}
    assert found.themes == {"Price": 1, "Delivery": 3, "Waiting time": 1, "Staff and friendliness": 1}
    assert len(desk.comment_ids(behind, search="quick").ids) == 1
    price = themes.with_(selection=Selection("feedback_themes", "price", part="numerator"))
    assert [row.kind for row in desk.comment_page(desk.comment_ids(price), 0, 9)] == [
        "answer",
        "business_review",
        "answer",
    ]
