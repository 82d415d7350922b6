"""Repainting for hours neither leaks nor loses references, and survives whatever a model holds."""

from __future__ import annotations

import sys
from datetime import date

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from cxdesk.app.delegates.card import Look, paint_card
from cxdesk.app.delegates.comment import CommentDelegate
from cxdesk.app.models.cards import CardsModel
from cxdesk.app.models.comments import CommentsModel
from cxdesk.app.widgets.card_view import CardView
from cxdesk.domain.results import CommentRow
from tests.app import boards
from tests.app.conftest import Themed

ROUNDS = 400


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_painting_thousands_of_cards_keeps_every_reference_to_none(themed: Themed) -> None:
    now = themed()
    picture = QImage(240, 140, QImage.Format.Format_ARGB32_Premultiplied)
    cards = boards.cards()

    def paint_all() -> None:
        painter = QPainter(picture)
        for card in cards:
            paint_card(painter, QRectF(4, 4, 220, 123), card, now, Look(selected=True))
        painter.end()

    paint_all()
    before = sys.getrefcount(None)
    for _round in range(ROUNDS):
        paint_all()
    assert abs(sys.getrefcount(None) - before) < ROUNDS


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_a_view_repainted_hundreds_of_times_keeps_every_reference_to_none(themed: Themed, qtbot: QtBot) -> None:
    themed()
    view, model = CardView(), CardsModel()
    model.show_cards(boards.cards())
    view.setModel(model)
    qtbot.addWidget(view)
    view.resize(404, 700)
    picture = QImage(404, 700, QImage.Format.Format_ARGB32_Premultiplied)
    view.render(picture)
    before = sys.getrefcount(None)
    for _round in range(ROUNDS):
        view.render(picture)
    assert abs(sys.getrefcount(None) - before) < ROUNDS


def test_hostile_texts_paint(themed: Themed, qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QTableView

    themed()
    odd = [
        "",
        " ",
        "\x00\x01\x02",
        "a\u202eb\u202d",
        "😀" * 900,
        "\ud800 lone",
        "x" * 200_000,
        "<table><tr><td>",
        "\n\n\n",
    ]
    rows = [
        CommentRow(at, "answer", date(2026, 1, 1), text, 3.5, "0-10", "bottom", text, text[:3], "why", text, "f", 1)
        for at, text in enumerate(odd)
    ]
    model, view = CommentsModel(), QTableView()
    model.show_ids(range(len(rows)))
    model.put(0, rows)
    view.setModel(model)
    delegate = CommentDelegate(view)
    delegate.set_search('a "<td"')
    view.setItemDelegate(delegate)
    view.verticalHeader().setDefaultSectionSize(delegate.row_height(300))
    qtbot.addWidget(view)
    view.resize(300, 1200)
    assert not view.grab().isNull()
