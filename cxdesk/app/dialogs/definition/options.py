"""A form made of a metric's options: one line each, as their declaration says."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QVBoxLayout, QWidget

from cxdesk.app import theme
from cxdesk.app.dialogs.field_grid import FieldGrid
from cxdesk.app.widgets.plain import plain_label, set_plain_tooltip
from cxdesk.domain.catalogue import Choice
from cxdesk.domain.mark_list import number as read_number
from cxdesk.system.i18n import _, number

SHORTEST, LONGEST = 12, 18  # signs of a choice for which there is room; longer ones stand below what they answer
PAUSE = 250  # milliseconds of typing after which the effect is asked for


class OptionsForm(QWidget):
    """`changed` after a choice, or a little after the last key. First what is meant, then how answers are read."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choices: tuple[Choice, ...] = ()
        self.fields: dict[str, QWidget] = {}
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._inside: QWidget | None = None
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(PAUSE)
        self._typed.timeout.connect(self.changed)

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Another metric's options with the values in force."""
        self.choices, self.fields = tuple(choices), {}
        if self._inside is not None:
            self._whole.removeWidget(self._inside)
            self._inside.hide()
            self._inside.deleteLater()
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().px(8))
        own = [one for one in self.choices if not one.reading]
        reading = [one for one in self.choices if one.reading]
        form = FieldGrid("small", "text2")
        for title, some in ((_("What is meant"), own), (_("Scale and reading of the answers"), reading)):
            if some:
                head = plain_label(title, "small")
                head.setProperty("strong", True)
                form.head(head)
            for one in some:
                longest = max((len(_(title)) for _value, title in one.choices), default=0)
                form.field(_(one.title), self._field(one), wide=longest > LONGEST)
        column.addLayout(form)
        if not self.choices:
            column.addWidget(plain_label(_("This metric has nothing to set."), "small", "text2", wrap=True))
        column.addStretch(1)
        self._whole.addWidget(self._inside)

    def _field(self, one: Choice) -> QWidget:
        made = {"choice": self._choice_field, "yes_no": self._yes_no_field}.get(one.type, self._text_field)(one)
        made.setAccessibleName(_(one.title))
        if one.help:
            made.setAccessibleDescription(_(one.help))
            set_plain_tooltip(made, _(one.help))
        self.fields[one.name] = made
        return made

    def _choice_field(self, one: Choice) -> QWidget:
        box = QComboBox()
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for value, title in one.choices:
            box.addItem(_(title), value)
            box.setItemData(box.count() - 1, _(title), Qt.ItemDataRole.AccessibleTextRole)
        box.setMinimumContentsLength(SHORTEST)
        box.setCurrentIndex(box.findData(one.value))
        box.activated.connect(lambda _at: self.changed.emit())
        return box

    def _yes_no_field(self, one: Choice) -> QWidget:
        box = QCheckBox(_("yes"))
        box.setChecked(bool(one.value))
        box.clicked.connect(lambda _on: self.changed.emit())
        return box

    def _text_field(self, one: Choice) -> QWidget:
        line = QLineEdit(_written(one))
        line.setPlaceholderText(_("as it comes"))
        line.setMaxLength(400)
        line.textEdited.connect(lambda _text: self._typed.start())
        line.editingFinished.connect(partial(self._settle, line, one))
        return line

    def _settle(self, _line: QLineEdit, _one: Choice) -> None:
        if self._typed.isActive():
            self._typed.stop()
            self.changed.emit()

    @property
    def values(self) -> dict[str, Any]:
        """What is chosen and typed, by option; numbers as numbers where they can be read."""
        return {one.name: self._value(one) for one in self.choices}

    def _value(self, one: Choice) -> Any:
        field = self.fields[one.name]
        if isinstance(field, QComboBox):
            return field.currentData()
        if isinstance(field, QCheckBox):
            return field.isChecked()
        assert isinstance(field, QLineEdit)
        text = field.text().strip()
        if not text:
            return None if one.declared is None else one.declared if one.type != "text" else ""
        return _read(text, one)

    def set_values(self, values: dict[str, Any]) -> None:
        """Put values of another definition into the form."""
        for one in self.choices:
            field, value = self.fields[one.name], values.get(one.name, one.declared)
            if isinstance(field, QComboBox):
                field.setCurrentIndex(field.findData(value))
            elif isinstance(field, QCheckBox):
                field.setChecked(bool(value))
            elif isinstance(field, QLineEdit):
                field.setText("" if value is None else number(value, 4) if isinstance(value, float) else str(value))
        self.changed.emit()


def _written(one: Choice) -> str:
    if one.value is None or one.value == "":
        return ""
    if isinstance(one.value, float | int):
        places = next((n for n in range(5) if round(float(one.value), n) == one.value), 5)
        return number(one.value, places)
    return str(one.value)


def _read(text: str, one: Choice) -> Any:
    """A number with a point or a comma; what is none goes on as text, and is refused where it is checked."""
    if one.type not in ("number", "whole"):
        return text
    try:
        value = read_number(text)
    except ValueError:
        return text
    return int(value) if one.type == "whole" and value.is_integer() else value
