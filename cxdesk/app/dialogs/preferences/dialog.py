"""Preferences: what concerns this person on this computer, and what everybody sees who opens the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from cxdesk.app import theme
from cxdesk.app.deciding import Deed, decide
from cxdesk.app.desk import Desk
from cxdesk.app.dialogs import framing
from cxdesk.app.dialogs.asking import AskingDialog
from cxdesk.app.dialogs.field_grid import FieldGrid
from cxdesk.app.dialogs.preferences.fields import SettingField
from cxdesk.app.widgets.error_strip import ErrorStrip
from cxdesk.app.widgets.plain import plain_label
from cxdesk.app.widgets.tab_order import AsRead
from cxdesk.domain.changes import Changes
from cxdesk.domain.errors import CXDeskError
from cxdesk.domain.results import Phrase
from cxdesk.domain.settings import SETTINGS, Scope, Setting
from cxdesk.system import i18n
from cxdesk.system.i18n import N_, _

if TYPE_CHECKING:
    from cxdesk.app.window import Window
    from cxdesk.system.progress import Progress
    from cxdesk.workspace.workspace import Workspace

SIZE = QSize(640, 640)
KNOWN, KEEPING = "settings", "settings.keep"
HEADS = (
    (Scope.PROFILE, N_("On this computer")),
    (Scope.WORKSPACE, N_("In this workspace, for everybody who opens it")),
)


class PreferencesDialog(AskingDialog):
    """A field for every setting of the table; nothing changes before the button is pressed."""

    def __init__(self, desk: Desk, window: Window) -> None:
        super().__init__(desk, window)
        self._window = window
        self.fields: dict[str, SettingField] = {}
        self.before: dict[str, Any] = {}
        self.setWindowTitle(_("Preferences"))
        self.error = ErrorStrip(self)
        self.cancel, self.keep = QPushButton(_("Cancel")), QPushButton(_("Apply"))
        self.keep.setProperty("primary", True)
        self._form = FieldGrid()
        self._build()
        self.cancel.clicked.connect(self.reject)
        self.keep.clicked.connect(self.apply)
        self.error.acted.connect(self.error.clear)
        self.resize(framing.fitting(SIZE, window))
        profile = {one.key: window.profile.value(one.key) for one in _of(Scope.PROFILE)}
        self._section(Scope.PROFILE, profile)
        self._ask()

    def _build(self) -> None:
        now, inside = theme.current(), QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(*(now.px(step) for step in (framing.AIR, 18, framing.AIR, 14)))
        column.setSpacing(now.px(10))
        column.addWidget(plain_label(_("Preferences"), "title"))
        column.addWidget(self.error)
        column.addLayout(self._form)
        column.addStretch(1)
        shown = framing.scrolled(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(shown, 1)
        whole.addWidget(framing.foot(self, QWidget(), (self.cancel, self.keep)))
        self.installEventFilter(AsRead(self))

    def _section(self, scope: Scope, values: dict[str, Any], writable: bool = True) -> None:
        """The settings of one scope, in the order of the table."""
        self._form.head(plain_label(_(dict(HEADS)[scope]), "heading"))
        for setting in _of(scope):
            field = SettingField(setting, values[setting.key], self)
            field.widget.setEnabled(writable)
            self.fields[setting.key], self.before[setting.key] = field, field.value
            self._form.field(_(setting.title), field.widget, _(setting.help) if setting.help else "")

    def _ask(self) -> None:
        """What the open workspace has chosen."""

        def work(workspace: Workspace, _progress: Progress) -> dict[str, Any]:
            return {one.key: workspace.setting(one.key) for one in _of(Scope.WORKSPACE)}

        writable = self.desk.info is not None and not self.desk.info.read_only
        self.question(KNOWN, work, lambda found: self._section(Scope.WORKSPACE, found, writable))

    @property
    def changes(self) -> dict[str, Any]:
        """What the person changed, by key."""
        return {key: field.value for key, field in self.fields.items() if field.value != self.before[key]}

    def apply(self) -> None:
        """Check everything, then keep it; what does not fit is said and nothing is kept."""
        changed = self.changes
        try:
            accepted = {key: self.fields[key].setting.accept(value) for key, value in changed.items()}
        except CXDeskError as error:
            self.error.show_error(error, _("Close"))
            return
        mine = {key: value for key, value in accepted.items() if self.fields[key].setting.scope is Scope.PROFILE}
        shared = {key: value for key, value in accepted.items() if key not in mine}
        if shared:
            self._share(shared, lambda: self._prefer(mine))
        else:
            self._prefer(mine)

    def _share(self, shared: dict[str, Any], then: Any) -> None:
        """Settings of the workspace are one step that can be taken back."""

        def deed(workspace: Workspace) -> tuple[Deed, Changes]:
            before = {key: workspace.setting(key) for key in shared}
            return (lambda other: _set_all(other, before)), _set_all(workspace, shared)

        failed = self.told(lambda error: self.error.show_error(error, _("Close")))
        decide(self.desk, Phrase(N_("preferences of the workspace")), KEEPING, deed, then, failed)

    def _prefer(self, mine: dict[str, Any]) -> None:
        profile = self._window.profile
        for key, value in mine.items():
            profile.set(key, value)
        if not self.over:
            self.accept()
        if {"language", "locale"} & mine.keys():
            i18n.use(profile.value("language") or i18n.default_language(), profile.value("locale") or None)
        if {"theme", "zoom"} & mine.keys():
            self._window.dress()


def _of(scope: Scope) -> tuple[Setting, ...]:
    return tuple(one for one in SETTINGS if one.scope is scope)


def _set_all(workspace: Workspace, values: dict[str, Any]) -> Changes:
    changes = [workspace.set_setting(key, value) for key, value in values.items()]
    return changes[-1]
