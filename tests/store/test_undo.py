"""Any import can be taken back, anywhere in the history, and the workspace is as if it had never been."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxdesk.domain.errors import NotFound
from cxdesk.store import batches, checking, comments, encoding, search_index
from cxdesk.store.frames import FrameLoader
from tests.long_form import often
from tests.store.builders import Desk, Row, answer

WORDS = ("slow", "rude", "late", "œuvre", "strasse")
TICKETS = ("T1", "T2", "T3", None)


def contents(desk: Desk, kind: str) -> Counter[str]:
    """The live rows by value, however often each."""
    with desk.database.reader() as connection:
        rows = connection.execute(f'SELECT * FROM "{kind}"')
        names = [column[0] for column in rows.description]
        return Counter(said(dict(zip(names, row, strict=True))) for row in rows)


def said(row: Row) -> str:
    place = {"row_id", "batch", "line", "occurrence", "row_hash", "key_hash"}
    values = {name: value for name, value in row.items() if name not in place and value not in (None, {})}
    if isinstance(values.get("extra"), str):
        values["extra"] = json.loads(values["extra"])
    return json.dumps(values, sort_keys=True)


def test_undoing_the_only_import_leaves_an_empty_workspace(desk: Desk) -> None:
    empty = batches.content_hash(desk.database)
    counts = desk.put("answer", [answer("a", 9.0, "good"), answer("b", 3.0, "bad")])
    done = batches.undo(desk.database, counts.batch or 0)
    assert (done.removed, done.restored, done.content_hash) == (2, 0, empty)
    assert contents(desk, "answer") == Counter()
    assert comments.search_ids(desk.database, "good").tolist() == []


def test_undoing_an_older_import_leaves_what_a_later_one_also_contained(desk: Desk) -> None:
    first = desk.put("answer", [answer("a", 9.0), answer("b", 3.0)])
    second = desk.put("answer", [answer("b", 3.0), answer("c", 5.0)], first_line=10)
    assert (second.new, second.unchanged) == (1, 1)
    batches.undo(desk.database, first.batch or 0)
    assert {json.loads(row)["response"] for row in contents(desk, "answer")} == {"b", "c"}
    with desk.database.reader() as connection:
        places = connection.execute("SELECT response, batch, line FROM answer ORDER BY response").fetchall()
    assert places == [("b", second.batch, 10), ("c", second.batch, 11)]


def test_undoing_an_update_restores_the_earlier_values(desk: Desk) -> None:
    desk.put("ticket", [{"ticket": "T1", "status": "solved", "comment": "please help"}])
    before = batches.content_hash(desk.database)
    second = desk.put("ticket", [{"ticket": "T1", "status": "open", "comment": "still broken"}])
    assert (second.new, second.updated, second.unchanged) == (0, 1, 0)
    assert comments.search_ids(desk.database, "help").tolist() == []
    done = batches.undo(desk.database, second.batch or 0)
    assert (done.removed, done.restored, done.content_hash) == (0, 1, before)
    assert len(comments.search_ids(desk.database, "help")) == 1
    assert comments.search_ids(desk.database, "broken").tolist() == []


def test_fields_that_a_file_lacks_are_left_alone(desk: Desk) -> None:
    desk.put("ticket", [{"ticket": "T1", "status": "open", "priority": "high", "extra": {"Team": "North"}}])
    desk.put("ticket", [{"ticket": "T1", "status": "solved", "extra": {"Shift": "late"}}])
    assert [json.loads(row) for row in contents(desk, "ticket")] == [
        {"ticket": "T1", "status": "solved", "priority": "high", "extra": {"Team": "North", "Shift": "late"}}
    ]


def test_a_field_given_as_empty_is_emptied(desk: Desk) -> None:
    desk.put("ticket", [{"ticket": "T1", "resolved_at": 5}])
    desk.put("ticket", [{"ticket": "T1", "resolved_at": None}])
    assert [json.loads(row) for row in contents(desk, "ticket")] == [{"ticket": "T1"}]


def test_undoing_the_first_of_two_writers_leaves_only_what_the_second_gave(desk: Desk) -> None:
    first = desk.put("ticket", [{"ticket": "T1", "status": "open", "priority": "high"}])
    desk.put("ticket", [{"ticket": "T1", "status": "solved"}])
    batches.undo(desk.database, first.batch or 0)
    assert [json.loads(row) for row in contents(desk, "ticket")] == [{"ticket": "T1", "status": "solved"}]


def test_an_import_can_be_taken_back_only_once(desk: Desk) -> None:
    batch = desk.put("answer", [answer("a", 9.0)]).batch or 0
    batches.undo(desk.database, batch)
    with pytest.raises(NotFound, match="already"):
        batches.undo(desk.database, batch)
    with pytest.raises(NotFound, match="no import 77"):
        batches.undo(desk.database, 77)


def test_an_undone_import_stays_listed_and_its_rejects_go(desk: Desk) -> None:
    batch = desk.put("answer", [answer("a", 9.0)]).batch or 0
    batches.undo(desk.database, batch)
    assert [(row.id, row.state) for row in batches.listing(desk.database)] == [(batch, "undone")]
    assert batches.rejects(desk.database, batch) == []


def test_imports_taken_back_that_were_read_alike_say_so_once(desk: Desk) -> None:
    read = {"kind": "answer", "columns": [{"heading": f"A heading of some length {at}"} for at in range(40)]}
    for at in range(3):
        info = batches.ImportInfo(f"file {at}.csv", sha256=str(at), mapping=read)
        counts = batches.merge(desk.database, desk.stage("answer", [answer("a", 9.0)]), info)[0]
        batches.undo(desk.database, counts.batch or 0)
    assert [row.mapping for row in batches.listing(desk.database)] == [read, read, read]
    with desk.database.reader() as connection:
        kept = [n for (n,) in connection.execute("SELECT length(mapping) FROM batch ORDER BY id")]
    assert kept[0] > 1000
    assert max(kept[1:]) < 20


def test_a_backup_is_made_before_an_undo(desk: Desk) -> None:
    from cxdesk.store import backups
    from cxdesk.store.database import Database

    batch = desk.put("answer", [answer("a", 9.0)]).batch or 0
    before = batches.content_hash(desk.database)
    batches.undo(desk.database, batch)
    (copy,) = backups.copies(desk.database.path)
    with Database.open(copy) as kept:
        assert batches.content_hash(kept) == before


# Any history at all


class Model:
    """What a workspace of tickets must hold: the fold of its live imports, in their order."""

    def __init__(self) -> None:
        self.live: dict[int, tuple[list[Row], tuple[str, ...]]] = {}

    def rows(self) -> Counter[str]:
        keyed: dict[str, dict[str, Any]] = {}
        free: Counter[str] = Counter()
        for rows, names in self.live.values():
            for key, row in {row["ticket"]: row for row in rows if row["ticket"] is not None}.items():
                standing = keyed.setdefault(key, {})
                extra = {**standing.get("extra", {}), **row.get("extra", {})}
                standing.update({name: row.get(name) for name in names})
                standing["extra"] = extra
            free |= Counter(
                said({name: row.get(name) for name in (*names, "extra")}) for row in rows if row["ticket"] is None
            )
        return Counter(said(row) for row in keyed.values()) + free


def tickets(names: tuple[str, ...]) -> st.SearchStrategy[dict[str, Any]]:
    values = {
        "status": st.sampled_from(["open", "solved", None]),
        "priority": st.sampled_from(["high", "low", None]),
        "comment": st.sampled_from([*WORDS, None]),
        "reopen_count": st.sampled_from([0.1 + 0.2, 1.0, None]),
    }
    extra = st.dictionaries(st.sampled_from(["Team", "Shift"]), st.sampled_from(["North", "late"]))
    return st.fixed_dictionaries(
        {"ticket": st.sampled_from(TICKETS), "extra": extra, **{name: values[name] for name in names if name in values}}
    )


GIVEN = (("ticket", "status", "priority", "comment"), ("ticket", "status"), ("ticket", "comment", "reopen_count"))
FILES = st.sampled_from(GIVEN).flatmap(lambda names: st.tuples(st.just(names), st.lists(tickets(names), max_size=5)))
STEPS = st.lists(
    st.one_of(st.tuples(st.just("import"), st.integers(0, 3)), st.tuples(st.just("undo"), st.integers(0, 5))),
    max_size=9,
)


@settings(max_examples=often(20, 60), deadline=None, suppress_health_check=list(HealthCheck))
@given(files=st.lists(FILES, min_size=4, max_size=4), steps=STEPS)
def test_every_history_equals_the_fold_of_its_live_imports(
    files: list[tuple[tuple[str, ...], list[Row]]], steps: list[tuple[str, int]]
) -> None:
    with tempfile.TemporaryDirectory() as place:
        desk, model = Desk(Path(place)), Model()
        try:
            for step, which in steps:
                take(desk, model, step, which, files)
                check(desk, model)
            check_fresh(desk, model, Path(place))
        finally:
            desk.database.close()


def take(desk: Desk, model: Model, step: str, which: int, files: Sequence[tuple[tuple[str, ...], list[Row]]]) -> None:
    if step == "import":
        names, rows = files[which]
        counts = desk.put("ticket", rows, file=f"{which}.csv", given=names)
        assert counts.read == counts.new + counts.updated + counts.unchanged == len(rows)
        if not counts.known:
            model.live[counts.batch or 0] = (rows, names)
    elif model.live:
        batch = list(model.live)[which % len(model.live)]
        batches.undo(desk.database, batch, backup=False)
        del model.live[batch]


def check(desk: Desk, model: Model) -> None:
    expected = model.rows()
    assert contents(desk, "ticket") == expected
    assert batches.content_hash(desk.database) == batches.content_text(desk.database)
    for word in WORDS:
        holding = sum(n for row, n in expected.items() if json.loads(row).get("comment") == word)
        assert len(comments.search_ids(desk.database, word)) == holding, word
    assert checking.problems(desk.database) == []
    assert frame_rows(desk) == expected


def frame_rows(desk: Desk) -> Counter[str]:
    """The rows again, put together from the frame's columns."""
    loader = FrameLoader(desk.database)
    try:
        size = loader.size("ticket")
        columns: dict[str, Any] = {name: loader.column("ticket", name) for name in ("ticket", "status", "priority")}
        texts = {n: [c.labels[code] if code >= 0 else None for code in c.codes] for n, c in columns.items()}
        count = loader.column("ticket", "reopen_count")
        ids = loader.column("ticket", "row_id")
        extras = {a: loader.column("ticket", f"extra:{a}") for a in loader.attributes("ticket")}
        letters = loader.column("ticket", "comment:letters")
    finally:
        loader.close()
    with desk.database.reader() as connection:
        words = dict(connection.execute("SELECT row_id, comment FROM ticket").fetchall())
    rows = []
    for at in range(size):
        row: dict[str, Any] = {name: values[at] for name, values in texts.items()}
        row["reopen_count"] = None if count[at] != count[at] else count[at]
        row["extra"] = {a: c.labels[c.codes[at]] for a, c in extras.items() if c.codes[at] >= 0}
        row["comment"] = words[int(ids[at])]
        assert letters[at] == len(row["comment"] or "")
        rows.append(said(row))
    return Counter(rows)


def check_fresh(desk: Desk, model: Model, place: Path) -> None:
    """The content hash is that of a workspace which never saw anything but the live imports."""
    fresh = Desk(place, "fresh")
    try:
        for batch, (rows, names) in model.live.items():
            fresh.put("ticket", rows, file=f"live {batch}", given=names)
        assert batches.content_hash(fresh.database) == batches.content_hash(desk.database)
        desk.reopen()
        assert batches.content_hash(fresh.database) == batches.content_hash(desk.database)
    finally:
        fresh.database.close()


@settings(max_examples=often(5, 15), deadline=None, suppress_health_check=list(HealthCheck))
@given(files=st.lists(FILES, min_size=4, max_size=4), steps=STEPS, late=st.lists(st.booleans(), min_size=9, max_size=9))
def test_the_same_holds_while_comments_wait_to_be_indexed(
    files: list[tuple[tuple[str, ...], list[Row]]], steps: list[tuple[str, int]], late: list[bool]
) -> None:
    with tempfile.TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        patch.setattr(search_index, "INDEX_AT_ONCE", 0)
        patch.setattr(search_index, "STEP", 2)
        desk, model = Desk(Path(place)), Model()
        try:
            for (step, which), now in zip(steps, late, strict=False):
                take(desk, model, step, which, files)
                if now:
                    comments.index_waiting(desk.database)
                    check(desk, model)
            comments.index_waiting(desk.database)
            check(desk, model)
        finally:
            desk.database.close()


# Surveys with several answers per row, whose unknown columns only the first answer carries

PEOPLE = ("a", "b", "c", "d")


def surveys() -> st.SearchStrategy[list[Row]]:
    person = st.tuples(
        st.sampled_from(PEOPLE), st.sampled_from([("Q1",), ("Q1", "Q2"), ("Q2", "Q3"), ("Q1", "Q2", "Q3")]),
        st.sampled_from([1.0, 9.0]), st.sampled_from(["N", "S", "E", "W", None]),
    )  # fmt: skip
    return st.lists(person, max_size=4, unique_by=lambda one: one[0]).map(_wide)


def _wide(people: list[tuple[str, tuple[str, ...], float, str | None]]) -> list[Row]:
    rows = []
    for line, (person, questions, score, region) in enumerate(people, start=2):
        for at, question in enumerate(questions):
            extra = {"Region": region} if region and not at else {}
            rows.append(answer(person, score, line=line, question=question, extra=extra))
    return rows


@settings(max_examples=often(13, 40), deadline=None, suppress_health_check=list(HealthCheck))
@given(files=st.lists(surveys(), min_size=4, max_size=4), steps=STEPS, most=st.sampled_from([2, 1000]))
def test_columns_follow_the_rows_through_every_history(
    files: list[list[Row]], steps: list[tuple[str, int]], most: int
) -> None:
    """However often answers pass between imports, the kept columns are those that the rows give."""
    with tempfile.TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        patch.setattr(encoding, "MANY_VALUES", most)
        desk = Desk(Path(place))
        live: list[int] = []
        try:
            for step, which in steps:
                if step == "import":
                    counts = desk.put("answer", files[which], file=f"{which}.csv")
                    live += [] if counts.known else [counts.batch or 0]
                elif live:
                    batches.undo(desk.database, live.pop(which % len(live)), backup=False)
                assert checking.problems(desk.database) == []
        finally:
            desk.database.close()
