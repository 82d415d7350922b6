"""Where: breakdowns by segment, changes taken apart, how answers are spread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from cxdesk.analysis import wording
from cxdesk.analysis.why.bars import bars, places_of
from cxdesk.analysis.why.words import closing, statements
from cxdesk.analysis.wording import Measured, signed_text
from cxdesk.domain.attribute_words import title_of
from cxdesk.domain.distribution import Distribution
from cxdesk.domain.report import Facts, Section, Topic
from cxdesk.domain.results import Breakdown, BreakdownRow
from cxdesk.domain.why import Split, SplitKind, Why
from cxdesk.reports.document import Block, Cell, Column, Heading, Paragraph, Picture, Row, Run, Table
from cxdesk.reports.parts import saying
from cxdesk.reports.parts.courses import WIDTH
from cxdesk.reports.pictures.drawing import SIGNS, Drawing
from cxdesk.reports.pictures.rows import bar_scale, dot_scale, draw_bar, draw_dot
from cxdesk.reports.pictures.spread import bar_name, draw_spread
from cxdesk.system.i18n import _, ngettext, number, percent_gap

DOTS, BARS = 150.0, 188.0


# What changed, and where


def changes(facts: Facts) -> Iterator[Block]:
    """Every clear change of an additive number: three sentences, and one chart of its best split."""
    told = [_change(facts, topic, topic.why) for topic in facts.leading if topic.why is not None]
    yield from _headed(Heading(_("What changed, and where"), saying.compared(facts), anchor=Section.CHANGES), told)


def _headed(heading: Heading, told: Sequence[Iterator[Block]]) -> Iterator[Block]:
    """What is told of several numbers under one heading; nothing where none is told."""
    if told:
        yield heading
        yield from chain.from_iterable(told)


def _change(facts: Facts, topic: Topic, why: Why) -> Iterator[Block]:
    yield Heading(_(topic.card.title), saying.label(topic.card), level=2)
    for one in statements(why, saying.named):
        tone = one.tone if one.tone in ("good", "bad") else "text"
        runs = (Run(one.head, tone, True, one.sign if one.sign in SIGNS else ""), Run(one.body))
        yield Paragraph(runs)
    split = next((one for one in (why.segments, why.themes, why.customers, why.inputs) if one is not None), None)
    if split is not None and split.parts:
        yield _bridge(facts, why, split)
        yield Paragraph((Run(closing(why), "text3"),), "caption")


def _bridge(facts: Facts, why: Why, split: Split) -> Table:
    """From the value before, part by part, to the value now."""
    made = bars(why, split, saying.named, saying.period_name(facts.base), saying.period_name(facts.range))
    scale = bar_scale(made, BARS)
    rows = []
    for bar in made:
        verdict = "" if bar.total else _("clear") if bar.clear else _("could be chance")
        tone = bar.tone if bar.clear and not bar.total and bar.tone in ("good", "bad") else "text"
        cells = (
            Cell(bar.label, bold=bar.total),
            Cell(drawing=draw_bar(bar, scale, BARS)),
            Cell(bar.text, tone, bar.total or bar.clear),
            Cell(verdict, "text2"),
        )
        rows.append(Row(cells, total=bar.total and bar is not made[0]))
    columns = (Column(_head(split), 0.25), Column("", 0.39), Column(_("Size"), 0.12, True), Column("", 0.24))
    return Table(columns, tuple(rows), _(why.title))


def _head(split: Split) -> str:
    heads = {SplitKind.THEMES: _("Theme"), SplitKind.CUSTOMERS: _("Customers"), SplitKind.INPUTS: _("Made of")}
    return heads.get(split.kind) or title_of(split.attribute)


# By segment


def breakdowns(facts: Facts) -> Iterator[Block]:
    """One table for each number that is told."""
    told = [_breakdown(facts, topic, topic.breakdown) for topic in facts.leading if topic.breakdown is not None]
    yield from _headed(Heading(_("By segment"), saying.compared(facts), anchor=Section.BREAKDOWNS), told)


def _breakdown(facts: Facts, topic: Topic, found: Breakdown) -> Iterator[Block]:
    yield Heading(_(topic.card.title), saying.by(found.attribute), level=2)
    yield _segments(facts, topic, found)
    if topic.hidden:
        text = ngettext("{n} more group is not shown.", "{n} more groups are not shown.", topic.hidden)
        few = _("Groups of fewer than {n} answers are never shown.", n=facts.least)
        yield Paragraph((Run(f"{text} {few}", "text3"),), "caption")


def _segments(facts: Facts, topic: Topic, found: Breakdown) -> Table:
    how = Measured.of(found)
    every = [*found.rows, *([found.total] if found.total else [])]
    scale = dot_scale(every, DOTS)
    whole = found.total.figure.value if found.total else None
    compared = facts.base is not None
    whole_part = (found.total.contribution if found.total else None) or 0.0
    places = places_of(whole_part, how) if compared else None
    rows = [
        Row(_cells(row, saying.named(found.attribute, row.key), how, places, draw_dot(row, whole, scale, DOTS)))
        for row in found.rows
    ]
    if found.total is not None:
        picture = draw_dot(found.total, None, scale, DOTS)
        rows.append(Row(_cells(found.total, _("All"), how, places, picture), total=True))
    columns = [Column(title_of(found.attribute), 0.24), Column("n", 0.08, True), Column(_("Value"), 0.13, True)]
    columns.append(Column("", 0.32))
    if compared:
        columns.append(Column(_("Part in the change"), 0.23, True))
    return Table(tuple(columns), tuple(rows), _(topic.card.title))


def _cells(row: BreakdownRow, name: str, how: Measured, places: int | None, picture: Drawing) -> tuple[Cell, ...]:
    """`places` are the decimals of the parts in the change, None where nothing is compared."""
    total = row.key is None and name == _("All")
    cells = [
        Cell(name, bold=total),
        Cell(number(row.figure.n), "text2"),
        Cell(wording.value_text(row.figure.value, how), bold=True),
        Cell(drawing=picture),
    ]
    if places is not None:
        part = row.contribution
        tone = wording.tone_of(row.change, how.better) if row.proven and row.change is not None else "text2"
        text = "" if part is None else signed_text(part, how, places)
        cells.append(Cell(text, tone, row.proven or total))
    return tuple(cells)


# How they are spread


def spreads(facts: Facts) -> Iterator[Block]:
    """One chart for each number whose rows can be told apart."""
    told = [_spread(topic, topic.distribution) for topic in facts.leading if topic.distribution is not None]
    title = _("How the answers are spread")
    yield from _headed(Heading(title, saying.period_name(facts.range), anchor=Section.DISTRIBUTION), told)


def _spread(topic: Topic, found: Distribution) -> Iterator[Block]:
    yield Heading(_(topic.card.title), _count(found), level=2)
    yield Picture(draw_spread(found, WIDTH), _spoken(found))
    if found.bands:
        pieces = [f"{band.title.say()} {_share(band.share)} ({number(band.n)})" for band in found.bands]
        yield Paragraph((Run(" · ".join(pieces), "text2"),), "small")


def _count(found: Distribution) -> str:
    text = ngettext("{n} row", "{n} rows", found.n)
    if found.base_n is None or found.base_period is None:
        return text
    return f"{text} · {_('the strokes are {period}', period=saying.period_name(found.base_period))}"


def _share(share: float) -> str:
    return f"{number(share, 1)}{percent_gap()}%"


def _spoken(found: Distribution) -> str:
    bars_said = ", ".join(f"{bar_name(found, bar)} {_share(found.share(bar))}" for bar in found.bars)
    return _("{title}: {text}", title=_(found.title), text=bars_said)
