"""What a window leaves behind is freed by the thread that Qt's objects belong to, never by one that computes."""

from __future__ import annotations

import gc
import threading

from PySide6.QtWidgets import QApplication

from cxdesk.app.collecting import collect, keep_on_main_thread


class Leftover:
    """Refers to itself, as a dialog does that connected its own signals; notes which thread freed it."""

    freed: list[int] = []

    def __init__(self) -> None:
        self.me = self

    def __del__(self) -> None:
        Leftover.freed.append(threading.get_ident())


def compute() -> None:
    """As much garbage as starts Python's own collector many times."""
    for _round in range(20):
        kept: list[object] = []
        for _one in range(5_000):
            ring: list[object] = []
            ring.append(ring)
            kept.append(ring)


def test_a_thread_that_computes_frees_nothing_of_ours(qapp: QApplication) -> None:
    gc.enable()
    timer = keep_on_main_thread(qapp)
    Leftover.freed.clear()
    Leftover()
    worker = threading.Thread(target=compute)
    worker.start()
    worker.join()
    assert Leftover.freed == []
    timer.timeout.emit()
    assert Leftover.freed == [threading.get_ident()]
    timer.stop()
    timer.deleteLater()
    collect()
