"""What is seen of a workspace in trouble: who holds it, what is damaged, where it went; and the ways out."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cxdesk.app import safety as safety_module
from cxdesk.app.actions import ACTIONS, Need
from cxdesk.app.dialogs.backups import BackupsDialog
from cxdesk.app.dialogs.trouble import TroubleDialog
from cxdesk.app.window import Window
from cxdesk.domain.filters import Condition
from cxdesk.workspace import caring
from cxdesk.workspace.workspace import Workspace
from tests.app.conftest import make_window, open_workspace, settled


def trouble(qtbot: QtBot, window: Window, ways: int) -> TroubleDialog:
    """The window of ways out, once it offers so many."""
    found: list[TroubleDialog] = []

    def there() -> None:
        shown = window.commands.safety.trouble
        assert shown is not None
        assert len(shown.ways) == ways
        found.append(shown)

    qtbot.waitUntil(lambda: _holds(there), timeout=20_000)
    return found[-1]


def _holds(check: object) -> bool:
    try:
        check()  # type: ignore[operator]
    except AssertionError:
        return False
    return True


def _have_room(shown: TroubleDialog) -> bool:
    """Whether all is seen and nothing lies on anything else, also what came when the window was there."""
    parts = [shown.cause, shown.known, *shown.ways, shown.close_button]
    boxes = [part.rect().translated(part.mapTo(shown, part.rect().topLeft())) for part in parts]
    apart = not any(one.intersects(other) for n, one in enumerate(boxes) for other in boxes[:n])
    whole = shown.cause.height() >= shown.cause.heightForWidth(shown.cause.width())
    return apart and whole and all(part.isVisible() for part in parts)


def content(path: Path) -> str:
    with Workspace.open(path, read_only=True) as workspace:
        return workspace.content_hash()


def spoil(path: Path) -> bytes:
    """Make the page with the tables' names unreadable."""
    data = bytearray(path.read_bytes())
    data[8192 + 4096 :] = os.urandom(len(data) - 8192 - 4096)
    path.write_bytes(data)
    return bytes(data)


def test_who_holds_the_workspace_is_said_and_it_opens_for_reading(qtbot: QtBot, bare: Window, small: Path) -> None:
    with Workspace.open(small):
        bare.commands.open_path(small)
        shown = trouble(qtbot, bare, 2)
        assert str(os.getpid()) in shown.cause.text()
        with settled(qtbot, bare):
            shown.ways[0].click()
    assert bare.desk.info is not None
    assert bare.desk.info.read_only
    assert not bare.status.locked.isHidden()
    assert "asked" in bare.status._parts["locked"].toolTip()
    writers = [action.id for action in ACTIONS if action.need in (Need.WRITABLE, Need.TAKING, Need.UNDO, Need.REDO)]
    assert writers
    assert not any(bare.menus.actions[name].isEnabled() for name in writers)
    assert bare.menus.actions["export_comments"].isEnabled()
    assert not bare.bar.button.isEnabled()
    with qtbot.waitSignal(bare.desk.failed) as failed:
        bare.commands.take([small.with_name("dropped.csv")])
    assert failed.args[0].code == "workspace_read_only"


def test_a_damaged_workspace_is_restored_and_never_overwritten(qtbot: QtBot, bare: Window, small: Path) -> None:
    before = content(small)
    with Workspace.open(small) as workspace:
        workspace.back_up()
    damaged = spoil(small)
    bare.commands.open_path(small)
    shown = trouble(qtbot, bare, 3)
    assert small.name in shown.cause.text()
    assert "The damaged file is set aside" in shown.ways[0].accessibleDescription()
    assert small.read_bytes() == damaged
    with settled(qtbot, bare):
        shown.ways[0].click()
    assert bare.desk.workspace is not None
    assert bare.desk.workspace.content_hash() == before
    (aside,) = [copy for copy in caring.copies(small) if copy.reason == "damaged"]
    assert aside.path.read_bytes() == damaged


def test_without_a_backup_there_is_still_what_can_be_read(
    qtbot: QtBot, bare: Window, small: Path, tmp_path: Path
) -> None:
    data = bytearray(small.read_bytes())
    data[-8192 * 3 :] = bytes(8192 * 3)
    small.write_bytes(data)
    bare.commands.safety.show_damaged(small, ["Some pages of the file are damaged."])
    shown = trouble(qtbot, bare, 2)
    qtbot.waitUntil(lambda: _have_room(shown))
    with qtbot.waitSignal(bare.desk.told):
        bare.commands.safety.export_to(small, tmp_path / "saved.zip")
    assert (tmp_path / "saved.zip").stat().st_size > 1000
    with settled(qtbot, bare):
        shown.ways[0].click()
    assert bare.desk.info is not None
    assert bare.desk.info.read_only
    assert small.read_bytes() == data


def test_damage_that_is_found_at_leisure_ends_all_writing(qtbot: QtBot, window: Window, small: Path) -> None:
    workspace = window.desk.workspace
    assert workspace is not None
    workspace.database.seal()
    with workspace.database.write("test") as transaction:
        transaction.leave_lists()
        transaction.execute("UPDATE answer SET customer = 'somebody else' WHERE row_id = 7")
    window.commands.safety.care()
    shown = trouble(qtbot, window, 2)
    assert window.desk.info is not None
    assert window.desk.info.read_only
    assert "checksum" in shown.known.text()
    assert caring.copies(small) == []


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps an open file where it is")
def test_a_file_that_was_moved_away_is_saved_again(qtbot: QtBot, bare: Window, prepared: Path, tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    window, small = bare, Path(shutil.copy(prepared, tmp_path / "shop" / "small.cxdesk"))
    open_workspace(qtbot, window, small)
    workspace = window.desk.workspace
    assert workspace is not None
    workspace.set_setting("min_show", 3)
    before = workspace.content_hash()
    small.parent.rename(tmp_path / "other folder")
    window.desk.undo_last()
    shown = trouble(qtbot, window, 1)
    with settled(qtbot, window):
        shown.ways[0].click()
    assert window.desk.workspace is not None
    assert window.desk.workspace is not workspace
    assert window.desk.workspace.content_hash() == before
    assert window.desk.workspace.setting("min_show") == 3
    assert window.desk.workspace.path != small


def test_after_a_crash_the_view_is_there_again_with_one_quiet_notice(
    qtbot: QtBot, window: Window, small: Path, tmp_path: Path
) -> None:
    with settled(qtbot, window):
        window.desk.ask(window.desk.query.with_(filters=(Condition.parse("Plan=Team"),)))
    window.commands.safety.keep_session()
    qtbot.waitUntil(lambda: not window.desk.jobs.busy())
    crashed = tmp_path / "crashed"  # what the disk holds while the program runs is what a crash leaves
    crashed.mkdir()
    for name in (small.name, small.name + "-wal", small.name + ".lock"):
        shutil.copy(small.with_name(name), crashed / name)
    again = make_window(tmp_path / "profile2")
    qtbot.addWidget(again)
    again.profile.session = str(crashed / small.name)
    said: list[str] = []
    again.desk.told.connect(said.append)
    with settled(qtbot, again):
        again.commands.safety.resume()
    assert [str(one) for one in again.desk.query.filters] == [str(one) for one in window.desk.query.filters]
    assert len(said) == 1
    assert "ended unexpectedly" in said[0]
    again.close()
    assert again.desk.jobs.close()
    assert again.profile.session == ""


def test_a_program_that_was_closed_opens_nothing_by_itself(qtbot: QtBot, bare: Window, small: Path) -> None:
    bare.profile.session = str(small)
    with qtbot.waitSignal(bare.desk.jobs.ended):
        bare.commands.safety.resume()
    assert bare.desk.workspace is None
    assert not bare.desk.jobs.busy()


def test_the_first_care_of_a_day_makes_a_backup(qtbot: QtBot, window: Window, small: Path) -> None:
    leisure = window.commands.safety.leisure
    assert leisure.isActive()
    assert leisure.interval() == safety_module.LEISURE
    for _time in range(2):
        window.commands.safety.care()
        qtbot.waitUntil(lambda: not window.desk.jobs.busy())
    (copy,) = caring.copies(small)
    assert copy.reason == "daily"
    assert caring.sound(copy.path)


# The window of backups


def test_a_backup_is_made_verified_restored_and_deleted(qtbot: QtBot, window: Window, small: Path) -> None:
    workspace = window.desk.workspace
    assert workspace is not None
    before = workspace.content_hash()
    dialog = BackupsDialog(window.desk, window)
    qtbot.waitSignal(dialog.listed).wait()
    assert dialog.stack.currentIndex() == 1
    with qtbot.waitSignal(dialog.listed):
        dialog.make.click()
    assert len(dialog.copies) == 1
    for button, verdict in ((dialog.verify, "is sound"), (dialog.check, "is sound")):
        with qtbot.waitSignal(dialog.said):
            button.click()
        assert verdict in dialog.verdict.text()
    with settled(qtbot, window):
        window.desk.undo_last()
    with qtbot.waitSignal(dialog.listed):
        dialog.ask()
    assert [copy.reason for copy in dialog.copies] == ["undo", "manual"]
    dialog.list.setCurrentIndex(dialog.model.index(0, 0))
    dialog.remove.click()
    with qtbot.waitSignal(dialog.listed):
        dialog.asked.yes.click()
    assert [copy.reason for copy in dialog.copies] == ["manual"]
    dialog.restore.click()
    assert dialog.asked.yes.text() == "Restore"
    with settled(qtbot, window):
        dialog.asked.yes.click()
    assert window.desk.workspace is not None
    assert window.desk.workspace.content_hash() == before


def test_a_damaged_backup_is_not_put_in_place(qtbot: QtBot, window: Window, small: Path) -> None:
    workspace = window.desk.workspace
    assert workspace is not None
    made, before = workspace.back_up(), workspace.content_hash()
    spoil(made)
    dialog = BackupsDialog(window.desk, window)
    qtbot.waitSignal(dialog.listed).wait()
    with qtbot.waitSignal(dialog.said):
        dialog.verify.click()
    assert "is damaged" in dialog.verdict.text()
    dialog.restore.click()
    with qtbot.waitSignal(window.desk.failed):
        dialog.asked.yes.click()  # the window closes
    assert content(small) == before
