"""Which cards there are: one decision, from the cards themselves or from the catalogue."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from cxdesk.app.deciding import Deed, decide
from cxdesk.app.desk import Desk
from cxdesk.domain.changes import Changes
from cxdesk.domain.results import Phrase
from cxdesk.system.i18n import N_

if TYPE_CHECKING:
    from cxdesk.workspace.workspace import Workspace

CHOOSING = "cards"


def keep_cards(desk: Desk, metrics: tuple[str, ...] | None, then: Callable[[], None] | None = None) -> None:
    """Keep which metrics are on the cards (None: the balanced set), as a step that can be taken back."""

    def deed(workspace: Workspace) -> tuple[Deed, Changes]:
        made = workspace.choose_cards(metrics)
        return (lambda later: later.choose_cards(made.before).changes), made.changes

    decide(desk, Phrase(N_("choice of cards")), CHOOSING, deed, then)
