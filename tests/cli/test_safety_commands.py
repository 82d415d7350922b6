"""Backups, restoring and checking from the command line."""

from __future__ import annotations

import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from cxdesk.workspace.workspace import Workspace
from tests.cli.running import cxdesk
from tests.store.builders import Desk, answer


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    made = Desk(tmp_path, "shop")
    for n in (0, 400):
        made.put("answer", [answer(f"r{n + k}", k % 11, f"word {k}", customer=f"C{k % 70}") for k in range(600)])
    made.database.close()
    return made.database.path


def content(path: Path) -> str:
    with Workspace.open(path, read_only=True) as workspace:
        return workspace.content_hash()


def test_a_backup_takes_the_place_of_what_came_after_it(shop: Path) -> None:
    before = content(shop)
    made = cxdesk("backup", "-w", shop, "--json").json["backup"]
    with Workspace.open(shop) as workspace:
        workspace.undo(workspace.imports()[0].id)
    assert content(shop) != before
    listed = cxdesk("backup", "-w", shop, "--list", "--json").json["backups"]
    assert [one["reason"] for one in listed] == ["undo", "manual"]
    ran = cxdesk("restore", "-w", shop, Path(made).name)
    assert ran.code == 0
    assert "set aside" in ran.out
    assert content(shop) == before
    assert "before an import was taken back" in cxdesk("backup", "-w", shop, "--list").out


def test_a_damaged_workspace_is_told_with_its_last_good_backup_and_gives_what_can_be_read(
    shop: Path, tmp_path: Path
) -> None:
    before, made = content(shop), Path(cxdesk("backup", "-w", shop, "--json").json["backup"])
    data = bytearray(shop.read_bytes())
    half = len(data) // 2 // 8192 * 8192
    data[half : half + 8192] = bytes(8192)
    shop.write_bytes(data)
    ran = cxdesk("check", "-w", shop)
    assert ran.code == 1
    assert made.name in ran.out
    assert shop.read_bytes() == data, "a check writes nothing"
    saved = cxdesk("check", "-w", shop, "--export", tmp_path / "saved.zip", "--json").json
    with zipfile.ZipFile(tmp_path / "saved.zip") as packed:
        lines = {name: packed.read(name).decode("utf-8-sig").count("\r\n") - 1 for name in packed.namelist()}
    assert all(lines[f"{kind}.csv"] >= rows for kind, rows in saved["rows"].items())
    assert saved["rows"]
    assert cxdesk("restore", "-w", shop).code == 0
    assert content(shop) == before
    aside = [path for path in made.parent.iterdir() if "damaged" in path.name]
    assert [path.read_bytes() for path in aside] == [data], "the damaged file is kept as it was"


def test_what_follows_from_the_rows_is_repaired(shop: Path) -> None:
    with closing(sqlite3.connect(shop, isolation_level=None)) as connection:
        connection.execute("UPDATE content SET sum = sum + 1 WHERE n > 0")
        connection.execute("INSERT INTO fts(fts) VALUES ('delete-all')")
    assert cxdesk("check", "-w", shop).code == 1
    ran = cxdesk("check", "-w", shop, "--repair")
    assert ran.code == 0
    assert ran.out.count("Repaired: ") >= 2
    assert "sound" in ran.out
    assert cxdesk("check", "-w", shop).code == 0


def test_a_changed_value_cannot_be_repaired(shop: Path) -> None:
    with closing(sqlite3.connect(shop, isolation_level=None)) as connection:
        connection.execute("UPDATE answer SET score = score + 1 WHERE row_id = (SELECT min(row_id) FROM answer)")
    ran = cxdesk("check", "-w", shop, "--repair")
    assert ran.code == 1
    assert "Kept columns do not match the rows" in ran.out
    assert cxdesk("check", "-w", shop).code == 1


def test_a_kept_column_that_is_damaged_is_made_anew(shop: Path) -> None:
    with closing(sqlite3.connect(shop, isolation_level=None)) as connection:
        connection.execute("UPDATE cache SET data = zeroblob(length(data)) WHERE kind = 'answer'")
    ran = cxdesk("check", "-w", shop, "--repair")
    assert ran.out == "Repaired: Kept columns are damaged.\nThe workspace is sound.\n"
