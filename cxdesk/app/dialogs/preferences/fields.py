"""The field in which a setting is changed, made from what the table of settings says of it."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from PySide6.QtCore import QLocale, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from cxdesk.domain.settings import Setting
from cxdesk.system.i18n import _, language, number

MONTHS = "fiscal_start"
ZONE = "zone"


class SettingField(QObject):
    """One widget with a value. `changed` whenever the person changes it."""

    changed = Signal()

    def __init__(self, setting: Setting, value: Any, parent: QWidget) -> None:
        super().__init__(parent)
        self.setting = setting
        self.widget = self._make(value)
        self.widget.setAccessibleName(_(setting.title))

    @property
    def value(self) -> Any:
        """What stands in the field; the setting decides whether it fits."""
        widget = self.widget
        if isinstance(widget, QComboBox):
            return widget.currentText().strip() if widget.isEditable() else widget.currentData()
        if isinstance(widget, QCheckBox):
            return widget.isChecked()
        if isinstance(self.setting.default, int | float):
            return plain_number(widget.text())  # type: ignore[attr-defined]
        return widget.toPlainText() if isinstance(widget, QPlainTextEdit) else widget.text().strip()  # type: ignore[attr-defined]

    def _make(self, value: Any) -> QWidget:
        choices = self._choices()
        if choices:
            return self._list(choices, value)
        if self.setting.key == ZONE:
            return self._zones(str(value))
        if isinstance(self.setting.default, bool):
            return self._tick(bool(value))
        if isinstance(self.setting.default, int | float):
            return self._number(value)
        if "\n" in str(self.setting.default) or len(str(value)) > 60:
            return self._lines(str(value))
        made = QLineEdit(str(value))
        made.textEdited.connect(lambda _text: self.changed.emit())
        return made

    def _choices(self) -> list[tuple[Any, str]]:
        if self.setting.key == MONTHS:
            locale = QLocale(language())
            return [(month, locale.standaloneMonthName(month)) for month in range(1, 13)]
        return [(value, _(title) if title else str(value)) for value, title in self.setting.choices]

    def _list(self, choices: list[tuple[Any, str]], value: Any) -> QWidget:
        made = QComboBox()
        for one, title in choices:
            made.addItem(title, one)
        made.setCurrentIndex(max(made.findData(value), 0))
        made.activated.connect(lambda _at: self.changed.emit())
        return made

    def _zones(self, value: str) -> QWidget:
        made = QComboBox()
        made.setEditable(True)
        made.addItems(["", *sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")])
        made.setCurrentText(value)
        completer = made.completer() or QCompleter(made)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        made.currentTextChanged.connect(lambda _text: self.changed.emit())
        return made

    def _tick(self, value: bool) -> QWidget:
        made = QCheckBox()
        made.setChecked(value)
        made.toggled.connect(lambda _on: self.changed.emit())
        return made

    def _number(self, value: Any) -> QWidget:
        made = QLineEdit(number(value, 0 if isinstance(value, int) else 3))
        made.setAlignment(Qt.AlignmentFlag.AlignRight)
        made.textEdited.connect(lambda _text: self.changed.emit())
        return made

    def _lines(self, value: str) -> QWidget:
        made = QPlainTextEdit(value)
        made.setTabChangesFocus(True)
        made.setMaximumHeight(110)
        made.textChanged.connect(self.changed.emit)
        return made


def plain_number(text: str) -> str:
    """Digits as a person wrote them, with a point: 0,95 and 1 000 are understood."""
    return "".join(text.split()).replace("\u2212", "-").replace(",", ".")
