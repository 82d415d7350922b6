"""Erasing, handing on, telling a person what is held, and old rows, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import cxdesk
from tests.store.builders import Desk, answer

NAME, WHO = "Zyxwvka Qwertson", "cust-zq-1"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    desk = Desk(tmp_path)
    desk.put("customer", [{"customer": WHO, "name": NAME}, {"customer": "c2", "name": "Ion Pop"}], "crm.csv")
    said = [{**answer(f"r{n}", 9.0), "customer": WHO, "submitted_at": 1_600_000_000_000_000} for n in range(4)]
    desk.put("answer", [*said, {**answer("o", 2.0, f"ask {NAME}"), "customer": "c2"}], "survey.csv")
    desk.database.back_up("daily")
    desk.database.close()
    return desk.database.path


def test_without_yes_erasing_only_shows_what_it_would_touch(path: Path) -> None:
    before = path.read_bytes()
    said = cxdesk("erase", NAME, "-w", path)
    assert said.code == 0
    assert "4 rows removed" in said.out
    assert "Nothing was changed." in said.out
    assert path.read_bytes() == before


def test_a_person_is_erased_and_the_backups_rewritten(path: Path) -> None:
    done = cxdesk("erase", WHO, "-w", path, "--yes", "--backups", "rewrite", "--json").json["erase"]
    assert (done["rows"], done["blanked"], done["backups"]) == ({"answer": 4, "customer": 1}, {"answer": 1}, [])
    assert cxdesk("erase", WHO, "-w", path, "--json").code == 1
    log = cxdesk("erase", "--log", "-w", path, "--json").json["erasures"]
    assert [one["rows"] for one in log] == [{"answer": 4, "customer": 1}]
    assert not [one for one in path.parent.rglob("*.cxdesk") if b"qwertson" in one.read_bytes().lower()]
    assert cxdesk("erase", NAME, "--let-in", "-w", path, "--json").json["let_in"] > 0


def test_backups_that_hold_the_person_are_named(path: Path) -> None:
    said = cxdesk("erase", WHO, "-w", path, "--yes")
    assert "--backups rewrite" in said.out
    assert "daily" in said.out


@pytest.mark.parametrize("wrong", [(), (NAME, "--log")])
def test_one_customer_or_the_log_is_asked_for(path: Path, wrong: tuple[str, ...]) -> None:
    assert cxdesk("erase", *wrong, "-w", path).code == 2


def test_a_workspace_is_handed_on_under_pseudonyms(path: Path, tmp_path: Path) -> None:
    said = cxdesk("pseudonymise", tmp_path / "out.cxdesk", "-w", path)
    assert said.code == 0
    assert "no guarantee" in said.out
    assert NAME not in cxdesk("customers", "-w", tmp_path / "out.cxdesk").out
    full = cxdesk("pseudonymise", tmp_path / "all.cxdesk", "-w", path, "--mode", "full", "--json").json["shared"]
    assert full["rows"] == 7
    told = cxdesk("pseudonymise", tmp_path / "n.json", "-w", path, "--mode", "anonymous", "--metric", "nps", "--json")
    assert told.json["shared"]["hidden"] >= 1
    assert "Value" not in (tmp_path / "n.json").read_text("utf-8")


def test_a_person_gets_what_is_held(path: Path, tmp_path: Path) -> None:
    assert cxdesk("access", NAME, tmp_path / "held.json", "-w", path).code == 0
    assert json.loads((tmp_path / "held.json").read_text("utf-8"))["person"] == NAME
    assert (tmp_path / "held.json").stat().st_mode & 0o077 == 0


def test_old_rows_go_when_asked(path: Path) -> None:
    assert "no rule" in cxdesk("retain", "-w", path).out
    seen = cxdesk("retain", "-w", path, "--months", "24", "--json").json["retention"]
    assert (seen["rows"], seen["removed"]) == ({"answer": 4, "customer": 1}, False)
    assert cxdesk("retain", "-w", path, "--yes", "--json").json["retention"]["removed"]
    assert cxdesk("retain", "-w", path, "--json").json["retention"]["rows"] == {}
