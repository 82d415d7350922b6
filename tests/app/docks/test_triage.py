"""Comments read and decided by key and by mouse, each decision taken back and made again; the story beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cxdesk.analysis.themes import ThemeCourse
from cxdesk.app.docks.comment_parts import CUSTOMER, LIST, LIST_OF_TWO, THREE, TWO
from cxdesk.app.docks.comments import CommentsPanel, behind
from cxdesk.app.docks.theme_course import ThemeCourseLine
from cxdesk.app.docks.triage import TriagePane
from cxdesk.app.window import Window
from cxdesk.domain.follow_ups import FollowUp, Narrowing, Order, Status
from cxdesk.domain.results import Change, CommentRow, Figure
from cxdesk.domain.themes import Axis, Theme
from cxdesk.system import i18n
from cxdesk.system.i18n import number
from cxdesk.workspace.following import Known, Reading
from tests.app.conftest import Themed
from tests.app.one_window import one_window

Key = Qt.Key
_USED: set[int] = set()


def quiet(qtbot: QtBot, window: Window) -> None:
    qtbot.waitUntil(lambda: not window.desk.jobs.busy(), timeout=10_000)


@pytest.fixture(scope="module")
def window(qapp: QApplication, prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    """One window for all of these: each test has a comment of its own."""
    yield from one_window(prepared, tmp_path_factory.mktemp("triage"))


@pytest.fixture
def panel(qtbot: QtBot, window: Window, request: pytest.FixtureRequest) -> CommentsPanel:
    """The comments with the whole window for themselves; one that no other test has touched is read."""
    found = window.panel("comments")
    assert isinstance(found, CommentsPanel)
    qtbot.waitUntil(lambda: found.list.listed > 0 and not window.desk.jobs.busy(), timeout=20_000)
    window.resize(1440, 900)
    if not found.alone:
        window.menus.actions["triage"].trigger()
    qtbot.waitUntil(lambda: found.parts.columns == 3, timeout=10_000)
    fresh = next(row for row in range(0, 60, 4) if row not in _USED)
    _USED.add(fresh)
    found.list.setCurrentIndex(found.list.comments.index(fresh, 0))
    quiet(qtbot, window)
    qtbot.waitUntil(lambda: found.parts.triage.known is not None, timeout=10_000)
    return found


def press(qtbot: QtBot, window: Window, panel: CommentsPanel, key: Qt.Key) -> None:
    qtbot.keyClick(panel.list, key)
    quiet(qtbot, window)


def kept(window: Window, panel: CommentsPanel) -> tuple[str, FollowUp]:
    """(decision, follow-up) of the comment that is read, as the workspace has them."""
    workspace, comment = window.desk.workspace, panel.parts.comment
    assert workspace is not None
    assert comment is not None
    known = workspace.reading(comment.row, comment.text)
    return known.decision, known.follow_up


def test_one_key_decides_and_every_step_goes_back_and_forth(qtbot: QtBot, window: Window, panel: CommentsPanel) -> None:
    press(qtbot, window, panel, Key.Key_X)
    assert kept(window, panel)[0] == "stop"
    assert panel.parts.triage.decisions["stop"].isChecked()
    press(qtbot, window, panel, Key.Key_C)
    assert kept(window, panel)[0] == "continue"
    assert not panel.parts.triage.decisions["stop"].isChecked()
    for action, decision in (("undo", "stop"), ("undo", ""), ("redo", "stop"), ("redo", "continue")):
        window.menus.actions[action].trigger()
        quiet(qtbot, window)
        assert kept(window, panel)[0] == decision
    press(qtbot, window, panel, Key.Key_C)
    assert kept(window, panel)[0] == ""


def test_the_mouse_does_the_same(qtbot: QtBot, window: Window, panel: CommentsPanel) -> None:
    triage = panel.parts.triage
    qtbot.mouseClick(triage.decisions["start"], Qt.MouseButton.LeftButton)
    quiet(qtbot, window)
    assert kept(window, panel)[0] == "start"
    before = triage.offered()[0]
    qtbot.mouseClick(triage.themes[0], Qt.MouseButton.LeftButton)
    quiet(qtbot, window)
    assert triage.offered()[0].speaks is not before.speaks
    waiting = triage.follow_up.status._segments()[2]
    qtbot.mouseClick(waiting, Qt.MouseButton.LeftButton)
    quiet(qtbot, window)
    assert kept(window, panel)[1].status == Status.WAITING


def test_enter_is_done_with_it_and_opens_the_next(qtbot: QtBot, window: Window, panel: CommentsPanel) -> None:
    first, listed, place, read = panel.parts.comment, panel.list.listed, panel.list.place, panel.bar.value()
    assert panel.count.text() == f"{read} of {listed} read"
    press(qtbot, window, panel, Key.Key_Return)
    assert panel.list.place == place + 1
    assert panel.count.text() == f"{read + 1} of {listed} read"
    assert panel.bar.value() == read + 1
    press(qtbot, window, panel, Key.Key_Backspace)
    assert panel.parts.comment is not None
    assert first is not None
    assert panel.parts.comment.row == first.row
    assert kept(window, panel)[1].read
    press(qtbot, window, panel, Key.Key_J)
    assert panel.list.place == place + 1
    press(qtbot, window, panel, Key.Key_K)
    qtbot.mouseClick(panel.parts.triage.next, Qt.MouseButton.LeftButton)
    assert panel.list.place == place + 1


def test_digits_add_themes_and_the_list_stays_in_place(qtbot: QtBot, window: Window, panel: CommentsPanel) -> None:
    ids, place = panel.found.ids, panel.list.place
    before = panel.parts.triage.offered()
    press(qtbot, window, panel, Key.Key_2)
    second = panel.parts.triage.offered()[1]
    assert (second.theme.id, second.speaks) == (before[1].theme.id, not before[1].speaks)
    assert panel.list.place == place
    assert panel.found.ids is ids
    comment = panel.list.comments.comment(place)
    assert comment is not None
    assert (second.theme.title in comment.themes) is second.speaks


def test_a_note_and_an_owner_are_typed_and_kept(qtbot: QtBot, window: Window, panel: CommentsPanel) -> None:
    follow_up, place = panel.parts.triage.follow_up, panel.list.place
    press(qtbot, window, panel, Key.Key_F)
    assert kept(window, panel)[1].status == Status.OPEN
    press(qtbot, window, panel, Key.Key_N)
    assert follow_up.note.hasFocus()
    QTest.keyClicks(follow_up.note, "Call x2, cost 5 s")  # letters that decide elsewhere
    QTest.keyClicks(follow_up.owner, "Ana")
    follow_up.owner.editingFinished.emit()
    qtbot.keyClick(follow_up.note, Key.Key_Return)
    quiet(qtbot, window)
    assert (panel.list.place, panel.list.hasFocus()) == (place + 1, True)
    press(qtbot, window, panel, Key.Key_K)
    decision, found = kept(window, panel)
    assert (decision, found.status, found.note, found.owner) == ("", Status.OPEN, "Call x2, cost 5 s", "Ana")
    assert (follow_up.note.text(), follow_up.owner.text()) == (found.note, found.owner)
    due = follow_up.menu().actions()[1]
    due.trigger()
    quiet(qtbot, window)
    assert kept(window, panel)[1].due is not None
    assert follow_up.due.active


def test_escape_gives_every_dock_its_place_again(qtbot: QtBot, window: Window, panel: CommentsPanel) -> None:
    assert window.docks["cards"].isHidden()
    assert panel.alone
    qtbot.keyClick(panel.list, Key.Key_Escape)
    assert not window.docks["cards"].isHidden()
    assert not panel.alone
    qtbot.waitUntil(lambda: panel.parts.columns == 1, timeout=5000)
    assert panel.parts.triage.isHidden()


def test_the_way_back_is_seen_and_says_where_one_is(qtbot: QtBot, window: Window, panel: CommentsPanel) -> None:
    crumbs = panel.crumbs
    assert crumbs.isVisible()
    assert window.desk.card is not None
    assert crumbs.here.text() == f"›  NPS {number(window.desk.card.figure.value or 0, sign=True)}"
    crumbs.back.click()
    assert not panel.alone
    assert not window.docks["cards"].isHidden()
    qtbot.waitUntil(crumbs.isHidden, timeout=5000)


def test_how_often_a_theme_is_named_stands_under_the_comment_with_its_course(
    qtbot: QtBot, window: Window, panel: CommentsPanel
) -> None:
    workspace, triage = window.desk.workspace, panel.parts.triage
    assert workspace is not None
    courses = workspace.theme_courses(window.desk.query)
    qtbot.waitUntil(lambda: triage.courses == courses, timeout=10_000)
    named = next(one for one in courses.values() if len([value for value in one.spark if value is not None]) > 1)
    said = next(at for at, one in enumerate(triage.offered()) if one.theme.id == named.theme.id)
    assert triage.known is not None
    only = [replace(one, speaks=one.theme.id == named.theme.id) for one in triage.known.themes]
    triage.show_known(replace(triage.known, themes=tuple(only)))
    line, share = triage.course, named.share
    assert triage.themes[said].isChecked()
    assert line.title.text() == named.theme.shown
    assert line.often.text() == f"in {share.numerator:.0f} of {share.denominator:.0f} comments"
    assert line.verdict.text() == "", "of all dates nothing came before"
    assert line.spark.isVisible()
    line.read.click()
    quiet(qtbot, window)
    assert panel.themes.chosen == (named.theme.title,)
    panel.themes.clear()
    panel.ask()
    quiet(qtbot, window)


def test_a_theme_named_more_often_is_so_called_only_where_that_is_clear(qtbot: QtBot, themed: Themed) -> None:
    themed()
    line = ThemeCourseLine()
    qtbot.addWidget(line)
    share = Figure(30.0, 25.0, 35.0, n=150, numerator=45, denominator=150)
    theme = Theme(Axis.THEME, "Price")
    for verdict, said in (("up", "more often"), ("down", "less often"), ("no_clear_change", "no clear change")):
        change = Change(20.0, 100, None, 10.0, verdict=verdict)
        line.show_theme("Price", 3, ThemeCourse(theme, share, change, (10.0, 20.0, 30.0), False))
        assert line.verdict.text() == said
        assert line.often.text() == "in 45 of 150 comments, before in 20 of 100"
    assert line.read.accessibleName() == "Price: 3 comments of this list"
    line.show_theme("", 0, None)
    assert line.isHidden()


def test_tab_walks_through_what_is_decided_as_it_is_read(qtbot: QtBot, window: Window, panel: CommentsPanel) -> None:
    triage = panel.parts.triage
    wanted = [triage.text, *triage.decisions.values(), triage.new_theme]
    wanted += [theme for theme in triage.themes if theme.isVisible()]
    triage.text.setFocus(Qt.FocusReason.TabFocusReason)
    walked = []
    for _step in wanted:
        here = window.focusWidget()
        assert here is not None
        walked.append(here)
        qtbot.keyClick(here, Key.Key_Tab)
    assert walked == wanted


def test_the_list_is_narrowed_by_what_was_decided(qtbot: QtBot, window: Window, panel: CommentsPanel) -> None:
    everything, stopped = panel.list.listed, panel.found.decisions.get("stop", 0)
    press(qtbot, window, panel, Key.Key_X)
    press(qtbot, window, panel, Key.Key_F)
    menu = panel.filters.marks_menu()
    actions = {action.text(): action for action in menu.actions()}
    undecided = everything - sum(n for code, n in panel.found.decisions.items() if code != "undecided")
    assert {f"Stop {stopped + 1}", f"Undecided {undecided}"} <= set(actions)
    actions[f"Stop {stopped + 1}"].setChecked(True)
    quiet(qtbot, window)
    assert panel.list.listed == stopped + 1
    assert panel.filters.said() == "Stop"
    assert panel.filters.marks.active
    actions = {action.text(): action for action in panel.filters.marks_menu().actions()}
    actions["Show all"].trigger()
    quiet(qtbot, window)
    assert panel.list.listed == everything


def test_the_best_match_is_offered_while_words_are_searched(qtbot: QtBot, window: Window, panel: CommentsPanel) -> None:
    def offered() -> bool:
        return next(a for a in panel.filters.order_menu().actions() if a.text() == "Best match first").isEnabled()

    assert not offered()
    workspace, found = window.desk.workspace, panel.found
    assert workspace is not None
    assert found is not None
    texts = {row.text for row in workspace.comment_page(found, 0, 200)}
    letters = Counter(letter for text in texts for letter in {word[0].lower() for word in text.split()})
    qtbot.keyClicks(panel.search, letters.most_common(1)[0][0])  # words that begin so, in comments of several lengths
    qtbot.waitUntil(lambda: panel.found is not None and panel.found.searched, timeout=10_000)
    quiet(qtbot, window)
    newest = panel.found.ids.tolist()
    next(a for a in panel.filters.order_menu().actions() if a.text() == "Best match first").trigger()
    quiet(qtbot, window)
    assert panel.filters.order.body.accessibleName().startswith("Best match first")
    assert panel.found.ids.tolist() != newest
    assert sorted(panel.found.ids.tolist()) == sorted(newest)
    panel.search.clear()
    qtbot.waitUntil(lambda: not panel.found.searched, timeout=10_000)
    quiet(qtbot, window)
    assert panel.filters.order.body.accessibleName().startswith("Newest first")
    assert not offered()
    panel.filters.put_in_order(Order.NEWEST)
    quiet(qtbot, window)


def test_under_themes_the_list_says_where_it_is(qtbot: QtBot, window: Window, panel: CommentsPanel) -> None:
    by_theme = next(a for a in panel.filters.order_menu().actions() if a.text() == "By theme")
    by_theme.trigger()
    quiet(qtbot, window)
    assert panel.filters.narrowing == Narrowing(order=Order.THEME)
    first = panel.found.groups[0][0]
    assert panel.group.text().startswith(i18n._(first))
    panel.list.verticalScrollBar().setValue(panel.list.verticalScrollBar().maximum())
    assert not panel.group.text().startswith(i18n._(first))
    panel.filters.order_menu().actions()[0].trigger()
    quiet(qtbot, window)
    assert panel.group.isHidden()


def test_the_customers_story_stands_beside_and_folds_where_room_is_scarce(
    qtbot: QtBot, window: Window, panel: CommentsPanel
) -> None:
    customer = panel.parts.customer
    comment = panel.parts.comment
    assert comment is not None
    reference = comment.reference
    qtbot.waitUntil(lambda: customer.page is not None and customer.page.line.customer == reference, timeout=5000)
    assert comment is not None
    assert customer.page is not None
    assert customer.page.line.customer == comment.reference
    days = [event.day for event in customer.page.events]
    assert days == sorted(days, reverse=True)
    assert customer.model.rowCount() == len(days) > 0
    window.commands.alone.leave()
    window.resize(1280, 700)
    qtbot.waitUntil(lambda: customer.folded, timeout=5000)
    assert customer.height() < panel.parts.reading.height()  # folded, it leaves the height to the list
    assert window.docks["comments"].bar.note.text() == behind(window.desk)
    assert customer.about.text().endswith("events") or customer.about.text().endswith("event")


def test_columns_are_wide_enough_for_what_stands_in_them(qtbot: QtBot, themed: Themed) -> None:
    themed()
    pane = TriagePane()
    qtbot.addWidget(pane)
    for language in ("en", "fr"):
        i18n.use(language)
        pane.retranslate()
        inside = pane.area.widget().minimumSizeHint().width()
        assert inside <= min(TWO - LIST_OF_TWO, THREE - LIST - CUSTOMER)


class TestPane:
    """The pane on its own: texts are data, whatever they hold."""

    def comment(self, text: str) -> CommentRow:
        return CommentRow(7, "answer", None, "<b>Éva</b>", 3.0, "0–10", "bottom", text, "fr", "nps", "", "<i>.csv", 2)

    def test_markup_stays_text_and_marks_stand_where_the_words_are(self, qtbot: QtBot) -> None:
        pane = TriagePane()
        qtbot.addWidget(pane)
        text = "😀 trop <b>cher</b>"
        pane.show_comment(self.comment(text))
        theme = Theme(Axis.THEME, "<u>Price</u>", id=1)
        known = Known(theme, True, ((text.index("cher"), 4),))
        pane.show_known(Reading(7, (known,), "stop", FollowUp(7, Status.OPEN, note="<i>n</i>"), ()))
        assert pane.text.toPlainText() == text
        (mark,) = pane.text.extraSelections()
        assert mark.cursor.selectedText() == "cher"
        assert pane.themes[0].text() == "<u>Price</u>"
        assert "&lt;u&gt;" in pane.themes[0].toolTip()
        assert pane.follow_up.note.text() == "<i>n</i>"
        assert pane.name.text() == "<b>Éva</b>"

    def test_what_is_known_of_another_comment_is_not_shown(self, qtbot: QtBot) -> None:
        pane = TriagePane()
        qtbot.addWidget(pane)
        pane.show_comment(self.comment("one"))
        pane.show_known(Reading(8, (), "stop", FollowUp(8), ()))
        assert pane.known is None
        assert not pane.decisions["stop"].isChecked()

    def test_it_speaks_the_language_of_the_window(self, qtbot: QtBot) -> None:
        pane = TriagePane()
        qtbot.addWidget(pane)
        i18n.use("fr")
        pane.retranslate()
        assert pane.decisions["continue"].text() == "Continuer"
        assert pane.next.text() == "Enregistrer et suivant"

    def test_where_nothing_can_be_written_nothing_is_offered(self, qtbot: QtBot) -> None:
        pane = TriagePane()
        qtbot.addWidget(pane)
        pane.show_comment(self.comment("one"), writable=False)
        assert not any(choice.isEnabled() for choice in pane.decisions.values())
        assert not pane.follow_up.isEnabled()
