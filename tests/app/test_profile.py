"""Preferences come back in their type; a damaged file gives defaults and never an error."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QByteArray, QRect

from cxdesk.app.profile import FILE, RECENT_KEPT, Profile
from cxdesk.domain.errors import BadQuestion

NOW = datetime(2026, 11, 18, 9, 12)


@pytest.mark.parametrize(("key", "value"), [("language", "fr"), ("theme", "dark"), ("zoom", 150)])
def test_a_preference_comes_back_in_its_type(tmp_path: Path, key: str, value: Any) -> None:
    profile = Profile(tmp_path)
    profile.set(key, value)
    assert profile.sync()
    assert Profile(tmp_path).value(key) == value


def test_what_was_never_set_is_the_default(tmp_path: Path) -> None:
    profile = Profile(tmp_path)
    assert [profile.value(key) for key in ("language", "theme", "zoom")] == ["", "system", 100]
    assert (profile.recent(), profile.place(), profile.layout("wide"), profile.folder) == ([], None, None, "")


def test_a_value_that_does_not_fit_is_refused_or_becomes_the_default(tmp_path: Path) -> None:
    with pytest.raises(BadQuestion):
        Profile(tmp_path).set("zoom", 137)
    (tmp_path / FILE).write_text("[preferences]\nzoom=137\ntheme=@Variant(\\0)\nlanguage=a, b, c\n")
    profile = Profile(tmp_path)
    assert [profile.value(key) for key in ("zoom", "theme", "language")] == [100, "system", ""]


def test_a_setting_of_the_workspace_is_not_kept_here(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="workspace"):
        Profile(tmp_path).set("zone", "Europe/Paris")


@pytest.mark.parametrize(
    "noise",
    [
        b"\x00\xff\xfe" * 200,
        b"[[[",
        b"[window]\n",
        b"window=@Rect(1 2 3 4)\nrecent=[1,{},null]\n[layout]\nwide=zz:zz\n",
    ],
)
def test_a_damaged_file_gives_defaults(tmp_path: Path, noise: bytes) -> None:
    (tmp_path / FILE).write_bytes(noise)
    profile = Profile(tmp_path)
    assert profile.value("zoom") == 100
    assert (profile.recent(), profile.place(), profile.layout("wide")) == ([], None, None)
    profile.set("zoom", 125)
    assert profile.sync()
    assert Profile(tmp_path).value("zoom") == 125


def test_a_damaged_file_that_cannot_be_put_aside_keeps_nobody_from_starting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / FILE).write_bytes(b"[[[")

    def held(path: Path, _target: Path) -> None:
        raise PermissionError(13, "in use", str(path))

    monkeypatch.setattr(Path, "replace", held)
    assert Profile(tmp_path).value("zoom") == 100


def test_recent_workspaces_stand_newest_first_and_once(tmp_path: Path) -> None:
    profile = Profile(tmp_path)
    for number in range(RECENT_KEPT + 3):
        profile.remember(tmp_path / f"{number}, été.cxdesk", NOW)
    profile.remember(tmp_path / "9, été.cxdesk", NOW)
    profile.sync()
    names = [Path(one.path).name for one in Profile(tmp_path).recent()]
    assert names[:3] == ["9, été.cxdesk", "14, été.cxdesk", "13, été.cxdesk"]
    assert len(names) == len(set(names)) == RECENT_KEPT
    assert Profile(tmp_path).recent()[0].at == NOW


def test_a_recent_workspace_can_be_forgotten(tmp_path: Path) -> None:
    profile = Profile(tmp_path)
    profile.remember(tmp_path / "a.cxdesk", NOW)
    profile.remember(tmp_path / "b.cxdesk", NOW)
    profile.forget(str(tmp_path / "a.cxdesk"))
    assert [Path(one.path).name for one in profile.recent()] == ["b.cxdesk"]


def test_a_layout_comes_back_bit_by_bit_unless_it_was_altered(tmp_path: Path) -> None:
    state = QByteArray(bytes(range(256)))
    profile = Profile(tmp_path)
    profile.keep_layout("wide", state)
    profile.sync()
    assert Profile(tmp_path).layout("wide") == state
    text = (tmp_path / FILE).read_text()
    (tmp_path / FILE).write_text(text.replace("AAEC", "AAECAAED"))
    assert Profile(tmp_path).layout("wide") is None
    profile.drop_layout("wide")
    assert profile.layout("wide") is None


def test_the_window_finds_its_place_again(tmp_path: Path) -> None:
    profile = Profile(tmp_path)
    profile.keep_place(QRect(-10, 20, 1280, 720), True)
    profile.sync()
    assert Profile(tmp_path).place() == (QRect(-10, 20, 1280, 720), True)
