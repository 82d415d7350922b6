"""The foot of the import window: that nothing is stored yet, what is missing, and the buttons."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from cxdesk.app import icons, theme
from cxdesk.app.dialogs.import_wizard.session import ImportSession, Step
from cxdesk.app.widgets.plain import ElidedLabel, plain_label, set_plain_tooltip, set_tone
from cxdesk.system.i18n import N_, _, ngettext

SIGN = 14
PROMISE = N_("Nothing is stored yet. An import can be undone at any time.")
WORKING = (Step.LOOKING, Step.COUNTING, Step.WRITING)


class Sign(QWidget):
    """A small icon in a tone of text."""

    def __init__(self, name: str, tone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._tone = name, tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        side = theme.current().px(SIGN)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        icons.paint(QPainter(self), self._name, QRectF(self.rect()), theme.current().colour(self._tone), SIGN)


class Footer(QFrame):
    """`confirmed`, `cancelled`, and `question_wanted` when the person asks for the question that waits."""

    confirmed = Signal()
    cancelled = Signal()
    question_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        now = theme.current()
        self.setProperty("foot", True)
        row = QHBoxLayout(self)
        row.setContentsMargins(*(now.px(step) for step in (24, 14, 24, 14)))
        row.setSpacing(now.px(8))
        row.addWidget(Sign("undo", "text2", self))
        self.note = ElidedLabel(_(PROMISE), "small", "text2")
        row.addWidget(self.note, 1)
        self.said = plain_label("", "small", "text2")
        self.said.setProperty("strong", True)
        self.waiting = QPushButton(self)
        self.waiting.setProperty("link", True)
        self.waiting.setProperty("warn", True)
        self.cancel_button = QPushButton(_("Cancel"), self)
        self.import_button = QPushButton(_("Import"), self)
        self.import_button.setProperty("primary", True)
        for part in (self.said, self.waiting, self.cancel_button, self.import_button):
            row.addWidget(part)
        for button in (self.waiting, self.cancel_button):
            button.setAutoDefault(False)
        self.import_button.setDefault(True)
        icons.put(self.waiting, "question", "warn", 12)
        self.import_button.clicked.connect(self.confirmed)
        self.cancel_button.clicked.connect(self.cancelled)
        self.waiting.clicked.connect(self.question_wanted)

    def show_session(self, session: ImportSession) -> None:
        """What can be done now."""
        waiting = session.open_doubts
        self.waiting.setVisible(bool(waiting))
        self.waiting.setText(ngettext("{n} question left", "{n} questions left", waiting))
        said, tone = _verdict(session)
        self.said.setText(said)
        self.said.setVisible(bool(said))
        set_tone(self.said, tone)
        kept = session.kept_rows
        if session.step is Step.WRITING:
            self.import_button.setText(_("Importing…"))
        else:
            self.import_button.setText(ngettext("Import {n} row", "Import {n} rows", kept) if kept else _("Import"))
        self.import_button.setVisible(session.step is Step.LOOKING or any(item.view for item in session.items))
        self.import_button.setEnabled(session.step is Step.READY and kept > 0)
        self.cancel_button.setText(_("Close") if _over(session) else _("Cancel"))
        for button in (self.import_button, self.cancel_button):
            give_key(button)
        if session.step not in WORKING:
            self.note.set_text(_(PROMISE))
        elif session.step is Step.WRITING:
            self.note.set_text(_("Cancel leaves the workspace as it was."))
        if session.stopping:
            self.cancel_button.setEnabled(False)

    def show_progress(self, words: str) -> None:
        """How far the work is, in place of the promise."""
        if words:
            self.note.set_text(words)


def give_key(button: QPushButton) -> None:
    """Alt and the first letter of what the button says: it is underlined, and the tooltip tells."""
    text = button.text().replace("&", "")
    key = QKeySequence(f"Alt+{text[:1].upper()}")
    button.setText(f"&{text}")
    button.setShortcut(key)
    set_plain_tooltip(button, key.toString(QKeySequence.SequenceFormat.NativeText))


def _verdict(session: ImportSession) -> tuple[str, str]:
    """What the counts come to when there is nothing to import, and its tone."""
    account = session.account
    if session.stopping:
        return _("Stopping…"), "text2"
    if session.step is not Step.READY or account is None or session.kept_rows:
        return "", "text2"
    if account.rows.unchanged:
        return _("Everything in this file is in the workspace already."), "good"
    return _("No row of this file can be imported."), "bad"


def _over(session: ImportSession) -> bool:
    """Whether there is nothing left that could be cancelled."""
    if session.step is Step.READY:
        return not session.kept_rows
    return session.step is Step.ASKING and all(item.view is None for item in session.items)
