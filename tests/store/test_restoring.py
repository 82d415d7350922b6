"""A backup takes the place of a workspace, or nothing happens; what stood there is set aside."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest

from cxdesk.domain.errors import CXDeskError, NotFound, WorkspaceBusy
from cxdesk.store import backups, batches, restoring, salvage
from cxdesk.store.database import Database
from cxdesk.workspace import caring
from tests.store.builders import Desk, answer


@pytest.fixture
def desk(desk: Desk) -> Desk:
    desk.put("answer", [answer(f"r{n}", float(n % 11), f"=word {n}", submitted_at=n * 10**6) for n in range(400)])
    return desk


def content(path: Path) -> str:
    with Database.open(path) as database:
        return batches.content_hash(database)


def test_what_stood_there_is_set_aside(desk: Desk) -> None:
    before, made = batches.content_hash(desk.database), desk.database.back_up("daily")
    desk.put("answer", [answer("later", 1.0)])
    after = batches.content_hash(desk.database)
    desk.database.close()
    done = restoring.restore(desk.database.path, made)
    assert content(desk.database.path) == before
    assert done.aside is not None
    assert content(done.aside) == after
    assert [copy.reason for copy in backups.listing(desk.database.path)] == [backups.BEFORE_RESTORE, "daily"]


def test_what_lies_only_in_the_log_is_set_aside_too(desk: Desk, tmp_path: Path) -> None:
    made = desk.database.back_up("daily")
    desk.put("answer", [answer("later", 1.0)])
    after, crashed = batches.content_hash(desk.database), tmp_path / "crashed" / "desk.cxdesk"
    crashed.parent.mkdir()
    for ending in ("", "-wal"):
        Path(f"{crashed}{ending}").write_bytes(Path(f"{desk.database.path}{ending}").read_bytes())
    done = restoring.restore(crashed, made)
    assert done.aside is not None
    assert content(done.aside) == after
    assert content(crashed) != after


def test_a_workspace_that_is_gone_comes_back(desk: Desk) -> None:
    before, made = batches.content_hash(desk.database), desk.database.back_up("daily")
    desk.database.close()
    desk.database.path.unlink()
    assert restoring.restore(desk.database.path, made).aside is None
    assert content(desk.database.path) == before


def test_nobody_may_have_it_open(desk: Desk) -> None:
    made = desk.database.back_up("daily")
    with pytest.raises(WorkspaceBusy):
        restoring.restore(desk.database.path, made)


def test_a_backup_that_is_not_sound_changes_nothing(desk: Desk) -> None:
    made = desk.database.back_up("daily")
    desk.database.close()
    before = desk.database.path.read_bytes()
    data = made.read_bytes()
    made.write_bytes(data[: len(data) // 2])
    with pytest.raises(CXDeskError, match="damaged"):
        restoring.restore(desk.database.path, made)
    with pytest.raises(NotFound):
        restoring.restore(desk.database.path, made.with_name("none.cxdesk"))
    assert desk.database.path.read_bytes() == before


def test_a_restore_that_was_cut_short_leaves_no_copy_that_is_the_file_itself(desk: Desk) -> None:
    made = desk.database.back_up("daily")
    desk.database.close()
    backups.free_name(desk.database.path, backups.BEFORE_RESTORE).hardlink_to(desk.database.path)
    backups.restore_draft(desk.database.path).write_bytes(b"half")
    assert backups.copies(desk.database.path) == [made]
    Database.open(desk.database.path).close()
    assert not backups.restore_draft(desk.database.path).exists()


# What a damaged file still gives


def rows_of(packed: Path, name: str) -> list[list[str]]:
    with zipfile.ZipFile(packed) as opened:
        return list(csv.reader(io.StringIO(opened.read(name).decode("utf-8-sig"))))


def test_rows_around_a_damaged_page_are_saved(desk: Desk, tmp_path: Path) -> None:
    desk.database.close()
    path, target = desk.database.path, tmp_path / "saved.zip"
    data = bytearray(path.read_bytes())
    at = data.index(b"=word 200") // 8192 * 8192
    data[at : at + 8192] = bytes(8192)
    path.write_bytes(data)
    saved = salvage.save_readable(path, target)
    head, *rows = rows_of(target, "answer.csv")
    texts = [row[head.index("comment")] for row in rows]
    assert saved.rows["answer"] == len(rows)
    assert 0 < saved.unreadable < 200
    assert len(rows) + saved.unreadable == 400
    assert "'=word 3" in texts
    assert "'=word 399" in texts
    assert path.read_bytes() == data


def test_values_are_those_that_people_know(desk: Desk, tmp_path: Path) -> None:
    paid = {"subscription": "s", "customer": "c", "started_on": 20_000, "amount": 190_500, "quantity": 3.0}
    desk.put("subscription", [paid])
    desk.database.close()
    salvage.save_readable(desk.database.path, tmp_path / "saved.zip")
    head, first, *_rest = rows_of(tmp_path / "saved.zip", "answer.csv")
    said = dict(zip(head, first, strict=True))
    assert said["question"] == "How likely are you to recommend us?"
    assert said["submitted_at"] == "1970-01-01T00:00:00+00:00"
    assert said["scale"] == "0-10"
    told = dict(zip(*rows_of(tmp_path / "saved.zip", "subscription.csv"), strict=True))
    assert (told["started_on"], told["amount"], told["quantity"]) == ("2024-10-04", "19.05", "3.0")


def test_where_nothing_can_be_read_that_is_said_and_nothing_written(desk: Desk, tmp_path: Path) -> None:
    desk.database.close()
    path, target = desk.database.path, tmp_path / "saved.zip"
    path.write_bytes(path.read_bytes()[:100] + bytes(50_000))
    with pytest.raises(CXDeskError, match="Nothing can be read"):
        salvage.save_readable(path, target)
    assert not target.exists()
    assert not list(tmp_path.glob(".*part"))


@pytest.mark.parametrize("name", ["gone.cxdesk", "folder"])
def test_what_is_no_file_gives_no_copy_to_read_and_that_is_said(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(CXDeskError, match="Nothing can be read"):
        caring.open_copy(tmp_path / name)
