"""The workbook of a report, sheet by sheet."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from cxdesk.analysis import receipt_wording
from cxdesk.analysis.remedies import why as reason_why
from cxdesk.domain.attribute_words import title_of
from cxdesk.domain.period_words import unit_text
from cxdesk.domain.periods import Grain
from cxdesk.domain.report import Facts, Section, Topic
from cxdesk.domain.results import Card
from cxdesk.reports.composing import asked, called
from cxdesk.reports.figures import definition
from cxdesk.reports.parts import numbers, saying
from cxdesk.reports.pictures.spread import bar_name
from cxdesk.reports.workbook import charts
from cxdesk.reports.workbook.receipts import receipts_sheet
from cxdesk.reports.workbook.sheet import Amount, Page, form, name_of
from cxdesk.system import i18n
from cxdesk.system.i18n import _

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

CHARTS_AT = "K"


def workbook(facts: Facts) -> bytes:
    """The bytes of an xlsx file."""
    from openpyxl import Workbook

    with i18n.speaking(facts.recipe.language or i18n.language()):
        book = Workbook()
        book.remove(book.worksheets[0])
        for section, title, fill in SHEETS:
            if section is None or facts.has(section):
                _sheet(book, _title(title), fill, facts)
        book.properties.creator = "CXDesk"
        book.properties.title = f"{called(facts)} · {saying.period_name(facts.range)}"
        book.calculation.fullCalcOnLoad = True
        out = io.BytesIO()
        book.save(out)
    return out.getvalue()


def _sheet(book: Workbook, title: str, fill: Callable[[Worksheet, Facts], bool], facts: Facts) -> None:
    sheet = book.create_sheet(name_of(title, book.sheetnames))
    if not fill(sheet, facts):
        book.remove(sheet)


def _title(name: str) -> str:
    titles = {
        "report": _("Report"),
        "numbers": _("Numbers"),
        "trends": _("Trends"),
        "segments": _("Segments"),
        "spread": _("Spread"),
        "comments": _("Comments"),
        "definitions": _("Definitions"),
        "receipts": _("Receipts"),
        "files": _("Files"),
    }
    return titles[name]


def _report(sheet: Worksheet, facts: Facts) -> bool:
    """What it is about, and the summary."""
    page = Page(sheet, (110,))
    page.title(called(facts))
    page.add([saying.days_of(facts.range) if facts.range else _("All dates")], bold=True)
    for text in filter(None, (saying.compared(facts), *asked(facts))):
        page.add([text])
    page.add([])
    if facts.has(Section.SUMMARY):
        for block in numbers.summary(facts):
            for runs in getattr(block, "paragraphs", ()):
                page.add([" ".join(run.text for run in runs)], wrap=True)
    page.add([])
    page.add([_("Days begin in the time zone {zone}.", zone=facts.zone)])
    if facts.content:
        page.add([_("Hash of all rows: {hash}.", hash=facts.content)])
    return True


def _form(card: Card) -> str:
    return form(card.unit, card.decimals, card.currency)


def _numbers(sheet: Worksheet, facts: Facts) -> bool:
    page = Page(sheet, (34, 40, 14, 12, 12, 9, 12, 12, 10, 10, 14, 12, 10, 20, 12, 24))
    change = (_("Before"), _("Change"), "p", _("Verdict"))
    page.head(
        [
            *(_("Number"), _("Definition"), _("Value"), _("Lower end"), _("Upper end"), "n", _("Numerator")),
            *(_("Denominator"), _("Missing"), _("Invalid"), *change, _("Target"), _("Identifier")),
        ]
    )
    sheet.freeze_panes = "B2"
    for topic in facts.topics:
        page.add(_number(topic))
    return bool(facts.topics)


def _number(topic: Topic) -> list[Any]:
    card, figure, how = topic.card, topic.card.figure, _form(topic.card)
    value: Any = Amount(figure.value, how) if figure.value is not None else reason_why(figure.reason or "")
    ends = [None if end is None else Amount(end, how) for end in (figure.low, figure.high)]
    change: list[Any] = [None] * 4
    if card.change is not None and figure.value is not None:
        known = [card.change.base_value, card.change.delta]
        said = numbers.verdict(card)
        change = [*(None if one is None else Amount(one, how) for one in known), card.change.p, said]
    target = Amount(card.target.value, how) if card.target else None
    counts = [figure.n, figure.numerator, figure.denominator, figure.missing, figure.invalid]
    return [_(card.title), saying.label(card), value, *ends, *counts, *change, target, definition(card, topic)]


def _trends(sheet: Worksheet, facts: Facts) -> bool:
    page = Page(sheet, (34, 18, 12, 12, 14, 12, 12, 9, 12))
    head = [_("Number"), _("Unit of time"), _("First day"), _("Last day"), _("Value"), _("Lower end"), _("Upper end")]
    page.head([*head, "n", _("Complete")])
    sheet.freeze_panes = "A2"
    place = 2
    for topic in facts.topics:
        if topic.trend is None or not topic.trend.points:
            continue
        first, how = page.row + 1, _form(topic.card)
        grain = Grain(topic.trend.grain)
        for point in topic.trend.points:
            figure = point.figure
            values = [None if one is None else Amount(one, how) for one in (figure.value, figure.low, figure.high)]
            complete = _("no") if point.partial else _("yes")
            unit = [unit_text(point.period, grain), point.period.start, point.period.last]
            page.add([_(topic.card.title), *unit, *values, figure.n, complete])
        columns = {"label": 2, "value": 5, "head": 1}
        if any(point.figure.low is not None for point in topic.trend.points):
            columns |= {"low": 6, "high": 7}
        charts.line_chart(sheet, _(topic.card.title), first, page.row, columns, f"{CHARTS_AT}{place}")
        place += charts.ROWS
    return page.row > 1


def _segments(sheet: Worksheet, facts: Facts) -> bool:
    page = Page(sheet, (34, 20, 26, 14, 12, 12, 9, 12, 14))
    head = [_("Number"), _("Attribute"), _("Segment"), _("Value"), _("Lower end"), _("Upper end"), "n", _("Before")]
    page.head([*head, _("Part in the change")])
    sheet.freeze_panes = "A2"
    place = 2
    for topic in facts.topics:
        found = topic.breakdown
        if found is None:
            continue
        first, how = page.row + 1, _form(topic.card)
        for row in found.rows:
            figure, base = row.figure, row.base.value if row.base else None
            values = [None if one is None else Amount(one, how) for one in (figure.value, figure.low, figure.high)]
            part = None if row.contribution is None else Amount(row.contribution, "General")
            named = saying.named(found.attribute, row.key)
            before = None if base is None else Amount(base, how)
            page.add([_(topic.card.title), title_of(found.attribute), named, *values, figure.n, before, part])
        charts.bar_chart(sheet, _(topic.card.title), first, page.row, 3, 4, f"{CHARTS_AT}{place}")
        place += charts.ROWS
    return page.row > 1


def _spread(sheet: Worksheet, facts: Facts) -> bool:
    page = Page(sheet, (34, 22, 12, 12, 12))
    page.head([_("Number"), _("Answer"), _("Rows"), _("Share"), _("Rows before")])
    place = 2
    for topic in facts.topics:
        found = topic.distribution
        if found is None:
            continue
        first = page.row + 1
        for bar in found.bars:
            share = Amount(found.share(bar), '0.0" %"')
            before = bar.base if found.base_n is not None else None
            page.add([_(topic.card.title), bar_name(found, bar), bar.n, share, before])
        charts.bar_chart(sheet, _(topic.card.title), first, page.row, 2, 3, f"G{place}")
        place += charts.ROWS
    return page.row > 1


def _comments(sheet: Worksheet, facts: Facts) -> bool:
    personal = facts.recipe.personal
    page = Page(sheet, (12, 8, 90, 30, 10, 24))
    head = [_("Date"), _("Score"), _("Comment"), _("Themes"), _("Language")]
    page.head([*head, *([_("Customer")] if personal else [])])
    sheet.freeze_panes = "A2"
    for row in facts.comments:
        themes = ", ".join(_(theme) for theme in row.themes)
        page.add([row.day, row.score, row.text, themes, row.lang, *([row.customer] if personal else [])], wrap=True)
    return page.row > 1


def _definitions(sheet: Worksheet, facts: Facts) -> bool:
    page = Page(sheet, (34, 34, 80, 60, 60))
    page.head([_("Number"), _("Definition"), _("Meaning"), _("Formula"), _("Beware")])
    sheet.freeze_panes = "B2"
    for topic in facts.topics:
        told = topic.told
        if told is not None:
            formula = " ".join(piece.text for piece in receipt_wording.formula(told))
            page.add(
                [_(topic.card.title), saying.label(topic.card), _(told.sentence), formula, _(told.beware)], wrap=True
            )
    return page.row > 1


def _files(sheet: Worksheet, facts: Facts) -> bool:
    from cxdesk.domain.kinds import kind as kind_named

    page = Page(sheet, (50, 24, 24, 12))
    page.head([_("File"), _("Sheet"), _("Kind"), _("Rows")])
    for one in facts.origins:
        page.add([one.file, one.sheet, _(kind_named(one.kind).plural), one.rows])
    return bool(facts.origins)


SHEETS: tuple[tuple[Section | None, str, Callable[[Worksheet, Facts], bool]], ...] = (
    (None, "report", _report),
    (Section.CARDS, "numbers", _numbers),
    (Section.TRENDS, "trends", _trends),
    (Section.BREAKDOWNS, "segments", _segments),
    (Section.DISTRIBUTION, "spread", _spread),
    (Section.COMMENTS, "comments", _comments),
    (Section.DEFINITIONS, "definitions", _definitions),
    (Section.RECEIPTS, "receipts", receipts_sheet),
    (Section.RECEIPTS, "files", _files),
)
