"""Comments are shown literally, one height for all, with exactly the hits of the search marked."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from cxdesk.app.delegates.comment import THEMES_ROLE, CommentDelegate, broken, flat, score_text
from cxdesk.app.found import found_in
from cxdesk.app.models.comments import CommentsModel
from cxdesk.domain.results import CommentRow
from tests.app.conftest import Themed
from tests.app.painted import colours, image, words

TEXT = "Depuis la mise à jour, l’application se ferme dès que j’ouvre une facture. J’ai perdu deux heures hier."


def comment(text: str = TEXT, **changes: object) -> CommentRow:
    values: dict[str, object] = {
        "row": 1, "kind": "answer", "day": date(2026, 10, 14), "customer": "Cabinet Moreau", "score": 2.0,
        "scale": "0-10", "band": "bottom", "text": text, "lang": "fr", "role": "why", "question": "", "file": "f",
        "line": 3,
    }  # fmt: skip
    return CommentRow(**(values | changes))  # type: ignore[arg-type]


class OneComment(CommentsModel):
    """A list of one, with themes."""

    themes: tuple[str, ...] = ()

    def __init__(self, row: CommentRow | None) -> None:
        super().__init__()
        self.show_ids([1])
        if row is not None:
            self.put(0, [row])

    def data(self, index, role=int(Qt.ItemDataRole.DisplayRole)):  # type: ignore[no-untyped-def]
        return self.themes if role == THEMES_ROLE else super().data(index, role)


def painter_of(delegate: CommentDelegate, model: CommentsModel, width: int, selected: bool = False):  # type: ignore[no-untyped-def]
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, width, delegate.row_height(width))
    option.state = QStyle.StateFlag.State_Enabled
    if selected:
        option.state |= QStyle.StateFlag.State_Selected
    return lambda painter: _paint(painter, delegate, option, model)


def _paint(painter: QPainter, delegate: CommentDelegate, option: QStyleOptionViewItem, model: CommentsModel) -> None:
    delegate.paint(painter, option, model.index(0, 0))


def test_score_language_name_and_date_stand_above_the_words(themed: Themed) -> None:
    themed()
    found = words(painter_of(CommentDelegate(), OneComment(comment()), 400))
    assert found[:4] == ["2", "FR", "Cabinet Moreau", "14 Oct 2026"]
    assert " ".join(found[4:]).replace("  ", " ") == TEXT


def test_a_narrow_list_has_two_lines_and_a_wide_one(themed: Themed) -> None:
    for zoom in (1.0, 2.0):
        now, delegate = themed(zoom=zoom), CommentDelegate()
        narrow, wide = (delegate.row_height(now.px(width)) for width in (404, 700))
        assert narrow - wide == pytest.approx(now.line_height("body"), abs=1)
        delegate.themes = True
        assert delegate.row_height(now.px(404)) > narrow


def test_what_does_not_fit_ends_in_dots_and_the_height_stays(themed: Themed) -> None:
    themed()
    delegate = CommentDelegate()
    long = words(painter_of(delegate, OneComment(comment(TEXT * 20)), 400))
    assert len(long) == 6
    assert long[-1].endswith("…")
    assert long[-2] + long[-1].removesuffix("…") == (TEXT * 20)[: len(long[-2] + long[-1]) - 1]


def test_only_the_hits_are_marked(themed: Themed) -> None:
    now = themed("light")
    delegate, model = CommentDelegate(), OneComment(comment())
    assert now.mark.name() not in colours(image(painter_of(delegate, model, 400), 400, 90))
    delegate.set_search("appl")
    assert now.mark.name() in colours(image(painter_of(delegate, model, 400), 400, 90))
    delegate.set_search("carton")
    assert now.mark.name() not in colours(image(painter_of(delegate, model, 400), 400, 90))


@pytest.mark.parametrize(
    ("text", "search", "expected"),
    [
        ("L’application", "appli", ["appli"]),
        ("Ça ne marche pas, ça bloque", "ca", ["Ça", "ça"]),
        ("😀😀 the app 😀 App", "app", ["app", "App"]),
        ("nothing here", "app", []),
        ("anything", "", []),
        ("mulțumit și mulţumit", "multumit", ["mulțumit", "mulţumit"]),
    ],
)
def test_hits_are_counted_as_qt_counts_texts(text: str, search: str, expected: list[str]) -> None:
    raw = text.encode("utf-16-le")
    found = [raw[2 * start : 2 * (start + length)].decode("utf-16-le") for start, length in found_in(text, search)]
    assert found == expected


def test_markup_stays_text(themed: Themed) -> None:
    themed()
    found = words(painter_of(CommentDelegate(), OneComment(comment("<b>no</b> <img src='file:///x'>")), 500))
    assert "<b>no</b> <img src='file:///x'>" in found


def test_breaks_become_spaces_without_moving_anything() -> None:
    assert flat("one\ntwo\tthree") == "one two three"
    assert len(flat("x" * 5000)) == 1000


def test_the_parts_of_a_broken_text_know_where_they_begin(themed: Themed) -> None:
    now = themed()
    text = "😀 " + TEXT
    parts = broken(text, 150, 3, now)
    assert len(parts) == 3
    raw = text.encode("utf-16-le")
    for part, start in parts:
        assert raw[2 * start :].decode("utf-16-le").startswith(part.removesuffix("…"))


def test_long_names_give_way_to_the_date(themed: Themed) -> None:
    themed()
    found = words(painter_of(CommentDelegate(), OneComment(comment(customer="A very long name " * 8)), 300))
    assert found[2].endswith("…")
    assert found[3] == "14 Oct 2026"


@pytest.mark.parametrize(
    ("band", "surface"), [("bottom", "badbg"), ("middle", "sunken"), ("top", "goodbg"), (None, "sunken")]
)
def test_the_score_stands_on_the_colour_of_its_band(band: str | None, surface: str, themed: Themed) -> None:
    now = themed("light")
    made = image(painter_of(CommentDelegate(), OneComment(comment(band=band)), 400), 400, 90)
    assert made.pixelColor(15, 12).name() == now.colour(surface).name()


def test_scores_are_written_as_answered() -> None:
    assert [score_text(score) for score in (7.0, 7.5, 10.0)] == ["7", "7.5", "10"]


def test_a_row_whose_page_is_on_its_way_is_empty(themed: Themed) -> None:
    themed()
    assert words(painter_of(CommentDelegate(), OneComment(None), 400)) == []


def test_a_selected_row_has_a_wash_and_a_bar(themed: Themed) -> None:
    now = themed("light")
    made = image(painter_of(CommentDelegate(), OneComment(comment()), 400, selected=True), 400, 90)
    assert [made.pixelColor(x, 60).name() for x in (0, 2, 5)] == [now.accent.name()] * 2 + [now.accentbg.name()]


def test_themes_take_a_row_of_their_own(themed: Themed) -> None:
    themed()
    delegate, model = CommentDelegate(), OneComment(comment("Short."))
    model.themes = ("App update", "Invoicing")
    assert words(painter_of(delegate, model, 400))[-1] == "Short."
    delegate.themes = True
    assert words(painter_of(delegate, model, 400))[-2:] == ["App update", "Invoicing"]
