"""What this program is, which version, what it promises, and whose work it stands on."""

from __future__ import annotations

from importlib import metadata

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QPushButton, QWidget

from cxdesk import __version__
from cxdesk.app.dialogs import framing
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

SIZE = QSize(520, 480)


class AboutDialog(QDialog):
    """Text that can be selected and copied."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("About CXDesk"))
        text = QPlainTextEdit(about_text())
        text.setReadOnly(True)
        text.setAccessibleName(_("About CXDesk"))
        close = QPushButton(_("Close"))
        close.clicked.connect(self.accept)
        promise = _("Your customers’ experience in numbers you can check, and in their own words.")
        foot = framing.foot(self, QWidget(), (close,))
        framing.frame(self, framing.heading(f"CXDesk {__version__}", promise), (text,), foot)
        close.setFocus()
        self.resize(framing.fitting(SIZE, parent))


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
