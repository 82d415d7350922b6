"""How many steps CXDesk takes in Python for a piece of work."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import cxdesk

OURS = str(Path(cxdesk.__file__).parent)
SERIES = str(Path(OURS, "stats", "special.py"))  # its series end when they are exact, for all values together


def steps(work: Callable[[], object]) -> int:
    """Calls that functions of CXDesk make, whether to Python or to C: a loop over rows or groups makes some each time
    round. What goes on inside of numpy is its own affair.
    """
    found = 0

    def count(frame: FrameType | None, event: str, _argument: object) -> None:
        nonlocal found
        caller = frame if event == "c_call" else frame.f_back if frame is not None and event == "call" else None
        if caller is not None and caller.f_code.co_filename.startswith(OURS) and caller.f_code.co_filename != SERIES:
            found += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return found
