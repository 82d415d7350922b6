"""What this program is, which version, what it promises, and whose work it stands on."""

from __future__ import annotations

from importlib import metadata

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cxdesk import __version__
from cxdesk.app import icons, theme
from cxdesk.app.dialogs import files, framing
from cxdesk.app.widgets.plain import ElidedLabel, plain_label
from cxdesk.system import logs
from cxdesk.system.i18n import _

LIBRARIES = (
    ("PySide6-Essentials", "LGPL-3.0"),
    ("pyqtgraph", "MIT"),
    ("numpy", "BSD-3-Clause"),
    ("pandas", "BSD-3-Clause"),
    ("openpyxl", "MIT"),
    ("python-calamine", "MIT"),
    ("sqlite-utils", "Apache-2.0"),
    ("Babel", "BSD-3-Clause"),
    ("snowballstemmer", "BSD-3-Clause"),
    ("tzdata", "Apache-2.0"),
)

SIZE = QSize(560, 480)


class AboutDialog(QDialog):
    """What is copied is the whole, as text."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("About CXDesk"))
        self.copy, close = QPushButton(_("Copy")), QPushButton(_("Close"))
        icons.put(self.copy, "copy", size=14)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(about_text()))
        close.clicked.connect(self.accept)
        promise = _("Your customers’ experience in numbers you can check, and in their own words.")
        inside = QWidget()
        self._say(inside)
        foot = framing.foot(self, framing.at_left(self.copy), (close,))
        framing.frame(self, framing.heading(f"CXDesk {__version__}", promise), (framing.boxed(inside),), foot)
        close.setFocus()
        self.resize(framing.fitting(SIZE, parent))

    def _say(self, inside: QWidget) -> None:
        """Lines one below the other; libraries in columns."""
        now = theme.current()
        column, grid, log = QVBoxLayout(inside), QGridLayout(), QHBoxLayout()
        column.setContentsMargins(*[now.px(14)] * 4)
        column.setSpacing(now.px(6))
        grid.setHorizontalSpacing(now.px(24))
        grid.setVerticalSpacing(now.px(3))
        for row, (name, licence) in enumerate(LIBRARIES):
            for at, text in enumerate((name, _version(name), licence)):
                grid.addWidget(plain_label(text, "small", "text2" if at else "text"), row, at)
        grid.setColumnStretch(2, 1)
        where = logs.log_path()
        self.log = ElidedLabel(
            _("Log without customers’ words: {path}", path=str(where)), "small", "text2", Qt.TextElideMode.ElideMiddle
        )
        folder = QPushButton(_("Open the folder"))
        folder.setProperty("link", True)
        folder.setAutoDefault(False)
        folder.clicked.connect(lambda: files.show_folder(where))
        log.addWidget(self.log, 1)
        log.addWidget(folder)
        for text in (_("Nothing leaves this computer: CXDesk has no network."), _("Licence: MIT")):
            column.addWidget(plain_label(text, wrap=True))
        column.addSpacing(now.px(6))
        column.addWidget(plain_label(_("It stands on the work of others:"), "small", "text2"))
        column.addLayout(grid)
        column.addStretch(1)
        column.addLayout(log)


def about_text() -> str:
    """Promise, licence, libraries with their versions and licences, and where the log is."""
    lines = [_("Nothing leaves this computer: CXDesk has no network."), _("Licence: MIT"), ""]
    lines.append(_("It stands on the work of others:"))
    lines += [f"{name} {_version(name)} ({licence})" for name, licence in LIBRARIES]
    lines += ["", _("Log without customers’ words: {path}", path=str(logs.log_path()))]
    return "\n".join(lines)


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
