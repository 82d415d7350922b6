"""Themes and tags by hand: kept, changed, taken away, and true to their comments through undo and import."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from cxdesk.domain.changes import THEMES
from cxdesk.domain.errors import BadQuestion, NotFound
from cxdesk.domain.start_themes import START
from cxdesk.domain.themes import Axis, Rules, Tag, Theme
from cxdesk.store import backups, batches, checking, header, migrations, themes
from cxdesk.store.database import Database
from cxdesk.store.frames import FrameLoader
from tests.store.builders import Desk, answer

ROWS = [answer("a", 2.0, "Too expensive"), answer("b", 9.0, "Lovely lamp"), answer("c", 5.0, "Livraison lente")]


@pytest.fixture
def desk(desk: Desk) -> Desk:
    desk.put("answer", ROWS, file="first.csv")
    return desk


def named(desk: Desk, code: str, axis: str = Axis.THEME) -> Theme:
    return next(one for one in themes.themes(desk.database) if one.code == code and one.axis == axis)


def by_hand(desk: Desk, theme: Theme) -> tuple[list[int], list[int]]:
    loader = FrameLoader(desk.database)
    found = loader.tagged()[theme.id]
    loader.close()
    return found.added.tolist(), found.removed.tolist()


def row_of(desk: Desk, response: str) -> int:
    with desk.database.reader() as connection:
        found = connection.execute("SELECT row_id FROM answer WHERE response = ?", (response,)).fetchone()
    return int(found[0])


def test_a_new_workspace_begins_with_the_themes_that_come_with_the_program(desk: Desk) -> None:
    kept = themes.themes(desk.database)
    assert [(one.axis, one.title, one.rules) for one in kept] == [(one.axis, one.title, one.rules) for one in START]
    assert len({one.id for one in kept}) == len(kept)
    assert {one.axis for one in kept} == set(Axis)


def test_a_workspace_from_before_there_were_themes_gets_them_once_after_a_backup(tmp_path: Path) -> None:
    path = tmp_path / "old.cxdesk"
    Database.create(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("DROP TABLE theme")
        connection.execute("DROP TABLE tag")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'themes'")
        connection.execute(f"PRAGMA user_version = {header.version(1, 1)}")
    with Database.open(path, read_only=True) as database:
        assert themes.themes(database) == ()
        assert FrameLoader(database).tagged() == {}
    with Database.open(path) as database:
        assert len(themes.themes(database)) == len(START)
        themes.remove(database, [one.id for one in themes.themes(database)])
    assert len(backups.copies(path, "migration")) == 1
    with Database.open(path) as database:
        assert themes.themes(database) == ()  # whoever wants none of them is not given them again
    assert [name for name, _step in migrations.STEPS].count("themes") == 1


def test_a_theme_is_added_changed_and_taken_away(desk: Desk) -> None:
    (made,), changes = themes.keep(desk.database, [Theme(Axis.THEME, "  Lost   luggage ", Rules({"en": ("luggage",)}))])
    assert (made.title, changes.touched) == ("Lost luggage", {THEMES})
    assert themes.themes(desk.database)[-1] == made
    themes.keep(desk.database, [replace(made, title="Bagages", rules=made.rules.with_words("fr", ["bagage"]))])
    assert named(desk, "bagages").rules.words == {"en": ("luggage",), "fr": ("bagage",)}
    assert themes.remove(desk.database, [made.id]).touched == {THEMES}
    assert themes.remove(desk.database, [made.id]).touched == set()


def test_two_themes_of_an_axis_are_not_called_the_same(desk: Desk) -> None:
    before = themes.themes(desk.database)
    for title in ("price", "PRICE ", ""):
        with pytest.raises(BadQuestion):
            themes.keep(desk.database, [Theme(Axis.THEME, "Fine"), Theme(Axis.THEME, title)])
    assert themes.themes(desk.database) == before  # all or none
    themes.keep(desk.database, [Theme(Axis.PAIN, "Price")])


def test_a_tag_is_set_turned_and_taken_back(desk: Desk) -> None:
    price, row = named(desk, "price"), row_of(desk, "b")
    before, changes = themes.tag(desk.database, [Tag(row, price.id, 1)], "Ana")
    assert (before, changes.touched) == ((Tag(row, price.id, 0),), {THEMES})
    assert by_hand(desk, price) == ([row], [])
    undo, _changes = themes.tag(desk.database, [Tag(row, price.id, -1)])
    assert by_hand(desk, price) == ([], [row])
    themes.tag(desk.database, undo)
    assert by_hand(desk, price) == ([row], [])
    themes.tag(desk.database, before)
    assert by_hand(desk, price) == ([], [])


def test_only_rows_with_words_are_tagged(desk: Desk) -> None:
    desk.put("customer", [{"customer": "C1"}])
    with desk.database.reader() as connection:
        (customer,) = connection.execute("SELECT row_id FROM customer").fetchone()
    for row in (customer, 10_000):
        with pytest.raises(NotFound):
            themes.tag(desk.database, [Tag(row_of(desk, "a"), 1, 1), Tag(row, 1, 1)])
    assert by_hand(desk, themes.themes(desk.database)[0]) == ([], [])


def test_tags_rest_while_their_comments_are_gone_and_are_there_again_with_them(desk: Desk) -> None:
    price = named(desk, "price")
    themes.tag(desk.database, [Tag(row_of(desk, "b"), price.id, 1), Tag(row_of(desk, "c"), price.id, -1)])
    batches.undo(desk.database, 1)
    assert by_hand(desk, price) == ([], [])
    desk.put("answer", [answer("z", 1.0, "Something else"), *ROWS], file="again.csv")
    assert by_hand(desk, price) == ([row_of(desk, "b")], [row_of(desk, "c")])


def test_a_corrected_comment_keeps_its_tags_through_update_and_undo(desk: Desk) -> None:
    price, row = named(desk, "price"), row_of(desk, "b")
    themes.tag(desk.database, [Tag(row, price.id, 1)])
    desk.put("answer", [answer("b", 7.0, "Lovely lamp, dear though")], file="second.csv")
    assert by_hand(desk, price) == ([row], [])
    batches.undo(desk.database, 2)
    assert by_hand(desk, price) == ([row], [])


def test_two_comments_that_are_alike_have_tags_of_their_own(desk: Desk) -> None:
    same = {"status": "open", "comment": "same words"}
    desk.put("ticket", [same, same])
    with desk.database.reader() as connection:
        one, other = (int(row[0]) for row in connection.execute("SELECT row_id FROM ticket ORDER BY row_id"))
    price = named(desk, "price")
    themes.tag(desk.database, [Tag(other, price.id, 1)])
    assert by_hand(desk, price) == ([other], [])
    assert one != other


def test_a_theme_that_comes_back_has_its_tags_again_and_a_new_one_never_those_of_another(desk: Desk) -> None:
    (mine,), _changes = themes.keep(desk.database, [Theme(Axis.THEME, "Mine")])
    row = row_of(desk, "a")
    themes.tag(desk.database, [Tag(row, mine.id, 1)])
    themes.remove(desk.database, [mine.id])
    (other,), _changes = themes.keep(desk.database, [Theme(Axis.THEME, "Other")])
    assert by_hand(desk, other) == ([], [])
    themes.keep(desk.database, [mine])
    assert by_hand(desk, mine) == ([row], [])


def test_tags_go_for_good_with_the_rows_of_a_customer_who_is_erased(desk: Desk) -> None:
    price = named(desk, "price")
    themes.tag(desk.database, [Tag(row_of(desk, name), price.id, 1) for name in ("a", "b")])
    with desk.database.write("erase") as transaction:
        assert themes.forget(transaction.connection, "answer", [row_of(desk, "a")]) == 1
    assert by_hand(desk, price) == ([row_of(desk, "b")], [])


def test_the_file_is_sound_with_themes_and_tags(desk: Desk) -> None:
    themes.tag(desk.database, [Tag(row_of(desk, "a"), 1, 1)])
    desk.reopen()
    assert checking.problems(desk.database) == []
    assert by_hand(desk, themes.themes(desk.database)[0]) == ([row_of(desk, "a")], [])


def test_rules_that_cannot_be_read_find_nothing_and_harm_nothing(desk: Desk) -> None:
    with desk.database.write("vandal") as transaction:
        transaction.execute("""UPDATE theme SET rules = '{"words": {"xx": 3}}' WHERE id = 1""")
        transaction.execute("UPDATE theme SET rules = 'not json' WHERE id = 2")
    assert [one.rules.empty for one in themes.themes(desk.database)[:3]] == [True, True, False]


@pytest.fixture(autouse=True)
def _closed(desk: Desk) -> Iterator[None]:
    yield
    desk.database.close()
