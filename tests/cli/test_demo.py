"""`cxdesk demo --no-gui` makes the sample workspace where it is told to, and leaves the window shut."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import cxdesk, program


@pytest.mark.parametrize(
    "named",
    [
        pytest.param((), id="by its place", marks=pytest.mark.long),
        pytest.param(("-w",), id="as other commands name it"),
    ],
)
def test_the_workspace_is_named_either_way(tmp_path: Path, named: tuple[str, ...]) -> None:
    place = tmp_path / "shown.cxdesk"
    made = program("demo", *named, place, "--no-gui", "--json")
    assert (made.code, made.json["workspace"]) == (0, str(place))
    assert place.is_file()


def test_two_names_are_refused(tmp_path: Path) -> None:
    made = cxdesk("demo", tmp_path / "a.cxdesk", "-w", tmp_path / "b.cxdesk", "--no-gui")
    assert made.code == 2
    assert not [*tmp_path.iterdir()]


def test_its_help_is_its_own() -> None:
    asked = cxdesk("demo", "--help")
    assert asked.code == 0
    assert "--no-gui" in asked.out
