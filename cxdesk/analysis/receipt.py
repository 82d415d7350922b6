"""Where a number comes from: its parts and every reason of exclusion, adding up to the rows imported, per file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from cxdesk.analysis import measure_names
from cxdesk.analysis.converted import converted_by
from cxdesk.analysis.drilldown import leaf, settle
from cxdesk.analysis.inquiry import Inquiry
from cxdesk.domain.query import Query, Selection
from cxdesk.domain.results import Behind, Receipt
from cxdesk.frame.derived import is_derived
from cxdesk.frame.frame import Frame
from cxdesk.metrics.definitions import version_of
from cxdesk.metrics.estimate import Accounting, Estimate
from cxdesk.metrics.metric import Metric
from cxdesk.system.i18n import _


def make_receipt(query: Query, selection: Selection, frame: Frame, inquiry: Inquiry | None = None) -> Receipt:
    """The receipt of the group that `selection` means; an `inquiry` of the same question is asked no second time."""
    inquiry = inquiry or Inquiry(query, frame)
    estimate, group = settle(inquiry, selection)
    metric = estimate.metric
    accounting = estimate.accounting(group)
    counts = accounting.counts()
    parts, exclusions = _divided(accounting, counts)
    rows = leaf(estimate, estimate.parts[0])[0].tally.members.rows
    view = is_derived(rows)
    return Receipt(
        metric=metric.id,
        measure=estimate.measure,
        title=measure_names.shown(frame, metric, estimate.measure, estimate.setup.options),
        definition=definition_json(inquiry, metric, plain_options(estimate)),
        label=estimate.label,
        period=selection.period or inquiry.ranges.now,
        segment=selection.segment,
        figure=estimate.figure(group),
        unit=metric.unit_of(estimate.measure),
        parts=parts,
        exclusions=exclusions,
        files=() if view else _files(frame, rows.kind, accounting),
        imported=len(accounting.codes),
        view=rows.frame.declared(rows.kind).plural if view else "",
        behind=_behind(frame, estimate, group),
        rates=converted_by(
            frame, _leaves(estimate), group, selection.period or inquiry.ranges.now, estimate.setup.options
        ),
    )


def definition_json(inquiry: Inquiry, metric: Metric, options: Mapping[str, Any]) -> dict[str, Any]:
    """The definition by which a question is answered; `version` is None where the question set options of its own."""
    version = version_of(metric, inquiry.frame, options, inquiry.query.definitions.get(metric.id))
    return {"id": metric.id, "version": version, "options": dict(options)}


def plain_options(estimate: Estimate) -> dict[str, Any]:
    """The options in force, as JSON can hold them."""
    plain = (str, int, float, bool, type(None))
    options = estimate.setup.options
    return {
        name: value if isinstance(value, plain) else getattr(value, "name", str(value))
        for name, value in options.items()
    }


def _divided(accounting: Accounting, counts: Mapping[str, int]) -> tuple[dict[str, int], dict[str, int]]:
    """Parts with their zeros, exclusions that occur."""
    own = accounting.names[: accounting.parts]
    parts = {name: counts.get(name, 0) for name in own}
    return parts, {name: n for name, n in counts.items() if name not in parts}


def _behind(frame: Frame, estimate: Estimate, group: int) -> tuple[Behind, ...]:
    """The imported rows of every kind that the number reads, but for the one kind whose rows it counts itself."""
    leaves = _leaves(estimate)
    others = leaves if is_derived(leaves[0].tally.members.rows) else leaves[1:]
    found = [(kind, told) for one in others for kind, told in one.imported(group).items()]
    return tuple(_told(frame, kind, accounting) for kind, accounting in found)


def _leaves(estimate: Estimate) -> list[Estimate]:
    """The estimates that count rows, one for each set of rows."""
    found = (leaf(estimate, part)[0] for part in estimate.parts)
    return list({id(one.tally.members.rows.cache): one for one in found}.values())


def _told(frame: Frame, kind: str, accounting: Accounting) -> Behind:
    parts, exclusions = _divided(accounting, accounting.counts())
    return Behind(kind, parts, exclusions, _files(frame, kind, accounting), len(accounting.codes))


def _files(frame: Frame, kind: str, accounting: Accounting) -> tuple[Mapping[str, Any], ...]:
    there, place = frame.imported(kind)
    told = {info.id: info for info in frame.batches}
    found = []
    for (id_, rows), counts in zip(there.items(), _by_import(accounting, place, len(there)), strict=True):
        info = told[id_]
        parts, exclusions = _divided(accounting, counts)
        title = f"{info.file} · {info.sheet}" if info.sheet else info.file or _("Typed in")
        found.append({"file": title, "rows": rows, "parts": parts, "exclusions": exclusions})
    return tuple(found)


def _by_import(accounting: Accounting, place: np.ndarray, imports: int) -> list[dict[str, int]]:
    """Rows per name for each import; `place` [rows] is that of each row's import."""
    if imports == 1 and not place.any():
        return [dict(accounting.counts())]
    names = len(accounting.names)
    key = place.astype(np.int64) * names + accounting.codes
    table = np.bincount(key, minlength=(imports + 1) * names)[: imports * names].reshape(imports, names)
    return [{name: int(n) for name, n in zip(accounting.names, line, strict=True) if n} for line in table]
