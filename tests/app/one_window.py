"""A window on the small workspace that all tests of a module share: making one takes longer than most tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QEventLoop

from cxdesk.app.window import Window
from tests.app.conftest import make_window


def one_window(prepared: Path, folder: Path) -> Iterator[Window]:
    """The window with its board shown; for a fixture of module scope, so that it opens before any test begins."""
    made, opened = make_window(folder / "profile"), QEventLoop()
    made.desk.board_changed.connect(opened.quit)
    made.commands.open_path(Path(shutil.copy(prepared, folder / "small.cxdesk")))
    opened.exec()
    made.desk.board_changed.disconnect(opened.quit)
    yield made
    made.close()
    assert made.desk.jobs.close()
    made.deleteLater()
