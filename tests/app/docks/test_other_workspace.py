"""Another workspace on the desk: no dock goes on showing what it asked of the one before, however alike they are."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from cxdesk.app.docks.breakdown import BreakdownPanel
from cxdesk.app.docks.customers import CustomersPanel
from cxdesk.app.docks.distribution import DistributionPanel
from cxdesk.app.docks.journey import JourneyPanel
from cxdesk.app.docks.receipt.panel import ReceiptPanel
from cxdesk.app.docks.why import WhyPanel
from cxdesk.app.window import Window
from cxdesk.domain.forms import FormKind
from tests.app.asked_desk import PATIENCE
from tests.app.conftest import open_workspace


def test_docks_ask_another_workspace_anew_though_question_and_state_are_the_same(
    qtbot: QtBot, window: Window, small: Path, tmp_path: Path
) -> None:
    receipt, journey, spread, people, why, breakdown = (
        window.panel(name) for name in ("receipt", "journey", "distribution", "customers", "why", "breakdown")
    )
    assert isinstance(receipt, ReceiptPanel)
    assert isinstance(journey, JourneyPanel)
    assert isinstance(spread, DistributionPanel)
    assert isinstance(people, CustomersPanel)
    assert isinstance(why, WhyPanel)
    assert isinstance(breakdown, BreakdownPanel)
    shown: dict[str, Callable[[], object]] = {
        "receipt": lambda: receipt.told,
        "journey": lambda: journey.journey,
        "distribution": lambda: spread.found,
        "why": lambda: why.why,
    }
    first = {name: told_anew(qtbot, window, name, say) for name, say in shown.items()}
    breakdown.forms.switch.chosen.emit(FormKind.CROSS.value)
    shown["breakdown"] = lambda: breakdown.forms.formed
    qtbot.waitUntil(lambda: breakdown.forms.formed is not None, timeout=PATIENCE)
    first["breakdown"] = breakdown.forms.formed
    asked = window.desk.state, window.desk.query
    window.show_dock("customers")
    qtbot.waitUntil(lambda: people.model.customer(0) is not None, timeout=PATIENCE)
    somebody = people.model.customer(0)
    assert somebody is not None
    with qtbot.waitSignal(people.page.changed, timeout=PATIENCE):
        people.open(somebody.customer)
    assert people.page.page is not None

    open_workspace(qtbot, window, Path(shutil.copy(small, tmp_path / "other.cxdesk")))

    assert (window.desk.state, window.desk.query) == asked
    assert (people.whole.currentIndex(), people.page.page) == (0, None)
    for name, say in shown.items():
        told_anew(qtbot, window, name, say, first[name])


def told_anew(qtbot: QtBot, window: Window, name: str, say: Callable[[], object], before: object = None) -> object:
    """The dock comes to the front and says what it has to say, other than before."""
    blank = say() if before is None else None
    window.show_dock(name)
    qtbot.waitUntil(lambda: say() is not None and say() is not before and say() is not blank, timeout=PATIENCE)
    return say()
