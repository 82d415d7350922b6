"""Which past values moved: late rows, changed rows, imports taken back, another definition; each with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cxdesk.domain.errors import NotFound
from cxdesk.domain.query import Query
from cxdesk.domain.restatement import Moved, Restatement
from cxdesk.store import figures
from cxdesk.store.batches import merge_all
from cxdesk.workspace.workspace import Workspace
from tests.analysis.answers import nps, workspace
from tests.cases import stored


def january() -> list[dict[str, Any]]:
    """Ten promoters in January, ten in February."""
    first = [nps(f"j{at}", "2025-01-10", 10, "Team") for at in range(10)]
    return first + [nps(f"f{at}", "2025-02-10", 10, "Team") for at in range(10)]


def bring(desk: Workspace, folder: Path, name: str, rows: list[dict[str, Any]]) -> int:
    """Import rows of the recommendation question as a file of that name; its import's number."""
    path = folder / name
    ((spec, same),) = stored.questions(rows).items()
    stored.write(path, same, spec.partition("=")[0])
    fields = {field: field for field in ("response", "customer", "submitted_at")}
    imported = stored.read(path, folder / path.stem, "answer", [spec], "UTC", fields)
    ((counts,), _changes) = merge_all(desk.database, [imported])
    assert counts.batch is not None
    return counts.batch


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Workspace]:
    with workspace(tmp_path, january()) as made:
        yield made


def nps_of(found: Restatement) -> dict[str, Moved]:
    """Month → what moved of the score."""
    return {one.month.start.strftime("%Y-%m"): one for one in found.moved if one.metric == "nps"}


def test_the_first_import_moves_nothing(desk: Workspace) -> None:
    found = desk.restatement()
    assert (found.known, found.moved) == (False, ())


def test_late_rows_move_a_past_month_and_the_file_is_named(desk: Workspace, tmp_path: Path) -> None:
    """January: 10 promoters; 10 late detractors make it 0. March is new and moved nothing."""
    late = [nps(f"l{at}", "2025-01-20", 0, "Team") for at in range(10)]
    fresh = [nps(f"m{at}", "2025-03-10", 0, "Team") for at in range(5)]
    batch = bring(desk, tmp_path, "march.csv", late + fresh)
    found = desk.restatement()
    moved = nps_of(found)
    assert set(moved) == {"2025-01"}
    one = moved["2025-01"]
    assert one.before is not None
    assert one.after is not None
    assert (one.before.value, one.before.n, one.after.value, one.after.n) == (100, 10, 0, 20)
    assert one.delta == -100
    assert [(why.type, why.batch, why.file, why.rows) for why in one.causes] == [("late_rows", batch, "march.csv", 10)]
    assert [(why.type, why.batch) for why in found.changes] == [("imported", batch)]


def test_rows_given_otherwise_move_the_months_where_they_were_and_are(desk: Workspace, tmp_path: Path) -> None:
    """Two answers of January are corrected: one to 0, one to another month."""
    changed = [
        {**nps("j0", "2025-01-10", 0, "Team")},
        {**nps("j1", "2025-02-11", 10, "Team"), "response": "j1-2025-01-10"},
    ]
    batch = bring(desk, tmp_path, "corrected.csv", changed)
    moved = nps_of(desk.restatement(batch))
    assert set(moved) == {"2025-01", "2025-02"}
    january_, february = moved["2025-01"], moved["2025-02"]
    assert january_.after is not None
    assert (january_.after.value, january_.after.n) == (pytest.approx(100 * (8 - 1) / 9), 9)
    assert [(why.type, why.batch, why.rows) for why in january_.causes] == [("changed_rows", batch, 2)]
    assert february.after is not None
    assert february.after.n == 11
    assert [(why.type, why.rows) for why in february.causes] == [("changed_rows", 1)]


def test_an_import_taken_back_moves_them_back(desk: Workspace, tmp_path: Path) -> None:
    batch = bring(desk, tmp_path, "late.csv", [nps(f"l{at}", "2025-01-20", 0, "Team") for at in range(10)])
    desk.undo(batch)
    found = desk.restatement()
    one = nps_of(found)["2025-01"]
    assert one.before is not None
    assert one.after is not None
    assert (one.before.value, one.after.value) == (0, 100)
    assert [(why.type, why.batch, why.file) for why in one.causes] == [("undone", batch, "late.csv")]
    assert found.at, "figures were kept when it was taken back"
    again = desk.restatement(batch)
    assert nps_of(again).keys() == nps_of(found).keys()


def test_another_definition_moves_every_month_it_touches(tmp_path: Path) -> None:
    rows = [*january(), nps("j0", "2025-01-02", 0, "Team")]
    with workspace(tmp_path, rows) as desk:
        desk.pin("nps", {"dedupe": "all"})
        found = desk.restatement()
        assert set(nps_of(found)) == {"2025-01"}, "in February every customer answered once"
        one = nps_of(found)["2025-01"]
        assert [(why.type, why.note) for why in one.causes] == [("definition", "nps@1 → nps@2")]
        assert one.after is not None
        assert (one.after.n, one.after.version) == (11, 2)


def test_what_moved_since_a_day_or_since_an_import(desk: Workspace, tmp_path: Path) -> None:
    first = bring(desk, tmp_path, "one.csv", [nps("a", "2025-01-20", 0, "Team")])
    second = bring(desk, tmp_path, "two.csv", [nps("b", "2025-01-21", 0, "Team")])
    last, both = nps_of(desk.restatement())["2025-01"], nps_of(desk.restatement(first))["2025-01"]
    assert last.before is not None
    assert both.before is not None
    assert (last.before.n, both.before.n) == (11, 10)
    assert [why.batch for why in last.causes] == [second]
    assert [why.batch for why in both.causes] == [first, second]
    assert nps_of(desk.restatement(since=date(2100, 1, 1))) == {}


def test_figures_that_were_kept_give_what_a_copy_would(desk: Workspace, tmp_path: Path) -> None:
    desk.keep_figures()
    batch = bring(desk, tmp_path, "late.csv", [nps("a", "2025-01-20", 0, "Team")])
    kept = desk.restatement(batch)
    with desk.database.write("test") as transaction:
        transaction.execute("DELETE FROM figure")
        transaction.execute("DELETE FROM shown")
    copied = desk.restatement(batch)
    assert kept.at
    assert not copied.at
    assert kept.moved == copied.moved


def test_the_running_month_is_said_to_have_run(tmp_path: Path) -> None:
    with workspace(tmp_path, january()) as desk:
        bring(desk, tmp_path, "more.csv", [nps("x", "2025-02-20", 0, "Team")])
        one = nps_of(desk.restatement())["2025-02"]
        assert one.running, "the data reached 10 February then"


def test_imports_that_never_were_or_left_nothing(desk: Workspace, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        desk.restatement(99)
    batch = bring(desk, tmp_path, "late.csv", [nps("a", "2025-01-20", 0, "Team")])
    desk.undo(batch)
    with desk.database.write("test") as transaction:
        transaction.execute("DELETE FROM figure")
        transaction.execute("DELETE FROM shown")
    with pytest.raises(NotFound):
        desk.restatement(batch)


def test_asking_changes_nothing_and_leaves_nothing_behind(
    desk: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    bring(desk, tmp_path, "late.csv", [nps("a", "2025-01-20", 0, "Team")])
    state, content = desk.state, desk.content_hash()
    desk.restatement()
    assert (desk.state, desk.content_hash()) == (state, content)
    assert list(place.iterdir()) == []


def test_an_import_computes_no_figures(desk: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr("cxdesk.analysis.restating.month_figures", lambda *given: asked.append(given))
    bring(desk, tmp_path, "late.csv", [nps("a", "2025-01-20", 0, "Team")])
    assert asked == []


def test_closing_a_workspace_that_was_looked_at_computes_no_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A window must be gone at once; what an import changed is found again from a copy when somebody asks."""
    asked: list[object] = []
    with workspace(tmp_path, january()) as desk:
        desk.board(Query())
        monkeypatch.setattr("cxdesk.analysis.restating.month_figures", lambda *given: asked.append(given))
    assert asked == []


def test_figures_are_kept_before_a_decision_and_never_in_a_file_opened_for_reading(tmp_path: Path) -> None:
    with workspace(tmp_path, january()) as desk:
        desk.pin("nps", {"dedupe": "all"})
        path = desk.path
    with Workspace.open(path, read_only=True) as again:
        (kept,) = figures.shown(again.database)
        assert kept.known.batches == (1,)
        values = {(one.metric, one.month): one.value for one in figures.figures(again.database, kept.state)}
        assert values["nps", "2025-01-01"] == 100
        again.keep_figures()  # cannot be written: nothing happens


def test_only_the_last_states_are_kept(desk: Workspace) -> None:
    for number in range(figures.KEPT + 3):
        desk.set_setting("min_show", 5 + number % 2)
        desk.keep_figures()
    kept = figures.shown(desk.database)
    assert len(kept) == figures.KEPT
    assert kept[0].state == desk.state
    assert figures.figures(desk.database, kept[-1].state)
    with desk.database.reader() as connection:
        states = connection.execute("SELECT count(DISTINCT state) FROM figure").fetchone()
    assert states == (figures.KEPT,)
