"""Qt's own words in the language of the program: in the menus of text fields, and in its window for files where the
system has none. Qt knows no Romanian, and a frozen program carries none of its translations.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

from cxdesk.system.i18n import N_, _

CONTEXTS: Final = frozenset(
    {
        *("QLineEdit", "QWidgetTextControl", "QAbstractSpinBox", "QPlatformTheme", "QFileDialog", "QFileSystemModel"),
        *("QAbstractFileIconProvider", "QFileSystemModelNodePathKey"),
    }
)
WORDS: Final = frozenset(
    {
        # text fields
        *(N_("&Undo"), N_("&Redo"), N_("Cu&t"), N_("&Copy"), N_("&Paste"), N_("Delete"), N_("Select All")),
        *(N_("&Select All"), N_("&Step up"), N_("Step &down")),
        # buttons
        *(N_("OK"), N_("Save"), N_("Open"), N_("&Yes"), N_("&No"), N_("Cancel"), N_("Close")),
        # files
        *(N_("&Look in:"), N_("File &name:"), N_("Files of &type:"), N_("Directory:"), N_("&Open"), N_("&Save")),
        *(N_("&Choose"), N_("Back"), N_("Forward"), N_("Parent Directory"), N_("Create New Folder")),
        *(N_("Go back"), N_("Go forward"), N_("Go to the parent directory"), N_("Create a New Folder")),
        *(N_("List View"), N_("Detail View"), N_("Change to list view mode"), N_("Change to detail view mode")),
        *(N_("&New Folder"), N_("&Rename"), N_("&Delete"), N_("Show &hidden files"), N_("All Files (*)")),
        *(N_("Name"), N_("Size"), N_("Type"), N_("Date Modified"), N_("Folder"), N_("File"), N_("Files")),
        *(N_("Computer"), N_("Drive"), N_("Sidebar"), N_("List of places and bookmarks")),
        N_("%1 already exists.\nDo you want to replace it?"),
        N_("%1\nFile not found.\nPlease verify the correct file name was given."),
        N_("%1\nDirectory not found.\nPlease verify the correct directory name was given."),
    }
)


class QtWords(QTranslator):
    """Answers for the texts of `WORDS` in Qt's own parts; None leaves a text to Qt."""

    def isEmpty(self) -> bool:
        return False

    def translate(  # None is Qt’s null text
        self, context: str, text: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        return _(text) if context in CONTEXTS and text in WORDS else None


def install(app: QApplication) -> None:
    """Give the application Qt's words, once."""
    if app.findChild(QtWords) is None:
        app.installTranslator(QtWords(app))
