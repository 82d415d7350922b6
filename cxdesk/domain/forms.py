"""Other forms of a breakdown than the list of its segments: tables of figures, steps, a bridge. Plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cxdesk.domain.periods import Period
from cxdesk.domain.results import Figure
from cxdesk.domain.stages import Stage
from cxdesk.system.i18n import N_, _

BOTH = "\x1f"  # between the names of two attributes that are asked together, and between their values


class FormKind(StrEnum):
    SEGMENTS = "segments"  # one row for each group
    CROSS = "cross"  # the groups of two attributes
    COHORTS = "cohorts"  # when people began against how long ago that was
    MEASURES = "measures"  # groups against all numbers of the metric
    FUNNEL = "funnel"  # who went on from step to step
    BRIDGE = "bridge"  # from a value at the start to one at the end


FORM_TITLES = {
    FormKind.SEGMENTS: N_("List"),
    FormKind.CROSS: N_("Cross-table"),
    FormKind.COHORTS: N_("Cohorts"),
    FormKind.MEASURES: N_("All measures"),
    FormKind.FUNNEL: N_("Funnel"),
    FormKind.BRIDGE: N_("Bridge"),
}


@dataclass(frozen=True)
class Form:
    """What a metric declares that it can be looked at as: `measures` in their order, `attribute` the groups. Groups of
    cohorts are columns, or rows where they say when people began (`upright`). What stands `beside` the list is shown
    when it is asked for; other forms come first.
    """

    kind: FormKind
    measures: tuple[str, ...] = ()
    attribute: str = ""
    upright: bool = False
    beside: bool = False


class Fill(StrEnum):
    """What the ground of a cell says."""

    NONE = ""
    DIVERGING = "diverging"  # better or worse than the whole, where its interval leaves the whole out
    SEQUENTIAL = "sequential"  # how much


@dataclass(frozen=True)
class Place:
    """What a cell stands for in a question: a measure, a period, a value of a split, a part of the number."""

    measure: str = ""
    split: str | None = None
    segment: str | None = None
    period: Period | None = None
    part: str | None = None
    segmented: bool = False  # `segment` None is then the rows without a value


@dataclass(frozen=True)
class Cell:
    """One figure of a grid; without one nobody is there."""

    figure: Figure | None
    place: Place
    low: bool | None = None  # whether it is surely below (True) or above (False) the whole; None: cannot be told


@dataclass(frozen=True)
class Heading:
    """Of a row or column: a value of `attribute`, a period, or one of the metric's numbers by its English title."""

    attribute: str = ""
    key: str | None = None
    period: Period | None = None
    title: str = ""
    unit: str = ""
    better: str = ""
    whole: Figure | None = None
    n: int = 0


@dataclass(frozen=True)
class Grid:
    """Figures in rows and columns, held against `whole` or each column's own. `hidden` counts groups without room."""

    rows: tuple[Heading, ...]
    columns: tuple[Heading, ...]
    cells: tuple[tuple[Cell, ...], ...]
    fill: Fill = Fill.NONE
    hidden: int = 0
    whole: Figure | None = None


@dataclass(frozen=True)
class Step:
    """Of those who reached a step who went on to the next, who may still, and who did not."""

    title: str
    measure: str
    people: int
    went_on: int
    waiting: int
    dropped: int
    rate: Figure
    stages: tuple[Stage, ...] = ()  # of the journey, where a person has named them: what it is called instead

    @property
    def shown(self) -> str:
        """Its name in the language in force, or as the person named its stages."""
        return " → ".join(stage.shown for stage in self.stages) or _(self.title)


@dataclass(frozen=True)
class Bridged:
    """One bar of a bridge: `total` from zero, else what is added."""

    title: str
    measure: str
    value: float
    n: int
    total: bool = False


@dataclass(frozen=True)
class Formed:
    """The answer: one of the three, or why there is none."""

    kind: FormKind
    metric: str
    measure: str
    title: str
    unit: str
    decimals: int
    better: str
    scale_max: float | None = None
    currency: str | None = None
    grid: Grid | None = None
    steps: tuple[Step, ...] = ()
    bridge: tuple[Bridged, ...] = ()
    choices: tuple[str, ...] = ()  # attributes for rows and columns
    attribute: str = ""
    across: str = ""
    grain: str = ""
    why_none: str | None = None
