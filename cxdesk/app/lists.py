"""What the menus that list something show, each time they open."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cxdesk.app.menus import Line, Source
from cxdesk.system.i18n import _

if TYPE_CHECKING:
    from cxdesk.app.window import Window


def sources(window: Window) -> dict[str, Source]:
    """By the name that a Menu gives."""
    return {"recent": partial(_recent, window), "metrics": partial(_metrics, window), "docks": partial(_docks, window)}


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
