"""What painted charts share, and waterfall, grid and funnel themselves: by mouse, by key, on every ground."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cxdesk.analysis.why.bars import Bar
from cxdesk.analysis.wording import Measured
from cxdesk.app import theme
from cxdesk.app.charts.axis import decimals_of
from cxdesk.app.charts.box import ChartBox
from cxdesk.app.charts.funnel import FunnelChart
from cxdesk.app.charts.heat import HeatGrid, heats, readable
from cxdesk.app.charts.painted import Mark, PaintedChart
from cxdesk.app.charts.waterfall import BEFORE, NOW, Waterfall, inks
from cxdesk.app.jobs import Jobs
from cxdesk.app.theme import contrast_ratio
from cxdesk.domain.forms import Cell, Fill, Grid, Heading, Place, Step
from cxdesk.domain.results import Figure, Unit
from cxdesk.domain.why import Part, Role
from cxdesk.system import i18n
from tests.app.conftest import Themed

SCORE, MONEY = Measured(Unit.SCORE, 0), Measured(Unit.MONEY, 2)
STARTER = Part(Role.GROUP, "Starter", -14.5, -21.7, -7.4, True, n0=200, n1=214)
TEAM = Part(Role.GROUP, "Team", -3.2, -9.0, 3.0, n0=120, n1=138)


def bars() -> tuple[Bar, ...]:
    return (
        Bar("May – Jul", 0, 35, "+35", 28, 42, total=True),
        Bar("Starter <b>answers</b>", 35, 20.5, "−14.5", 13.3, 27.6, clear=True, tone="bad", part=STARTER),
        Bar("Team answers", 20.5, 17.3, "−3.2", 11.5, 23.5, clear=False, tone="bad", part=TEAM),
        Bar("Who was counted", 17.3, 17.3, "0.0", clear=False, part=Part(Role.MIX, None, 0.0)),
        Bar("Aug – Oct", 0, 17.3, "+17", 9.8, 24.9, total=True),
    )


def shown(qtbot: QtBot, chart: PaintedChart, width: int = 640, height: int = 320) -> PaintedChart:
    qtbot.addWidget(chart)
    chart.resize(width, height)
    chart.show()
    return chart


def click(qtbot: QtBot, chart: PaintedChart, at: int) -> None:
    centre = chart.marks[at].place.center()
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(round(centre.x()), round(centre.y())))


@pytest.fixture
def waterfall(qtbot: QtBot) -> Waterfall:
    chart = Waterfall()
    chart.show_bars(bars(), SCORE)
    shown(qtbot, chart)
    return chart


class TestMarks:
    def test_a_click_says_which_bar(self, qtbot: QtBot, waterfall: Waterfall) -> None:
        found: list[object] = []
        waterfall.chosen.connect(found.append)
        for at in range(5):
            click(qtbot, waterfall, at)
        assert found == [BEFORE, STARTER, TEAM, NOW]  # the mix is nobody

    def test_arrow_keys_walk_and_enter_chooses(self, qtbot: QtBot, waterfall: Waterfall) -> None:
        found: list[object] = []
        waterfall.chosen.connect(found.append)
        waterfall.setFocus()
        for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_End, Qt.Key.Key_Space):
            qtbot.keyClick(waterfall, key)
        assert found == [STARTER, NOW]
        assert waterfall.accessibleDescription().startswith("Aug – Oct, +17")

    def test_pointing_shows_what_how_much_and_how_sure(self, qtbot: QtBot, waterfall: Waterfall) -> None:
        qtbot.mouseMove(waterfall, waterfall.marks[1].place.center().toPoint())
        qtbot.waitUntil(waterfall.tip.isVisible)
        assert waterfall.tip.head.text() == "Starter <b>answers</b>"
        assert waterfall.tip.head.textFormat() == Qt.TextFormat.PlainText
        assert waterfall.tip.value.text() == "−14.5  −21.7 … −7.4"
        assert waterfall.tip.hint.text() == "clear · n 200 before, 214 now"

    def test_every_mark_lies_inside(self, waterfall: Waterfall) -> None:
        assert all(waterfall.rect().toRectF().contains(mark.place.center()) for mark in waterfall.marks)


class TestWaysOut:
    @pytest.fixture
    def box(self, qtbot: QtBot) -> Iterator[ChartBox]:
        jobs = Jobs()
        chart = Waterfall()
        chart.show_bars(bars(), SCORE)
        box = ChartBox(chart, jobs)
        box.name("By plan", "rate of each group")
        qtbot.addWidget(box)
        box.resize(640, 360)
        box.show()
        yield box
        assert jobs.close()

    def test_t_turns_it_into_its_table_and_back(self, qtbot: QtBot, box: ChartBox) -> None:
        box.chart.setFocus()
        qtbot.keyClick(box.chart, Qt.Key.Key_T)
        assert box.ways.stack.currentWidget() is box.ways.table
        assert box.ways.texts.rows[1][:4] == ["Starter <b>answers</b>", "−14.5", "−21.7 … −7.4", "clear"]
        qtbot.keyClick(box.ways.table, Qt.Key.Key_T)
        assert box.ways.stack.currentWidget() is box.chart

    def test_copied_it_is_a_table_for_spreadsheets_and_pages_and_a_picture(self, box: ChartBox) -> None:
        box.ways.copy()
        data = QGuiApplication.clipboard().mimeData()
        assert data.text().splitlines()[1].startswith("May – Jul\t+35\t")
        assert "<td>Starter &lt;b&gt;answers&lt;/b&gt;</td>" in data.html()
        assert data.hasImage()

    @pytest.mark.parametrize("suffix", ["png", "svg"])
    def test_it_is_written_as_picture_and_as_svg(
        self, qtbot: QtBot, box: ChartBox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
    ) -> None:
        target = tmp_path / f"why.{suffix}"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
        box.ways.save_picture() if suffix == "png" else box.ways.save_svg()
        qtbot.waitUntil(lambda: target.exists() and target.stat().st_size > 500)
        head = target.read_bytes()
        assert head.startswith(b"\x89PNG") if suffix == "png" else b"Team" in head


class TestWaterfall:
    def test_totals_are_neutral_clear_parts_solid_and_others_pale_with_an_edge(self, themed: Themed) -> None:
        for name in (theme.LIGHT, theme.DARK):
            now = themed(name)
            total, clear, maybe = (inks(bar, now) for bar in bars()[:3])
            assert total == (now.mid, None)
            assert clear == (now.bad, None)
            assert maybe[1] == now.diverging[1]
            assert maybe[0].alphaF() < 1 or maybe[0] == now.diverging[2]

    def test_far_from_zero_the_axis_is_torn_and_says_so(self, qtbot: QtBot) -> None:
        chart = Waterfall()
        chart.show_bars(
            (
                Bar("start", 0, 115_000, "115,000", total=True),
                Bar("new", 115_000, 117_000, "+2,000", tone="good", part=Part(Role.NEW, "new", 2000, tested=False)),
                Bar("end", 0, 117_000, "117,000", total=True),
            ),
            MONEY,
        )
        shown(qtbot, chart)
        new = chart.marks[1].place
        assert new.height() > 60
        assert b"the axis does not begin at 0" in chart.svg()

    def test_grid_lines_are_written_as_they_are(self) -> None:
        assert [decimals_of(lines) for lines in ((0, 1.5, 3), (0, 20, 40), (0.1, 0.15, 0.2), (0.0,))] == [1, 0, 2, 0]

    def test_nothing_to_show_is_an_empty_ground(self, qtbot: QtBot) -> None:
        chart = Waterfall()
        shown(qtbot, chart)
        assert chart.marks == []
        assert chart.picture().width() > 0

    @pytest.mark.parametrize(("language", "name", "zoom"), [("fr", theme.DARK, 1.5), ("en", theme.LIGHT, 2.0)])
    def test_names_of_bars_stay_inside_their_slots(
        self, qtbot: QtBot, themed: Themed, language: str, name: str, zoom: float
    ) -> None:
        themed(name, zoom)
        i18n.use(language)
        chart = Waterfall()
        chart.show_bars(bars(), SCORE)
        shown(qtbot, chart, chart.minimumSizeHint().width(), chart.minimumSizeHint().height())
        places = [mark.place for mark in chart.marks]
        assert all(left.center().x() < right.center().x() for left, right in pairwise(places))
        assert chart.picture().height() >= chart.height()


def grid() -> Grid:
    def cell(value: float | None, n: int, low: bool | None, key: str) -> Cell:
        figure = Figure(value, None if value is None else value - 5, None if value is None else value + 5, n)
        return Cell(figure, Place("", "a", key, segmented=True), low)

    return Grid(
        (Heading("a", "x", n=20), Heading("a", "y", n=9)),
        (Heading("b", "p"), Heading("b", "q")),
        ((cell(40, 20, False, "xp"), cell(-60, 20, True, "xq")), (cell(None, 3, None, "yp"), Cell(None, Place()))),
        Fill.DIVERGING,
        whole=Figure(0.0, n=60),
    )


class TestGrid:
    @pytest.fixture
    def heat(self, qtbot: QtBot) -> HeatGrid:
        chart = HeatGrid()
        chart.show_grid(grid(), lambda heading: heading.key or "", lambda _heading: SCORE, "a × b")
        shown(qtbot, chart)
        return chart

    def test_arrows_go_along_rows_and_columns(self, qtbot: QtBot, heat: HeatGrid) -> None:
        found: list[object] = []
        heat.chosen.connect(found.append)
        heat.setFocus()
        for key in (Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Up, Qt.Key.Key_Right):
            qtbot.keyClick(heat, key)
        qtbot.keyClick(heat, Qt.Key.Key_Return)
        assert [place.segment for place in found if isinstance(place, Place)] == ["yp", "xq"]

    def test_a_cell_says_its_n_and_where_its_interval_lies(self, heat: HeatGrid) -> None:
        above, below, few, nobody = heat.marks
        assert (above.head, above.value, above.hint) == (
            "x · p",
            "+40  +35 … +45  n 20",
            "its interval lies above the whole",
        )
        assert below.hint == "its interval lies below the whole"
        assert (few.value, few.hint) == ("n 3", "too few to show")
        assert (nobody.value, nobody.data) == ("nobody", None)

    def test_the_table_has_value_and_n_of_every_cell(self, heat: HeatGrid) -> None:
        assert heat.table() == [["a × b", "p", "n", "q", "n"], ["x", "+40", "20", "−60", "20"], ["y", "", "3", "", ""]]

    @pytest.mark.parametrize("name", [theme.LIGHT, theme.DARK])
    def test_figures_can_be_read_on_every_ground(self, themed: Themed, name: str) -> None:
        now = themed(name)
        grounds: list[QColor | None] = [None, *now.diverging[::2], *heats(now)]
        assert len(heats(now)) >= 4
        for ground in grounds:
            assert contrast_ratio(readable(ground, now), ground or now.panel) >= 4.5


class TestFunnel:
    def test_a_click_gives_the_step_and_what_became_of_them(self, qtbot: QtBot) -> None:
        chart = FunnelChart()
        chart.show_steps((Step("Lead to customer", "customer", 10, 6, 1, 3, Figure(66.7, 35, 88, 9)),))
        shown(qtbot, chart)
        found: list[object] = []
        chart.chosen.connect(found.append)
        for at in range(3):
            click(qtbot, chart, at)
        assert found == [("customer", "numerator"), ("customer", "rest")]  # who may still go on is no list
        assert chart.table()[1][1:5] == ["10", "6", "1", "3"]
        widths = [mark.place.width() for mark in chart.marks]
        assert widths[0] / widths[2] == pytest.approx(2, rel=0.01)


def test_a_chart_that_does_not_say_how_it_is_painted_is_never_made(qtbot: QtBot) -> None:
    class Begun(PaintedChart):
        def lay_out(self, place: QRectF, now: theme.Theme) -> list[Mark]:
            return []

    with pytest.raises(TypeError, match="Begun lacks paint, table"):
        Begun()
