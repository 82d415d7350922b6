"""Survey metrics worked out the slow, plain way, row by row: what the fast way must agree with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from cxdesk.domain.periods import Period
from cxdesk.domain.reading import Status, read_answer
from cxdesk.domain.scales import BandRule, Cuts

Row = Mapping[str, Any]


def day_of(row: Row) -> date | None:
    moment = row["submitted_at"]
    return None if moment is None else datetime.fromisoformat(moment).date()


def within(rows: Sequence[Row], period: Period, segment: tuple[str, str | None] | None) -> list[Row]:
    """Rows dated in the period and in the segment (attribute, value)."""
    found = [row for row in rows if (day := day_of(row)) is not None and period.contains(day)]
    return [row for row in found if segment is None or row[segment[0]] == segment[1]]


def asked(rows: Sequence[Row], role: str) -> list[Row]:
    return [row for row in rows if row["role"] == role and not row["internal"]]


def oriented(row: Row) -> float | None:
    reading = read_answer(row["score"], row["scale"])
    return row["scale"].oriented(reading.raw) if reading.status is Status.OK else None


def latest_per_customer(rows: Sequence[Row]) -> list[Row]:
    """Of each customer the latest row with an answer, else the latest row."""
    ordered = sorted(rows, key=lambda row: day_of(row) or date.min)
    kept: dict[str, Row] = {}
    alone = [row for row in ordered if row["customer"] is None]
    for usable in (False, True):
        for row in ordered:
            if row["customer"] is not None and (nps_usable(row) == usable):
                kept[row["customer"]] = row
    return alone + list(kept.values())


def nps_usable(row: Row) -> bool:
    return oriented(row) is not None and isinstance(row["scale"].cuts(BandRule.NPS), Cuts)


def nps(rows: Sequence[Row], period: Period, segment: tuple[str, str | None] | None) -> float | None:
    """One answer per customer of the period; where any answer is on 0-10, only those count."""
    everyone = latest_per_customer(within(asked(rows, "nps"), period, None))
    usable = [row for row in everyone if nps_usable(row)]
    best = [row for row in usable if (row["scale"].min, row["scale"].max) == (0, 10)] or usable
    mine = [row for row in best if segment is None or row[segment[0]] == segment[1]]
    scores = [oriented(row) or 0.0 for row in mine]
    plus, minus = sum(score >= 9 for score in scores), sum(score <= 6 for score in scores)
    return 100 * (plus - minus) / len(scores) if scores else None


def share(
    rows: Sequence[Row], role: str, rule: BandRule, period: Period, segment: tuple[str, str | None] | None
) -> float | None:
    """Top band on each answer's own scale."""
    hits, n = 0, 0
    for row in within(asked(rows, role), period, segment):
        value, cuts = oriented(row), row["scale"].cuts(rule)
        if value is not None:
            n, hits = n + 1, hits + (value >= cuts.top_from)
    return 100 * hits / n if n else None
