"""What every test gets: its own profile, English texts, no network, and no display needed."""

from __future__ import annotations

import gc
import os
import socket
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from cxdesk.domain.errors import CXDeskError
from cxdesk.store import connections, database
from cxdesk.store.database import Database
from cxdesk.system import i18n
from cxdesk.workspace.sample import make_sample
from tests import long_form
from tests.here import children_here
from tests.once import made_once
from tests.shared_files import REPOSITORY, SHARED

if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Programs that tests start find their modules compiled, as installed ones do: most of their time would go there.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
os.environ["PYTHONPYCACHEPREFIX"] = str(REPOSITORY / ".pytest_cache" / "compiled")

HERE = Path(__file__).parent
# Files that take longest: begun first, so that no process is left alone with one of them at the end.
FIRST = (
    "faults/test_faults.py",
    "workspace/test_sample.py",
    "metrics/test_every_metric.py",
    "intake/test_converted_corpus.py",
    "app/test_window.py",
    "workspace/test_pieces.py",
    "acceptance/test_drop_to_cards.py",
    "reports/test_receipt_workbook.py",
    "acceptance/test_real_figures.py",
    "packaging/test_bootstrap.py",
    "workspace/test_corpus.py",
    "workspace/typed/test_effects.py",
    "cases/test_cases.py",
    "app/test_first_window.py",
    "workspace/test_importing.py",
    "app/test_first_hour.py",
    "app/theme/test_unrest.py",
    "intake/test_corpus.py",
    "app/test_safety.py",
    "workspace/test_erasing.py",
    "acceptance/test_real_surveys.py",
    "workspace/test_handover.py",
    "workspace/test_anywhere.py",
    "metrics/test_every_metric_steps.py",
    "cli/test_demo.py",
    "metrics/test_value.py",
    "app/dialogs/test_import_cancelling.py",
    "test_house.py",
)

# Nothing that this process writes is meant to outlive a power cut; what other processes write is as durable as ever.
DURABLE = (database.SYNCHRONOUS, connections.PRAGMAS)
database.SYNCHRONOUS, connections.PRAGMAS = "OFF", (*connections.PRAGMAS, "synchronous=OFF")

gc.disable()  # until all tests are collected: nothing of what is loaded meanwhile can be freed


def pytest_collection_finish() -> None:
    """Modules and tests stay as long as the run: no collection looks through them again."""
    gc.freeze()
    gc.enable()


def pytest_configure(config: pytest.Config) -> None:
    """Before tests are loaded: which examples they try is settled then. The same in every run, so that a run says the
    same of the same code; others each time in the long form, which is there to find what nobody thought of.
    """
    if config.option.markexpr == "long":
        os.environ[long_form.SAID] = "1"
    else:
        settings.register_profile("same", derandomize=True, database=None)
        settings.load_profile("same")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Longest files first; take into the long form what tries more in it; skip what needs the shared files where they
    are absent.
    """
    if "PYTEST_XDIST_WORKER" in os.environ:
        places = {HERE / name: at for at, name in enumerate(FIRST)}
        items.sort(key=lambda item: places.get(item.path, len(FIRST)))
    if long_form.is_long():
        for item in items:
            if item.get_closest_marker("grows") or getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
                item.add_marker("long")
    if SHARED.is_dir():
        return
    absent = pytest.mark.skip(reason=f"no shared files at {SHARED}; CXDESK_SHARED can name them")
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(absent)


@pytest.fixture(autouse=True)
def own_profile(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Path:
    """A profile folder that no other test sees and that is made only when asked for."""
    folder = tmp_path_factory.getbasetemp() / "profiles" / f"{abs(hash(request.node.nodeid)):x}"
    monkeypatch.setenv("CXDESK_PROFILE", str(folder))
    return folder


@pytest.fixture
def durable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workspaces are written as the program writes them."""
    monkeypatch.setattr(database, "SYNCHRONOUS", DURABLE[0])
    monkeypatch.setattr(connections, "PRAGMAS", DURABLE[1])


@pytest.fixture
def here() -> Iterator[None]:
    """The jobs of import children run in this process, on every thread: for tests of what is made of their answers."""
    with children_here():
        yield


@pytest.fixture(scope="module")
def all_here() -> Iterator[None]:
    """As `here`, for all tests of a module and for what they share."""
    with children_here():
        yield


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The sample workspaces by name, each made once in a run: copy them, do not change them."""

    def made(name: str) -> Path:
        return made_once(tmp_path_factory, f"{name}.cxdesk", lambda path: make_sample(path, name))

    return made


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Every test starts and ends with English texts and numbers."""
    i18n.use("en")
    yield
    i18n.use("en")


@pytest.fixture(autouse=True)
def workspaces_are_closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a test leaves open is closed after it: Python 3.13 complains of a connection that nobody closed."""
    opened: list[Database] = []
    make = Database.__init__

    def remember(self: Database, *given: Any, **named: Any) -> None:
        make(self, *given, **named)
        opened.append(self)

    monkeypatch.setattr(Database, "__init__", remember)
    yield
    for one in opened:
        with suppress(CXDeskError, OSError, sqlite3.Error):
            one.close()


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing may speak to another computer, nor listen to one."""
    connect, bind = socket.socket.connect, socket.socket.bind

    def refuse_to_connect(self: socket.socket, address: Any) -> None:
        _only_local(self, address)
        connect(self, address)

    def refuse_to_bind(self: socket.socket, address: Any) -> None:
        _only_local(self, address)
        bind(self, address)

    monkeypatch.setattr(socket.socket, "connect", refuse_to_connect)
    monkeypatch.setattr(socket.socket, "bind", refuse_to_bind)


def _only_local(used: socket.socket, address: Any) -> None:
    if used.family in (socket.AF_INET, socket.AF_INET6):
        raise AssertionError(f"a test opened a network connection to {address!r}")
