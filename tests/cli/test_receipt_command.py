"""The receipt in a terminal speaks in words, as the window does."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxdesk.cli.main import run
from tests.analysis.answers import workspace


def test_what_became_of_the_rows_is_told_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with workspace(tmp_path) as made:
        path = made.path
    assert run(["receipt", "nps", "-w", str(path), "--language", "en"]) == 0
    told = capsys.readouterr().out
    assert "Replaced by another answer of the same customer" in told
    assert "Promoters" in told
    assert "superseded" not in told
    assert "plus" not in told
