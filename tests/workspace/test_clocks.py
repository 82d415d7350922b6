"""Times to the end: what was written becomes an instant in UTC, what was assumed stays with the import, and no row
vanishes when clocks change.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import ClassVar
from zoneinfo import ZoneInfo

import pytest

from cxdesk.domain.periods import Grain
from cxdesk.domain.query import Query
from cxdesk.intake.doubts import apply_options
from cxdesk.workspace.cells_written import with_cells
from cxdesk.workspace.handover import own_files
from cxdesk.workspace.importing import ImportReport, TableChoice, commit, inspect_files, prepare
from cxdesk.workspace.workspace import Workspace
from tests.intake.looking import write

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "work.cxdesk") as made:
        made.set_setting("zone", "Europe/Paris")
        yield made


def bring(workspace: Workspace, folder: Path, cells: Sequence[str]) -> ImportReport:
    """Import answers with these dates; the score is the row's number modulo 11."""
    path = write(folder / "s.csv", ["Date", "Score"], [[cell, at % 11] for at, cell in enumerate(cells)])
    with own_files():
        (found,) = inspect_files([path])
        view = apply_options(found.tables[0], questions=("Score=nps:0-10",), maps=("submitted_at=Date",))
        ((report,), _changes) = commit(workspace, prepare(workspace, [TableChoice(found, view)]))
    assert report.rows.adds_up
    return report


def stored(workspace: Workspace) -> list[datetime | None]:
    """The instants as the file of the workspace holds them, in the order of the rows."""
    with closing(sqlite3.connect(workspace.path)) as base:
        rows = base.execute("SELECT submitted_at, typeof(submitted_at) FROM answer ORDER BY line").fetchall()
    assert {kind for _value, kind in rows} <= {"integer", "null"}
    return [None if value is None else EPOCH + timedelta(microseconds=value) for value, _kind in rows]


def utc(*texts: str) -> list[datetime]:
    return [datetime.fromisoformat(text).replace(tzinfo=UTC) for text in texts]


def per_day(workspace: Workspace) -> dict[date, int]:
    """How many answers each day has, as the product counts them."""
    (found,) = workspace.metrics(Query(metrics=("nps",), grain=Grain.DAY), by_grain=True)
    return {date.fromisoformat(group["period"]["from"]): group["n"] for group in found["groups"] if group["n"]}


class TestWhenClocksChange:
    SPRING = [f"2025-03-30 {hour:02d}:{minute:02d}:00" for hour in range(24) for minute in (0, 30)]
    AUTUMN = [f"2025-10-26 {hour:02d}:{minute:02d}:00" for hour in range(24) for minute in (0, 30)]
    AROUND = ["2025-03-29 23:59:59", "2025-03-31 00:00:00", "2025-10-25 23:59:59", "2025-10-27 00:00:00"]

    def test_every_row_stays_on_its_day(self, workspace: Workspace, tmp_path: Path) -> None:
        cells = [*self.SPRING, *self.AUTUMN, *self.AROUND]
        report = bring(workspace, tmp_path, cells)
        assert report.rows.new == report.rows.read == len(cells)
        assert per_day(workspace) == Counter(date.fromisoformat(cell[:10]) for cell in cells)

    def test_the_hour_that_was_skipped_is_named_with_its_text(self, workspace: Workspace, tmp_path: Path) -> None:
        report = bring(workspace, tmp_path, self.SPRING)
        assert [(one["code"], one["row"], one["value"]) for one in workspace_rejects(workspace, report)] == [
            ("time_skipped", 6, "2025-03-30 02:00:00"),
            ("time_skipped", 7, "2025-03-30 02:30:00"),
        ]
        assert stored(workspace)[3:7] == utc(
            "2025-03-30T00:30", "2025-03-30T01:00", "2025-03-30T01:30", "2025-03-30T01:00"
        )

    def test_the_hour_that_came_twice_is_counted(self, workspace: Workspace, tmp_path: Path) -> None:
        report = bring(workspace, tmp_path, self.AUTUMN)
        assert report.adjusted == {"time_twice": 2}
        assert report.rejects == []
        assert stored(workspace)[3:7] == utc(
            "2025-10-25T23:30", "2025-10-26T00:00", "2025-10-26T00:30", "2025-10-26T02:00"
        )

    def test_offsets_say_which_of_the_two_it_was(self, workspace: Workspace, tmp_path: Path) -> None:
        cells = [
            "2025-10-26T02:30:00+02:00",
            "2025-10-26T02:30:00+01:00",
            "2025-10-26T02:30:00Z",
            "2025-10-26T02:30:00",
        ]
        bring(workspace, tmp_path, cells * 5)
        assert stored(workspace)[:4] == utc(
            "2025-10-26T00:30", "2025-10-26T01:30", "2025-10-26T02:30", "2025-10-26T00:30"
        )


class TestWhatWasAssumed:
    def test_the_zone_and_the_layout_stay_with_the_import(self, workspace: Workspace, tmp_path: Path) -> None:
        """So that what was written can be written again from what is stored, to the second."""
        cells = [f"{day:02d}/0{month}/2026 {day % 24:02d}:{day:02d}" for month in (1, 7) for day in range(1, 29)]
        report = bring(workspace, tmp_path, cells)
        with closing(sqlite3.connect(workspace.path)) as base:
            ((zone, mapping),) = base.execute(
                "SELECT zone, mapping FROM batch WHERE id = ?", (report.batch,)
            ).fetchall()
        (use,) = [use for use in json.loads(mapping)["columns"] if use["field"] == "submitted_at"]
        assert (zone, use["heading"]) == ("Europe/Paris", "Date")
        again = [moment.astimezone(PARIS).strftime(use["layout"]) for moment in stored(workspace) if moment is not None]
        assert again == cells

    def test_a_zone_changed_later_moves_nothing_that_is_stored(self, workspace: Workspace, tmp_path: Path) -> None:
        bring(workspace, tmp_path, ["2026-01-01 00:30:00"] * 3)
        before, hashed = stored(workspace), workspace.content_hash()
        workspace.set_setting("zone", "Asia/Tokyo")
        assert (stored(workspace), workspace.content_hash()) == (before, hashed)
        assert per_day(workspace) == {date(2026, 1, 1): 3}


class TestWhatWasWritten:
    """Each instant can be shown as the cell it was read from, letter by letter."""

    def written(self, workspace: Workspace) -> list[str]:
        with closing(sqlite3.connect(workspace.path)) as base:
            ids = [int(row_id) for (row_id,) in base.execute("SELECT row_id FROM answer ORDER BY line")]
        found = with_cells(workspace, [{"kind": "answer", "row_id": row_id} for row_id in ids])
        return [row["written"].get("Date", "") for row in found]

    MANY = (
        *(f"2025-{month:02d}-{day:02d}T{day:02d}:30:0{month % 10}" for month in range(1, 13) for day in range(1, 24)),
    )
    SORTS: ClassVar = {
        "in full": [f"2025-07-{1 + at % 28:02d} 10:{at % 60:02d}:05" for at in range(700)],
        "with gaps": [f"2025-07-{1 + at % 28:02d} 10:{at % 60:02d}" if at % 3 else "" for at in range(700)],
        "mixed": ["2026-03-01T10:00:00Z", "2026-03-01T10:00:00+02:00", "2026-3-1 10:00", *MANY] * 3,
        "with offsets": [cell + ("+02:00" if at % 2 else "-05:00") for at, cell in enumerate(MANY)],
        "twice and never": [*TestWhenClocksChange.SPRING, *TestWhenClocksChange.AUTUMN],
        "in words": [f"{1 + at % 28} July 2026 at 9:{10 + at % 50} am" for at in range(60)],
    }

    @pytest.mark.parametrize("cells", SORTS.values(), ids=SORTS.keys())
    def test_every_instant_has_its_cell(self, workspace: Workspace, tmp_path: Path, cells: list[str]) -> None:
        bring(workspace, tmp_path, cells)
        assert self.written(workspace) == cells

    def test_cells_written_in_full_cost_a_line_for_all_of_them(self, workspace: Workspace, tmp_path: Path) -> None:
        bring(workspace, tmp_path, self.SORTS["in full"] * 4)
        with closing(sqlite3.connect(workspace.path)) as base:
            assert base.execute("SELECT first, last, form, texts FROM written").fetchall() == [
                (2, 2801, "%Y-%m-%d %H:%M:%S", None)
            ]

    def test_the_later_import_has_the_word_until_it_is_taken_back(self, workspace: Workspace, tmp_path: Path) -> None:
        heads, score = ["Answer id", "Date", "Score"], ("Score=nps:0-10",)
        for name, cell in (("one.csv", "2026-03-01T10:00:00Z"), ("two.csv", "2026-03-01 12:00:00")):
            path = write(tmp_path / name, heads, [[f"a{at}", cell, at] for at in range(5)])
            with own_files():
                (found,) = inspect_files([path])
                maps = ("submitted_at=Date", "response=Answer id")
                view = apply_options(found.tables[0], questions=score, maps=maps)
                ((report,), _changes) = commit(workspace, prepare(workspace, [TableChoice(found, view)]))
            assert report.rows.updated == (5 if name == "two.csv" else 0)
            assert self.written(workspace) == [cell] * 5
        workspace.undo(report.batch or 0)
        assert self.written(workspace) == ["2026-03-01T10:00:00Z"] * 5
        workspace.undo(1)
        with closing(sqlite3.connect(workspace.path)) as base:
            assert base.execute("SELECT count(*) FROM written").fetchone() == (0,)


class TestTheEdgesOfTime:
    def test_the_first_and_the_last_year(self, workspace: Workspace, tmp_path: Path) -> None:
        cells = ["0001-01-01 00:00:00", "9999-12-31 23:59:59", "1900-02-28 12:00:00", *["2026-05-01 10:00:00"] * 30]
        report = bring(workspace, tmp_path, [*cells, "1900-02-29 12:00:00"])
        assert report.rows.new == 34
        assert [one["value"] for one in workspace_rejects(workspace, report)] == ["1900-02-29 12:00:00"]
        found = stored_micros(workspace)
        assert found[1] == (datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC) - EPOCH - timedelta(hours=1)) // timedelta(
            microseconds=1
        )
        assert found[0] is not None
        assert abs(found[0] - (datetime(1, 1, 1, tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)) < 3_600_000_000
        assert found[-1] is None
        assert workspace.board(Query()).cards

    def test_the_first_week_of_a_year_begins_on_its_monday(self, workspace: Workspace, tmp_path: Path) -> None:
        cells = ["2024-12-29 12:00:00", "2024-12-30 12:00:00", "2025-01-05 23:59:59", "2025-01-06 00:00:00"]
        bring(workspace, tmp_path, cells)
        (found,) = workspace.metrics(Query(metrics=("nps",), grain=Grain.WEEK), by_grain=True)
        counted = {group["period"]["from"]: group["n"] for group in found["groups"] if group["n"]}
        assert counted == {"2024-12-23": 1, "2024-12-30": 2, "2025-01-06": 1}


def workspace_rejects(workspace: Workspace, report: ImportReport) -> list[dict[str, object]]:
    return [{**one, "row": one["line"]} for one in workspace.rejects(report.batch or 0)]


def stored_micros(workspace: Workspace) -> list[int | None]:
    with closing(sqlite3.connect(workspace.path)) as base:
        return [value for (value,) in base.execute("SELECT submitted_at FROM answer ORDER BY line")]
