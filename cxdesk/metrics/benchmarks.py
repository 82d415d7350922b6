"""Benchmarks that CXDesk delivers: what guides and trade bodies call good. Facts with their source, for anybody to
change or hide; no figure is computed from them, and they are drawn only beside a figure of the same definition.

Each stands with its metric.
"""

from __future__ import annotations

from functools import cache

from cxdesk.domain.benchmarks import Mark
from cxdesk.metrics.metric import Benchmark, Metric
from cxdesk.metrics.registry import metrics


@cache
def declared() -> tuple[Mark, ...]:
    """All of them, in the metrics' order."""
    return tuple(
        _mark(metric, number, one) for metric in metrics().values() for number, one in enumerate(metric.benchmarks, 1)
    )


def _mark(metric: Metric, number: int, one: Benchmark) -> Mark:
    said = {**vars(one), "grain": one.grain.value if one.grain else ""}
    said["key"] = one.key or (metric.id if number == 1 else f"{metric.id}/{number}")
    return Mark(metric=metric.id, declared=True, **said)
