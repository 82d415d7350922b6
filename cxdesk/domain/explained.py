"""How one number was computed, as screens and texts tell it: from the rows imported down to those that count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from cxdesk.domain.periods import Period
from cxdesk.domain.results import Card, Phrase, Receipt
from cxdesk.domain.workings import Working

# What opens besides the parts and exclusions that a receipt names.
EVERYTHING = ("everything imported",)  # the rows of every kind
OTHER_KINDS = ("other kinds",)  # those of kinds that the number does not count
WHOLE_KIND = ("whole kind",)  # all of the kind that it counts


class Step(StrEnum):
    """What a rung of the ladder is: rows that are there, rows that are left out, the rows that count."""

    THERE = "there"
    LEFT_OUT = "left_out"
    COUNTED = "counted"


@dataclass(frozen=True)
class Rung:
    """One step from the rows imported to those that count. `opens` names parts and exclusions whose rows it is made of;
    `doubt` marks those that should have counted but cannot (missing, invalid).
    """

    step: Step
    title: Phrase
    count: int
    opens: tuple[str, ...]
    files: int | None = None  # from how many files; None where that is not known
    doubt: bool = False


@dataclass(frozen=True)
class Portion:
    """One part of the rows that count. `sign` is + or − where it makes the numerator, else empty; `tone` good, bad or
    mid.
    """

    part: str
    title: Phrase
    count: int
    sign: str = ""
    tone: str = "mid"


@dataclass(frozen=True)
class Fed:
    """A file whose rows were looked at: how many it has of the kind, and how many of them each step took."""

    file: str
    imported: datetime | None
    rows: int
    counted: int
    left_out: tuple[tuple[str, int], ...]  # by what opens them


@dataclass(frozen=True)
class Event:
    """What happened to the number. `what`: imported (`subject` is the file, `rows` how many of it count), pinned (a
    definition, METRIC@VERSION), scale (from one to another). `moment` is an instant, `day` a local day.
    """

    what: str
    subject: str
    moment: datetime | None = None
    day: date | None = None
    rows: int = 0
    batch: int | None = None


@dataclass(frozen=True)
class Explained:
    """Everything that "How is this computed?" shows of one number but its rivals, which are asked for beside."""

    receipt: Receipt
    card: Card  # how the number is written; the figure is the receipt's
    idea: str
    sentence: str  # English source text
    beware: str
    working: Working
    period: Period | None
    zone: str
    dated_by: str  # English title of the field that dates the rows; empty where a view does
    rungs: tuple[Rung, ...]
    portions: tuple[Portion, ...]
    fed: tuple[Fed, ...]
    events: tuple[Event, ...]
    companions: tuple[Card, ...] = ()

    @property
    def counted(self) -> int:
        return next((rung.count for rung in self.rungs if rung.step is Step.COUNTED), 0)

    @property
    def proofs(self) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """(whole, parts) of every sum that the ladder claims: the rows imported, and the rows that count."""
        left = tuple(rung.count for rung in self.rungs if rung.step is Step.LEFT_OUT)
        first = (self.rungs[0].count, (*left, self.counted)) if self.rungs else (0, ())
        return (first, (self.counted, tuple(one.count for one in self.portions)))

    @property
    def adds_up(self) -> bool:
        return all(whole == sum(parts) for whole, parts in self.proofs) and self.receipt.sum_ok


@dataclass(frozen=True)
class Way:
    """Another way to compute the same idea: `title` says what is different, `detail` how."""

    title: Phrase
    detail: tuple[Phrase, ...]
    metric: str
    options: tuple[tuple[str, object], ...]
    card: Card
    pinned: bool
    version: int | None


@dataclass(frozen=True)
class Ways:
    """All ways of an idea, the pinned one first; `since` is when it was pinned, None where nobody decided."""

    ways: tuple[Way, ...]
    since: datetime | None = None
