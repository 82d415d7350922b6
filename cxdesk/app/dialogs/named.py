"""The windows that an action opens by name. Each is made with the desk and the window, and loaded only then."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from PySide6.QtWidgets import QDialog

# name: (module, class)
DIALOGS: dict[str, tuple[str, str]] = {
    "themes": ("cxdesk.app.dialogs.themes.dialog", "ThemesDialog"),
    "suggestions": ("cxdesk.app.dialogs.themes.suggestions", "SuggestionsDialog"),
    "catalogue": ("cxdesk.app.dialogs.catalogue.dialog", "CatalogueDialog"),
    "definition": ("cxdesk.app.dialogs.definition.dialog", "DefinitionDialog"),
    "targets": ("cxdesk.app.dialogs.targets.dialog", "TargetsDialog"),
    "costs": ("cxdesk.app.dialogs.typing_in.dialog", "TypingDialog"),
    "people": ("cxdesk.app.dialogs.people.dialog", "PeopleDialog"),
    "palette": ("cxdesk.app.palette.dialog", "PaletteDialog"),
    "preferences": ("cxdesk.app.dialogs.preferences.dialog", "PreferencesDialog"),
    "views": ("cxdesk.app.dialogs.views_dialog", "ViewsDialog"),
    "segments": ("cxdesk.app.dialogs.segments.dialog", "SegmentsDialog"),
    "stages": ("cxdesk.app.dialogs.stages.dialog", "StagesDialog"),
    "backups": ("cxdesk.app.dialogs.backups", "BackupsDialog"),
    "report": ("cxdesk.app.dialogs.report.dialog", "ReportDialog"),
    "privacy": ("cxdesk.app.dialogs.privacy.dialog", "PrivacyDialog"),
    "remembered": ("cxdesk.app.dialogs.remembered", "RememberedDialog"),
}


def dialog(name: str) -> Callable[[Any, Any], QDialog]:
    """The class behind a name; called with the desk and the window."""
    module, called = DIALOGS[name]
    found: Callable[[Any, Any], QDialog] = getattr(import_module(module), called)
    return found
