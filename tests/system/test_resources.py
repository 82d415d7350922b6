"""Bundled files are found in a checkout, in an installed package and in a frozen program."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cxdesk.system import resources
from tests.shared_files import REPOSITORY


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """The place is looked for again in each test."""
    resources.root.cache_clear()
    yield
    resources.root.cache_clear()


def test_in_a_checkout_they_lie_beside_the_package() -> None:
    assert resources.root() == REPOSITORY / "resources"
    assert resources.path("i18n").is_dir()


def test_in_an_installed_package_they_lie_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = tmp_path / "cxdesk" / "resources"
    inside.mkdir(parents=True)
    monkeypatch.setattr(resources, "__file__", str(tmp_path / "cxdesk" / "system" / "resources.py"))
    assert resources.root() == inside


def test_a_frozen_program_carries_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resources").mkdir()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resources.path("icons", "star.svg") == tmp_path / "resources" / "icons" / "star.svg"


def test_a_broken_build_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "__file__", str(tmp_path / "cxdesk" / "system" / "resources.py"))
    with pytest.raises(FileNotFoundError):
        resources.root()
