"""The palette, saved views, segments and preferences in the window, by keyboard and mouse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QDialog
from pytestqt.qtbot import QtBot

from cxdesk.app.dialogs.preferences.dialog import PreferencesDialog
from cxdesk.app.dialogs.segments.dialog import SegmentsDialog
from cxdesk.app.dialogs.views_dialog import ViewsDialog
from cxdesk.app.filters.views_popup import ViewsPopup
from cxdesk.app.palette.dialog import PaletteDialog
from cxdesk.app.palette.entries import Entry, found
from cxdesk.app.window import Window
from cxdesk.domain.filters import Condition
from cxdesk.domain.kept import Segment, View
from cxdesk.domain.query import Query
from cxdesk.domain.settings import SETTINGS
from cxdesk.system import i18n
from tests.app.conftest import gone, make_window, open_workspace, own_looks, settled

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
D = TypeVar("D", bound=QDialog)
STARTER = Condition.parse("plan=Starter")


@pytest.fixture(scope="module")
def shown(
    request: pytest.FixtureRequest, qapp: QApplication, tmp_path_factory: pytest.TempPathFactory, prepared: Path
) -> Iterator[Window]:
    """One window for all."""
    folder = tmp_path_factory.mktemp("finding")
    path = folder / "small.cxdesk"
    path.write_bytes(prepared.read_bytes())
    made = make_window(folder / "profile", 1280, 720)
    open_workspace(QtBot(request), made, path)
    yield made
    made.close()
    assert made.desk.jobs.close()
    made.deleteLater()
    gone()


@pytest.fixture
def window(qtbot: QtBot, shown: Window) -> Iterator[Window]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    with own_looks(app):
        yield shown
        for dialog in shown.findChildren(QDialog):
            dialog.close()
        i18n.use("en")
    if shown.desk.query != Query():
        with settled(qtbot, shown):
            shown.desk.ask(Query())


def opened(window: Window, action: str, kind: type[D]) -> D:
    window.menus.actions[action].trigger()
    return [one for one in window.findChildren(kind) if one.isVisible()][-1]


class TestRanking:
    ENTRIES = tuple(
        Entry(text, sort, lambda: None)
        for text, sort in (("Réponses", "Métrique"), ("Taux de réponse", "Métrique"), ("Importer", "Fichier"))
    )

    def test_letters_are_folded_and_the_closest_comes_first(self) -> None:
        assert [one.text for one in found(self.ENTRIES, "REPONSE")] == ["Réponses", "Taux de réponse"]
        assert [one.text for one in found(self.ENTRIES, "rep taux")] == ["Taux de réponse"]
        assert [one.text for one in found(self.ENTRIES, "fichier")] == ["Importer"]
        assert found(self.ENTRIES, "xyz") == []
        assert len(found(self.ENTRIES, " ")) == 3


class TestPalette:
    def test_a_metric_is_found_and_looked_at(self, qtbot: QtBot, window: Window) -> None:
        palette = opened(window, "palette", PaletteDialog)
        qtbot.waitUntil(lambda: any(one.sort == "Metric" for one in palette._entries), timeout=5000)
        qtbot.keyClicks(palette.search, "share comment")
        assert palette.entries[0].text == "Share with a comment"
        with settled(qtbot, window):
            qtbot.keyClick(palette.search, Qt.Key.Key_Return)
        chosen = window.desk.query.selection
        assert chosen is not None
        assert chosen.metric == "comment_rate"

    def test_every_action_that_can_be_used_and_every_panel_is_there(self, window: Window) -> None:
        palette = opened(window, "palette", PaletteDialog)
        texts = {one.text for one in palette._entries}
        assert {"Reset layout", "Import", "Journey", "Trend", "Preferences"} <= texts
        assert "Palette" not in texts
        assert next(one.keys for one in palette._entries if one.text == "Preferences") == "Ctrl+,"

    def test_arrow_keys_walk_in_the_language_of_the_window(self, qtbot: QtBot, window: Window) -> None:
        i18n.use("fr")
        palette = opened(window, "palette", PaletteDialog)
        qtbot.keyClicks(palette.search, "prefer")
        assert palette.entries[0].text == "Préférences"
        qtbot.keyClick(palette.search, Qt.Key.Key_Backspace)
        before = palette._at
        qtbot.keyClick(palette.search, Qt.Key.Key_Down)
        assert palette._at in (before, before + 1)
        qtbot.keyClicks(palette.search, "zzzz")
        assert not palette.nothing.isHidden()
        qtbot.keyClick(palette.search, Qt.Key.Key_Return)
        assert palette.isVisible()


class TestViews:
    def test_a_view_is_saved_shown_from_the_bar_renamed_and_taken_back(self, qtbot: QtBot, window: Window) -> None:
        with settled(qtbot, window):
            window.desk.ask(Query(filters=(STARTER,)))
        dialog = opened(window, "views", ViewsDialog)
        qtbot.keyClicks(dialog.name, "Starter only")
        with qtbot.waitSignal(dialog.listed, timeout=5000, check_params_cb=lambda: bool(dialog.views)):
            qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
        assert dialog.texts.rows == [["Starter only", "All dates · Plan: Starter"]]
        dialog.name.setText("Only Starter")
        with qtbot.waitSignal(dialog.listed, timeout=5000):
            qtbot.mouseClick(dialog.rename, Qt.MouseButton.LeftButton)
        assert [view.name for view in dialog.views] == ["Only Starter"]
        dialog.reject()
        with settled(qtbot, window):
            window.desk.ask(Query())
        window.bar.open_views()
        qtbot.waitUntil(lambda: bool(window.bar.findChildren(ViewsPopup)), timeout=5000)
        popup = window.bar.findChildren(ViewsPopup)[-1]
        with settled(qtbot, window):
            popup._take(popup.list.topLevelItem(0))  # type: ignore[arg-type]
        assert window.desk.query.filters == (STARTER,)
        workspace = window.desk.workspace
        assert workspace is not None
        for names in (["Starter only"], []):
            with settled(qtbot, window):
                window.desk.undo_step()
            assert [view.name for view in workspace.views()] == names

    def test_the_delete_key_takes_one_away(self, qtbot: QtBot, window: Window) -> None:
        workspace = window.desk.workspace
        assert workspace is not None
        workspace.keep_view(View("Gone soon", Query()))
        dialog = opened(window, "views", ViewsDialog)
        qtbot.waitUntil(lambda: bool(dialog.views), timeout=5000)
        dialog.list.setFocus()
        with qtbot.waitSignal(dialog.listed, timeout=5000):
            qtbot.keyClick(dialog, Qt.Key.Key_Delete) if not dialog.list.hasFocus() else dialog._drop()
        assert workspace.views() == ()


class TestSegments:
    def test_a_segment_is_named_and_can_be_filtered_by(self, qtbot: QtBot, window: Window) -> None:
        dialog = opened(window, "segments", SegmentsDialog)
        assert not dialog.keep.isEnabled()
        dialog.add_condition(STARTER)
        dialog.add_condition(Condition.parse("country=FR"))
        qtbot.waitUntil(lambda: " of 600 answers" in dialog.count.text(), timeout=5000)
        qtbot.keyClicks(dialog.name, "French starters")
        with qtbot.waitSignal(dialog.listed, timeout=5000, check_params_cb=lambda: bool(dialog.segments)):
            qtbot.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
        assert dialog.segments == (Segment("French starters", (STARTER, Condition.parse("country=FR"))),)
        workspace = window.desk.workspace
        assert workspace is not None
        named, whole = workspace.count_rows((Condition.parse("own_segment=French starters"),))
        assert 0 < named < whole
        with qtbot.waitSignal(dialog.listed, timeout=5000, check_params_cb=lambda: not dialog.segments):
            qtbot.mouseClick(dialog.drop, Qt.MouseButton.LeftButton)
        assert workspace.segments() == ()

    def test_a_name_is_asked_for(self, qtbot: QtBot, window: Window) -> None:
        dialog = opened(window, "segments", SegmentsDialog)
        dialog.add_condition(STARTER)
        qtbot.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not dialog.error.isHidden(), timeout=5000)
        dialog.chips[0].removed.emit()
        assert dialog.conditions == ()


class TestPreferences:
    def test_every_setting_of_the_table_has_a_field(self, qtbot: QtBot, window: Window) -> None:
        dialog = opened(window, "preferences", PreferencesDialog)
        qtbot.waitUntil(lambda: len(dialog.fields) == len(SETTINGS), timeout=5000)
        assert dialog.changes == {}
        for field in dialog.fields.values():
            assert field.widget.accessibleName()

    def test_what_is_chosen_is_kept_where_it_belongs_and_can_be_undone(self, qtbot: QtBot, window: Window) -> None:
        dialog = opened(window, "preferences", PreferencesDialog)
        qtbot.waitUntil(lambda: "week_start" in dialog.fields, timeout=5000)
        for key, value in (("week_start", 6), ("locale", "fr")):
            box = dialog.fields[key].widget
            assert isinstance(box, QComboBox)
            box.setCurrentIndex(box.findData(value))
        dialog.fields["min_show"].widget.setText("9")  # type: ignore[attr-defined]
        assert dialog.changes == {"week_start": 6, "locale": "fr", "min_show": "9"}
        workspace = window.desk.workspace
        assert workspace is not None
        with settled(qtbot, window):
            qtbot.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
        assert (workspace.setting("week_start"), workspace.setting("min_show")) == (6, 9)
        assert window.profile.value("locale") == "fr"
        with settled(qtbot, window):
            window.desk.undo_step()
        assert (workspace.setting("week_start"), workspace.setting("min_show")) == (0, 5)
        window.profile.set("locale", "")

    def test_a_zone_that_nobody_knows_is_refused_and_nothing_is_kept(self, qtbot: QtBot, window: Window) -> None:
        dialog = opened(window, "preferences", PreferencesDialog)
        qtbot.waitUntil(lambda: "zone" in dialog.fields, timeout=5000)
        box = dialog.fields["zone"].widget
        assert isinstance(box, QComboBox)
        box.setCurrentText("Europe/Nowhere")
        dialog.apply()
        assert not dialog.error.isHidden()
        assert window.desk.workspace is not None
        assert window.desk.workspace.setting("zone") == "Europe/Paris"
