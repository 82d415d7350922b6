"""Charts that the spreadsheet program draws itself, from the cells beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cxdesk.domain.colours import COLOURS
from cxdesk.reports.receipt_workbook import clean

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

WIDTH, HEIGHT = 20.0, 7.5  # centimetres
ROWS = 16  # that a chart covers


def ink(token: str) -> str:
    return COLOURS[token][0][1:]


def line_chart(sheet: Worksheet, title: str, first: int, last: int, columns: dict[str, int], place: str) -> None:
    """Value and both ends of its interval in rows `first` to `last`; `columns` names the columns of labels, value, low
    and high.
    """
    from openpyxl.chart import LineChart, Reference

    chart = LineChart()
    for name, token, width in (("value", "accent", 28575), ("low", "accentline", 9525), ("high", "accentline", 9525)):
        column = columns.get(name)
        if column is None:
            continue
        chart.add_data(Reference(sheet, min_col=column, min_row=first, max_row=last), titles_from_data=False)
        series = chart.series[-1]
        series.graphicalProperties.line.solidFill = ink(token)
        series.graphicalProperties.line.width = width
        series.smooth = False
        if name == "value":
            series.marker.symbol, series.marker.size = "circle", 6
            series.marker.graphicalProperties.solidFill = ink(token)
            series.marker.graphicalProperties.line.solidFill = ink(token)
        else:
            series.marker.symbol = "none"
        _called(series, sheet, columns, name)
    chart.set_categories(Reference(sheet, min_col=columns["label"], min_row=first, max_row=last))
    _finish(chart, sheet, title, place)


def bar_chart(sheet: Worksheet, title: str, first: int, last: int, label: int, value: int, place: str) -> None:
    """One bar for each row."""
    from openpyxl.chart import BarChart, Reference

    chart = BarChart()
    chart.type = "bar" if last - first < 12 else "col"
    chart.gapWidth = 60
    chart.add_data(Reference(sheet, min_col=value, min_row=first, max_row=last), titles_from_data=False)
    chart.series[0].graphicalProperties.solidFill = ink("accent")
    chart.set_categories(Reference(sheet, min_col=label, min_row=first, max_row=last))
    if chart.type == "bar":
        chart.x_axis.scaling.orientation = "maxMin"  # the first row above
    _finish(chart, sheet, title, place)
    chart.legend = None


def _called(series: Any, sheet: Worksheet, columns: dict[str, int], name: str) -> None:
    from openpyxl.chart.data_source import StrRef
    from openpyxl.chart.series import SeriesLabel
    from openpyxl.utils import get_column_letter, quote_sheetname

    place = f"{quote_sheetname(sheet.title)}!${get_column_letter(columns[name])}${columns['head']}"
    series.tx = SeriesLabel(strRef=StrRef(place))


def _finish(chart: Any, sheet: Worksheet, title: str, place: str) -> None:
    chart.title = clean(title)
    chart.width, chart.height = WIDTH, HEIGHT
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.majorGridlines.spPr = _pale()
    if chart.legend is not None:
        chart.legend.position = "b"
    sheet.add_chart(chart, place)


def _pale() -> Any:
    from openpyxl.chart.shapes import GraphicalProperties
    from openpyxl.drawing.line import LineProperties

    return GraphicalProperties(ln=LineProperties(solidFill=ink("grid")))
