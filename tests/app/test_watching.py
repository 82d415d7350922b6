"""A watched folder: what is new in it is offered, once, and never imported by itself."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cxdesk.app.dialogs.import_wizard.dialog import ImportDialog
from cxdesk.app.dialogs.watch_folder import WatchFolderDialog
from cxdesk.app.watched import FILE, Watched, WatchedFolders, mark
from cxdesk.app.watching import AT_REST, news, stamps
from cxdesk.app.window import Window
from tests.app.conftest import write_export

NOW = 1_800_000_000.0


def put(folder: Path, name: str, text: str = "a,b\n1,2\n", age: float = 3600) -> Path:
    """A file that was last changed so many seconds ago."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    os.utime(path, (NOW - age, NOW - age))
    return path


class TestWhatIsSeen:
    def test_files_at_rest_that_could_be_exports(self, tmp_path: Path) -> None:
        for name in ("march.csv", ".hidden.csv", "~$open.xlsx", "loading.csv.part", "shop.cxdesk"):
            put(tmp_path, name)
        put(tmp_path, "being written.csv", age=AT_REST / 2)
        put(tmp_path, "from a clock ahead.csv", age=-86400)
        (tmp_path / "older").mkdir()
        assert sorted(stamps(tmp_path, NOW)) == sorted(["march.csv", "from a clock ahead.csv"])

    def test_a_folder_that_is_not_there_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(OSError, match="gone"):
            stamps(tmp_path / "gone", NOW)

    def test_news_are_files_not_seen_or_seen_otherwise(self) -> None:
        found = {"b.csv": (10, 5), "a.csv": (10, 5), "same.csv": (3, 3), "longer.csv": (4, 9), "empty.csv": (0, 1)}
        seen = {"same.csv": (3, 3), "longer.csv": (3, 3), "removed.csv": (1, 1)}
        assert news(found, {mark(name): stamp for name, stamp in seen.items()}) == ["a.csv", "b.csv", "longer.csv"]

    def test_accents_may_be_written_in_two_ways(self) -> None:
        assert news({"e\u0301te\u0301.csv": (1, 1)}, {mark("\u00e9t\u00e9.csv"): (1, 1)}) == []


class TestWhatIsKept:
    def test_a_folder_per_workspace_and_what_was_offered(self, tmp_path: Path) -> None:
        kept, shop, other = WatchedFolders(tmp_path), tmp_path / "shop.cxdesk", tmp_path / "other.cxdesk"
        assert kept.of(shop) is None
        kept.watch(shop, tmp_path / "exports")
        kept.keep_seen(shop, {"a.csv": (1, 2)})
        kept.keep_seen(other, {"a.csv": (1, 2)})
        again = WatchedFolders(tmp_path)
        assert again.of(shop) == Watched(str(tmp_path / "exports"), {mark("a.csv"): (1, 2)})
        assert again.of(other) is None
        again.watch(shop, None)
        assert WatchedFolders(tmp_path).of(shop) is None

    def test_no_name_of_a_file_is_kept(self, tmp_path: Path) -> None:
        """An export may be called after somebody who is erased later."""
        shop = tmp_path / "shop.cxdesk"
        earlier = {str(shop): {"folder": "exports", "seen": {"Ana Popescu.csv": [1, 2]}}}
        (tmp_path / FILE).write_text(json.dumps(earlier), encoding="utf-8")
        kept = WatchedFolders(tmp_path)
        assert "Popescu" not in (tmp_path / FILE).read_text("utf-8")
        assert kept.of(shop) == Watched("exports", {mark("Ana Popescu.csv"): (1, 2)})
        kept.keep_seen(shop, {"Ion Popescu.csv": (1, 2)})
        assert "Popescu" not in (tmp_path / FILE).read_text("utf-8")

    @pytest.mark.parametrize("text", ["", "[", "[1]", '{"x": 1}', json.dumps({"x": {"folder": "y", "seen": [1]}})])
    def test_what_does_not_read_counts_as_none(self, tmp_path: Path, text: str) -> None:
        (tmp_path / FILE).write_text(text, encoding="utf-8")
        assert WatchedFolders(tmp_path).of(Path("x")) is None


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
class TestTheQuietLine:
    def test_is_not_there_until_a_folder_is_named(self, window: Window) -> None:
        assert window.offers.watch.folder is None
        assert window.offers.bar.isHidden()

    def test_offers_new_files_and_opens_them_on_a_yes(self, qtbot: QtBot, window: Window, tmp_path: Path) -> None:
        folder = tmp_path / "Exports"
        folder.mkdir()
        export = write_export(folder / "april.csv", first=900, rows=40)
        os.utime(export, (NOW - 1e6, NOW - 1e6))
        watch, line = window.offers.watch, window.offers.line
        with qtbot.waitSignal(watch.offered, timeout=20_000):
            watch.watch(folder)
        assert not window.offers.bar.isHidden()
        assert line.text.text() == "1 new file in Exports"
        assert not window.findChildren(ImportDialog), "nothing is opened without a yes"
        line.take.click()
        wizard = next(iter(window.findChildren(ImportDialog)))
        assert window.offers.bar.isHidden()
        wizard.reject()
        watch.look()
        qtbot.waitUntil(lambda: not window.desk.jobs.busy(), timeout=20_000)
        assert watch.waiting == [], "what was looked at is not offered again"

    def test_offers_a_file_again_once_it_changes(self, qtbot: QtBot, window: Window, tmp_path: Path) -> None:
        put(tmp_path, "may.csv", age=NOW / 2)
        watch = window.offers.watch
        with qtbot.waitSignal(watch.offered, timeout=20_000):
            watch.watch(tmp_path)
        assert [path.name for path in watch.waiting] == ["may.csv"]
        window.offers.line.later.click()
        assert window.offers.bar.isHidden()
        put(tmp_path, "may.csv", "a,b\n1,2\n3,4\n", age=NOW / 2)
        with qtbot.waitSignal(watch.offered, timeout=20_000):
            watch.look()
        assert [path.name for path in watch.waiting] == ["may.csv"]

    def test_outlives_a_folder_that_goes_and_comes(self, qtbot: QtBot, window: Window, tmp_path: Path) -> None:
        folder = tmp_path / "stick"
        watch = window.offers.watch
        watch.watch(folder)
        qtbot.waitUntil(lambda: watch.missing, timeout=20_000)
        dialog = WatchFolderDialog(watch, window)
        qtbot.addWidget(dialog)
        assert not dialog.missing.isHidden()
        folder.mkdir()
        put(folder, "june.csv", age=NOW / 2)
        with qtbot.waitSignal(watch.offered, timeout=20_000):
            watch.look()
        assert not watch.missing
        dialog.stop.click()
        assert watch.folder is None
        assert window.offers.bar.isHidden()
        assert dialog.folder.text() == "No folder is watched."
