"""The forms of a breakdown: which fit a metric, and what they show."""

from __future__ import annotations

from dataclasses import replace

from cxdesk.analysis.inquiry import Asked, Inquiry
from cxdesk.analysis.why.choosing import candidates
from cxdesk.domain.filters import NONE
from cxdesk.domain.forms import (
    BOTH,
    Bridged,
    Cell,
    Fill,
    Form,
    Formed,
    FormKind,
    Grid,
    Heading,
    Place,
    Step,
)
from cxdesk.domain.periods import Period, units
from cxdesk.domain.results import Better, Figure, Unit
from cxdesk.domain.stages import STAGES, TITLES, Stage, Stages
from cxdesk.metrics.estimators.share import Share
from cxdesk.metrics.metric import Metric
from cxdesk.metrics.views import trail

MOST_LINES, MOST_UNITS = 20, 24  # groups on a side of a table; cohorts


def forms(inquiry: Inquiry, metric: Metric) -> tuple[FormKind, ...]:
    """What the metric can be looked at as: what it declares and what its estimators are, then list and cross-table."""
    asked = inquiry.compared(metric)
    if not isinstance(asked, Asked):
        return (FormKind.SEGMENTS,)
    found = [form.kind for form in metric.forms if not form.beside]
    beside = tuple(form.kind for form in metric.forms if form.beside)
    if FormKind.FUNNEL not in found and len(_stages(asked)) > 0:
        found.append(FormKind.FUNNEL)
    names = [name for name, _title in inquiry.splits(metric)]
    cross = (FormKind.CROSS,) if len(names) > 1 else ()
    return (*found, FormKind.SEGMENTS, *cross, *beside)


def formed(
    inquiry: Inquiry, metric: Metric, measure: str, kind: FormKind, attribute: str = "", across: str = ""
) -> Formed:
    """One form of one metric, for the period asked; `attribute` and `across` are the rows and columns of a table."""
    blank = Formed(
        kind,
        metric.id,
        measure,
        metric.title,
        metric.unit_of(measure),
        metric.decimals_of(measure),
        metric.better_of(measure),
    )
    asked = inquiry.compared(metric)
    if not isinstance(asked, Asked):
        return replace(blank, why_none=asked.reason)
    measure = measure if measure in asked.measures else asked.measures[0]
    head = replace(
        blank,
        measure=measure,
        unit=metric.unit_of(measure),
        better=metric.better_of(measure),
        scale_max=asked.scale_max,
        currency=inquiry.currency(asked, measure),
        grain=inquiry.query.grain.value,
        choices=candidates(inquiry, metric),
    )
    form = next((one for one in metric.forms if one.kind is kind), Form(kind))
    if kind is FormKind.FUNNEL:
        return replace(head, steps=_steps(asked, metric, trail.plan(inquiry.frame)))
    if kind is FormKind.BRIDGE:
        return replace(head, bridge=_bridge(asked, metric, form))
    if kind is FormKind.MEASURES:
        return _measures(inquiry, metric, head, form, attribute)
    if kind is FormKind.COHORTS:
        return _cohorts(inquiry, metric, head, form)
    return _cross(inquiry, metric, head, attribute, across)


# Tables


def _cross(inquiry: Inquiry, metric: Metric, head: Formed, attribute: str, across: str) -> Formed:
    names = head.choices
    row = attribute if attribute in names else next(iter(names), "")
    others = [name for name in names if name != row]
    column = across if across in others else next(iter(others), "")
    head = replace(head, attribute=row, across=column)
    if not column:
        return replace(head, why_none="no_attribute")
    split = BOTH.join((row, column))
    asked, whole = inquiry.compared(metric, split), inquiry.compared(metric)
    if not isinstance(asked, Asked) or not isinstance(whole, Asked) or head.measure not in asked.measures:
        return replace(head, why_none=getattr(asked, "reason", "filter_not_applicable"))
    sides = inquiry.compared(metric, row), inquiry.compared(metric, column)
    tops = _headings(sides[0], head.measure, row), _headings(sides[1], head.measure, column)
    known = {label: at for at, label in enumerate(asked.segments)}
    total = whole.figure(head.measure)
    cells = []
    for one in tops[0]:
        line = []
        for other in tops[1]:
            key = BOTH.join(NONE if value is None else value for value in (one.key, other.key))
            at = known.get(key)
            figure = None if at is None else asked.figure(head.measure, 0, at)
            line.append(_cell(figure, Place(head.measure, split, key, segmented=True), total))
        cells.append(tuple(line))
    hidden = sum(_unseen(side, head.measure, top) for side, top in zip(sides, tops, strict=True))
    counted = head.unit in (Unit.COUNT, Unit.MONEY) or head.better == Better.NONE
    fill = Fill.SEQUENTIAL if counted else Fill.DIVERGING
    return replace(head, grid=Grid(tops[0], tops[1], tuple(cells), fill, hidden, total))


def _headings(asked: object, measure: str, attribute: str) -> tuple[Heading, ...]:
    """The groups with the most rows, in the order of their values."""
    if not isinstance(asked, Asked) or measure not in asked.measures:
        return ()
    figures = [asked.figure(measure, 0, at) for at in range(len(asked.segments))]
    there = [at for at, figure in enumerate(figures) if figure.n]
    kept = sorted(sorted(there, key=lambda at: -figures[at].n)[:MOST_LINES])
    return tuple(Heading(attribute, asked.segments[at], whole=figures[at], n=figures[at].n) for at in kept)


def _unseen(asked: object, measure: str, shown: tuple[Heading, ...]) -> int:
    """Groups that have rows but found no room."""
    if not isinstance(asked, Asked) or measure not in asked.measures:
        return 0
    return sum(asked.figure(measure, 0, at).n > 0 for at in range(len(asked.segments))) - len(shown)


def _cell(figure: Figure | None, place: Place, whole: Figure) -> Cell:
    """A figure, and on which side of the whole it surely is."""
    if figure is None or not figure.n or whole.value is None:
        return Cell(figure if figure is not None and figure.n else None, place)
    if figure.low is not None and figure.low > whole.value:
        return Cell(figure, place, low=False)
    if figure.high is not None and figure.high < whole.value:
        return Cell(figure, place, low=True)
    return Cell(figure, place)


def _measures(inquiry: Inquiry, metric: Metric, head: Formed, form: Form, attribute: str) -> Formed:
    """Groups against the numbers of the metric: each in its own unit, held against its own whole."""
    names = head.choices
    row = next((name for name in (attribute, form.attribute, *names) if name and name in names), "")
    head = replace(head, attribute=row)
    asked, whole = inquiry.compared(metric, row or None), inquiry.compared(metric)
    if not isinstance(asked, Asked) or not isinstance(whole, Asked):
        return replace(head, why_none=getattr(asked, "reason", "no_rows"))
    measures = [name for name in form.measures if name in asked.measures and whole.figure(name).n]
    columns = tuple(
        Heading("", name, None, metric.title_of(name), metric.unit_of(name), metric.better_of(name), whole.figure(name))
        for name in measures
    )
    if not row:
        line = tuple(_cell(one.whole, Place(str(one.key)), one.whole or Figure(None)) for one in columns)
        return replace(head, grid=Grid((Heading(title="All"),), columns, (line,)))
    rows = _headings(asked, measures[0], row)
    cells = tuple(
        tuple(
            _cell(
                asked.figure(name, 0, asked.segments.index(one.key)),
                Place(name, row, one.key, segmented=True),
                whole.figure(name),
            )
            for name in measures
        )
        for one in rows
    )
    return replace(head, grid=Grid(rows, columns, cells, Fill.DIVERGING, _unseen(asked, measures[0], rows)))


def _cohorts(inquiry: Inquiry, metric: Metric, head: Formed, form: Form) -> Formed:
    """When people began, by the units of the grain, against how long after, or against the measures of how long."""
    found = _units(inquiry)
    measure = form.measures[0] if form.attribute else head.measure
    asked = inquiry.over(metric, found, form.attribute or None) if found else None
    if not isinstance(asked, Asked):
        return replace(head, why_none=getattr(asked, "reason", "no_rows"))
    if form.attribute:
        order = sorted(range(len(asked.segments)), key=lambda at: _as_number(asked.segments[at]))
        columns = tuple(Heading(form.attribute, asked.segments[at]) for at in order)
        picks = [(measure, at, asked.segments[at]) for at in order]
    else:
        measures = [name for name in form.measures if name in asked.measures]
        columns = tuple(Heading("", name, None, metric.title_of(name)) for name in measures)
        picks = [(name, 0, None) for name in measures]
    rows, cells = [], []
    for at, unit in enumerate(found):
        line = []
        for name, segment, label in picks:
            figure = asked.figure(name, at, segment)
            split = form.attribute or None
            line.append(Cell(figure if figure.n else None, Place(name, split, label, unit, segmented=bool(split))))
        if any(cell.figure is not None for cell in line):
            rows.append(Heading(period=unit, n=max(cell.figure.n for cell in line if cell.figure is not None)))
            cells.append(tuple(line))
    used = [at for at in range(len(columns)) if any(line[at].figure is not None for line in cells)]
    grid = Grid(
        tuple(rows),
        tuple(columns[at] for at in used),
        tuple(tuple(line[at] for at in used) for line in cells),
        Fill.SEQUENTIAL,
    )
    grid = _turned(grid) if form.upright else grid
    return replace(head, measure=measure, grid=grid, why_none=None if rows else "no_rows")


def _turned(grid: Grid) -> Grid:
    """Rows as columns, and columns as rows."""
    return replace(grid, rows=grid.columns, columns=grid.rows, cells=tuple(zip(*grid.cells, strict=True)))


def _units(inquiry: Inquiry) -> tuple[Period, ...]:
    if inquiry.data_range is None:
        return ()
    return tuple(units(inquiry.data_range, inquiry.query.grain, inquiry.calendar))[-MOST_UNITS:]


def _as_number(label: str | None) -> tuple[bool, float, str]:
    try:
        return label is None, float(label or 0), ""
    except ValueError:
        return label is None, 0.0, str(label)


# Steps and bridges


def _stages(asked: Asked) -> list[str]:
    """The measures that are steps of one way, in their order."""
    found = []
    for name, one in asked.estimates.items():
        if isinstance(one.term, Share) and one.term.stage:
            found.append((one.term.stage, name))
    return [name for _stage, name in sorted(found)]


def _steps(asked: Asked, metric: Metric, plan: Stages) -> tuple[Step, ...]:
    """The last one tells who arrived."""
    found = []
    for name in _stages(asked):
        rate = asked.figure(name)
        went, dropped = (int(rate.parts.get(part, 0)) for part in ("numerator", "rest"))
        waiting = int(rate.excluded.get("immature", 0))
        title = metric.title_of(name)
        everybody, named = went + dropped + waiting, _named(name, title, plan)
        found.append(Step(TITLES.get(title, title), name, everybody, went, waiting, dropped, rate, named))
    return tuple(found)


def _named(name: str, title: str, plan: Stages) -> tuple[Stage, ...]:
    """The stage that a step is, or those it leads between, if a person named one of them."""
    if name not in STAGES:
        return ()
    at = STAGES.index(name)
    found = tuple(plan[key] for key in STAGES[at if title == name else max(at - 1, 0) : at + 1])
    return found if any(stage.title for stage in found) else ()


def _bridge(asked: Asked, metric: Metric, form: Form) -> tuple[Bridged, ...]:
    """The first and the last measure are what it leads from and to; what is nothing has no bar."""
    found = []
    for at, name in enumerate(form.measures):
        figure = asked.figure(name) if name in asked.measures else Figure(None)
        total = at in (0, len(form.measures) - 1)
        if figure.value is None:
            if total:
                return ()
            continue
        if total or figure.value:
            found.append(Bridged(metric.title_of(name), name, figure.value, figure.n, total))
    return tuple(found)
