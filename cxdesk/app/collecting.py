"""Python's collector runs on the main thread only, at its leisure.

Left to itself it runs on whichever thread just made an object. A window's leftovers that are freed by a thread of
questions take Qt's locks while the main thread waits for Python's, and the program stands still or ends.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY = 1000  # milliseconds


def full() -> int | None:
    """The oldest generation that holds more than Python lets it grow to; None while none does."""
    over = [at for at, (n, most) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)) if n > most]
    return over[-1] if over else None


def collect() -> None:
    """Free what is due."""
    generation = full()
    if generation is not None:
        gc.collect(generation)


def spare_what_is_loaded() -> None:
    """What is there by now, modules above all, stays as long as the program: no later round looks through it again.

    Without this the first round after the start holds the window up for a third of a second.
    """
    gc.freeze()


def keep_on_main_thread(app: QObject) -> QTimer:
    """From now on nothing is collected but by a timer of `app`, which lives on the main thread."""
    gc.disable()
    timer = QTimer(app)
    timer.setInterval(EVERY)
    timer.timeout.connect(collect)
    timer.start()
    return timer
