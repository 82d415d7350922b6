"""Memory of large arrays comes in small pages, unless the person says otherwise."""

from __future__ import annotations

import os

import pytest

from cxdesk.system.memory import prefer_small_pages

NAME = "NUMPY_MADVISE_HUGEPAGE"


@pytest.mark.parametrize(("said", "kept"), [(None, "0"), ("1", "1")])
def test_what_the_person_has_set_stays(monkeypatch: pytest.MonkeyPatch, said: str | None, kept: str) -> None:
    monkeypatch.delenv(NAME, raising=False)
    if said is not None:
        monkeypatch.setenv(NAME, said)
    prefer_small_pages()
    assert os.environ[NAME] == kept
    monkeypatch.delenv(NAME)
