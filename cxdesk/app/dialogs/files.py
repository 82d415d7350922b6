"""The system's own dialogs for files and folders."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from cxdesk.system import paths
from cxdesk.system.i18n import _

SPREADSHEETS = "*.csv *.tsv *.txt *.xlsx *.xlsm *.xlsb *.xls *.ods *.zip *.gz"


def spreadsheets(parent: QWidget, start: str) -> list[Path]:
    """Files to import; none when the person thought better of it."""
    kinds = f"{_('Spreadsheets')} ({SPREADSHEETS});;{_('All files')} (*)"
    chosen, _kind = QFileDialog.getOpenFileNames(parent, _("Choose files to import"), _folder(start), kinds)
    return [Path(name) for name in chosen]


def folder(parent: QWidget, start: str) -> Path | None:
    chosen = QFileDialog.getExistingDirectory(parent, _("Choose a folder to import"), _folder(start))
    return Path(chosen) if chosen else None


def mappings(parent: QWidget, start: str) -> Path | None:
    """A file with remembered tables."""
    kinds = f"{_('Remembered tables')} (*.json)"
    chosen, _kind = QFileDialog.getOpenFileName(parent, _("Take remembered tables from"), _folder(start), kinds)
    return Path(chosen) if chosen else None


def workspace(parent: QWidget, start: str) -> Path | None:
    """A workspace to open."""
    chosen, _kind = QFileDialog.getOpenFileName(parent, _("Open a workspace"), _folder(start), _workspaces())
    return Path(chosen) if chosen else None


def new_workspace(parent: QWidget, start: str) -> Path | None:
    """Where a new workspace shall be."""
    chosen, _kind = QFileDialog.getSaveFileName(parent, _("New workspace"), _folder(start), _workspaces())
    return Path(chosen).with_suffix(".cxdesk") if chosen else None


def save_as(parent: QWidget, start: str, name: str, kind: str) -> Path | None:
    """Where to write an export; `kind` is a suffix such as png."""
    proposal = str(Path(_folder(start)) / f"{name}.{kind}")
    chosen, _kind = QFileDialog.getSaveFileName(parent, _("Save as"), proposal, f"{kind.upper()} (*.{kind})")
    return Path(chosen).with_suffix(f".{kind}") if chosen else None


def held(parent: QWidget, start: str) -> Path | None:
    """Where to write what is held on a person; as xlsx unless json was chosen. The name says nothing of them."""
    proposal = str(Path(_folder(start)) / f"{_('Held on one person')}.xlsx")
    chosen, kind = QFileDialog.getSaveFileName(parent, _("Save as"), proposal, "XLSX (*.xlsx);;JSON (*.json)")
    if not chosen:
        return None
    suffix = ".json" if Path(chosen).suffix.lower() == ".json" or kind.startswith("JSON") else ".xlsx"
    return Path(chosen).with_suffix(suffix)


def comments(parent: QWidget, start: str) -> tuple[Path, bool] | None:
    """Where to write comments, and whether with names; as xlsx and without names unless the person chose otherwise."""
    proposal = str(Path(_folder(start)) / f"{_('Comments')}.xlsx")
    kinds = [
        (_("{kind} without names", kind="XLSX"), ".xlsx", False),
        (_("{kind} without names", kind="CSV"), ".csv", False),
        (_("{kind} with names", kind="XLSX"), ".xlsx", True),
        (_("{kind} with names", kind="CSV"), ".csv", True),
    ]
    filters = [f"{title} (*{suffix})" for title, suffix, _names in kinds]
    chosen, taken = QFileDialog.getSaveFileName(parent, _("Export comments"), proposal, ";;".join(filters))
    if not chosen:
        return None
    _title, suffix, names = kinds[filters.index(taken)] if taken in filters else kinds[0]
    own = Path(chosen).suffix.lower()
    return Path(chosen).with_suffix(own if own in (".csv", ".xlsx") else suffix), names


def report(parent: QWidget, start: str, name: str, closed: bool) -> Path | None:
    """Where to write a report, and in which form; a closed period may be written as it is kept too."""
    clean = "".join(letter if letter.isprintable() and letter not in '<>:"/\\|?*' else " " for letter in name)
    proposal = str(Path(_folder(start)) / f"{' '.join(clean.split())[:80].strip(' .') or _('Report')}.pdf")
    forms = {"PDF": ".pdf", "XLSX": ".xlsx", "HTML": ".html", "CSV": ".csv"}
    if closed:
        forms[_("Closed period")] = ".cxpack"
    kinds = ";;".join(f"{title} (*{suffix})" for title, suffix in forms.items())
    chosen, kind = QFileDialog.getSaveFileName(parent, _("Export the report"), proposal, kinds)
    if not chosen:
        return None
    path, wanted = Path(chosen), next((one for title, one in forms.items() if kind.startswith(title)), ".pdf")
    return path if path.suffix.lower() in forms.values() else path.with_name(f"{path.name}{wanted}")


def _workspaces() -> str:
    return f"{_('CXDesk workspaces')} (*.cxdesk)"


def show_folder(file: Path | None) -> None:
    """Show where a file lies, in the system's own way."""
    if file is not None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(file.parent)))


def _folder(start: str) -> str:
    return start if start and Path(start).is_dir() else str(paths.documents_folder())
