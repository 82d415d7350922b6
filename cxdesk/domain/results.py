"""What comes back to the screens: plain, language-free values that a snapshot can keep as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cxdesk.domain.benchmarks import Reference
from cxdesk.domain.follow_ups import FollowUp
from cxdesk.domain.period_words import day_text
from cxdesk.domain.periods import Period
from cxdesk.domain.plain import LATER
from cxdesk.domain.query import Query
from cxdesk.system.i18n import _, ngettext, number

USUAL_LEVEL = 0.95  # of intervals and tests


class Unit:
    """Units of values; `wording` writes them."""

    SCORE = "score"  # NPS, net scores: signed, no % sign, differences are points
    PERCENT = "percent"  # 0–100; differences are points
    SCALE = "scale"  # points of the answers' scale, shown "of 7"
    INDEX = "index"  # 0–100 without %
    COUNT = "count"
    MONEY = "money"
    DAYS = "days"
    MONTHS = "months"
    HOURS = "hours"
    SECONDS = "seconds"  # shown 2:41
    MINUTES = "minutes"  # shown in the same way
    RATIO = "ratio"


class Better:
    UP = "up"
    DOWN = "down"
    NONE = "none"


class Verdict:
    UP = "up"
    DOWN = "down"
    NO_CLEAR_CHANGE = "no_clear_change"
    NOT_TESTED = "not_tested"


@dataclass(frozen=True)
class Phrase:
    """A text for people that is translated when it is shown: English source and the values of its places. With `many`,
    the source for several, it is about a number `n` of something. `days`: places that are ISO days, which each person
    reads as they write days.
    """

    text: str
    values: tuple[tuple[str, str], ...] = ()
    many: str = field(default="", metadata=LATER)
    days: tuple[tuple[str, str], ...] = field(default=(), metadata=LATER)

    def say(self) -> str:
        values = {**dict(self.values), **{name: iso_day_text(iso) for name, iso in self.days}}
        if not self.many:
            return _(self.text, **values)
        n = float(values["n"])
        whole = n.is_integer()
        shown = number(n, 0) if whole else number(n, 2).rstrip("0")
        return ngettext(self.text, self.many, int(n) if whole else 2, **{**values, "n": shown})


def iso_day_text(iso: str) -> str:
    """1 Aug 2026 of 2026-08-01; what is no such day as it is, for it may come from a file."""
    try:
        return day_text(date.fromisoformat(iso))
    except ValueError:
        return iso


def least_shown(unit: str, least: int) -> int:
    """From how many answers on a number is shown, where others need `least`: a count is what it is, of however few."""
    return 0 if unit == Unit.COUNT else least


def plural(one: str, many: str, n: float) -> Phrase:
    """A text about a number of something."""
    return Phrase(one, (("n", f"{n:.15g}"),), many)


@dataclass(frozen=True)
class Change:
    """The difference to the comparison. `delta` is unadjusted; `p` None when not tested, then `why` is a reason code.

    `verdict` is up or down only when the test passes and the difference is worth naming.
    """

    base_value: float | None
    base_n: int
    base_period: Period | None
    delta: float | None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    test: str = ""
    verdict: str = Verdict.NOT_TESTED
    why: str | None = None


@dataclass(frozen=True)
class Figure:
    """One number with all that must be said beside it. `value` None has a `reason` code (CORE §10)."""

    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    numerator: float | None = None
    denominator: float | None = None
    missing: int = 0
    invalid: int = 0
    reason: str | None = None
    flags: tuple[str, ...] = ()
    parts: Mapping[str, int] = field(default_factory=dict)
    excluded: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Target:
    """`state`: reached, missed or unsettled (the target lies inside the interval)."""

    value: float
    state: str


@dataclass(frozen=True)
class Card:
    """One metric for the query's period, ready to be painted.

    `label` is the definition's short label in pieces joined with " · "; `spark` the last 13 units of the grain,
    None where undefined; `scale_max` only for unit SCALE.
    """

    metric: str
    measure: str
    title: str
    short_title: str
    family: str
    label: tuple[Phrase, ...]
    unit: str
    decimals: int
    better: str
    figure: Figure
    change: Change | None = None
    spark: tuple[float | None, ...] = ()
    spark_partial: bool = False
    partial: bool = False
    scale_max: float | None = None
    target: Target | None = None
    needs: str | None = None  # the kind to import when there is no data
    currency: str | None = None
    references: tuple[Reference, ...] = ()  # targets and benchmarks, also those that may not be drawn
    detail: Phrase | None = None  # where there is no value: what exactly is missing and what to do
    companions: tuple[tuple[str, str], ...] = ()  # metrics to be read with it: id and English title
    level: float = field(default=USUAL_LEVEL, metadata=LATER)  # how sure the interval is


@dataclass(frozen=True)
class TrendPoint:
    period: Period
    figure: Figure
    partial: bool = False


@dataclass(frozen=True)
class Trend:
    """One metric over the units of a grain. `compare` holds the comparison's points shifted onto the same units."""

    metric: str
    measure: str
    title: str
    label: tuple[Phrase, ...]
    unit: str
    decimals: int
    better: str
    grain: str
    points: tuple[TrendPoint, ...] = ()
    compare: tuple[TrendPoint, ...] = ()
    scale_changes: tuple[tuple[date, str], ...] = ()  # the first day of the new scale, "1–10 → 0–10"
    scale_max: float | None = None
    currency: str | None = None
    limits: tuple[float | None, float | None] = (None, None)  # what the value can be at all
    references: tuple[Reference, ...] = ()  # for figures of the trend's grain
    level: float = field(default=USUAL_LEVEL, metadata=LATER)


@dataclass(frozen=True)
class BreakdownRow:
    """One segment. `key` None is "(none)"; `hidden` = fewer than min_show, still in the total."""

    key: str | None
    figure: Figure
    change: Change | None = None
    base: Figure | None = None
    contribution: float | None = None
    proven: bool = False
    hidden: bool = False


@dataclass(frozen=True)
class Breakdown:
    """One metric by one attribute, sorted by contribution to the change (or by n without comparison)."""

    metric: str
    measure: str
    title: str
    attribute: str
    attribute_title: str
    unit: str
    decimals: int
    better: str
    rows: tuple[BreakdownRow, ...] = ()
    total: BreakdownRow | None = None
    scale_max: float | None = None
    currency: str | None = None
    choices: tuple[tuple[str, str], ...] = ()  # (attribute, title) that the metric can be split by
    forms: tuple[str, ...] = ()  # what else it can be looked at as, what fits best first (see domain.forms)
    why_none: str | None = None


@dataclass(frozen=True)
class Behind:
    """What became of the imported rows of one kind that a view's rows are made of: together all of them."""

    kind: str
    parts: Mapping[str, int]
    exclusions: Mapping[str, int]
    files: tuple[Mapping[str, Any], ...]
    imported: int

    @property
    def sum_ok(self) -> bool:
        return sum(self.parts.values()) + sum(self.exclusions.values()) == self.imported


@dataclass(frozen=True)
class Receipt:
    """Where one number comes from. Parts plus exclusions add up to the rows imported, in total and per file.

    Where a view made what is counted (`view` is its title: customers and periods), parts and exclusions count its rows,
    `imported` says how many it made, and `behind` has the imported rows of each kind. A number made of several has
    each further input there too.
    """

    metric: str
    measure: str
    title: str
    definition: Mapping[str, Any]
    label: tuple[Phrase, ...]
    period: Period | None
    segment: str | None
    figure: Figure
    unit: str
    parts: Mapping[str, int]
    exclusions: Mapping[str, int]
    files: tuple[Mapping[str, Any], ...]
    imported: int
    view: str = ""
    behind: tuple[Behind, ...] = ()
    rates: tuple[Mapping[str, Any], ...] = ()  # by which amounts were converted: from, to, rate, day, source, rows

    @property
    def sum_ok(self) -> bool:
        mine = sum(self.parts.values()) + sum(self.exclusions.values()) == self.imported
        return mine and all(one.sum_ok for one in self.behind)


@dataclass(frozen=True)
class CommentRow:
    """One comment with what stands beside it. `score` is as answered; `band` top, middle or bottom of its metric."""

    row: int
    kind: str
    day: date | None
    customer: str
    score: float | None
    scale: str
    band: str | None
    text: str
    lang: str
    role: str
    question: str
    file: str
    line: int
    themes: tuple[str, ...] = ()  # English or own titles of what it speaks of
    decision: str = ""  # continue, start or stop
    follow_up: FollowUp | None = None
    reference: str = ""  # how files refer to the customer

    def with_(self, **changes: Any) -> CommentRow:
        """The same with other values; `dataclasses.replace` takes three times as long, which a page of them shows."""
        return CommentRow(**(self.__dict__ | changes))


@dataclass(frozen=True)
class Board:
    """The answer to a Query. A board whose `state` is older than the desk's is dropped on arrival."""

    query: Query
    state: int
    cards: tuple[Card, ...]
    trend: Trend | None = None
    breakdown: Breakdown | None = None
    receipt: Receipt | None = None
    rows_behind: int = 0
    comments_behind: int = 0
    as_of: date | None = None
    range: Period | None = None
    compare_range: Period | None = None
    data_range: Period | None = None
    on_cards: tuple[str, ...] = ()  # metrics that have a card also when they are not looked at
    chosen: bool = False  # whether a person chose them; else they are the balanced set
