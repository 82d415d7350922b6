"""What is made once in a run, however many processes it has: each waits for the one that makes it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The file that `make` writes at the path it is given; made by whoever asks first. Copy it, do not change it."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    base = factory.getbasetemp()
    folder = (base.parent if worker else base) / "once"
    folder.mkdir(exist_ok=True)
    path = folder / name
    with _alone(folder / f"{name}.lock"):
        if not path.exists():
            place = folder / f"making-{worker or 'alone'}"
            place.mkdir(exist_ok=True)
            make(place / name)
            (place / name).rename(path)
    return path


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Nobody else is inside with the same file; Windows has another lock for the same."""
    with path.open("a+b") as file:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield
