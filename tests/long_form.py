"""How much a test tries: little in every run, much in the long form (`pytest -m long`)."""

from __future__ import annotations

import os

SAID = "CXDESK_LONG_FORM"  # set by conftest.py before the tests are loaded


def is_long() -> bool:
    return bool(os.environ.get(SAID))


def often(few: int, many: int) -> int:
    """How many examples a property is tried with: `few` in every run, `many` in the long form."""
    return many if is_long() else few
