"""What a target or benchmark is about, said in full when it is set: definition, scale, measure."""

from __future__ import annotations

from dataclasses import replace

from cxdesk.analysis.benchmarks import scales_in_use
from cxdesk.analysis.currencies import currency_of
from cxdesk.analysis.inquiry import Asked, Inquiry
from cxdesk.analysis.rivals import declared_options
from cxdesk.analysis.wording import Measured
from cxdesk.domain.benchmarks import Mark, MarkType
from cxdesk.domain.errors import BadQuestion, NotFound
from cxdesk.domain.filters import Condition
from cxdesk.domain.query import Query
from cxdesk.domain.results import Unit
from cxdesk.domain.scales import parse_scale
from cxdesk.frame.frame import Frame
from cxdesk.metrics.definitions import READING, definition, options_in_force
from cxdesk.metrics.metric import Metric
from cxdesk.metrics.registry import metric_of, metrics
from cxdesk.system.i18n import _


def completed(mark: Mark, type_: MarkType, frame: Frame) -> Mark:
    """`mark` with the definition that it is meant for, and for means the scale. NotFound, BadQuestion if it cannot be.

    A target without a value, or a segment that is no condition, is refused too.
    """
    metric = metric_of(mark.metric)
    asked = Inquiry(Query(metrics=(metric.id,)), frame).compared(metric)
    if mark.measure and mark.measure not in _measures(metric, asked):
        known = ", ".join(_measures(metric, asked))
        raise NotFound(
            _("{metric} has no measure called {name}.", metric=metric.id, name=mark.measure),
            _("Choose one of: {known}.", known=known),
        )
    if type_ is MarkType.TARGET and mark.value is None:
        raise BadQuestion(_("A target needs a value."), _("Write it as metric=value, for example nps=40."))
    if mark.segment:
        Condition.parse(mark.segment)
    options = mark.options or definition(metric, frame).options
    own = {name: value for name, value in declared_options(metric, options).items() if name not in READING}
    return replace(mark, options=own, scale=mark.scale or _scale(metric, asked), declared=False)


def measured(mark: Mark, frame: Frame) -> Measured:
    """How what a mark says is written: in the unit of its measure, on the scale and in the currency it is meant for; as
    a plain number where it is of a metric that is not known here.
    """
    metric = metrics().get(mark.metric)
    if metric is None:
        return Measured(Unit.COUNT, 0)
    measure = mark.measure or next(iter(metric.measures), "")
    highest = mark.scale_max if mark.scale_max is not None or not mark.scale else parse_scale(mark.scale).max
    currency = currency_of(frame, metric, measure, options_in_force(metric, frame, mark.options))
    return Measured(metric.unit_of(measure), metric.decimals_of(measure), metric.better_of(measure), highest, currency)


def _measures(metric: Metric, asked: object) -> tuple[str, ...]:
    return asked.measures if isinstance(asked, Asked) else tuple(metric.measures) or ("value",)


def _scale(metric: Metric, asked: object) -> str:
    """Means are points of a scale, net scores cut it: the one in use; empty where none or several are."""
    if metric.unit not in (Unit.SCALE, Unit.SCORE) or not isinstance(asked, Asked):
        return ""
    used = scales_in_use(asked)
    return used.pop() if len(used) == 1 else ""
