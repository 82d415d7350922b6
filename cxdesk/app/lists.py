"""What the menus that list something show, each time they open, and what actions are called that do other things."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cxdesk.app.menus import Line, Name, Source
from cxdesk.app.taking_back import to_redo, to_undo
from cxdesk.domain.results import Phrase
from cxdesk.system.i18n import _

if TYPE_CHECKING:
    from cxdesk.app.window import Window

LONGEST = 48  # letters


def sources(window: Window) -> dict[str, Source]:
    """By the name that a Menu gives."""
    return {"recent": partial(_recent, window), "metrics": partial(_metrics, window), "docks": partial(_docks, window)}


def names(window: Window) -> dict[str, Name]:
    """By the action that is called so."""
    return {"undo": partial(_undo, window), "redo": partial(_redo, window)}


def _undo(window: Window) -> str:
    step = to_undo(window.desk)
    return _("&Undo: {step}", step=_in_menu(step)) if step is not None else ""


def _redo(window: Window) -> str:
    step = to_redo(window.desk)
    return _("&Redo: {step}", step=_in_menu(step)) if step is not None else ""


def _in_menu(step: Phrase) -> str:
    """A menu stays narrow whatever a file or view is called; its signs are no keys."""
    text = step.say()
    short = text if len(text) <= LONGEST else f"{text[: LONGEST - 13].rstrip()}…{text[-12:].lstrip()}"
    return short.replace("&", "&&")


def _recent(window: Window) -> list[Line]:
    found = window.profile.recent()
    return [(Path(one.path).name, None, partial(window.commands.open_path, Path(one.path))) for one in found]


def _metrics(window: Window) -> list[Line]:
    """The numbers on the cards; the one in focus is ticked."""
    board, focus = window.desk.board, window.desk.card
    cards = board.cards if board else ()
    return [
        (_(card.title), card is focus, partial(window.commands.choose_metric, card.metric, card.measure))
        for card in cards
    ]


def _docks(window: Window) -> list[Line]:
    shells = window.docks.values()
    return [
        (_(shell.spec.title), not shell.isHidden(), partial(shell.setVisible, shell.isHidden())) for shell in shells
    ]
