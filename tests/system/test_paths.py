"""Where things are kept that are not in a workspace."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from cxdesk.system import paths


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A person's home folder, nothing else set."""
    for name in ("CXDESK_PROFILE", "XDG_CONFIG_HOME", "APPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("platform", "place"),
    [
        ("linux", ".config/cxdesk"),
        ("darwin", "Library/Application Support/CXDesk"),
        ("win32", "CXDesk"),
    ],
)
def test_the_profile_lies_where_the_system_wants_it(
    home: Path, monkeypatch: pytest.MonkeyPatch, platform: str, place: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert paths.profile_folder() == home / place
    assert (home / place).is_dir()


def test_the_systems_own_setting_is_respected(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "elsewhere"))
    assert paths.profile_folder() == home / "elsewhere" / "cxdesk"


def test_an_empty_setting_counts_as_none(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CONFIG_HOME", "")
    assert paths.profile_folder() == home / ".config" / "cxdesk"


def test_another_profile_can_be_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CXDESK_PROFILE", str(home / "second" / "profile"))
    assert paths.profile_folder() == home / "second" / "profile"


def test_documents_are_offered_where_there_are_any(home: Path) -> None:
    assert paths.documents_folder() == home
    (home / "Documents").mkdir()
    assert paths.documents_folder() == home / "Documents"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights elsewhere")
def test_private_folders_are_read_by_nobody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    first, second = paths.private_folder(), paths.private_folder()
    assert first != second
    assert stat.S_IMODE(first.stat().st_mode) == 0o700


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such numbers of processes")
def test_what_a_process_that_was_killed_left_is_removed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    mine = paths.private_folder()
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = tmp_path / f"cxdesk-{ended.pid}-abc"
    left.mkdir()
    (left / "segment-1.cxs").write_text("a name")
    (tmp_path / "cxdesk-notes-2026").mkdir()
    assert paths.remove_left_behind() == [left]
    assert sorted(tmp_path.iterdir()) == sorted([mine, tmp_path / "cxdesk-notes-2026"])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights elsewhere")
def test_the_profile_is_read_by_nobody_else(own_profile: Path) -> None:
    assert stat.S_IMODE(paths.profile_folder().stat().st_mode) == 0o700


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such numbers of processes")
def test_a_number_that_no_process_can_have_keeps_nobody_from_starting(tmp_path: Path) -> None:
    """Anybody may make a folder among the temporary ones."""
    strange = tmp_path / f"cxdesk-{'9' * 30}-x"
    strange.mkdir()
    assert paths.remove_left_behind(tmp_path) == [strange]
