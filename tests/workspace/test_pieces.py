"""A large text file that several children read in pieces becomes exactly what one child makes of it."""

from __future__ import annotations

import dataclasses
import io
import itertools
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cxdesk.domain.errors import CXDeskError, FileRefused, ImportStopped
from cxdesk.intake import guard, pieces
from cxdesk.intake.blocks import NotInPieces
from cxdesk.intake.inspection import Inspection
from cxdesk.intake.readers.csv import CHUNK
from cxdesk.intake.sniff import sniff
from cxdesk.store import batches
from cxdesk.system.progress import Cancelled, Progress
from cxdesk.workspace import child, direct, handover, importing
from cxdesk.workspace.importing import ImportOptions, import_files
from cxdesk.workspace.workspace import Workspace

SIZE = 14_000  # rows, about a megabyte: more than a dozen chunks
SCORED = ImportOptions(questions=("Score=nps:0-10",))
LAST_COUNTS = ImportOptions(questions=("Score=nps:0-10",), answers=("repeat:0=last",))
HEAD = "Id,Customer,Date,Score,Shop,Comment\n"


def line(at: int, score: object = None, comment: str = "Everything was fine and quick", day: str = "") -> str:
    day = day or f"2026-{at % 12 + 1:02d}-{at % 28 + 1:02d} 10:{at % 60:02d}:00"
    return f"R{at},C{at % 900},{day},{at % 11 if score is None else score},Shop {at % 7},{comment}\n"


def plain() -> str:
    return HEAD + "".join(line(at) for at in range(SIZE))


def multiline() -> str:
    texts = ('"two\nlines, here"', '"he said ""no"""', '"a\n\nb\n"', "none")
    return HEAD + "".join(line(at, comment=texts[at % 4]) for at in range(SIZE))


def windows() -> str:
    return plain().replace("\n", "\r\n")


def holes() -> str:
    """Blank lines, short and long rows, unreadable cells, a repeated heading, remarks at the end."""
    lines = [line(at) for at in range(SIZE)]
    for at in range(50, SIZE, 700):
        lines[at] = "\n"
        lines[at + 1] = f"R{at + 1},C1,2026-01-02 10:00:00,7\n"
        lines[at + 2] = line(at + 2, comment="too,many,cells")
        lines[at + 3] = line(at + 3, score=99)
        lines[at + 4] = line(at + 4, day="whenever")
        lines[at + 5] = line(at + 5, comment='a 5" screen')
    lines[5000] = HEAD
    return HEAD + "".join(lines) + "\n\nTotal,,,,,\nexported by the shop,,,,,\n"


def repeated() -> str:
    """The same answer comes again in another piece, once as it was and once otherwise."""
    lines = [line(at) for at in range(SIZE)]
    return HEAD + "".join([*lines, *lines[:20], *(line(at, score=3) for at in range(500, 520))])


def without_ids() -> str:
    """Identical rows are told apart by how often they came: that needs the rows before."""
    rows = (row.split(",", 1)[1] for row in plain().splitlines(keepends=True))
    return "".join(rows)


def lone_mark() -> str:
    """A quotation mark that never closes, and later a comment over two lines: marks cannot be paired by counting."""
    lines = [line(at) for at in range(SIZE)]
    lines[700] = line(700, comment='"never closed')
    for at in range(3000, SIZE, 3):
        lines[at] = line(at, comment='"over\ntwo lines"')
    return HEAD + "".join(lines)


def many_refused() -> str:
    return HEAD + "".join(line(at, day="soon" if at % 12 in (5, 6) else "") for at in range(SIZE))


def old_line_ends() -> str:
    lines = plain().splitlines(keepends=True)
    return "".join(row.replace("\n", "\r") if at % 50 == 7 else row for at, row in enumerate(lines))


FILES: dict[str, Callable[[], str]] = {
    made.__name__: made
    for made in (plain, multiline, windows, holes, repeated, without_ids, lone_mark, many_refused, old_line_ends)
}
READ_WHOLE = {"without_ids", "many_refused", "old_line_ends", "lone_mark"}


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Small files count as large; how many children were asked to convert each time."""
    monkeypatch.setattr(pieces, "LEAST", 1)
    found: list[int] = []
    for module in (direct, handover):
        real = handover.ask_children

        def ask(jobs: Any, *more: Any, real: Any = real, **named: Any) -> Any:
            if jobs[0]["job"] == "convert":
                found.append(len(jobs))
            return real(jobs, *more, **named)

        monkeypatch.setattr(module, "ask_children", ask)
    return found


def use(monkeypatch: pytest.MonkeyPatch, helpers: int) -> None:
    for module in (direct, importing):
        monkeypatch.setattr(module, "processors", lambda: helpers)


def everything(workspace: Workspace, file: Path, options: ImportOptions) -> dict[str, Any]:
    """All that an import leaves behind and says."""
    (report,) = import_files(workspace, [file], options)
    with workspace.database.reader() as connection:
        rows = connection.execute("SELECT * FROM answer ORDER BY row_id").fetchall()
        found = connection.execute("SELECT rowid FROM fts WHERE fts MATCH 'lines' ORDER BY rowid").fetchall()
        kept = connection.execute('SELECT "column", data FROM cache ORDER BY 1, piece').fetchall()
    assert report.batch is not None
    assert report.rows.adds_up
    return {
        "report": dataclasses.replace(report, file=""),
        "rows": rows,
        "found": found,
        "rejects": workspace.rejects(report.batch),
        "hash": workspace.content_hash(),
        "counted again": batches.content_text(workspace.database),
        "kept": {name for name, _data in kept},
    }


OFTEN = ("multiline", "lone_mark", "repeated")  # the others in the long form


@pytest.mark.parametrize(
    ("name", "encoding", "helpers"),
    [
        ("plain", "utf-8-sig", 3),
        *(pytest.param(name, "utf-8", 2, marks=() if name in OFTEN else pytest.mark.long) for name in FILES),
    ],
)
def test_however_many_read_it_a_file_becomes_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: list[int], name: str, encoding: str, helpers: int
) -> None:
    file = tmp_path / "answers.csv"
    file.write_bytes(FILES[name]().encode(encoding))
    made = []
    for number in (1, helpers):
        use(monkeypatch, number)
        with Workspace.create(tmp_path / f"{number}.cxdesk") as workspace:
            made.append(everything(workspace, file, LAST_COUNTS if name == "repeated" else SCORED))
    assert made[0] == made[1]
    assert len(made[0]["rows"]) > SIZE - 100
    assert asked == ([1, helpers, 1] if name in READ_WHOLE else [1, helpers])


def test_the_same_file_again_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: list[int]) -> None:
    """Now nothing is inserted before everything is there."""
    file = tmp_path / "answers.csv"
    file.write_text(plain(), encoding="utf-8")
    use(monkeypatch, 2)
    with Workspace.create(tmp_path / "w.cxdesk") as workspace:
        import_files(workspace, [file], SCORED)
        before = workspace.content_hash()
        (report,) = import_files(workspace, [file], SCORED)
        assert (report.rows.unchanged, report.rows.new) == (SIZE, 0)
        file.write_text(plain().replace("R77,C77,", "R77,C78,"), encoding="utf-8")
        (report,) = import_files(workspace, [file], SCORED)
        assert (report.rows.unchanged, report.rows.updated) == (SIZE - 1, 1)
        assert report.batch is not None
        workspace.undo(report.batch)
        assert workspace.content_hash() == before
    assert asked == [2, 2, 2]


class StopsAt(Progress):
    """Somebody who cancels at the n-th look."""

    def __init__(self, turn: int) -> None:
        super().__init__()
        self.turn = turn

    def check(self) -> None:
        self.turn -= 1
        if not self.turn:
            self.cancel()
        super().check()


@pytest.mark.parametrize("turn", [3, 15, 30])
def test_cancelling_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: list[int], temporary: Path, turn: int
) -> None:
    file = tmp_path / "answers.csv"
    file.write_text(plain() * 3, encoding="utf-8")
    use(monkeypatch, 2)
    with Workspace.create(tmp_path / "w.cxdesk") as workspace:
        with pytest.raises(Cancelled):
            import_files(workspace, [file], SCORED, StopsAt(turn))
        assert workspace.info().rows == 0
        assert not list(temporary.iterdir())


def test_a_child_that_dies_takes_the_import_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: list[int], temporary: Path
) -> None:
    file = tmp_path / "answers.csv"
    file.write_text(plain(), encoding="utf-8")
    use(monkeypatch, 2)
    hear = direct._InOrder.hear
    with handover.early_children(2) as children, Workspace.create(tmp_path / "w.cxdesk") as workspace:

        def kill(self: Any, at: int, message: dict[str, Any]) -> None:
            hear(self, at, message)
            children[1 - at].kill()

        monkeypatch.setattr(direct._InOrder, "hear", kill)
        (choice,) = importing._wanted(importing.inspect_files([file])[0], None)
        choices = importing._as_said([choice], SCORED)
        with pytest.raises(ImportStopped):
            importing._directly(workspace, choices[0], Progress(), children)
        assert workspace.info().rows == 0
        assert not list(temporary.iterdir())


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a child's memory is not bound")
def test_the_share_of_memory_is_for_the_rows_and_not_for_what_a_child_holds_already(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: list[int]
) -> None:
    """The first child looked at the file before: with many columns it held more than its share already."""
    file = tmp_path / "answers.csv"
    file.write_text(plain(), encoding="utf-8")
    use(monkeypatch, 2)
    monkeypatch.setattr(direct, "MEMORY_LIMIT", 2 * 110 * guard.MIB)  # less than what has to be loaded takes
    with Workspace.create(tmp_path / "w.cxdesk") as workspace:
        (report,) = import_files(workspace, [file], SCORED)
    assert (report.rows.new, asked) == (SIZE, [2])


def test_no_share_goes_beyond_what_one_child_may_take(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "address_space", lambda: 600 * guard.MIB)
    shared = {"share": [0, 4], "memory": 256 * guard.MIB}
    assert child._memory(shared) == 856 * guard.MIB
    assert child._memory({**shared, "memory": 512 * guard.MIB}) == child._memory({}) == child.MEMORY_LIMIT


@pytest.mark.parametrize(
    ("name", "container", "fit"),
    [("a.csv", "csv", 2), ("a.csv", "xlsx", 1), ("a.CSV", "html", 1), ("a.xlsx", "xlsx", 2), ("a.dat", "csv", 2)],
)
def test_who_looked_at_a_workbook_under_a_false_name_converts_nothing(name: str, container: str, fit: int) -> None:
    """It leaves much memory behind; one under its own name is looked at by another child."""
    waiting: Any = ["who looks at a text", "another"]
    assert direct.fit(waiting, Inspection(name, f"/data/{name}", 9, "", container)) == waiting[-fit:]


class Running:
    """Takes whatever comes."""

    def take(self, _part: Any, first: int) -> None:
        assert first == 1


def said(piece: int, first: int, after: int, given: tuple[str, ...] = ("score",)) -> dict[str, Any]:
    segment = {"kind": "answer", "given": list(given), "rows": 0, "segments": []}
    return {"piece": piece, "line": first, "next": after, "segment": segment, "problems": []}


class TestWhatChildrenSayOfTheirPieces:
    def order(self) -> direct._InOrder:
        return direct._InOrder(Running(), 2, 4)  # type: ignore[arg-type]

    @pytest.mark.parametrize(("at", "piece"), [(0, 1), (1, 0), (0, -2)])
    def test_a_piece_of_somebody_else_is_refused(self, at: int, piece: int) -> None:
        with pytest.raises(CXDeskError) as caught:
            self.order().hear(at, said(piece, 1, 9))
        assert caught.value.code == "staging_unsound"

    def test_a_piece_that_comes_twice_is_refused(self) -> None:
        order = self.order()
        order.hear(0, said(0, 1, 9))
        with pytest.raises(CXDeskError):
            order.hear(0, said(0, 1, 9))

    def test_pieces_that_give_other_fields_are_refused(self) -> None:
        order = self.order()
        order.hear(1, said(1, 9, 12, ("score", "comment")))
        with pytest.raises(CXDeskError):
            order.hear(0, said(0, 1, 9))

    def test_a_missing_piece_is_noticed(self) -> None:
        order = self.order()
        order.hear(0, said(0, 1, 9))
        with pytest.raises(CXDeskError):
            order.told([])

    def test_where_lines_do_not_meet_the_file_is_read_as_a_whole(self) -> None:
        order = self.order()
        order.hear(1, said(1, 10, 12))
        with pytest.raises(NotInPieces):
            order.hear(0, said(0, 1, 9))


def test_pieces_cover_a_file_and_begin_where_records_do(tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    file.write_text(multiline(), encoding="utf-8")
    (table,) = sniff(file)
    assert table.layout is not None
    found = list(pieces.pieces(file, table.layout))
    data = file.read_bytes()
    assert len(found) == len(pieces.bounds(len(data))) > 4
    assert (found[0].start, found[-1].end, found[-1].last) == (0, len(data), True)
    for before, after in itertools.pairwise(found):
        assert before.end == after.start
        assert data[: after.start].count(b'"') % 2 == 0
        assert data[: after.start].endswith(b"\n")
        assert data[: after.start].count(b"\n") + 1 == after.line
        assert 0 <= after.bound - after.start < CHUNK
        assert after.bound % CHUNK == 0


@pytest.mark.parametrize("size", [1, CHUNK, 10 * CHUNK, 10**9])
def test_bounds_rise_up_to_the_size(size: int) -> None:
    found = pieces.bounds(size)
    assert found == sorted(set(found))
    assert found[-1] == size
    assert len(found) <= 8


def test_a_file_in_wide_characters_is_not_cut(tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    file.write_bytes(plain().encode("utf-16"))
    (table,) = sniff(file)
    assert table.layout is not None
    with pytest.raises(NotInPieces):
        next(pieces.pieces(file, table.layout))


def test_a_file_that_becomes_shorter_meanwhile_is_not_read_in_pieces(tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    file.write_text(plain(), encoding="utf-8")
    (table,) = sniff(file)
    assert table.layout is not None
    found = pieces.pieces(file, table.layout)
    next(found)
    os.truncate(file, 3 * CHUNK)
    with pytest.raises(NotInPieces):
        list(found)


class TestLookingAgain:
    """Helpers need not find out again how a file is written that was looked at a moment ago, if it still is that."""

    @pytest.fixture
    def job(self, tmp_path: Path) -> dict[str, Any]:
        file = tmp_path / "answers.csv"
        file.write_text(plain(), encoding="utf-8")
        (choice,) = importing._as_said(importing._wanted(importing.inspect_files([file])[0], None), SCORED)
        with Workspace.create(tmp_path / "w.cxdesk") as workspace:
            return {**importing._job(workspace, choice, tmp_path), "share": [0, 1]}

    def said(self, job: dict[str, Any]) -> dict[str, Any]:
        out = io.StringIO()
        child.run(json.loads(json.dumps(job)), out)
        done: dict[str, Any] = json.loads(out.getvalue().splitlines()[-1])["done"]
        return done["rows"] | {"given": done["staged"]["given"]}

    def test_it_is_read_as_it_was_seen(self, job: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
        looks: list[Path] = []
        real = child._table

        def look(path: Path, *more: Any) -> Any:
            looks.append(path)
            return real(path, *more)

        monkeypatch.setattr(child, "_table", look)
        once = self.said(job)
        shutil.rmtree(Path(job["folder"]) / "share-0")
        assert not looks
        assert self.said({**job, "looked": None}) == once
        assert (once["read"], looks) == (SIZE, [Path(job["file"])])

    def test_one_that_was_saved_meanwhile_is_refused(self, job: dict[str, Any]) -> None:
        with Path(job["file"]).open("a", encoding="utf-8") as file:
            file.write(line(SIZE))
        with pytest.raises(FileRefused):
            self.said(job)

    def test_one_of_other_bytes_is_refused_whatever_its_time_says(self, job: dict[str, Any]) -> None:
        file = Path(job["file"])
        before = file.stat()
        file.write_text(plain().replace("R77,C77,", "R77,C78,"), encoding="utf-8")
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert file.stat().st_size == before.st_size
        with pytest.raises(FileRefused):
            self.said(job)
