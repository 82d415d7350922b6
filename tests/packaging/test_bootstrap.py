"""The two commands of the README, from a computer that has only Python."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.packaging.scripts import script
from tests.shared_files import REPOSITORY

SCRIPT = REPOSITORY / "packaging" / "bootstrap.py"
bootstrap = script("bootstrap")
linux_only = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux takes Qt's libraries from the system"
)
posix_only = pytest.mark.skipif(os.name == "nt", reason="makes small shell programs")


SURVEY = "Submitted at,How likely are you to recommend us? (0-10),Why?\n" + "".join(
    f"2026-{at % 12 + 1:02d}-{at % 28 + 1:02d} 10:00,{at % 11},because {at}\n" for at in range(120)
)


def program(path: Path, text: str) -> Path:
    """A small program that stands where the system's would."""
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.fixture
def only_these(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of programs, the only ones that are found."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


@pytest.fixture
def own_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    (tmp_path / ".venv").mkdir()
    return tmp_path / ".venv"


@pytest.mark.parametrize(("arguments", "code"), [([], 2), (["start"], 2), (["--help"], 0)])
def test_called_wrongly_it_says_how_to_call_it(arguments: list[str], code: int) -> None:
    done = subprocess.run([sys.executable, SCRIPT, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert "bootstrap.py run [FILE...]" in done.stdout
    assert "bootstrap.py test" in done.stdout


def test_it_needs_nothing_but_python() -> None:
    """With no site packages at all it still starts."""
    done = subprocess.run([sys.executable, "-I", "-S", SCRIPT, "--help"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@posix_only
def test_an_unfit_python_hands_over_to_a_fit_one(
    only_these: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(only_these / "python3.12", f'echo "$@" > {tmp_path}/called; exit 7')
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 9, 2, "final", 0))
    assert bootstrap.main(["run", "May survey.csv"]) == 7
    assert (tmp_path / "called").read_text("utf-8").strip() == f"{SCRIPT} run May survey.csv"


def test_an_unfit_python_alone_says_which_one_is_needed(
    only_these: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 14, 0, "final", 0))
    with pytest.raises(SystemExit) as ended:
        bootstrap.main(["run"])
    assert ended.value.code == 1
    assert "3.11, 3.12 or 3.13; this is 3.14" in capsys.readouterr().err


@linux_only
def test_libraries_are_found_by_trying_them() -> None:
    assert bootstrap.loads("libc.so.6")
    assert not bootstrap.loads("libnothing-of-the-kind.so.9")


@linux_only
def test_after_the_bootstrap_qt_finds_its_libraries() -> None:
    """The list is right: with all of it in place, Qt starts."""
    assert [name for name in bootstrap.QT_LIBRARIES if not bootstrap.loads(name)] == []
    code = "from PySide6.QtWidgets import QApplication as A; A([])"
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    assert subprocess.run([sys.executable, "-c", code], env=env, check=False).returncode == 0


@linux_only
def test_a_person_who_is_not_root_is_told_the_line(
    only_these: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    program(only_these / "apt-get", "exit 9")
    monkeypatch.setattr(bootstrap, "QT_LIBRARIES", {"libc.so.6": "libc6", "libmissing.so.1": "libmissing1"})
    monkeypatch.setattr(bootstrap, "is_root", lambda: False)
    with pytest.raises(SystemExit) as ended:
        bootstrap.system_packages(for_screen=False)
    assert ended.value.code == 1
    assert "sudo apt-get install -y --no-install-recommends libmissing1\n" in capsys.readouterr().err


@linux_only
def test_root_has_what_is_missing_installed(
    only_these: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    program(only_these / "apt-get", f'echo "$@" >> {tmp_path}/asked')
    monkeypatch.setattr(bootstrap, "QT_LIBRARIES", {"libone.so.1": "one", "libtwo.so.1": "two"})
    monkeypatch.setattr(bootstrap, "SCREEN_LIBRARIES", {"libthree.so.1": "three"})
    monkeypatch.setattr(bootstrap, "is_root", lambda: True)
    bootstrap.system_packages(for_screen=True)
    asked = (tmp_path / "asked").read_text("utf-8").splitlines()
    assert asked == ["update", "install -y --no-install-recommends one two three"]
    assert "needs from the system: one, two, three." in capsys.readouterr().out


@linux_only
def test_all_that_is_missing_is_asked_for_at_once(
    own_environment: Path, only_these: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    program(only_these / "apt-get", "exit 9")
    monkeypatch.setattr(bootstrap, "QT_LIBRARIES", {"libmissing.so.1": "libmissing1"})
    monkeypatch.setattr(bootstrap, "is_root", lambda: False)
    monkeypatch.setattr(bootstrap, "can_make_environments", lambda: False)
    with pytest.raises(SystemExit):
        bootstrap.system_packages(for_screen=False)
    line = next(line for line in capsys.readouterr().err.splitlines() if "sudo" in line)
    assert line.split()[-1] == "libmissing1"
    assert line.split()[-2].startswith("python3")
    assert line.split()[-2].endswith("-venv")


@linux_only
def test_what_apt_refuses_is_shown(
    only_these: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    program(only_these / "apt-get", 'echo "E: Unable to locate package"; exit 100')
    monkeypatch.setattr(bootstrap, "is_root", lambda: True)
    with pytest.raises(SystemExit):
        bootstrap.debian_packages(["libmissing1"])
    said = capsys.readouterr()
    assert "Unable to locate package" in said.out
    assert "apt-get install -y --no-install-recommends libmissing1" in said.err


@linux_only
def test_where_there_is_no_apt_the_libraries_are_named(
    only_these: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "QT_LIBRARIES", {"libmissing.so.1": "libmissing1"})
    with pytest.raises(SystemExit):
        bootstrap.system_packages(for_screen=False)
    assert "libmissing.so.1" in capsys.readouterr().err


def test_an_environment_that_lost_its_python_is_not_used(own_environment: Path) -> None:
    assert not bootstrap.works(own_environment / "bin" / "python")
    if os.name != "nt":
        assert not bootstrap.works(program(own_environment / "python", "exit 127"))
    assert bootstrap.works(Path(sys.executable))


@posix_only
def test_packages_are_named_as_they_come(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pip = program(
        tmp_path / "pip", 'echo "Collecting numpy<3,>=2.0"; echo noise; echo "Installing collected packages: numpy"'
    )
    assert bootstrap.follow([str(pip)]) == 0
    assert capsys.readouterr().out.splitlines() == ["  numpy<3,>=2.0", "  unpacking"]


@posix_only
def test_a_failed_installation_shows_why_and_is_tried_again(
    own_environment: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    python = program(own_environment / "python", 'echo "ERROR: No matching distribution"; exit 1')
    for _start in range(2):
        with pytest.raises(SystemExit):
            bootstrap.install(python, [])
        said = capsys.readouterr()
        assert "No matching distribution" in said.out
        assert "internet connection" in said.err


@posix_only
def test_the_second_start_installs_nothing(
    own_environment: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = program(own_environment / "python", f'echo "$@" >> {tmp_path}/installed')
    bootstrap.install(python, ["test", "dev"])
    bootstrap.install(python, ["test", "dev"])
    bootstrap.install(python, [])
    assert (tmp_path / "installed").read_text("utf-8").count("\n") == 1
    monkeypatch.setattr(bootstrap, "fingerprint", lambda: "another declaration")
    bootstrap.install(python, [])
    assert (tmp_path / "installed").read_text("utf-8").count("\n") == 2


@posix_only
def test_the_tests_tools_are_added_to_an_environment_made_for_running(own_environment: Path, tmp_path: Path) -> None:
    python = program(own_environment / "python", f'echo "$@" >> {tmp_path}/installed')
    bootstrap.install(python, [])
    bootstrap.install(python, ["test", "dev"])
    last = (tmp_path / "installed").read_text("utf-8").splitlines()[-1]
    assert last.endswith(f"-e {REPOSITORY}[test,dev]")


@pytest.mark.parametrize(
    ("display", "wayland", "platform", "screen"),
    [
        ("", "", "", False),
        (":0", "", "", True),
        ("", "wayland-0", "", True),
        (":0", "", "offscreen", False),
    ],
)
def test_a_screen_is_known_by_its_name(
    monkeypatch: pytest.MonkeyPatch, display: str, wayland: str, platform: str, screen: bool
) -> None:
    monkeypatch.setattr(bootstrap.sys, "platform", "linux")
    for name, value in (("DISPLAY", display), ("WAYLAND_DISPLAY", wayland), ("QT_QPA_PLATFORM", platform)):
        monkeypatch.setenv(name, value)
    assert bootstrap.screen_named() is screen


@linux_only
def test_a_screen_that_is_named_and_gone_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":987")
    assert not bootstrap.screen_opens(sys.executable)


@pytest.mark.parametrize("code", [0, 1, 2, 5])
def test_exit_codes_pass_through(code: int) -> None:
    assert bootstrap.call([sys.executable, "-c", f"raise SystemExit({code})"]) == code


@posix_only
def test_a_crash_is_no_success() -> None:
    assert bootstrap.call([sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"]) == 137


def test_the_build_server_runs_the_second_command() -> None:
    run = REPOSITORY / ".ci" / "run"
    assert run.read_text("utf-8").splitlines()[-1] == "exec python3 packaging/bootstrap.py test"
    assert "set -euo pipefail" in run.read_text("utf-8")
    assert os.name == "nt" or os.access(run, os.X_OK)


@pytest.mark.parametrize(("files", "started"), [([], ["demo"]), (["May survey.csv", "b.csv"], None)])
def test_without_files_it_is_the_sample_that_is_started(
    monkeypatch: pytest.MonkeyPatch, files: list[str], started: list[str] | None
) -> None:
    called: list[list[str]] = []
    monkeypatch.setattr(bootstrap, "screen_named", lambda: False)
    monkeypatch.setattr(bootstrap, "system_packages", lambda *, for_screen: None)
    monkeypatch.setattr(bootstrap, "environment", lambda extras: "python")
    monkeypatch.setattr(bootstrap, "call", lambda command, **_more: called.append(command) or 1)
    assert bootstrap.main(["run", *files]) == 1
    (command,) = called
    assert command[: command.index("--offscreen-picture")] == ["python", "-P", "-m", "cxdesk", *(started or files)]


@pytest.mark.slow
@pytest.mark.skipif(Path(sys.prefix) != REPOSITORY / ".venv", reason="only in the environment that the bootstrap made")
@pytest.mark.parametrize(
    "files", [["survey.csv"], pytest.param([], marks=pytest.mark.long)], ids=["a file", "the sample"]
)
def test_without_a_screen_what_is_shown_is_a_table_and_a_picture(tmp_path: Path, files: list[str]) -> None:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "CXDESK_PROFILE": str(tmp_path / "profile")}
    (tmp_path / "survey.csv").write_text(SURVEY, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, SCRIPT, "run", *files], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "This computer has no screen" in done.stdout
    assert "Net Promoter Score" in done.stdout
    assert (tmp_path / bootstrap.PICTURE).read_bytes().startswith(b"\x89PNG")
