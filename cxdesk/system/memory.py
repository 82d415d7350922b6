"""How large arrays get their memory from the system."""

from __future__ import annotations

import os


def prefer_small_pages() -> None:
    """Asks numpy, which must not be loaded yet, not to want pages of 2 MB; what the person has set stays.

    Columns live for one question: filling huge pages, and making room for them where memory is in pieces, took the
    system three times as long as the arithmetic (cx_roi over 36 months: 0.7 s, now 0.25 s). Linux only.
    """
    os.environ.setdefault("NUMPY_MADVISE_HUGEPAGE", "0")
