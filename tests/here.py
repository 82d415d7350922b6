"""The jobs of import children in this process: for tests of what is made of their answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import pytest

from cxdesk.workspace import handover


@contextmanager
def children_here() -> Iterator[None]:
    """Inside, no child is started for an import, on any thread."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(handover, "_HERE", ContextVar("here", default=True))
        yield
