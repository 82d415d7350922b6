"""The catalogue of metrics as a person reads it: what there is, what it says now, and what it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cxdesk.domain.results import Card, Phrase


@dataclass(frozen=True)
class Entry:
    """One metric now. `card` has its value, or why there is none and which kind of records to import."""

    card: Card

    @property
    def metric(self) -> str:
        return self.card.metric

    @property
    def available(self) -> bool:
        return self.card.figure.value is not None


@dataclass(frozen=True)
class Named:
    """A metric in the list: texts are English source texts, `words` what else people call it."""

    metric: str
    title: str
    short_title: str
    family: str
    idea: str
    question: str
    explain: str
    words: str = ""


@dataclass(frozen=True)
class Choice:
    """One option of a definition: its value now, what it can be, and its declared value. Texts are English."""

    name: str
    title: str
    help: str
    value: Any
    declared: Any
    choices: tuple[tuple[str, str], ...] = ()
    type: str = "text"  # choice, yes_no, number, whole, text
    low: float | None = None
    high: float | None = None
    reading: bool = False  # how rows are read, such as the scale; it leaves the meaning alone


@dataclass(frozen=True)
class Worked:
    """A worked example: what goes in, in one line, and what comes out (None: it cannot be said)."""

    given: str
    gives: float | None
    note: str


@dataclass(frozen=True)
class MetricPage:
    """What a metric means. Texts are English source texts."""

    named: Named
    good_for: str
    beware: str
    unit: str
    better: str
    reads: tuple[str, ...]  # titles of the kinds of records
    scales: tuple[str, ...]  # in use among the answers of the period
    label: tuple[Phrase, ...]
    method: Phrase | None  # how its interval is made; None without data
    options: tuple[Choice, ...]
    measures: tuple[str, ...]  # titles
    companions: tuple[Named, ...]
    drill: tuple[Phrase, ...]  # parts that a click opens, in the order people look at them
    examples: tuple[Worked, ...]
    sources: tuple[str, ...]  # of benchmarks that come with it
    card: Card | None = None
