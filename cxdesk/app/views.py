"""Saved views in the window: a question with the place of the docks, kept, shown again, renamed, taken away."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray

from cxdesk.app import placing
from cxdesk.app.deciding import Deed, decide
from cxdesk.app.layouts import VERSION
from cxdesk.domain.changes import VIEWS, Changes
from cxdesk.domain.kept import View
from cxdesk.domain.plain import to_plain
from cxdesk.domain.results import Phrase
from cxdesk.system.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Callable

    from cxdesk.app.window import Window
    from cxdesk.domain.errors import CXDeskError
    from cxdesk.workspace.workspace import Workspace

KEEPING = "views"


def present(window: Window, name: str) -> View:
    """The view that is on screen now."""
    state = window.saveState(VERSION)
    return View(name, window.desk.query, base64.b64encode(bytes(state.data())).decode())


def show(window: Window, view: View) -> None:
    """Ask its question, and put the docks where they stood; a layout that cannot be read leaves them."""
    window.desk.ask(view.query)
    try:
        raw = base64.b64decode(view.layout, validate=True)
    except (binascii.Error, ValueError):
        return
    if raw:
        window.placing = True
        window.restoreState(QByteArray(raw), VERSION)
        window.placing = False
        placing.name_tabs(window)


def keep(
    window: Window,
    name: str,
    instead_of: View | None = None,
    then: Callable[[], None] | None = None,
    failed: Callable[[CXDeskError], None] | None = None,
) -> None:
    """Save what is on screen under a name; `instead_of` gives another name to that view, which stays as it is."""
    view = present(window, name) if instead_of is None else View(name, instead_of.query, instead_of.layout)

    def deed(workspace: Workspace) -> tuple[Deed, Changes]:
        done = workspace.keep_view(view, instead_of.name if instead_of is not None else "")
        return (lambda other: other.put_back(done)), done.changes

    decide(window.desk, Phrase(N_("view {name}"), (("name", name),)), KEEPING, deed, then, failed)


def remove(
    window: Window,
    name: str,
    then: Callable[[], None] | None = None,
    failed: Callable[[CXDeskError], None] | None = None,
) -> None:
    """Take a view away."""

    def deed(workspace: Workspace) -> tuple[Deed, Changes]:
        done = workspace.remove_named(VIEWS, name)
        return (lambda other: other.put_back(done)), done.changes

    decide(window.desk, Phrase(N_("removal of the view {name}"), (("name", name),)), KEEPING, deed, then, failed)


def is_shown(window: Window, view: View) -> bool:
    """Whether its question is the present one."""
    return bool(to_plain(view.query) == to_plain(window.desk.query))
