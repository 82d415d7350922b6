"""How the app understands what it is started with."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxdesk.app.options import Options, parse


def test_nothing_asks_for_nothing() -> None:
    assert parse([]) == Options()


def test_files_and_looks(tmp_path: Path) -> None:
    asked = [str(tmp_path / "a.csv"), "--language", "fr", "--theme", "dark", "--zoom", "150", "--size", "1280x720"]
    expected = Options((tmp_path / "a.csv",), language="fr", theme="dark", zoom=150, size=(1280, 720))
    assert parse(asked) == expected


def test_demo_means_the_sample() -> None:
    assert parse(["demo"]).sample
    for asked in (["demo", "mine.cxdesk"], ["demo", "-w", "mine.cxdesk"]):
        assert parse(asked).paths == (Path("mine.cxdesk").absolute(),)


def test_a_picture_of_nothing_shows_the_sample(tmp_path: Path) -> None:
    assert parse(["--offscreen-picture", "out.png"]).sample
    assert not parse([str(tmp_path / "a.csv"), "--offscreen-picture", "out.png"]).sample


@pytest.mark.parametrize("wrong", [["--size", "1280"], ["--theme", "pink"], ["--zoom", "137"], ["--nonsense"]])
def test_what_is_not_understood_is_said(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        parse(wrong)
    assert stopped.value.code == 2
    assert wrong[0] in capsys.readouterr().err
