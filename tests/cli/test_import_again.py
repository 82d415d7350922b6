"""What the command line says of an import before and after it: what would change, what is to be corrected, what is
remembered.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cxdesk.domain.rejected import FRONT
from tests.cli.running import cxdesk
from tests.intake.looking import write

pytestmark = pytest.mark.usefixtures("all_here")

HEADS = ["Ticket ID", "Created at", "Status", "Requester", "Region"]


def tickets(path: Path, status: str = "Open", *more: list[str]) -> Path:
    rows = [[f"T{n}", f"2026-01-{n:02d} 10:00", status if n == 3 else "Open", "a@x.ro", "South"] for n in range(1, 6)]
    return write(path, HEADS, [*rows, *more])


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Five tickets, and one row that lacks its id."""
    path = tmp_path / "desk.cxdesk"
    lacking = ["", "2026-02-01 10:00", "Open", "b@x.ro", "-1+1"]
    assert cxdesk("import", tickets(tmp_path / "a.csv", "Open", lacking), "-w", path).code == 0
    return path


def test_a_dry_run_lists_rows_of_each_sort_with_their_place_and_fields(workspace: Path, tmp_path: Path) -> None:
    fresh = ["T9", "2026-03-01 10:00", "Open", "c@x.ro", "North"]
    path = tickets(tmp_path / "b.csv", "Closed", fresh)
    (report,) = cxdesk("import", path, "-w", workspace, "--dry-run", "--json", "--rows", "1").json["files"]
    details = report["details"]
    assert list(details) == ["new", "updated", "unchanged", "replaced", "rejected", "blank", "cells"]
    (updated,) = details["updated"]
    assert (updated["file"], updated["sheet"], updated["row"], updated["key"]) == ("b.csv", None, 4, {"ticket": "T3"})
    assert [(one["before"], one["after"]) for one in updated["changes"]] == [("Open", "Closed")]
    assert (details["new"][0]["row"], details["new"][0]["values"]["Region"]) == (7, "North")
    assert [one["row"] for one in details["unchanged"]] == [2]
    said = cxdesk("import", path, "-w", workspace, "--dry-run", language="fr")
    assert "Avant" in said.out
    assert "T3" in said.out
    assert len(cxdesk("imports", "-w", workspace, "--json").json["batches"]) == 1


def test_rejected_rows_leave_and_come_back(workspace: Path, tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    said = cxdesk("imports", "-w", workspace, "--rejects", "1", "--to", path, "--json").json
    assert (said["batch"], said["rows"]) == (1, 1)
    assert said["tables"][0]["rejected"] is True
    book = load_workbook(path)
    assert book.worksheets[0].cell(2, FRONT + 5).value == "-1+1"
    book.worksheets[0].cell(2, FRONT + 1, "T6")
    book.save(path)
    (report,) = cxdesk("import", path, "-w", workspace, "--json").json["files"]
    assert (report["rows"]["new"], report["rows"]["rejected"], report["doubts"]) == (1, 0, [])


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("--rejects", "1"), 2), (("--rejects", "1", "--to", "r.csv"), 2), (("--rejects", "8", "--to", "r.xlsx"), 1)],
)
def test_what_cannot_be_written_is_refused(workspace: Path, arguments: tuple[str, ...], code: int) -> None:
    ran = cxdesk("imports", "-w", workspace, *arguments)
    assert ran.code == code
    assert ran.err


def test_remembered_tables_travel_from_one_workspace_to_another(workspace: Path, tmp_path: Path) -> None:
    (table,) = cxdesk("mappings", "list", "-w", workspace, "--json").json["tables"]
    assert table["name"] == "a.csv"
    short = table["id"][:12]
    changed = cxdesk("mappings", "change", short, "--map", "team=Region", "-w", workspace, "--json").json["table"]
    assert {one["heading"]: one["use"] for one in changed["columns"]}["Region"] == "team"
    renamed = cxdesk("mappings", "rename", short, "--name", "Our desk", "-w", workspace, "--json").json["table"]
    assert renamed["name"] == "Our desk"
    path = tmp_path / "tables.json"
    assert cxdesk("mappings", "export", "-w", workspace, "--to", path).code == 0
    assert json.loads(path.read_text("utf-8"))["mappings"] == 1
    other = tmp_path / "other.cxdesk"
    (report,) = cxdesk("import", tickets(tmp_path / "b.csv"), "-w", other, "--dry-run", "--json").json["files"]
    assert "team" not in report["mapping"]
    assert cxdesk("mappings", "import", path, "-w", other).code == 0
    (report,) = cxdesk("import", tickets(tmp_path / "b.csv"), "-w", other, "--dry-run", "--json").json["files"]
    assert report["mapping"]["team"] == "Region"
    assert "Our desk" in cxdesk("mappings", "show", short, "-w", other).out
    assert cxdesk("mappings", "forget", short, "-w", other).code == 0
    assert cxdesk("mappings", "show", short, "-w", other).code == 1
