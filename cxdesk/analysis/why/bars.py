"""A split as bars that stand on one another: from the value before, by every part, to the value now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cxdesk.analysis.wording import CLOCKED, WHOLE_MONEY, Measured, inscribed, signed_text
from cxdesk.domain.results import Better, Figure, Unit
from cxdesk.domain.why import Part, Role, Split, Why
from cxdesk.system.i18n import _, ngettext

Name = Callable[[str, str | None], str]  # (attribute, value) → as people see it


@dataclass(frozen=True)
class Bar:
    """One bar: a total from zero, or a part from `start` to `end` whose interval is about `end`.

    `clear` bars are solid; of those that are not the difference could be chance. `tone` is good, bad or mid.
    """

    label: str
    start: float
    end: float
    text: str
    low: float | None = None
    high: float | None = None
    total: bool = False
    clear: bool = True
    tone: str = "mid"
    part: Part | None = None
    data: object = None  # what a click on it means, where it is no part of a split

    @property
    def size(self) -> float:
        return self.end - self.start


def how(why: Why) -> Measured:
    """How the values of the change are written."""
    return Measured(why.unit, why.decimals, why.better, why.scale_max, why.currency)


def bars(why: Why, split: Split, name: Name, before: str, now: str) -> tuple[Bar, ...]:
    """The whole before, the parts, the whole now. `before` and `now` name the periods."""
    if why.base is None or why.now is None or why.delta is None or why.now.value is None:
        return ()
    measured, level = how(why), why.now.value - why.delta
    found = [_total(before, level, why.base, measured)]
    texts = sizes(split.parts, why.delta, measured)
    for part, text in zip(split.parts, texts, strict=True):
        start, level = level, level + part.size
        ends = [None if end is None else start + end for end in (part.low, part.high)]
        label = part_name(split, part, name)
        tone = tone_of(part.size, why.better)
        found.append(Bar(label, start, level, text, ends[0], ends[1], clear=part.proven, tone=tone, part=part))
    found.append(_total(now, why.now.value, why.now, measured))
    return tuple(found)


def _total(label: str, value: float, figure: Figure, measured: Measured) -> Bar:
    low, high = (figure.low, figure.high) if figure.low is not None and figure.high is not None else (None, None)
    return Bar(label, 0.0, value, inscribed(value, measured), low, high, total=True)


def tone_of(size: float, better: str) -> str:
    """good or bad for the customer relation; mid where that cannot be said."""
    if better == Better.NONE or not size:
        return "mid"
    return "good" if (size > 0) == (better == Better.UP) else "bad"


def part_name(split: Split, part: Part, name: Name) -> str:
    """What a bar is called."""
    if part.role is Role.OTHERS:
        return ngettext("{n} other", "{n} others", part.members)
    if part.role is Role.NONE and split.attribute == "main_theme":
        return _("No theme or comment")
    named = {
        Role.MIX: _("Who was counted"),
        Role.STAYED: _("In both periods"),
        Role.NEW: _("Only now"),
        Role.LOST: _("Only before"),
        Role.NONE: _("Customer unknown"),
    }
    if part.role in named:
        return named[part.role]
    return _(part.key) if part.role is Role.INPUT and part.key else name(split.attribute, part.key)


def sizes(parts: Sequence[Part], delta: float, measured: Measured) -> list[str]:
    """The parts as texts that add up as written to the change as written: what rounding leaves goes where it is
    smallest to be seen.
    """
    places = places_of(delta, measured)
    if measured.unit in CLOCKED:
        return [signed_text(part.size, measured) for part in parts]
    unit = 10.0**-places
    rounded = [round(part.size / unit) for part in parts]
    left = round(delta / unit) - sum(rounded)
    by_loss = sorted(range(len(parts)), key=lambda at: (rounded[at] - parts[at].size / unit) * (1 if left > 0 else -1))
    for at in by_loss[: abs(left)]:
        rounded[at] += 1 if left > 0 else -1
    return [inscribed(number * unit, measured, sign=True, decimals=places) for number in rounded]


def places_of(delta: float, measured: Measured) -> int:
    """Decimals of all parts of one change."""
    if measured.unit == Unit.MONEY and abs(delta) >= WHOLE_MONEY:
        return 0
    return max(measured.decimals, 0 if measured.unit == Unit.COUNT else 1)
