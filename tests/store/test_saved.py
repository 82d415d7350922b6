"""Things with a name, settings and remembered mappings; and the last cards, readable before anything else."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cxdesk.domain.errors import BadQuestion, NotFound
from cxdesk.domain.scale_text import read_scale, write_scale
from cxdesk.domain.scales import Label, Scale, ScaleKind
from cxdesk.store import saved, snapshot
from cxdesk.store.database import Database
from tests.shared_files import REPOSITORY


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.create(tmp_path / "Été 100% #1?.cxdesk") as made:
        yield made


def test_a_setting_is_kept_in_its_type(database: Database) -> None:
    changes = saved.set_setting(database, "min_show", "12")
    assert changes.touched == {"settings"}
    assert changes.state == database.state == 1
    assert saved.settings(database)["min_show"] == 12


def test_settings_have_defaults_and_bounds(database: Database) -> None:
    assert saved.settings(database)["level"] == 0.95
    with pytest.raises(BadQuestion):
        saved.set_setting(database, "level", 2)
    with pytest.raises(NotFound):
        saved.set_setting(database, "nothing", 2)
    assert "language" not in saved.settings(database), "that concerns the person, not the workspace"


@pytest.mark.parametrize("text", ["2", '"x"', "{", "null"])
def test_a_setting_that_does_not_fit_any_more_is_its_default(database: Database, text: str) -> None:
    with database.write("test") as transaction:
        transaction.execute("INSERT INTO setting VALUES ('level', ?, '')", (text,))
    assert saved.settings(database)["level"] == 0.95


def test_mappings_are_remembered_by_fingerprint(database: Database) -> None:
    saved.remember_mapping(database, "abc", {"kind": "answer", "é": [1]})
    saved.remember_mapping(database, "abc", {"kind": "ticket"})
    assert saved.mappings(database) == {"abc": {"kind": "ticket"}}
    assert database.state == 0, "no figure depends on it"


def test_things_stand_in_the_order_of_a_dictionary(database: Database) -> None:
    for name in ("Zile", "Țări", "Évry", "încă", "sud", "Îndoieli"):
        saved.keep(database, "view", name, {})
    assert list(saved.named(database, "view")) == ["Évry", "încă", "Îndoieli", "sud", "Țări", "Zile"]


def test_things_with_a_name(database: Database) -> None:
    assert saved.keep(database, "view", "Paris", {"filters": ["city=Paris"]}).touched == frozenset()
    assert saved.keep(database, "target", "nps", {"value": 40}, "targets").touched == {"targets"}
    assert saved.named(database, "view") == {"Paris": {"filters": ["city=Paris"]}}
    assert saved.remove(database, "target", "nps", "targets").touched == {"targets"}
    assert saved.remove(database, "target", "nps", "targets").touched == frozenset()
    assert saved.named(database, "target") == {}


# The last cards


def keep_cards(database: Database) -> None:
    with database.write("snapshot") as transaction:
        snapshot.write(transaction.connection, "board", {"cards": [{"metric": "nps", "value": 41.5}]}, 7, "2025-03-01")


def test_the_last_cards_can_be_read_from_a_closed_or_open_workspace(database: Database) -> None:
    keep_cards(database)
    wanted = {"value": {"cards": [{"metric": "nps", "value": 41.5}]}, "state": 7, "at": "2025-03-01"}
    assert snapshot.read(str(database.path)) == wanted
    database.close()
    assert snapshot.read(str(database.path)) == wanted
    assert snapshot.read(str(database.path), "other") is None


def test_there_are_no_cards_in_a_file_that_is_no_workspace(tmp_path: Path) -> None:
    other = tmp_path / "other"
    assert snapshot.read(str(other)) is None
    assert not other.exists()
    other.write_bytes(b"SQLite format 3\0" + bytes(500))
    assert snapshot.read(str(other)) is None


def test_reading_the_last_cards_loads_nothing_heavy(database: Database) -> None:
    keep_cards(database)
    database.close()
    script = (
        "import sys; from cxdesk.store import snapshot; found = snapshot.read(sys.argv[1]);"
        "print(found['state'], sorted(m for m in sys.modules if m in ('numpy', 'pandas', 'sqlite_utils', 'babel')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(database.path)], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert done.stdout == "7 []\n"


# Scales as text


@pytest.mark.parametrize(
    "scale",
    [
        Scale(0, 10),
        Scale(1, 5, reversed=True),
        Scale(0, 1, kind=ScaleKind.BINARY),
        Scale(1, 5, labels=(Label(5, "Très satisfait", "fr"), Label(1, "Nul")), na_codes=("99", "n/a")),
        Scale(0, 1, step=0.25, na_codes=("x",)),
        Scale(1, 5, kind=ScaleKind.STARS),
    ],
)
def test_a_scale_comes_back_from_its_text(scale: Scale) -> None:
    assert read_scale(write_scale(scale)) == scale


@pytest.mark.parametrize(
    "text", ["", "x", "{", "{}", '{"name": "5-1"}', '{"name": "1-5", "kind": "none"}', "[]", '{"name": 3}']
)
def test_what_is_no_scale_is_refused(text: str) -> None:
    with pytest.raises(BadQuestion):
        read_scale(text)
