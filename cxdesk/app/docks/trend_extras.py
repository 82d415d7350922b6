"""What the trend shows beside the number in focus: further lines, and notes; and how both are chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from cxdesk.analysis.wording import Measured, bare
from cxdesk.app import steps
from cxdesk.app.attributes import in_sentence, value_title
from cxdesk.app.charts import trend_words as words
from cxdesk.app.charts.legend import Entry, Sign
from cxdesk.app.charts.notes_popup import NotesPopup
from cxdesk.app.charts.trend_plot import TrendPlot
from cxdesk.app.charts.trend_together import Flags, Levels, Lines
from cxdesk.app.deciding import Deed, decide
from cxdesk.app.desk import Desk
from cxdesk.app.widgets.theme_chips import menu_text
from cxdesk.domain.benchmarks import Mark, MarkType
from cxdesk.domain.changes import NOTES, Changes
from cxdesk.domain.kept import Note
from cxdesk.domain.query import Compare, CompareTo, Query, Selection
from cxdesk.domain.results import Board, Phrase, Trend
from cxdesk.domain.together import MOST, SEGMENTS, Course, Step
from cxdesk.system.i18n import N_, _

if TYPE_CHECKING:
    from cxdesk.app.docks.trend import TrendPanel
    from cxdesk.system.progress import Progress
    from cxdesk.workspace.workspace import Workspace

ASKED, NOTED, TURNED, KEEPING = "trend.together", "trend.notes", "trend.step", "notes"


LEVEL_TITLES = {"low": N_("low"), "good": N_("good"), "excellent": N_("excellent"), "value": ""}


class TrendExtras(QObject):
    """Asks for lines and notes of the present board, and draws them when they are there."""

    def __init__(self, desk: Desk, plot: TrendPlot, panel: TrendPanel) -> None:
        super().__init__(panel)
        self._desk, self._plot, self._panel = desk, plot, panel
        self.lines, self.flags = Lines(plot), Flags(plot.area, plot.getPlotItem())
        self.levels = Levels(plot.area, plot.getPlotItem())
        self.notes: tuple[Note, ...] = ()
        self.step: Step | None = None  # the largest one of the course
        self._board: Board | None = None

    # Showing

    def show_board(self, board: Board) -> None:
        """Another question: its lines and notes."""
        self._board = board
        focus, query = self._desk.focus, board.query
        held = _held_against(board.trend) if board.trend is not None else []
        how = Measured.of(board.trend) if board.trend is not None else None
        self.levels.show_levels(_levels(held, how) if how is not None else (), _bands(held))
        if not query.together or focus is None:
            self._show_lines(())
        else:

            def work(workspace: Workspace, _progress: Progress) -> tuple[Course, ...]:
                return workspace.together(query, focus)

            self._desk.question(ASKED, work, self._show_lines)
        self._desk.question(NOTED, lambda workspace, _progress: workspace.notes(), self._show_notes)
        if focus is not None:
            self._ask_step(query, focus)

    def _ask_step(self, query: Query, focus: Selection) -> None:
        """Where the course changed most: a hint, but in sight, and read off a course that is known by now."""
        self._desk.question(TURNED, lambda workspace, _progress: workspace.largest_step(query, focus), self.show_step)

    def show_step(self, step: Step | None) -> None:
        """Lead to the largest step, unless it is what is looked at."""
        self.step, board = step, self._board
        here = board.range if board is not None else None
        seen = step is not None and here is not None and here.start < step.period.end and step.period.start < here.end
        if step is None or seen or board is None or board.trend is None:
            self._panel.head.show_step("")
        else:
            self._panel.head.show_step(*words.step(step, Measured.of(board.trend)))

    def brush_step(self) -> None:
        """The stretch after the step becomes the period, held against the one before it."""
        if self.step is not None:
            asked = steps.compare(self._desk.query, Compare(CompareTo.PREVIOUS))
            self._desk.brushed = self.step.period
            self._desk.ask(steps.period(asked, self.step.period))

    def _show_lines(self, courses: tuple[Course, ...]) -> None:
        if not courses and not self.lines.courses:
            return
        self.lines.show(courses)
        self._panel.draw_again(tuple(self.lines.values))

    def _show_notes(self, notes: tuple[Note, ...]) -> None:
        self.notes = notes
        self.flags.show_notes(notes, self._plot.line)

    # Words

    def legend(self) -> list[Entry]:
        """An entry for each further line."""
        return [Entry(Sign.SERIES, self.name(one), at) for at, one in enumerate(self.lines.courses, 1)]

    def name(self, course: Course) -> str:
        """A metric's name, or a segment's value."""
        if not course.of_data:
            return _(course.title) if course.title else ""
        split = self._board.breakdown.attribute if self._board and self._board.breakdown else ""
        return value_title(split, course.title)

    # Choosing lines

    def menu(self) -> QMenu:
        """The segments of the split, and the numbers in the same unit; as many as can be told apart."""
        made, board = QMenu(self._panel), self._board
        made.aboutToHide.connect(made.deleteLater)
        if board is None or board.trend is None:
            return made
        chosen = board.query.together
        if board.breakdown is not None and board.breakdown.attribute:
            of = _("Groups by {attribute}", attribute=in_sentence(board.breakdown.attribute))
            self._tick(made, of, SEGMENTS, chosen)
        alike = [card for card in board.cards if card.unit == board.trend.unit and card.metric != board.trend.metric]
        if alike and not made.isEmpty():
            made.addSeparator()
        for card in alike:
            self._tick(made, _(card.title), card.metric, chosen)
        if made.isEmpty():
            made.addAction(_("Nothing else is in this unit")).setEnabled(False)
        return made

    def _tick(self, menu: QMenu, text: str, name: str, chosen: tuple[str, ...]) -> None:
        action = menu.addAction(menu_text(text))
        action.setCheckable(True)
        action.setChecked(name in chosen)
        action.setEnabled(name in chosen or len(chosen) < MOST)
        action.toggled.connect(lambda on: self.draw(name, on))

    def draw(self, name: str, on: bool) -> None:
        """Draw a metric, or the segments, beside the number in focus; or no more."""
        query = self._desk.query
        others = tuple(one for one in query.together if one != name)
        self._desk.ask(query.with_(together=(*others, name) if on else others))

    def open_menu(self) -> None:
        self.menu().popup(self._corner())

    # Notes

    def open_notes(self) -> None:
        """Note something: on the day of the point that is walked to, else on the last day known."""
        popup = self.notes_popup()
        if popup is not None:
            popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            popup.move(self._corner())
            popup.show()

    def notes_popup(self) -> NotesPopup | None:
        units = self._plot.line.units
        if not units:
            return None
        at = self._plot.at if 0 <= self._plot.at < len(units) else len(units) - 1
        popup = NotesPopup(self.notes, units[at].start, self._panel)
        popup.kept.connect(self.keep)
        popup.removed.connect(self.remove)
        return popup

    def keep(self, note: Note, instead_of: Note | None) -> None:
        """Keep a note in the workspace."""

        def deed(workspace: Workspace) -> tuple[Deed, Changes]:
            done = workspace.keep_note(note, instead_of)
            return (lambda other: other.put_back(done)), done.changes

        decide(self._desk, Phrase(N_("note on a day")), KEEPING, deed)

    def remove(self, note: Note) -> None:
        def deed(workspace: Workspace) -> tuple[Deed, Changes]:
            done = workspace.remove_named(NOTES, note.key)
            return (lambda other: other.put_back(done)), done.changes

        decide(self._desk, Phrase(N_("removal of a note")), KEEPING, deed)

    def _corner(self) -> QPoint:
        return self._panel.mapToGlobal(QPoint(self._panel.width() // 2, 0))


def _held_against(trend: Trend) -> list[Mark]:
    """The workspace's own benchmarks that hold for this definition, scale and unit of time; those that CXDesk delivers
    stand in the dialog of targets alone.
    """
    own = [one for one in trend.references if one.type == MarkType.BENCHMARK and one.drawn]
    return [one.mark for one in own if not one.mark.declared]


def _levels(held: Sequence[Mark], how: Measured) -> list[tuple[float, str]]:
    """Each level with what it is called; of several by its own name."""
    found = []
    for mark in held:
        name = mark.label or mark.source or _("Benchmark")
        many = len(mark.levels) > 1
        for level, value in mark.levels.items():
            said = f"{name}, {_(LEVEL_TITLES[level])}" if many and LEVEL_TITLES[level] else name
            found.append((value, f"{said} {bare(value, how)}"))
    return found


def _bands(held: Sequence[Mark]) -> list[tuple[float, float]]:
    """From the lowest to the highest level of each that has several."""
    return [(min(mark.levels.values()), max(mark.levels.values())) for mark in held if len(mark.levels) > 1]
