"""Scales: what an answer's number means, where its bands lie, how a written answer is read.

A scale belongs to the answer, so one metric serves questions on different scales. Bands depend on the rule
as well as on the scale: on 0-10 a promoter starts at 9, a satisfied answer at 8, an easy one at 6.
Everything here speaks of oriented values: after `reversed` is undone, high is good.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from cxdesk.domain.errors import BadQuestion
from cxdesk.system.i18n import N_, _


class ScaleKind(StrEnum):
    RATING = "rating"
    BINARY = "binary"
    LABEL = "label"
    STARS = "stars"
    EMOJI = "emoji"
    PERCENT = "percent"


class BandRule(StrEnum):
    """How a scale is cut into bands."""

    NPS = "nps"
    TOP_BOX = "top_box"
    MIDPOINT = "midpoint"
    LOW_EFFORT = "low_effort"


class Band(StrEnum):
    TOP = "top"
    MIDDLE = "middle"
    BOTTOM = "bottom"


@dataclass(frozen=True)
class Cuts:
    """Oriented values: `top_from` and above are the top band, `bottom_to` and below the bottom band."""

    top_from: float
    bottom_to: float
    flags: tuple[str, ...] = ()

    def band(self, value: float) -> Band:
        if value >= self.top_from - TOLERANCE:
            return Band.TOP
        return Band.BOTTOM if value <= self.bottom_to + TOLERANCE else Band.MIDDLE


@dataclass(frozen=True)
class Refused:
    """The rule does not fit the scale; `way_out` says what the person can do."""

    reason: str
    way_out: str


@dataclass(frozen=True)
class Label:
    """The words that stand for one point of a scale."""

    value: float
    text: str
    lang: str = ""


TOLERANCE = 1e-9
MAX_POINTS = 1001


@dataclass(frozen=True)
class Scale:
    """Points from `min` to `max` every `step`. `reversed`: the number as answered has low = good.

    Raises BadQuestion when the points do not fit or two labels fold to the same words.
    """

    min: float
    max: float
    step: float = 1.0
    reversed: bool = False
    kind: ScaleKind = ScaleKind.RATING
    labels: tuple[Label, ...] = ()
    na_codes: tuple[str, ...] = ()
    low_text: str = ""
    high_text: str = ""

    def __post_init__(self) -> None:
        if not (math.isfinite(self.min) and math.isfinite(self.max) and self.step > 0):
            raise BadQuestion(_("A scale needs a lowest and a highest point and a step above zero."))
        if self.min >= self.max:
            raise BadQuestion(_("The lowest point of a scale must be below its highest."))
        spans = (self.max - self.min) / self.step
        if abs(spans - round(spans)) > TOLERANCE or round(spans) + 1 > MAX_POINTS:
            raise BadQuestion(_("The step of the scale must divide the way from its lowest to its highest point."))
        self._check_labels()

    def _check_labels(self) -> None:
        from cxdesk.domain.text import fold

        seen: dict[str, float] = {}
        for label in self.labels:
            folded = fold(label.text)
            if seen.setdefault(folded, label.value) != label.value:
                raise BadQuestion(_("The label {label} stands for two points of the scale.", label=label.text))

    @property
    def points(self) -> int:
        return round((self.max - self.min) / self.step) + 1

    @property
    def middle(self) -> float:
        return (self.min + self.max) / 2

    @property
    def name(self) -> str:
        """Language-free short name, such as `0-10`, `1-5:reversed`, `0-1:step=0.5`; `parse_scale` reads it back."""
        text = f"{_short(self.min)}-{_short(self.max)}"
        text += "" if self.step == 1 else f":step={_short(self.step)}"
        return text + (":reversed" if self.reversed else "")

    @property
    def title(self) -> str:
        """For people: 0–10, with an en dash."""
        return f"{_short(self.min)}–{_short(self.max)}"

    def twin(self) -> Scale:
        """The same points read in the other direction."""
        return replace(self, reversed=not self.reversed)

    def place(self, raw: float) -> int | None:
        """Which point (0 = lowest as answered) the raw number is; None when off the scale or between points."""
        where = (raw - self.min) / self.step
        if not -1 < where < self.points:  # also what is not finite
            return None
        nearest = round(where)
        if abs(where - nearest) > 1e-6 or not 0 <= nearest < self.points:
            return None
        return nearest

    def raw_at(self, place: int) -> float:
        return self.min + place * self.step

    def oriented(self, raw: float) -> float:
        """The value with high = good (CATALOGUE's rule: v ← min + max − v on reversed scales)."""
        return self.min + self.max - raw if self.reversed else raw

    def pomp(self, oriented: float) -> float:
        """Percent of maximum possible, 0 to 100."""
        return 100 * (oriented - self.min) / (self.max - self.min)

    def cuts(self, rule: BandRule, threshold: float | None = None, allow_proxy: bool = False) -> Cuts | Refused:
        """Where `rule` cuts this scale; `threshold` moves the top band's lower edge (not for NPS)."""
        if rule is BandRule.NPS:
            return self._nps_cuts(allow_proxy)
        if rule is BandRule.TOP_BOX:
            return self._top_box_cuts(threshold)
        if rule is BandRule.MIDPOINT:
            return self._midpoint_cuts(threshold)
        return self._low_effort_cuts()

    def _nps_cuts(self, allow_proxy: bool) -> Cuts | Refused:
        span = (self.min, self.max)
        if span == (0, 10):
            return Cuts(9, 6)
        if span == (1, 10):
            return Cuts(9, 6, ("no_zero_point",))
        proxy = {(1.0, 5.0): Cuts(5, 3, ("not_an_nps",)), (1.0, 7.0): Cuts(7, 5, ("not_an_nps",))}.get(span)
        if proxy and allow_proxy:
            return proxy
        way_out = N_("Import it as satisfaction, or allow the practitioners' stand-in for this scale.")
        return Refused(
            N_("Not an NPS: the standard question uses 0-10."), way_out if proxy else N_("Import it as satisfaction.")
        )

    def _top_box_cuts(self, threshold: float | None) -> Cuts:
        """The two highest boxes, three from ten points on. Half and quarter points lie between the boxes of a scale and
        make no further ones: 1–5 in halves has the top box of 1–5, from 4 on.
        """
        box = 1.0 if self._has_points_between else self.step
        points = round((self.max - self.min) / box) + 1
        boxes = 1 if points <= 3 else 2 if points < 10 else 3
        top = self.max - (boxes - 1) * box
        bottom = self.min + (boxes - 1) * box
        return Cuts(top if threshold is None else self._strict(threshold), bottom)

    @property
    def _has_points_between(self) -> bool:
        """Whether the points are those of a scale of whole numbers and parts between them."""
        whole = float(self.min).is_integer() and float(self.max).is_integer() and (1 / self.step).is_integer()
        return whole and self.step < 1 and self.max - self.min >= 3

    def _midpoint_cuts(self, threshold: float | None) -> Cuts:
        above = self.raw_at(math.floor((self.middle - self.min) / self.step + TOLERANCE) + 1)
        below = self.raw_at(math.ceil((self.middle - self.min) / self.step - TOLERANCE) - 1)
        return Cuts(above if threshold is None else self._strict(threshold), below)

    def _low_effort_cuts(self) -> Cuts:
        edge = math.floor((0.34 * (self.max - self.min)) / self.step + TOLERANCE)
        bottom = self.raw_at(edge)
        return Cuts(bottom + self.step, bottom)

    def _strict(self, threshold: float) -> float:
        """A threshold between two points moves up to the next: towards stricter."""
        return self.raw_at(math.ceil((threshold - self.min) / self.step - TOLERANCE))


def _short(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(float(value))


ZERO_TO_TEN = Scale(0, 10)
ONE_TO_FIVE = Scale(1, 5)
ONE_TO_SEVEN = Scale(1, 7)
ONE_TO_TEN = Scale(1, 10)
ZERO_TO_ONE = Scale(0, 1, kind=ScaleKind.BINARY)
ONE_TO_HUNDRED = Scale(1, 100, kind=ScaleKind.PERCENT)

_FORWARD = (ZERO_TO_TEN, ONE_TO_FIVE, ONE_TO_SEVEN, ONE_TO_TEN, ZERO_TO_ONE, ONE_TO_HUNDRED)
PRESETS: Mapping[str, Scale] = {s.name: s for forward in _FORWARD for s in (forward, forward.twin())}


def parse_scale(text: str) -> Scale:
    """A scale from its short name (`1-5`, `0-10:reversed`, `1-4:step=0.5`); BadQuestion says what is wrong."""
    head, *rest = [part.strip() for part in text.replace("–", "-").split(":")]
    try:
        low, high = _ends(head)
        step = 1.0
        flipped = False
        for part in rest:
            if part == "reversed":
                flipped = True
            elif part.startswith("step="):
                step = float(part[5:])
            else:
                raise ValueError(part)
    except ValueError:
        raise BadQuestion(
            _("{text} is not a scale.", text=text), _("Write it as lowest-highest, for example 0-10 or 1-5:reversed.")
        ) from None
    preset = PRESETS.get(Scale(low, high, step, flipped).name)
    return preset or Scale(low, high, step, flipped)


def _ends(head: str) -> tuple[float, float]:
    at = head.find("-", 1)
    if at < 0:
        raise ValueError(head)
    return float(head[:at]), float(head[at + 1 :])
