"""What the journey's screen shows: of each stage who reached it, who went on, who still may, who did not."""

from __future__ import annotations

from dataclasses import dataclass

from cxdesk.domain.periods import Period
from cxdesk.domain.query import Selection
from cxdesk.domain.results import Figure
from cxdesk.domain.stages import Stage
from cxdesk.domain.themes import Theme

CONVERSION, STAY, PAIN, REMARKS = "journey_stages", "journey_time_in_stage", "journey_pain_points", "feedback_themes"
WENT_ON, WAITING, DROPPED = "numerator", "immature", "rest"


@dataclass(frozen=True)
class Reached:
    """One stage. People who reached it went on, may still go on, or did not in their time: together all of them.

    `rate` is the share that went on of those whose time is over, at the last stage that of all who began; `time` the
    days that a stay took; `pain` how much it hurts (0–100, see the pain points); `measure` names the rate.
    """

    stage: Stage
    measure: str
    people: int
    went_on: int
    waiting: int
    dropped: int
    rate: Figure
    time: Figure
    pain: Figure | None = None
    named: int = 0  # answers at this stage whose words name a pain point
    last: bool = False

    @property
    def over(self) -> int:
        """People of whom it is known: they went on, or their time is over."""
        return self.went_on + self.dropped

    def behind(self, part: str) -> Selection:
        """What a click on one part of the column asks for."""
        return Selection(CONVERSION, self.measure, part=part)

    @property
    def words(self) -> Selection:
        """The answers at this stage that name a pain point."""
        return Selection(PAIN, f"pains_{self.stage.key}")


@dataclass(frozen=True)
class PainPoint:
    """What customers name. `comments` speak of it, `here` of them at `stage`, which is where most are whose stage is
    known; `score` is that stage's.
    """

    theme: Theme
    code: str
    comments: int
    stage: str = ""
    here: int = 0
    score: Figure | None = None

    @property
    def words(self) -> Selection:
        """The comments that speak of it."""
        return Selection(REMARKS, self.code, part="numerator")


@dataclass(frozen=True)
class Journey:
    """All of it. Without stages `why` says why there are none, a reason code; `needs` is the kind to import.

    `nobody` is the share of journey events, in percent, that could not be tied to a person; `order` and `days` are how
    stages follow one another and within how long of the first.
    """

    stages: tuple[Reached, ...] = ()
    pains: tuple[PainPoint, ...] = ()
    days: float = 90.0
    order: str = "strict"
    period: Period | None = None
    nobody: float | None = None
    why: str | None = None
    needs: str | None = None

    @property
    def people(self) -> int:
        """Who began."""
        return self.stages[0].people if self.stages else 0


@dataclass(frozen=True)
class Possible:
    """Rows that could mean a stage, with how many there are: what the editor offers."""

    sign: str
    kind: str
    value: str
    rows: int
    attribute: str = ""
