"""Choosing the folder whose new files are offered, or none."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cxdesk.app import theme
from cxdesk.app.watching import Watch
from cxdesk.app.widgets.plain import plain_label
from cxdesk.system.i18n import _

WIDTH = 480


class WatchFolderDialog(QDialog):
    """Says what is watched for the open workspace; every button takes effect at once."""

    def __init__(self, watch: Watch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        now = theme.current()
        self._watch = watch
        self.setWindowTitle(_("Watch a folder"))
        column = QVBoxLayout(self)
        column.setContentsMargins(*[now.px(20)] * 4)
        column.setSpacing(now.px(12))
        about = _("New and changed files of this folder are offered to you. Nothing is imported without your yes.")
        column.addWidget(plain_label(about, tone="text2", wrap=True))
        self.folder = plain_label(wrap=True)
        self.folder.setProperty("strong", True)
        column.addWidget(self.folder)
        self.missing = plain_label(role="small", tone="warn", wrap=True)
        column.addWidget(self.missing)
        self.choose, self.stop = QPushButton(_("Choose a &folder…")), QPushButton(_("&Stop watching"))
        close = QPushButton(_("Close"))
        row = QHBoxLayout()
        row.setSpacing(now.px(8))
        row.addWidget(self.choose)
        row.addWidget(self.stop)
        row.addStretch(1)
        row.addWidget(close)
        column.addLayout(row)
        self.setMinimumWidth(now.px(WIDTH))
        self.choose.clicked.connect(self._choose)
        self.stop.clicked.connect(lambda: self.take(None))
        close.clicked.connect(self.accept)
        self._show()

    def take(self, folder: Path | None) -> None:
        """Watch this one from now on, or none."""
        self._watch.watch(folder)
        self._show()

    def _choose(self) -> None:
        start = str(self._watch.folder or "")
        chosen = QFileDialog.getExistingDirectory(self, _("Choose a folder to watch"), start)
        if chosen:
            self.take(Path(chosen))

    def _show(self) -> None:
        folder = self._watch.folder
        self.folder.setText(_("Watched: {folder}", folder=folder) if folder else _("No folder is watched."))
        gone = folder is not None and self._watch.missing
        self.missing.setText(_("This folder is not there at the moment. CXDesk goes on looking for it."))
        self.missing.setVisible(gone)
        self.stop.setEnabled(folder is not None)
