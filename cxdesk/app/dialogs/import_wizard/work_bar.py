"""The bar at the top edge while the child works: never before 400 ms, words after two seconds."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from cxdesk.app import theme
from cxdesk.app.dialogs.import_wizard.session import Step

PATIENCE = 400
WORKING = {Step.LOOKING, Step.COUNTING, Step.WRITING}
HEIGHT, WHOLE = 3, 1000


class WorkBar(QWidget):
    """Keeps its height when there is nothing to show, so that nothing jumps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setProperty("edge", True)
        self.bar.setRange(0, 0)
        self.bar.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.bar)
        self.setFixedHeight(theme.current().px(HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE)
        self._patience.timeout.connect(self.bar.show)

    def show_step(self, step: Step) -> None:
        """Work began or ended."""
        if step not in WORKING:
            self._patience.stop()
            self.bar.hide()
            self.bar.setRange(0, 0)
        elif self.bar.isHidden() and not self._patience.isActive():
            self._patience.start()

    def show_progress(self, share: float, words: str) -> None:
        """How far the work is; a bar without end while nobody knows."""
        self.bar.setRange(0, WHOLE if share else 0)
        if share:
            self.bar.setValue(round(WHOLE * min(1.0, share)))
        self.bar.setAccessibleName(words)
