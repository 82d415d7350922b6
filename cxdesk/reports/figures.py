"""The numbers of a report as rows for people who compute on: one row for each number, unit of time and segment."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date

from cxdesk.domain.list_files import harmless
from cxdesk.domain.periods import Period
from cxdesk.domain.report import Facts, Section, Topic
from cxdesk.domain.results import Card, Change, Figure

Value = str | float | int | date | None

# Names that programs read do not change with the language.
COLUMNS = (
    *("part", "metric", "measure", "definition", "from", "to", "attribute", "segment", "value", "unit", "low", "high"),
    *("n", "numerator", "denominator", "missing", "invalid", "reason", "base_value", "delta", "p", "verdict"),
    *("contribution", "target", "partial"),
)


def rows(facts: Facts) -> Iterator[dict[str, Value]]:
    """Every number that the report shows, the numbers themselves first."""
    for topic in facts.topics if facts.has(Section.CARDS) or facts.has(Section.SUMMARY) else ():
        card = topic.card
        target = card.target.value if card.target else None
        yield _row("number", topic, facts.range, card.figure, card.change, target=target, partial=_yes(card.partial))
    for topic in facts.topics:
        for point in topic.trend.points if topic.trend else ():
            yield _row("trend", topic, point.period, point.figure, None, partial=_yes(point.partial))
    for topic in facts.topics:
        found = topic.breakdown
        for row in found.rows if found else ():
            split = {"attribute": found.attribute if found else "", "segment": row.key or "(none)"}
            yield _row("segment", topic, facts.range, row.figure, row.change, contribution=row.contribution, **split)


def _yes(partial: bool) -> str:
    return "yes" if partial else ""


def definition(card: Card, topic: Topic) -> str:
    """The definition with its version, where it is known."""
    version = topic.told.receipt.definition.get("version") if topic.told else None
    return f"{card.metric}@{version}" if version else card.metric


def _row(
    part: str, topic: Topic, period: Period | None, figure: Figure, change: Change | None, **more: Value
) -> dict[str, Value]:
    card = topic.card
    return {
        "part": part,
        "metric": card.metric,
        "measure": card.measure,
        "definition": definition(card, topic),
        "from": period.start if period else None,
        "to": period.last if period else None,
        "value": figure.value,
        "unit": card.currency or card.unit,
        "low": figure.low,
        "high": figure.high,
        "n": figure.n,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "missing": figure.missing,
        "invalid": figure.invalid,
        "reason": figure.reason,
        "base_value": change.base_value if change else None,
        "delta": change.delta if change else None,
        "p": change.p if change else None,
        "verdict": change.verdict if change else None,
        **more,
    }


def comma_separated(facts: Facts) -> str:
    """All rows as CSV: decimal points, ISO dates, no text that a spreadsheet program would run; with the comments that
    the report shows below, as rows of their own.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow((*COLUMNS, "text"))
    for row in rows(facts):
        writer.writerow([_written(row.get(name)) for name in (*COLUMNS, "text")])
    for comment in facts.comments:
        said: dict[str, Value] = {"part": "comment", "from": comment.day, "value": comment.score, "text": comment.text}
        said["segment"] = comment.customer if facts.recipe.personal else None
        writer.writerow([_written(said.get(name)) for name in (*COLUMNS, "text")])
    return out.getvalue()


def _written(value: Value) -> str | float | int:
    if value is None:
        return ""
    if isinstance(value, str):
        return harmless(value)
    return value.isoformat() if isinstance(value, date) else value
