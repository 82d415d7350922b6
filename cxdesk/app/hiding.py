"""Whether names are hidden on the screen, and the switch for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxdesk.domain.changes import CUSTOMERS, FOLLOW_UPS, SEGMENTS, Changes

if TYPE_CHECKING:
    from cxdesk.app.window import Window


class _State:
    on = False


def on() -> bool:
    """Whether names are hidden now."""
    return _State.on


def turn(window: Window, hide: bool) -> None:
    """Hide names everywhere in the window, or show them; everything is asked again."""
    from cxdesk.domain.kinds import registry

    _State.on = hide
    desk = window.desk
    if desk.workspace is not None and desk.workspace.hide_personal is not hide:
        desk.workspace.hide_personal = hide
        desk.changed.emit(Changes.of(desk.state, CUSTOMERS, FOLLOW_UPS, SEGMENTS, *registry()))
        desk.query_changed.emit(desk.query)
        desk.refresh()
    window.menus.actions["hide_personal"].setChecked(hide)


def switch(window: Window, _value: str = "") -> None:
    """Names give way to marks on the screen, or come back; it is remembered for this person."""
    hide = not on()
    window.profile.set("hide_personal", hide)
    turn(window, hide)
