"""What a report shall hold: its period, sections, language and paper, and whether it names people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from cxdesk.app import theme
from cxdesk.app.attributes import title_of
from cxdesk.app.dates import in_full
from cxdesk.app.filters.chips import condition
from cxdesk.app.filters.period_popup import COMPARE_TITLES
from cxdesk.app.widgets.plain import plain_label, set_plain_tooltip
from cxdesk.domain.identifying import is_identifying
from cxdesk.domain.kept import LONGEST
from cxdesk.domain.periods import GRAIN_TITLES, PRESET_TITLES, Grain, Preset
from cxdesk.domain.query import Compare, CompareTo, Query
from cxdesk.domain.report import MOST_COMMENTS, PAPER_TITLES, SECTION_TITLES, Paper, Recipe, Section
from cxdesk.system.i18n import LANGUAGES, _

PRESETS = (Preset.LAST_MONTH, Preset.LAST_QUARTER, Preset.LAST_3_MONTHS, Preset.LAST_12_MONTHS, Preset.LAST_YEAR,
           Preset.THIS_MONTH, Preset.THIS_QUARTER, Preset.THIS_YEAR, Preset.ALL)  # fmt: skip
COMPARISONS = (CompareTo.PREVIOUS, CompareTo.YEAR, CompareTo.NONE)
ON_SCREEN = "screen"


class ReportForm(QWidget):
    """`changed` when anything is chosen or typed; `begun(kind, name)` when it shall start from something else."""

    changed = Signal()

    def __init__(self, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.query = Query()  # of what the form started from; its filters and options stay
        self.name = ""
        self.title = QLineEdit()
        self.period, self.compare, self.grain, self.split = QComboBox(), QComboBox(), QComboBox(), QComboBox()
        self.language, self.paper = QComboBox(), QComboBox()
        self.sections = {section: QCheckBox(_(title)) for section, title in SECTION_TITLES.items()}
        self.comments, self.personal = QSpinBox(), QCheckBox(_("Name customers"))
        self.filters = plain_label(role="caption", tone="text2", wrap=True)
        self._closed = False
        self._splits: tuple[str, ...] = ()
        self._build()
        self._fill(language)
        self._connect()

    # How it is made

    def _build(self) -> None:
        now = theme.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(*[now.px(step) for step in (14, 12, 14, 12)])
        column.setSpacing(now.px(6))
        rows = QFormLayout()
        rows.setHorizontalSpacing(now.px(12))
        rows.setVerticalSpacing(now.px(7))
        rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        rows.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        named = (
            (_("Title"), self.title),
            (_("Period"), self.period),
            (_("Compared with"), self.compare),
            (_("Unit of time"), self.grain),
            (_("Segments"), self.split),
            (_("Language"), self.language),
            (_("Paper"), self.paper),
        )
        for title, field in named:
            field.setAccessibleName(title)
            rows.addRow(plain_label(title, "small", "text2"), field)
            if isinstance(field, QComboBox):
                field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
                field.setMinimumContentsLength(12)
        column.addLayout(rows)
        column.addWidget(self.filters)
        column.addSpacing(now.px(6))
        head = plain_label(_("Sections"), "small", "text2")
        head.setProperty("strong", True)
        column.addWidget(head)
        for box in self.sections.values():
            column.addWidget(box)
        several = QFormLayout()
        several.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        several.addRow(plain_label(_("Comments, at most"), "small", "text2"), self.comments)
        self.comments.setAccessibleName(_("Comments, at most"))
        column.addLayout(several)
        column.addSpacing(now.px(6))
        column.addWidget(self.personal)
        told = _("Without it no name, e-mail address or number of a customer is in the report.")
        column.addWidget(plain_label(told, "caption", "text2", wrap=True))
        set_plain_tooltip(self.personal, told)
        column.addStretch(1)

    def _fill(self, language: str) -> None:
        self.title.setMaxLength(LONGEST)
        self.title.setPlaceholderText(_("the name of the workspace"))
        self.comments.setRange(0, MOST_COMMENTS)
        for to in COMPARISONS:
            self.compare.addItem(_(COMPARE_TITLES[to]), to)
        for grain in Grain:
            self.grain.addItem(_(GRAIN_TITLES[grain]), grain)
        for code, name in LANGUAGES.items():
            self.language.addItem(name, code)
        self.language.setCurrentIndex(max(self.language.findData(language), 0))
        for paper in Paper:
            self.paper.addItem(_(PAPER_TITLES[paper]), paper)

    def _connect(self) -> None:
        for field in (self.period, self.compare, self.grain, self.split, self.language, self.paper):
            field.activated.connect(lambda _at: self.changed.emit())
        self.personal.clicked.connect(lambda _on: self.show_splits(self._splits, self.split.currentData()))
        for box in (*self.sections.values(), self.personal):
            box.clicked.connect(lambda _on: self.changed.emit())
        self.title.editingFinished.connect(self.changed)
        self.comments.valueChanged.connect(lambda _n: self.changed.emit())

    # What it shows

    def show_splits(self, splits: Sequence[str], chosen: str | None) -> None:
        """What numbers can be split by; what would name people only where people may be named."""
        self._splits = tuple(splits)
        self.split.clear()
        self.split.addItem(_("what tells most"), None)
        for name in dict.fromkeys((*splits, *([chosen] if chosen else []))):
            if self.personal.isChecked() or not is_identifying(name):
                self.split.addItem(title_of(name), name)
        self.split.setCurrentIndex(max(self.split.findData(chosen), 0))

    def show_recipe(self, recipe: Recipe, closed: bool = False) -> None:
        """Start from a recipe. Of a closed period nothing changes what it says, only what of it is shown and how."""
        widgets = self.findChildren(QWidget)
        for widget in widgets:
            widget.blockSignals(True)
        self.query, self.name, self._closed = recipe.query, recipe.name, closed
        self.title.setText(recipe.title)
        self._show_period(recipe)
        self.compare.setCurrentIndex(max(self.compare.findData(recipe.query.compare.to), 0))
        self.grain.setCurrentIndex(max(self.grain.findData(recipe.query.grain), 0))
        if recipe.language:
            self.language.setCurrentIndex(max(self.language.findData(recipe.language), 0))
        self.paper.setCurrentIndex(max(self.paper.findData(recipe.paper), 0))
        for section, box in self.sections.items():
            box.setChecked(section in recipe.sections)
        self.comments.setValue(recipe.comments)
        self.personal.setChecked(recipe.personal)
        for fixed in (self.period, self.compare, self.grain, self.split, self.comments, self.personal):
            fixed.setEnabled(not closed)
        said = " · ".join(condition(one).text for one in recipe.query.filters)
        self.filters.setText(_("Only: {filters}", filters=said) if said else "")
        self.filters.setVisible(bool(said))
        for widget in widgets:
            widget.blockSignals(False)

    def _show_period(self, recipe: Recipe) -> None:
        self.period.clear()
        given = recipe.query.range
        self.period.addItem(in_full(given) if given else _("All dates"), ON_SCREEN)
        for preset in PRESETS:
            if preset is not Preset.ALL or given is not None:
                self.period.addItem(_(PRESET_TITLES[preset]), preset)
        self.period.setCurrentIndex(max(self.period.findData(recipe.preset), 0) if recipe.preset else 0)

    # What it says

    @property
    def closed(self) -> bool:
        """Whether a closed period is shown, of which little can be chosen."""
        return self._closed

    @property
    def recipe(self) -> Recipe:
        """What is chosen."""
        preset = self.period.currentData()
        to = self.compare.currentData()
        own = self.query.compare
        query = self.query.with_(
            compare=own if own.to == to else Compare(CompareTo(to)),
            grain=Grain(self.grain.currentData()),
            split=self.query.split if self._closed else self.split.currentData(),
            selection=None,
        )
        return Recipe(
            name=self.name,
            title=self.title.text().strip(),
            query=query,
            preset=Preset(preset) if preset not in (ON_SCREEN, None) else None,
            sections=tuple(section for section, box in self.sections.items() if box.isChecked()),
            language=str(self.language.currentData()),
            paper=Paper(self.paper.currentData()),
            personal=self.personal.isChecked(),
            comments=self.comments.value(),
        )

    def formed(self, kept: Recipe) -> Recipe:
        """A closed period's recipe with what may be chosen of it."""
        now = self.recipe
        sections = tuple(one for one in now.sections if one in kept.sections)
        return replace(
            kept, title=now.title, sections=sections or (Section.CARDS,), language=now.language, paper=now.paper
        )
