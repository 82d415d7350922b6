"""Where the palette's entries come from: actions, panels, metrics, saved views, segments."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QKeySequence

from cxdesk.app import steps, views
from cxdesk.app.actions import ACTIONS, MENUS
from cxdesk.app.palette.entries import Entry
from cxdesk.domain.filters import Condition
from cxdesk.domain.kept import Segment, View
from cxdesk.system.i18n import _

if TYPE_CHECKING:
    from cxdesk.app.window import Window
    from cxdesk.system.progress import Progress
    from cxdesk.workspace.workspace import Workspace

Known = tuple[list[dict[str, Any]], tuple[View, ...], tuple[Segment, ...]]


def at_once(window: Window) -> list[Entry]:
    """What the window knows by itself: actions that can be used now, and the panels."""
    return [*_actions(window), *_panels(window)]


def ask(workspace: Workspace, _progress: Progress) -> Known:
    """What the workspace knows: every metric that its data allow, the saved views, the segments."""
    return workspace.catalogue(), workspace.views(), workspace.segments()


def known(window: Window, answer: Known) -> list[Entry]:
    """The same as entries."""
    metrics, kept, segments = answer
    return [
        *(_view(window, view) for view in kept),
        *(_segment(window, segment) for segment in segments),
        *(_metric(window, one) for one in metrics),
    ]


def _actions(window: Window) -> list[Entry]:
    menus = {menu.id: plain(menu.title) for menu in MENUS}
    entries = []
    for action in ACTIONS:
        bearer = window.menus.actions[action.id]
        if action.id == "palette" or not bearer.isEnabled():
            continue
        keys = QKeySequence(action.shortcut).toString(QKeySequence.SequenceFormat.NativeText)
        text = plain(action.title) if action.translate else action.title
        entries.append(Entry(text, menus[action.menu], bearer.trigger, keys, action.icon))
    return entries


def _panels(window: Window) -> list[Entry]:
    if window.desk.workspace is None:
        return []
    shells = window.docks.values()
    return [
        Entry(_(one.spec.title), _("Panel"), partial(window.show_dock, one.spec.name), icon="cards") for one in shells
    ]


def _metric(window: Window, one: dict[str, Any]) -> Entry:
    """A metric by its title; its question and family are searched too."""
    desk = window.desk
    also = " ".join(_(str(one.get(key, ""))) for key in ("short_title", "question") if one.get(key))
    run = partial(_look_at, desk, str(one["id"]))
    return Entry(_(str(one["title"])), _("Metric"), run, icon="number", also=f"{one['id']} {also}")


def _look_at(desk: Any, metric: str) -> None:
    desk.ask(steps.metric(desk.query, metric))


def _view(window: Window, view: View) -> Entry:
    return Entry(view.name, _("Saved view"), partial(views.show, window, view), icon="eye")


def _segment(window: Window, segment: Segment) -> Entry:
    return Entry(segment.name, _("Segment"), partial(_filter, window.desk, segment.conditions), icon="filter")


def _filter(desk: Any, conditions: tuple[Condition, ...]) -> None:
    query = desk.query
    for condition in conditions:
        query = steps.filtered(query, condition)
    desk.ask(query)


def plain(text: str) -> str:
    """A menu's text without the mark of its key and without the dots."""
    return _(text).replace("&", "").removesuffix("…")
