"""Benchmarks that CXDesk delivers: what guides and trade bodies call good. Facts with their source, for anybody to
change or hide; no figure is computed from them, and they are drawn only beside a figure of the same definition.

A metric may declare its own; what stands here is for those that do not.
"""

from __future__ import annotations

from collections.abc import Iterator

from cxdesk.domain.benchmarks import Mark
from cxdesk.metrics.metric import Benchmark, Metric
from cxdesk.metrics.registry import metrics
from cxdesk.system.i18n import N_

_GUIDE_RO = N_("Romanian guide to customer metrics")
_GUIDE_FR = N_("French guide to customer metrics")
_CONVENTION = N_("convention among practitioners")
_SOURCES = {"S1": _GUIDE_FR, "S3": _GUIDE_RO}  # how catalogue files may call them

OURS: tuple[Mark, ...] = (
    Mark("csat_pct_max", "csat_pct_max", excellent=80, source=_GUIDE_RO, year=2022),
    Mark("csat_top", "csat_top", good=80, source=N_("convention of survey tools")),
    Mark("nps/ro", "nps", good=30, excellent=70, scale="0-10", source=_GUIDE_RO, year=2022),
    Mark("nps/fr", "nps", good=0, scale="0-10", source=_GUIDE_FR, year=2021),
    Mark(
        "acq_vs_retention_cost", "acq_vs_retention_cost", label=N_("from 5 to 25"), low=5, value=25,
        source=N_("quoted by the guides, after Harvard Business Review"),
    ),
    Mark("cart_abandonment", "cart_abandonment", label=N_("typical"), value=70, source=N_("widely quoted")),
    Mark("ltv_cac", "ltv_cac", good=3, source=_CONVENTION),
)  # fmt: skip


def declared() -> tuple[Mark, ...]:
    """What CXDesk delivers for the metrics that it has, in their order."""
    return tuple(mark for metric in metrics().values() for mark in _of(metric))


def _of(metric: Metric) -> Iterator[Mark]:
    if metric.benchmarks:
        yield from (_mark(metric, number, one) for number, one in enumerate(metric.benchmarks, 1))
    else:
        yield from (as_declared(one) for one in OURS if one.metric == metric.id)


def as_declared(mark: Mark) -> Mark:
    return Mark(**{**vars(mark), "declared": True})


def _mark(metric: Metric, number: int, one: Benchmark) -> Mark:
    """A benchmark that stands with its metric."""
    return Mark(
        key=metric.id if number == 1 else f"{metric.id}/{number}",
        metric=metric.id,
        measure=one.measure,
        options=one.options,
        label=one.label,
        low=one.low,
        good=one.good,
        excellent=one.excellent,
        grain=one.grain.value if one.grain else "",
        scale_max=one.scale_max,
        source=_SOURCES.get(one.source, one.source),
        year=one.year,
        declared=True,
    )
