"""The ring around whatever has the keyboard: two pixels of accent, two pixels outside the control.

One ring serves the whole application. Widgets may name another widget to be ringed by the property `ringed` (a chip
for its button) and their own corner radius by `ring_radius`; `ring` False means they show focus themselves.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QWidget,
)
from shiboken6 import isValid

from cxdesk.app import theme
from cxdesk.app.painting import frame
from cxdesk.app.theme import tokens

RINGED = (QAbstractButton, QComboBox, QLineEdit, QAbstractSpinBox)
ALWAYS = (QLineEdit, QAbstractSpinBox)  # text is typed there, so it must be seen where
GAP, WIDTH = 2, 2
_MOVES = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.ParentChange)


class FocusRing(QWidget):
    """A ring that follows one widget, painted over the nearest widget around it that has room for it; it takes neither
    clicks nor focus.
    """

    def __init__(self) -> None:
        super().__init__()
        self._target: QWidget | None = None
        self._around: list[QWidget] = []  # between the target and what the ring is painted over
        self.radius = float(tokens.RADIUS_CONTROL)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def surround(self, target: QWidget | None) -> None:
        """Show the ring around `target`; None hides it."""
        if self._target is not None:
            self._target.removeEventFilter(self)
            self._target.destroyed.disconnect(self._forget)
        self._watch([])
        self._target = target
        if target is None or target.parentWidget() is None:
            self.hide()
            return
        target.installEventFilter(self)
        target.destroyed.connect(self._forget)
        self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES:
            self._follow()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        reach = now.pxf(GAP + WIDTH)
        painter = QPainter(self)
        frame(painter, QRectF(self.rect()), None, now.accent, now.pxf(self.radius) + reach, now.pxf(WIDTH))

    def _follow(self) -> None:
        target = self._target
        if target is None or not target.isVisible() or target.parentWidget() is None:
            self.hide()
            return
        reach = theme.current().px(GAP + WIDTH)
        over, place, between = _room(target, reach)
        if over is not self.parentWidget():
            self.setParent(over)
        self._watch(between)
        named = target.property("ring_radius")
        self.radius = float(named) if named is not None else float(tokens.RADIUS_CONTROL)
        self.setGeometry(place)
        self.raise_()
        self.show()

    def _watch(self, around: list[QWidget]) -> None:
        """What moves the target without its knowing."""
        if around == self._around:
            return
        for one in filter(isValid, self._around):
            one.removeEventFilter(self)
        self._around = around
        for one in around:
            one.installEventFilter(self)

    def _forget(self) -> None:
        self._watch([])
        self._target = None
        self.setParent(None)
        self.hide()


def _room(target: QWidget, reach: int) -> tuple[QWidget, QRect, list[QWidget]]:
    """Over which widget the ring is painted and where, and which widgets are between that and the target. What scrolls
    cuts the ring as it cuts the target.
    """
    over, between = target.parentWidget() or target.window(), list[QWidget]()
    place = target.geometry().adjusted(-reach, -reach, reach, reach)
    while not (over.isWindow() or over.rect().contains(place)):
        wider = over.parentWidget()
        if wider is None or isinstance(wider, QAbstractScrollArea):
            break
        between.append(over)
        place.translate(over.pos())
        over = wider
    return over, place, between


class FocusRings(QObject):
    """Moves the ring with the keyboard focus of the application."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._ring: FocusRing | None = None
        app.focusChanged.connect(self._moved)

    def _moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        target = ringed(new)
        if self._ring is None:
            if target is None:
                return
            self._ring = FocusRing()
            self._ring.destroyed.connect(self._lost)
        self._ring.surround(target)

    def _lost(self) -> None:
        """The ring went with the window it was in; the next focus makes another."""
        self._ring = None


def ringed(focused: QWidget | None) -> QWidget | None:
    """The widget to surround when `focused` has the keyboard; None where there is to be no ring."""
    if focused is None or focused.property("ring") is False or not isinstance(focused, RINGED):
        return None
    by_keyboard = focused.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
    if not by_keyboard and not isinstance(focused, ALWAYS):
        return None
    named = focused.property("ringed")
    return named if isinstance(named, QWidget) else focused


def install(app: QApplication) -> None:
    """Give the application its ring, once."""
    if app.findChild(FocusRings) is None:
        FocusRings(app)
