"""How a number was computed, told from the rows imported down to those that count: the receipt, put in order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import numpy as np

from cxdesk.analysis.cards import card
from cxdesk.analysis.drilldown import NOT_COUNTED, leaf, locate, settle
from cxdesk.analysis.inquiry import Asked, Inquiry
from cxdesk.analysis.part_titles import part_title, reason_title, tone
from cxdesk.analysis.receipt import make_receipt
from cxdesk.analysis.workings import working_of
from cxdesk.domain.explained import (
    EVERYTHING,
    OTHER_KINDS,
    WHOLE_KIND,
    Event,
    Explained,
    Fed,
    Portion,
    Rung,
    Step,
)
from cxdesk.domain.kinds import kind as kind_named
from cxdesk.domain.kinds import registry
from cxdesk.domain.query import Query, Selection
from cxdesk.domain.results import Card, Phrase, Receipt
from cxdesk.frame.derived import is_derived, sources
from cxdesk.frame.frame import Frame
from cxdesk.metrics.definitions import history, metrics_of_idea
from cxdesk.metrics.metric import Metric
from cxdesk.metrics.registry import metric_of, metrics
from cxdesk.system.i18n import N_

# Reasons by where on the ladder they stand: about something else, then outside what was asked, then all others.
ELSEWHERE = frozenset({"other_role", "other_kind", "other_event"})
OUTSIDE = frozenset({"no_timestamp", "future", "outside_period", "filtered", "other_segment"})
MOST_EVENTS = 12
SIGNS: Mapping[str, str] = {"plus": "+", "minus": "−", "numerator": "+"}

Moments = Mapping[int, datetime]  # when each import was


def explain(
    query: Query, selection: Selection, frame: Frame, moments: Moments, inquiry: Inquiry | None = None
) -> Explained:
    """See Workspace.explain. An `inquiry` of the same question is asked no second time."""
    metric = metric_of(selection.metric)
    inquiry = inquiry or Inquiry(query, frame)
    receipt = make_receipt(query, selection, frame, inquiry)
    estimate, group = settle(inquiry, selection)
    working = working_of(estimate, group)
    rows = leaf(estimate, estimate.parts[0])[0].tally.members.rows
    derived = is_derived(rows)
    own = () if derived else tuple(_fed(receipt.files, frame, rows.kind, moments))
    fed = (*own, *(one for made in receipt.behind for one in _fed(made.files, frame, made.kind, moments)))
    return Explained(
        receipt=receipt,
        card=_written(inquiry, metric, selection, receipt),
        idea=metric.idea,
        sentence=metric.explain,
        beware=metric.beware,
        working=working,
        period=receipt.period,
        zone=frame.zone.name,
        dated_by="" if derived else _dated_by(metric, rows.kind, receipt),
        rungs=tuple(_rungs(receipt, frame, "" if derived else rows.kind, own)),
        portions=tuple(_portions(metric, receipt)),
        fed=fed,
        events=tuple(_events(inquiry, metric, fed, moments))[:MOST_EVENTS],
        companions=tuple(_companions(inquiry, metric)),
    )


def _written(inquiry: Inquiry, metric: Metric, selection: Selection, receipt: Receipt) -> Card:
    """The metric's card with the measure and the figure of the receipt."""
    made = card(inquiry, metric)
    asked = inquiry.compared(metric)
    currency = inquiry.currency(asked, receipt.measure) if isinstance(asked, Asked) else None
    same = receipt.measure == made.measure
    alone = selection.period is not None or selection.segment is not None
    return replace(
        made,
        measure=receipt.measure,
        title=receipt.title if not same else made.title,
        label=receipt.label,
        unit=receipt.unit,
        better=metric.better_of(receipt.measure),
        currency=currency,
        figure=receipt.figure,
        change=made.change if same and not alone else None,
        target=made.target if same and not alone else None,
    )


def _dated_by(metric: Metric, kind: str, receipt: Receipt) -> str:
    """The title of the field by which rows are dated."""
    name = str(receipt.definition["options"].get("at") or metric.at or kind_named(kind).at or "")
    return kind_named(kind).field(name).title if kind_named(kind).has(name) else ""


def behind(query: Query, selection: Selection, frame: Frame, names: Collection[str]) -> Behind:
    """The rows in parts and exclusions of a number, exactly those that its receipt counts there."""
    estimate, group = locate(Inquiry(query, frame), selection)
    rows = leaf(estimate, estimate.parts[0])[0].tally.members.rows
    accounting = estimate.accounting(group)
    codes = [code for code, name in enumerate(accounting.names) if name in names]
    positions = np.flatnonzero(np.isin(accounting.codes, codes))
    return Behind(sources(rows, positions), rows.kind, len(positions), is_derived(rows))


@dataclass(frozen=True)
class Behind:
    """Store row ids by kind; `counted` rows of `kind`, which a view made where `derived`."""

    sources: Mapping[str, np.ndarray]
    kind: str
    counted: int
    derived: bool


# The ladder


def _rungs(receipt: Receipt, frame: Frame, kind: str, fed: tuple[Fed, ...]) -> Iterator[Rung]:
    """From everything imported (of what a view made: from its rows) to what counts."""
    yield from _beginning(receipt, frame, kind, fed)
    rest, left = receipt.imported, dict(receipt.exclusions)
    uncounted = {name: n for name, n in receipt.parts.items() if n and name.endswith(NOT_COUNTED)}
    about = N_("Answers to this question") if "other_role" in left else N_("Of this sort")
    for reasons, title in ((ELSEWHERE, about), (OUTSIDE, _selected(left))):
        taken = {name: left.pop(name) for name in list(left) if name in reasons}
        yield from (_left_out(name, n, fed) for name, n in taken.items())
        rest -= sum(taken.values())
        if taken and (left or uncounted or reasons is ELSEWHERE):
            yield Rung(Step.THERE, Phrase(title), rest, (*left, *receipt.parts))
    yield from (_left_out(name, n, fed) for name, n in left.items())
    yield from (replace(_left_out(name, n, fed), doubt=True) for name, n in uncounted.items())
    counts = {name: n for name, n in receipt.parts.items() if not name.endswith(NOT_COUNTED)}
    files = sum(bool(one.counted) for one in fed) if fed else None
    yield Rung(Step.COUNTED, Phrase(N_("Counted")), sum(counts.values()), tuple(counts), files)


def _beginning(receipt: Receipt, frame: Frame, kind: str, fed: tuple[Fed, ...]) -> Iterator[Rung]:
    if not kind:
        yield Rung(Step.THERE, Phrase(receipt.view), receipt.imported, (*receipt.exclusions, *receipt.parts))
        return
    everything = sum(frame.size(name) for name in registry())
    files = len({info.file for info in frame.batches if info.file})
    yield Rung(Step.THERE, Phrase(N_("Records imported")), everything, EVERYTHING, files)
    if everything != receipt.imported:
        yield Rung(Step.LEFT_OUT, Phrase(N_("Of other kinds")), everything - receipt.imported, OTHER_KINDS)
        own = sum(bool(one.rows) for one in fed)
        yield Rung(Step.THERE, Phrase(kind_named(kind).plural), receipt.imported, WHOLE_KIND, own)


def _left_out(name: str, n: int, fed: tuple[Fed, ...]) -> Rung:
    """Rows left out for a reason, and from how many files they are."""
    files = sum(any(reason == name for reason, _n in one.left_out) for one in fed) if fed else None
    return Rung(Step.LEFT_OUT, reason_title(name), n, (name,), files)


def _selected(left: Mapping[str, int]) -> str:
    only_dates = not (left.keys() & (OUTSIDE - {"outside_period", "no_timestamp", "future"}))
    return N_("In the period") if only_dates else N_("In the selection")


def _portions(metric: Metric, receipt: Receipt) -> Iterator[Portion]:
    names = [name for name in receipt.parts if not name.endswith(NOT_COUNTED)]
    for name in names:
        sign = SIGNS.get(name, "") if len(names) > 1 else ""
        yield Portion(
            name, part_title(metric, name, names), receipt.parts[name], sign, tone(metric, receipt.measure, name)
        )


# Files


def _fed(files: Iterable[Mapping[str, Any]], frame: Frame, kind: str, moments: Moments) -> Iterator[Fed]:
    """The files of one kind, as a receipt tells of them."""
    there, _place = frame.imported(kind)
    for id_, told in zip(there, files, strict=True):
        parts: Mapping[str, int] = told["parts"]
        missing = {name: n for name, n in parts.items() if n and name.endswith(NOT_COUNTED)}
        counted = sum(n for name, n in parts.items() if not name.endswith(NOT_COUNTED))
        left = tuple({**told["exclusions"], **missing}.items())
        yield Fed(str(told["file"]), moments.get(id_), int(told["rows"]), counted, left)


# What moved it


def _events(inquiry: Inquiry, metric: Metric, fed: tuple[Fed, ...], moments: Moments) -> list[Event]:
    """Imports that count here, decisions and changes of scale, the newest first."""
    found = [Event("imported", one.file, one.imported, rows=one.counted) for one in fed if one.counted]
    names = {one.id for one in metrics_of_idea(metric.idea)}
    for decided in history(inquiry.frame).entries:
        if decided.metric in names and decided.pinned_from:
            found.append(Event("pinned", decided.name, datetime.fromisoformat(decided.pinned_from)))
    found += [Event("scale", scales, day=day) for day, scales in inquiry.scale_changes(metric)]
    return sorted(found, key=_when, reverse=True)


def _when(event: Event) -> str:
    return (event.moment.isoformat() if event.moment else "") or (event.day.isoformat() if event.day else "")


def _companions(inquiry: Inquiry, metric: Metric) -> Iterator[Card]:
    for name in metric.companions:
        if name in metrics():
            made = card(inquiry, metric_of(name))
            if made.figure.value is not None:
                yield made
