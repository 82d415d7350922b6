"""What the comment that is read speaks of, and a menu in which that is decided by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from cxdesk.app.desk import Desk
from cxdesk.app.docks.deciding import speak_of
from cxdesk.app.widgets.chips import Chip, ChipText
from cxdesk.app.widgets.plain import ElidedLabel, set_plain_tooltip
from cxdesk.app.widgets.theme_chips import menu_text
from cxdesk.domain.follow_ups import DECISION_TITLES, STATUS_TITLES, Status
from cxdesk.domain.results import CommentRow
from cxdesk.domain.themes import AXIS_TITLES, Axis, Theme
from cxdesk.system.i18n import _

if TYPE_CHECKING:
    from cxdesk.system.progress import Progress
    from cxdesk.workspace.workspace import Workspace

KNOWN = "themes of the list"
AXES = (Axis.THEME, Axis.PAIN, Axis.CSS)  # what is decided by hand


class TagLine(QWidget):
    """The themes of one comment, and a chip that opens all there are: a tick is a theme that it speaks of."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._comment: CommentRow | None = None
        self.said = ElidedLabel(role="caption", tone="text2")
        self.opener = Chip(small=True, dashed=True, opens=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.said, 1)
        row.addWidget(self.opener, 0, Qt.AlignmentFlag.AlignRight)
        self.opener.clicked.connect(self.open)
        self.retranslate()

    def show_comment(self, comment: CommentRow | None) -> None:
        self._comment = comment
        self.said.set_text(" · ".join((*decided(comment), *(_(title) for title in comment.themes))) if comment else "")
        writable = self._desk.info is not None and not self._desk.info.read_only
        self.opener.setVisible(comment is not None and bool(comment.kind) and writable)

    def retranslate(self) -> None:
        self.opener.set_said(ChipText(_("Themes")))
        set_plain_tooltip(self.opener.body, _("Say what this comment speaks of"))
        self.show_comment(self._comment)

    def open(self) -> None:
        """Ask which themes there are and which of them this comment has, then show the menu."""
        comment = self._comment
        if comment is None:
            return

        def work(workspace: Workspace, _progress: Progress) -> tuple[Any, ...]:
            return workspace.themes(), workspace.themes_of(comment.row)

        self._desk.question(KNOWN, work, lambda found: self.menu(comment.row, *found).popup(self._corner()))

    def menu(self, row: int, themes: tuple[Theme, ...], has: frozenset[int]) -> QMenu:
        """Every theme that can be decided by hand, axis by axis."""
        made = QMenu(self)
        made.aboutToHide.connect(made.deleteLater)
        for axis in AXES:
            mine = [theme for theme in themes if theme.axis == axis]
            into = made if axis == Axis.THEME else made.addMenu(menu_text(_(AXIS_TITLES[axis])))
            for theme in mine:
                action = into.addAction(menu_text(theme.shown))
                action.setCheckable(True)
                action.setChecked(theme.id in has)
                action.toggled.connect(lambda on, id_=theme.id: self.decide(row, id_, on))
        return made

    def decide(self, row: int, theme: int, speaks: bool) -> None:
        """The comment speaks of the theme, or does not, whatever the rules find."""
        speak_of(self._desk, row, theme, speaks)

    def _corner(self) -> Any:
        return self.opener.mapToGlobal(self.opener.rect().bottomLeft())


def decided(comment: CommentRow) -> tuple[str, ...]:
    """What was decided about a comment, in a few words."""
    kept = comment.follow_up
    said = [_(DECISION_TITLES[comment.decision])] if comment.decision else []
    said += [_(STATUS_TITLES[kept.status])] if kept is not None and kept.status != Status.NONE else []
    return tuple(said)
