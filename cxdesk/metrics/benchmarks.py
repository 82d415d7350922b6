"""Benchmarks that CXDesk delivers: what guides and trade bodies call good. Facts with their source, for anybody to
change or hide; no figure is computed from them, and they are drawn only beside a figure of the same definition.

A metric may declare its own; what stands here is for those that do not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cxdesk.domain.benchmarks import Mark
from cxdesk.metrics.metric import Metric
from cxdesk.metrics.registry import metrics
from cxdesk.system.i18n import N_

_GUIDE_RO = N_("Romanian guide to customer metrics")
_GUIDE_FR = N_("French guide to customer metrics")
_CONVENTION = N_("convention among practitioners")

OURS: tuple[Mark, ...] = (
    Mark("csat_pct_max", "csat_pct_max", excellent=80, source=_GUIDE_RO, year=2022),
    Mark("csat_top", "csat_top", good=80, source=N_("convention of survey tools")),
    Mark("nps/ro", "nps", good=30, excellent=70, scale="0-10", source=_GUIDE_RO, year=2022),
    Mark("nps/fr", "nps", good=0, scale="0-10", source=_GUIDE_FR, year=2021),
    Mark("fcr/ro", "fcr", low=70, good=75, source=_GUIDE_RO, year=2022),
    Mark("fcr/sqm", "fcr", good=70, excellent=80, source="SQM"),
    Mark("renewal_rate", "renewal_rate", good=80, excellent=100, source=_GUIDE_RO, year=2022),
    Mark(
        "churn_lost/year", "churn_lost", label=N_("large software companies"), low=7, good=5, grain="year",
        source=_GUIDE_FR, year=2021,
    ),
    Mark(
        "churn_lost/month", "churn_lost", label=N_("small and medium customers"), value=5, grain="month",
        source=_GUIDE_FR, year=2021,
    ),
    Mark("mrr_churn", "mrr_churn", excellent=0, grain="month", source=_GUIDE_RO, year=2022),
    Mark(
        "acq_vs_retention_cost", "acq_vs_retention_cost", label=N_("from 5 to 25"), low=5, value=25,
        source=N_("quoted by the guides, after Harvard Business Review"),
    ),
    Mark("grr", "grr", label=N_("quartiles"), low=82, good=91, excellent=95, source="KBCM/Sapphire", year=2024),
    Mark("nrr", "nrr", good=100, source=_CONVENTION),
    Mark("cart_abandonment", "cart_abandonment", label=N_("typical"), value=70, source=N_("widely quoted")),
    Mark("stickiness", "stickiness", label=N_("consumer products"), good=20, excellent=50, source=_CONVENTION),
    Mark("ltv_cac", "ltv_cac", good=3, source=_CONVENTION),
)  # fmt: skip


def declared() -> tuple[Mark, ...]:
    """What CXDesk delivers for the metrics that it has, in their order."""
    return tuple(mark for metric in metrics().values() for mark in _of(metric))


def _of(metric: Metric) -> Iterator[Mark]:
    own = getattr(metric, "benchmarks", ())
    if own:
        yield from (_mark(metric, number, one) for number, one in enumerate(own, 1))
    else:
        yield from (as_declared(one) for one in OURS if one.metric == metric.id)


def as_declared(mark: Mark) -> Mark:
    return Mark(**{**vars(mark), "declared": True})


def _mark(metric: Metric, number: int, one: Any) -> Mark:
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
        source=one.source,
        year=one.year,
        declared=True,
    )
