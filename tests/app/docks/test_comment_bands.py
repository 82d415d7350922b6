"""The bands among the comments are those that the scale in use can have."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cxdesk.app.docks.comments import CommentsPanel
from cxdesk.domain.query import Selection
from cxdesk.domain.scales import ONE_TO_FIVE, ZERO_TO_ONE, Scale
from tests.analysis.answers import csat, workspace
from tests.app.asked_desk import on, quiet
from tests.app.conftest import own_looks


@pytest.mark.parametrize(
    ("scale", "low", "bands"),
    [
        (ZERO_TO_ONE, 0, {"bottom", "top"}),
        (Scale(1, 4), 1, {"bottom", "top"}),
        (ONE_TO_FIVE, 1, {"bottom", "middle", "top"}),
    ],
)
def test_a_scale_without_a_middle_offers_none(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, scale: Scale, low: int, bands: set[str]
) -> None:
    scores = [int(scale.max) if who % 2 else low for who in range(12)]
    rows = [
        {**csat(f"c{who}", "2025-05-20", score, "Team"), "scale": scale, "comment": f"word {who}"}
        for who, score in enumerate(scores)
    ]
    with workspace(tmp_path, rows) as survey:
        path = survey.path
    with own_looks(qapp), on(qtbot, path) as desk:
        desk.ask(desk.query.with_(selection=Selection("csat_top")))
        quiet(qtbot, desk)
        panel = CommentsPanel(desk)
        qtbot.addWidget(panel)
        panel.resize(400, 800)
        panel.show()
        assert desk.board is not None
        panel.show_board(desk.board)
        quiet(qtbot, desk)
        assert panel.list.listed == 12
        assert {band for band, chip in panel.bands.items() if chip.isVisible()} == bands
