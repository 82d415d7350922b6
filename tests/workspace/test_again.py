"""The same rows again, however they come, and any import taken back: the workspace is as if each row had come once."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

import pytest

from cxdesk.domain.filters import Condition
from cxdesk.domain.kinds import kind as kind_named
from cxdesk.domain.query import Query
from cxdesk.intake.completing import Keys
from cxdesk.intake.doubts import answer, apply_options
from cxdesk.intake.inspection import TableView
from cxdesk.intake.mapping import Mapping
from cxdesk.store import batches
from cxdesk.workspace.handover import own_files
from cxdesk.workspace.importing import (
    ImportOptions,
    ImportReport,
    TableChoice,
    commit,
    import_files,
    inspect_files,
    prepare,
)
from cxdesk.workspace.typed.keeping import Edit
from cxdesk.workspace.workspace import Workspace
from tests.benchmarks.data import write_survey

Rows = list[list[str]]
HEADS = ["Date", "Score", "Shop", "Comment"]
WORDS = ("très bien", "l'accueil, puis rien", 'un "vrai" plaisir', "Straße", "", "lent\nmais poli", "merci")


def month(number: int, n: int = 60) -> Rows:
    """Answers of one month without any id, some of which are alike in everything."""
    chance = Random(number)
    return [
        [f"2026-{number:02d}-{chance.randint(1, 28):02d}", str(at % 11), chance.choice(("Lyon", "Cluj")), WORDS[at % 7]]
        for at in range(n)
    ]


def text(path: Path, rows: Rows, encoding: str = "utf-8", **dialect: object) -> Path:
    buffer = io.StringIO(newline="")
    out = csv.writer(buffer, **dialect)  # type: ignore[arg-type]
    out.writerow(HEADS)
    out.writerows(rows)
    path.write_bytes(buffer.getvalue().encode(encoding))
    return path


def book(path: Path, rows: Rows, typed: bool = False) -> Path:
    from openpyxl import Workbook

    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(HEADS)
    for row in rows:
        sheet.append([row[0], int(row[1]) if typed else row[1], *row[2:]])
    made.save(path)
    return path


def view_of(view: TableView) -> TableView:
    view = apply_options(view, questions=("Score=nps:0-10",))
    while view.open_doubts:
        asked = view.open_doubts[0]
        view = answer(view, asked.id, asked.proposed or asked.choices[0].id)
    return view


def bring(workspace: Workspace, path: Path) -> ImportReport:
    with own_files():
        (found,) = inspect_files([path])
        assert found.error is None, found.error
        choices = [TableChoice(found, view_of(view), at) for at, view in enumerate(found.tables)]
        ((report,), _changes) = commit(workspace, prepare(workspace, choices))
    assert report.rows.adds_up
    return report


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "work.cxdesk") as made:
        yield made


def only(folder: Path, *files: Path) -> str:
    """The content hash of a workspace that never saw anything but these files."""
    with Workspace.create(folder / f"only {len(list(folder.iterdir()))}.cxdesk") as fresh:
        for path in files:
            bring(fresh, path)
        return fresh.content_hash()


AGAIN: dict[str, Callable[[Path, Rows], Path]] = {
    "renamed": lambda folder, rows: text(folder / "other name.csv", rows),
    "all in quotation marks": lambda folder, rows: text(folder / "q.csv", rows, quoting=csv.QUOTE_ALL),
    "semicolons": lambda folder, rows: text(folder / "s.csv", rows, delimiter=";", lineterminator="\n"),
    "utf-16": lambda folder, rows: text(folder / "u.txt", rows, "utf-16", delimiter="\t"),
    "cp1252": lambda folder, rows: text(folder / "w.csv", rows, "cp1252", delimiter=";"),
    "a workbook": lambda folder, rows: book(folder / "b.xlsx", rows),
    "a workbook of numbers": lambda folder, rows: book(folder / "n.xlsx", rows, typed=True),
    "shuffled": lambda folder, rows: text(folder / "m.csv", Random(4).sample(rows, len(rows))),
}


class TestTheSameAgain:
    def test_the_same_file_five_times(self, workspace: Workspace, tmp_path: Path) -> None:
        path = text(tmp_path / "may.csv", month(5))
        assert bring(workspace, path).rows.new == 60
        before = workspace.content_hash()
        for _turn in range(4):
            again = bring(workspace, path).rows
            assert (again.new, again.updated, again.unchanged) == (0, 0, 60)
        assert workspace.content_hash() == before == batches.content_text(workspace.database)

    def test_saved_in_other_ways(self, workspace: Workspace, tmp_path: Path) -> None:
        bring(workspace, text(tmp_path / "may.csv", month(5)))
        before = workspace.content_hash()
        for how, write in AGAIN.items():
            rows = bring(workspace, write(tmp_path, month(5))).rows
            assert (rows.new, rows.updated, rows.unchanged) == (0, 0, 60), how
        assert workspace.content_hash() == before == batches.content_text(workspace.database)

    def test_overlapping_months_add_only_what_is_new(self, workspace: Workspace, tmp_path: Path) -> None:
        exports = [(1, 2), (2, 3), (3, 4)]
        new = []
        for at, months in enumerate(exports):
            rows = [row for number in months for row in month(number)]
            new.append(bring(workspace, text(tmp_path / f"{at}.csv", rows)).rows.new)
        assert new == [120, 60, 60]
        everything = [row for number in (1, 2, 3, 4) for row in month(number)]
        assert workspace.content_hash() == only(tmp_path, text(tmp_path / "all.csv", everything))

    def test_honest_twins_are_counted_not_dropped(self, workspace: Workspace, tmp_path: Path) -> None:
        twin = ["2026-05-03", "9", "Lyon", "merci"]
        assert bring(workspace, text(tmp_path / "a.csv", [*month(5), twin, twin])).rows.new == 62
        assert bring(workspace, text(tmp_path / "b.csv", [twin, *month(5), twin])).rows.new == 0
        more = bring(workspace, text(tmp_path / "c.csv", [twin, twin, twin, *month(6)])).rows
        assert (more.new, more.unchanged) == (61, 2)


class TestTakenBack:
    def test_in_the_middle_of_the_history(self, workspace: Workspace, tmp_path: Path) -> None:
        """Whatever was done in between: questions asked, a line typed in, the workspace closed and opened again."""
        files = [
            text(tmp_path / "a.csv", [*month(1), *month(2)]),
            text(tmp_path / "b.csv", [*month(2), *month(3)]),
            text(tmp_path / "c.csv", [*month(3), *month(1, 20)]),
        ]
        numbers = [bring(workspace, path).batch or 0 for path in files]
        workspace.board(Query(filters=(Condition.parse("Shop=Lyon"),)))
        workspace.set_setting("min_show", 3)
        typed, _changes = workspace.save_typed(
            "cost", Edit(put=[("", {"from": "2026-03", "category": "acquisition", "amount": "12"})])
        )
        path = workspace.path
        workspace.close()
        with Workspace.open(path) as again:
            again.undo(numbers[1])
            again.undo(typed.batch or 0)
            assert again.content_hash() == batches.content_text(again.database) == only(tmp_path, files[0], files[2])
            again.undo(numbers[0])
            assert again.content_hash() == batches.content_text(again.database) == only(tmp_path, files[2])
            assert bring(again, files[1]).rows.new == 60
            assert again.content_hash() == only(tmp_path, files[2], files[1])

    @pytest.mark.long
    def test_half_a_million_rows_within_ten_seconds(self, workspace: Workspace, tmp_path: Path) -> None:
        bring(workspace, text(tmp_path / "a.csv", month(1)))
        before = workspace.content_hash()
        large = bring(workspace, write_survey(tmp_path / "survey.csv", 500_000))
        assert large.rows.new == 500_000
        bring(workspace, text(tmp_path / "b.csv", month(2)))
        started = time.process_time()
        workspace.undo(large.batch or 0)
        spent = time.process_time() - started
        print(f"undone in {spent:.1f} s of processor time")
        assert spent < 10
        assert workspace.content_hash() != before
        assert workspace.content_hash() == batches.content_text(workspace.database)


def test_the_rows_of_these_tests_hold_twins() -> None:
    """Else nothing here would try them."""
    rows: Sequence[tuple[str, ...]] = [tuple(row) for number in (1, 2, 3, 4) for row in month(number, 400)]
    assert len(set(rows)) < len(rows)


class TestOrdersOfWhichOnlyALaterFileHasSeveralRows:
    """Nobody is asked what rows of one id are while every id comes once; the answer to a later file holds for both."""

    HEADS = "Order ID,Order date,Customer email,Status,Amount"
    JULY = ("1,2026-07-01,a@example.org,paid,20", "2,2026-07-02,b@example.org,open,35", "3,2026-07-03,c@x.org,open,9")
    AUGUST = (
        *("2,2026-07-02,b@example.org,open,35", "2,2026-08-01,b@example.org,paid,35"),
        *("3,2026-07-03,c@x.org,open,9", "3,2026-08-02,c@x.org,cancelled,9", "4,2026-08-04,d@example.org,paid,80"),
    )

    def brought(self, workspace: Workspace, folder: Path, rows: Sequence[str], said: str) -> ImportReport:
        path = folder / f"{len(rows)}{said}.csv"
        path.write_text("\n".join((self.HEADS, *rows)) + "\n")
        with own_files():
            options = ImportOptions(kind="order", answers=(f"repeat={said}",) if said else ())
            (report,) = import_files(workspace, [path], options)
        assert report.error is None
        assert report.rows.adds_up
        return report

    @pytest.mark.parametrize(("said", "new", "updated"), [("last", 1, 4), ("lines", 3, 0)])
    def test_the_orders_of_the_first_file_are_met_again(
        self, workspace: Workspace, tmp_path: Path, said: str, new: int, updated: int
    ) -> None:
        assert self.brought(workspace, tmp_path, self.JULY, "").rows.new == 3
        rows = self.brought(workspace, tmp_path, self.AUGUST, said).rows
        assert (rows.new, rows.updated) == (new, updated)
        again = self.brought(workspace, tmp_path, self.AUGUST, said).rows
        assert (again.new, again.updated) == (0, 0)

    def test_and_the_other_way_about(self, workspace: Workspace, tmp_path: Path) -> None:
        self.brought(workspace, tmp_path, self.AUGUST, "last")
        rows = self.brought(workspace, tmp_path, self.JULY, "").rows
        assert (rows.new, rows.updated) == (1, 2)


@pytest.mark.parametrize("numbered", [True, False])
def test_the_first_row_of_a_key_has_one_hash_whatever_the_others_are(numbered: bool) -> None:
    """Of kinds whose rows of one key are lines, and of those whose rows are later states."""
    kind = kind_named("order" if numbered else "ticket")
    fields = {kind.key[0]: ["a", "b", "a", "c"]}
    made = [
        Keys(kind, Mapping(kind.name, (), options={"repeat": said})).hashes(fields, [1, 2, 3, 4])
        for said in ("lines", "last")
    ]
    lines, last = map(list, made)
    assert [lines[at] for at in (0, 1, 3)] == [last[at] for at in (0, 1, 3)]
    assert last[2] == last[0] != lines[2]
    assert len(set(lines)) == 4
