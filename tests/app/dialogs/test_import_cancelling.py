"""Cancel at any moment: the window lets go within a second, the workspace is as it was, nothing stays on the disk."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QTimer

from cxdesk.app.desk import Desk
from cxdesk.app.dialogs.import_wizard.session import Step
from tests.app.dialogs import files
from tests.app.dialogs.wizard import Wizard

MOMENTS = 7
ROWS = 6000
LETS_GO = 1.0  # seconds of the window's own time
GIVEN_UP = (Step.GONE, Step.DONE)


def whole_way(wizard: Wizard, path: Path) -> float:
    """How long the import takes from the first look to the last row, so that moments can be drawn from it."""
    begun = time.monotonic()
    wizard.open(path)
    wizard.confirm()
    return time.monotonic() - begun


def wait(seconds: float) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


@pytest.mark.parametrize("moments", [MOMENTS, pytest.param(100, marks=pytest.mark.long)])
def test_at_random_moments(wizard: Wizard, desk: Desk, tmp_path: Path, scratch: Path, moments: int) -> None:
    took = whole_way(wizard, files.clear_survey(tmp_path, ROWS, "first.csv"))
    assert desk.workspace is not None
    rows, before = desk.workspace.info().rows, desk.workspace.content_hash()
    draw, steps = random.Random(11), set()
    for moment in range(moments):
        export = tmp_path / f"later{moment}.csv"
        text = files.clear_survey(tmp_path, ROWS, "second.csv").read_text(encoding="utf-8")
        export.write_text(text.replace("\nR", f"\nS{moment}-"), encoding="utf-8")
        dialog = wizard.begin(export)
        session = dialog.session
        session.changed.connect(lambda one=session: one.confirm() if one.step is Step.READY else None)
        wait(draw.uniform(0, took * 0.9))
        steps.add(session.step)
        spent = time.thread_time()
        dialog.reject()
        assert time.thread_time() - spent < LETS_GO
        wizard.until(lambda one=session: one.step in GIVEN_UP)
        wizard.until(lambda: not desk.jobs.busy("import.prepare") and not desk.jobs.busy("import.commit"))
        if session.step is Step.DONE:  # the last row was faster than the hand
            rows, before = desk.workspace.info().rows, desk.workspace.content_hash()
        assert desk.workspace.info().rows == rows
        assert desk.workspace.content_hash() == before
        wizard.until(lambda: list(scratch.iterdir()) == [])
    assert len(steps) > 1, "the moments fell into different steps"
