"""The import child can do its worst: the parent gets an answer or a sentence, and the child is dead afterwards."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cxdesk.domain.errors import BadQuestion, CXDeskError, ImportStopped
from cxdesk.intake.blocks import NotInPieces
from cxdesk.system import i18n
from cxdesk.system.progress import Cancelled, Progress
from cxdesk.workspace import child, handover
from cxdesk.workspace.handover import ask_child, ask_children, early_children, one_child_for_small_files
from cxdesk.workspace.importing import inspect_files


def job(folder: Path, file: Path) -> dict[str, object]:
    return {"job": "inspect", "file": str(file), "folder": str(folder), "remembered": {}}


def speaking(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Another program in the child's place, which says what a broken or hostile one might."""
    monkeypatch.setattr(handover, "_command", lambda: [sys.executable, "-c", script])


def test_what_the_child_says_under_done_comes_back(tmp_path: Path) -> None:
    source = tmp_path / "answers.csv"
    source.write_text("Date,NPS\n2025-01-31,9\n", encoding="utf-8")
    done = ask_child(job(tmp_path, source))
    assert Path(str(done["inspection"])).parent == tmp_path


def test_the_childs_refusal_arrives_as_its_own_error(tmp_path: Path) -> None:
    picture = tmp_path / "logo.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    with pytest.raises(CXDeskError) as caught:
        ask_child(job(tmp_path, picture))
    assert caught.value.file == "logo.csv"
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (MemoryError(), "file_refused.memory"),
        (OSError(errno.ENOSPC, "No space left on device"), "disk_full"),
        (ValueError("odd"), "file_damaged"),
        (KeyboardInterrupt(), "file_damaged"),
        (BadQuestion("There is no such zone."), "bad_question"),
    ],
)
def test_whatever_ends_the_child_names_file_and_sheet(tmp_path: Path, fault: BaseException, code: str) -> None:
    convert = {"file": "/data/book.xlsx", "folder": str(tmp_path / "private"), "mapping": {"sheet": "May"}}
    said = child._said(fault, convert)
    assert (said.code, said.file, said.sheet) == (code, "book.xlsx", "May")
    assert CXDeskError.from_json(said.to_json()).code == code


def test_a_full_drive_is_no_fault_of_the_file(tmp_path: Path) -> None:
    said = child._said(OSError(errno.ENOSPC, "full"), {"file": "/data/a.csv", "folder": str(tmp_path / "private")})
    assert str(tmp_path) in said.message
    assert "room" in said.remedy


def test_the_child_speaks_the_persons_language(tmp_path: Path) -> None:
    picture = tmp_path / "logo.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    i18n.use("fr")
    with pytest.raises(CXDeskError) as caught:
        ask_child(job(tmp_path, picture))
    assert "image" in caught.value.message


@pytest.mark.parametrize(
    "script",
    [
        "import os; os.abort()",
        "import sys; sys.exit(3)",
        "print('{')",
        "print('[1, 2]')",
        'print(\'{"progress": {"done": 1}}\')',
        "import sys; sys.stdout.write('x' * 2_000_000)",
        "import sys; sys.stdout.buffer.write(bytes(range(256)))",
    ],
    ids=["aborts", "leaves", "breaks off", "says a list", "never ends", "says too much", "says bytes"],
)
def test_a_child_that_misbehaves_stops_the_import_with_a_sentence(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    speaking(monkeypatch, script)
    with pytest.raises(ImportStopped) as caught:
        ask_child(job(tmp_path, tmp_path / "answers.csv"))
    assert caught.value.file == "answers.csv"
    assert "Nothing was imported" in caught.value.remedy


def test_a_child_that_cannot_start_is_no_fault_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handover, "_command", lambda: [str(tmp_path / "absent")])
    with pytest.raises(ImportStopped) as caught:
        ask_child(job(tmp_path, tmp_path / "answers.csv"))
    assert "could not be started" in caught.value.message
    assert "spreadsheet" not in caught.value.remedy


def test_silence_ends_the_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = tmp_path / "pid"
    script = f"import os, threading; open({str(mark)!r}, 'w').write(str(os.getpid())); threading.Event().wait()"
    speaking(monkeypatch, script)
    with pytest.raises(ImportStopped):
        ask_child(job(tmp_path, tmp_path / "answers.csv"), silence=1.0)
    if mark.exists():
        with pytest.raises(ProcessLookupError):
            os.kill(int(mark.read_text()), 0)


def test_a_child_that_falls_silent_for_good_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says that nothing more will come, and lives on."""
    monkeypatch.setattr(handover, "_TO_END", 0.1)
    speaking(monkeypatch, "import os, threading; os.close(1); threading.Event().wait()")
    with pytest.raises(ImportStopped, match=r"code -\d+" if os.name == "posix" else "code"):
        ask_child(job(tmp_path, tmp_path / "answers.csv"))


def test_progress_is_passed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    speaking(monkeypatch, 'print(\'{"progress": {"done": 3, "of": 4, "label": "reading"}}\'); print(\'{"done": {}}\')')
    heard: list[tuple[float, float, str]] = []
    ask_child(job(tmp_path, tmp_path / "a.csv"), Progress(lambda *news: heard.append(news)))
    assert heard == [(3.0, 4.0, "reading")]


def test_a_cancelled_import_ends_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    speaking(monkeypatch, "import threading; threading.Event().wait()")
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        ask_child(job(tmp_path, tmp_path / "a.csv"), progress)


def test_a_child_started_early_does_the_job_when_it_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "answers.csv"
    source.write_text("Date,NPS\n2025-01-31,9\n", encoding="utf-8")
    with early_children() as waiting:
        monkeypatch.setattr(handover, "_command", lambda: [str(tmp_path / "absent")])  # nobody else could
        done = ask_child(job(tmp_path, source), waiting=waiting)
    assert Path(str(done["inspection"])).is_file()


def test_one_that_gets_no_job_is_ended() -> None:
    with early_children(2) as waiting:
        assert [one.poll() for one in waiting] == [None, None]
    assert all(one.poll() is not None for one in waiting)


def test_one_that_died_before_its_job_is_replaced(tmp_path: Path) -> None:
    source = tmp_path / "answers.csv"
    source.write_text("Date,NPS\n2025-01-31,9\n", encoding="utf-8")
    with early_children() as waiting:
        waiting[0].kill()
        waiting[0].wait()
        assert "inspection" in ask_child(job(tmp_path, source), waiting=waiting)


def test_where_none_can_be_started_early_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handover, "_command", lambda: [str(tmp_path / "absent")])
    with early_children(3) as waiting:
        assert waiting == []


def test_a_parent_that_dies_takes_its_waiting_child_along() -> None:
    """The child's standard input ends, which is no job."""
    with early_children() as (waiting,):
        assert waiting.stdin is not None
        waiting.stdin.close()
        assert waiting.wait(20) == 0


SAYS = "import json, sys; job = json.loads(sys.stdin.readline()); print(json.dumps({answer}), flush=True)"


def test_jobs_side_by_side_are_answered_in_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    speaking(monkeypatch, SAYS.format(answer="{'done': {'of': job['remembered']}}"))
    jobs = [{**job(tmp_path, tmp_path / "a.csv"), "remembered": {"n": at}} for at in range(3)]
    assert [done["of"]["n"] for done in ask_children(jobs)] == [0, 1, 2]


def test_the_first_of_them_that_fails_ends_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = "import sys, threading; '\"fail\"' in sys.stdin.readline() or threading.Event().wait()"
    speaking(monkeypatch, script)
    jobs = [{**job(tmp_path, tmp_path / "a.csv"), "language": word} for word in ("wait", "fail")]
    with pytest.raises(ImportStopped):
        ask_children(jobs)


def test_a_child_that_needs_the_whole_file_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    speaking(monkeypatch, SAYS.format(answer="{'whole': True}"))
    with pytest.raises(NotInPieces):
        ask_children([job(tmp_path, tmp_path / "a.csv")] * 2)


def test_the_progress_of_several_never_goes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = (
        "import json, sys; n = json.loads(sys.stdin.readline())['remembered']['n']\n"
        "for done in (n, 10 - n): print(json.dumps({'progress': {'done': done, 'of': 10}}), flush=True)\n"
        "print(json.dumps({'done': {}}), flush=True)"
    )
    speaking(monkeypatch, script)
    heard: list[float] = []
    jobs = [{**job(tmp_path, tmp_path / "a.csv"), "remembered": {"n": at}} for at in (1, 3)]
    ask_children(jobs, Progress(lambda done, *_more: heard.append(done)))
    assert heard == sorted(heard)
    assert heard[-1] == 9


class TestAnEarlyChild:
    def test_it_looks_at_a_file_and_waits_for_what_else_is_to_be_done_with_it(self, tmp_path: Path) -> None:
        source = tmp_path / "answers.csv"
        source.write_text("Date,NPS\n2025-01-31,9\n", encoding="utf-8")
        with early_children(1) as waiting:
            first = ask_child(job(tmp_path, source), waiting=waiting, stays=True)
            assert waiting[0].poll() is None
            assert ask_child(job(tmp_path, source), waiting=waiting) == first
            assert waiting[0].poll() is not None

    def test_one_that_refused_the_file_is_gone(self, tmp_path: Path) -> None:
        picture = tmp_path / "logo.csv"
        picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
        with early_children(1) as waiting:
            with pytest.raises(CXDeskError) as caught:
                ask_child(job(tmp_path, picture), waiting=waiting, stays=True)
            assert waiting[0].poll() is not None
        assert caught.value.file == "logo.csv"


class TestOneChildForSeveralFiles:
    @pytest.fixture
    def started(self, monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
        found: list[subprocess.Popen[bytes]] = []
        start = handover._process
        monkeypatch.setattr(handover, "_process", lambda command: found.append(start(command)) or found[-1])
        return found

    @staticmethod
    def files(folder: Path) -> list[Path]:
        made = [folder / name for name in ("a.csv", "logo.csv", "b.csv", "c.csv")]
        for at, path in enumerate(made):
            path.write_text(f"Date,NPS\n2025-01-31,{at}\n", encoding="utf-8")
        made[1].write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
        return made

    def test_small_files_share_it_until_one_is_refused(
        self, tmp_path: Path, started: list[subprocess.Popen[bytes]]
    ) -> None:
        """A refusal is asked for again where the child had looked at others, so that no file is blamed for another."""
        seen = inspect_files(self.files(tmp_path))
        assert [one.error is None for one in seen] == [True, False, True, True]
        assert [one.file for one in seen] == ["a.csv", "logo.csv", "b.csv", "c.csv"]
        assert len(started) == 3
        assert all(child.poll() is not None for child in started)

    def test_one_that_died_meanwhile_is_no_fault_of_the_next_file(
        self, tmp_path: Path, started: list[subprocess.Popen[bytes]]
    ) -> None:
        first, _picture, second, _third = self.files(tmp_path)
        with one_child_for_small_files():
            assert inspect_files([first])[0].error is None
            started[0].kill()
            started[0].wait()
            assert inspect_files([second])[0].error is None
        assert len(started) == 2

    def test_a_large_file_has_one_of_its_own(
        self, tmp_path: Path, started: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first, _picture, second, _third = self.files(tmp_path)
        monkeypatch.setattr(handover, "SMALL_FILE", first.stat().st_size)
        second.write_text(second.read_text() * 2)
        with one_child_for_small_files():
            inspect_files([first])
            inspect_files([second])
            assert len(started) == 2
            assert [child.poll() is None for child in started] == [True, False]

    def test_whoever_cancels_is_heard_at_once(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        speaking(monkeypatch, "import threading; threading.Event().wait()")
        (tmp_path / "a.csv").write_text("x")
        progress = Progress()
        progress.cancel()
        with one_child_for_small_files(), pytest.raises(Cancelled):
            ask_child(job(tmp_path, tmp_path / "a.csv"), progress)

    def test_it_converts_too_and_leaves_nothing_where_it_died(
        self, tmp_path: Path, started: list[subprocess.Popen[bytes]]
    ) -> None:
        """Another child begins in an empty folder."""
        source = tmp_path / "a" / "a.csv"
        source.parent.mkdir()
        source.write_text("Date,NPS\n2025-01-31,9\n", encoding="utf-8")
        with one_child_for_small_files(), one_child_for_small_files():
            first, second = tmp_path / "first", tmp_path / "second"
            first.mkdir()
            second.mkdir()
            ask_child(job(first, source))
            (second / "left.cxs").write_text("half")
            started[0].kill()
            started[0].wait()
            ask_child(job(second, source))
        assert [path.name for path in second.iterdir()] == ["inspection.json"]
        assert len(started) == 2
        assert all(child.poll() is not None for child in started)
