"""What the person saw is what is imported: the file itself, the sheets, the words of the command line."""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from cxdesk.domain.errors import CXDeskError, FileRefused, NotFound
from cxdesk.store import batches
from cxdesk.system.progress import Cancelled, Progress
from cxdesk.workspace import handover
from cxdesk.workspace.importing import (
    ImportOptions,
    ImportReport,
    TableChoice,
    commit,
    import_files,
    inspect_files,
    prepare,
)
from cxdesk.workspace.workspace import Workspace
from tests.intake.looking import write

HEADS = ["Date", "Score", "Shop"]
SCORED = ImportOptions(questions=("Score=nps:0-10",))


def scores(path: Path, n: int = 40) -> Path:
    return write(path, HEADS, [[f"2026-01-{at % 28 + 1:02d}", at % 11, "Lyon"] for at in range(n)])


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "work.cxdesk") as made:
        yield made


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for what is temporary, so that leftovers are seen."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def choices(path: Path) -> list[TableChoice]:
    from cxdesk.intake.doubts import apply_options

    (found,) = inspect_files([path])
    return [
        TableChoice(found, apply_options(view, questions=SCORED.questions), at) for at, view in enumerate(found.tables)
    ]


class TestTheFileThatWasLookedAt:
    """Between looking and importing a file may be saved again, moved away, or still be written to."""

    def test_a_file_that_changed_meanwhile_is_refused(
        self, workspace: Workspace, tmp_path: Path, temporary: Path
    ) -> None:
        seen = choices(scores(tmp_path / "s.csv"))
        scores(tmp_path / "s.csv", 41)
        with pytest.raises(FileRefused) as caught:
            prepare(workspace, seen)
        assert (caught.value.code, caught.value.file) == ("file_refused.changed", "s.csv")
        assert "again" in caught.value.remedy
        assert not list(temporary.iterdir())

    def test_only_its_content_counts(self, workspace: Workspace, tmp_path: Path) -> None:
        path = scores(tmp_path / "s.csv")
        seen = choices(path)
        os.utime(path, (0, 0))
        reports, _changes = commit(workspace, prepare(workspace, seen))
        assert reports[0].rows.new == 40

    def test_a_file_that_is_gone_is_named(self, workspace: Workspace, tmp_path: Path) -> None:
        seen = choices(scores(tmp_path / "s.csv"))
        (tmp_path / "s.csv").unlink()
        with pytest.raises(NotFound) as caught:
            prepare(workspace, seen)
        assert caught.value.file == "s.csv"
        assert caught.value.remedy

    def test_the_command_line_refuses_it_too_and_leaves_nothing(
        self, workspace: Workspace, tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = scores(tmp_path / "s.csv")
        looked_at = inspect_files([path])
        scores(path, 41)
        monkeypatch.setattr("cxdesk.workspace.importing.inspect_files", lambda *_given: looked_at)
        with pytest.raises(FileRefused):
            import_files(workspace, [path], SCORED)
        assert workspace.info().rows == 0
        assert not list(temporary.iterdir())


class TestSeveralSheets:
    """Words of the command line count for the sheets that they fit."""

    @pytest.fixture(autouse=True)
    def no_child(self) -> Iterator[None]:
        """Who reads the file makes no difference here."""
        with handover.own_files():
            yield

    @pytest.fixture
    def book(self, tmp_path: Path) -> Path:
        from openpyxl import Workbook

        book = Workbook()
        first, second = book.create_sheet("Answers", 0), book.create_sheet("Customers", 1)
        del book["Sheet"]
        first.append(HEADS)
        second.append(["Customer id", "Name", "Country"])
        for at in range(40):
            first.append([f"2026-01-{at % 28 + 1:02d}", at % 11, "Lyon"])
            second.append([f"C{at}", f"Name {at}", "FR"])
        path = tmp_path / "book.xlsx"
        book.save(path)
        return path

    @staticmethod
    def kinds(reports: list[ImportReport]) -> dict[str | None, str | None]:
        return {report.sheet: report.kind for report in reports}

    def test_a_question_counts_for_the_sheet_that_has_the_column(self, workspace: Workspace, book: Path) -> None:
        reports = import_files(workspace, [book], SCORED)
        assert self.kinds(reports) == {"Answers": "answer", "Customers": "customer"}
        assert [report.rows.new for report in reports] == [40, 40]

    def test_so_does_a_field(self, workspace: Workspace, book: Path) -> None:
        options = ImportOptions(questions=SCORED.questions, maps=("name=Name", "channel=Shop"), dry_run=True)
        reports = import_files(workspace, [book], options)
        assert [report.mapping.get("name") for report in reports] == [None, "Name"]
        assert [report.mapping.get("channel") for report in reports] == ["Shop", None]

    def test_an_answer_about_the_kind_counts_where_it_is_asked(self, workspace: Workspace, book: Path) -> None:
        options = ImportOptions(answers=("question:1=nps",), dry_run=True)
        assert self.kinds(import_files(workspace, [book], options)) == {"Answers": "answer", "Customers": "customer"}

    @pytest.mark.parametrize("words", [{"questions": ("Rating=nps",)}, {"maps": ("channel=Rating",)}])
    def test_a_column_that_no_sheet_has_is_an_error(
        self, workspace: Workspace, book: Path, words: dict[str, tuple[str, ...]]
    ) -> None:
        with pytest.raises(NotFound) as caught:
            import_files(workspace, [book], ImportOptions(**words))  # type: ignore[arg-type]
        assert caught.value.file == "book.xlsx"
        assert "Score" in caught.value.remedy
        assert "Country" in caught.value.remedy

    def test_a_sheet_that_is_not_there_is_an_error_with_those_that_are(self, workspace: Workspace, book: Path) -> None:
        with pytest.raises(NotFound) as caught:
            import_files(workspace, [book], ImportOptions(sheet="Orders"))
        assert "Answers, Customers" in caught.value.remedy

    def test_a_file_without_sheets_says_so(self, workspace: Workspace, tmp_path: Path) -> None:
        with pytest.raises(NotFound) as caught:
            import_files(workspace, [scores(tmp_path / "s.csv")], ImportOptions(sheet="Orders"))
        assert "no sheets" in caught.value.remedy


class StopsAfter(Progress):
    """Somebody who cancels a while after the start, and looks at the clock."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.spent = 0.0
        self.timer = threading.Timer(seconds, self._now)
        self.timer.start()

    def _now(self) -> None:
        self.spent = time.process_time()
        self.cancel()


class TestCancelling:
    """At any moment: while looking, converting, writing. Either nothing has come or, if it came too late, all."""

    ROWS = 20_000

    @pytest.fixture
    def children(self, monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
        """The children that were started."""
        found: list[subprocess.Popen[bytes]] = []
        start = handover._process

        def started(command: list[str]) -> subprocess.Popen[bytes]:
            found.append(start(command))
            return found[-1]

        monkeypatch.setattr(handover, "_process", started)
        return found

    @pytest.mark.parametrize("moments", [6, pytest.param(100, marks=pytest.mark.long)])
    def test_nothing_is_left_whenever_it_comes(
        self,
        workspace: Workspace,
        tmp_path: Path,
        temporary: Path,
        children: list[subprocess.Popen[bytes]],
        moments: int,
    ) -> None:
        path = scores(tmp_path / "s.csv", self.ROWS)
        empty, chance = workspace.content_hash(), Random(11)
        before = time.monotonic()
        whole = import_files(workspace, [path], SCORED)[0]
        took = time.monotonic() - before
        full = workspace.content_hash()
        workspace.undo(whole.batch or 0)
        stopped = 0
        for _turn in range(moments):
            stopped += self.is_stopped(workspace, path, took * chance.random())
            assert all(child.poll() is not None for child in children)
            assert workspace.content_hash() == batches.content_text(workspace.database) == empty
            assert not list(temporary.iterdir())
        assert stopped > moments // 4
        assert import_files(workspace, [path], SCORED)[0].rows.new == self.ROWS
        assert workspace.content_hash() == full

    @staticmethod
    def is_stopped(workspace: Workspace, path: Path, after: float) -> bool:
        """Whether the cancelling came in time; an import that was quicker is taken back."""
        progress = StopsAfter(after)
        try:
            report = import_files(workspace, [path], SCORED, progress)[0]
        except Cancelled:
            assert time.process_time() - progress.spent < 1.0
            return True
        finally:
            progress.timer.cancel()
        workspace.undo(report.batch or 0)
        return False


class TestFolders:
    def test_the_files_in_a_folder_are_imported_in_the_order_of_their_names(
        self, workspace: Workspace, tmp_path: Path
    ) -> None:
        folder = tmp_path / "exports"
        folder.mkdir()
        scores(folder / "b.csv", 50)
        scores(folder / "a.csv", 40)
        (folder / ".hidden.csv").write_text("x", encoding="utf-8")
        reports = import_files(workspace, [folder], SCORED)
        assert [(report.file, report.rows.new) for report in reports] == [("a.csv", 40), ("b.csv", 10)]

    def test_a_folder_without_files_is_refused_by_name(self, workspace: Workspace, tmp_path: Path) -> None:
        folder = tmp_path / "exports"
        folder.mkdir()
        (report,) = import_files(workspace, [folder], ImportOptions())
        assert report.error is not None
        assert (report.error["code"], report.error["file"]) == ("file_empty", "exports")
        assert report.error["remedy"]

    def test_without_a_temporary_folder_the_reason_is_said(
        self, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = scores(tmp_path / "s.csv")
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "absent"))
        (report,) = import_files(workspace, [path], SCORED)
        assert report.error is not None
        assert (report.error["code"], report.error["file"]) == ("no_temporary_folder", "s.csv")


def test_every_error_is_one_of_ours(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(CXDeskError):
        import_files(workspace, [tmp_path], ImportOptions(kind="spaceship"))
