"""Options of metrics: typed, checked, and where they concern rows, applied to them before the metric sees them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.scales import Scale, parse_scale
from cxdesk.frame.rows import Rows
from cxdesk.system.i18n import N_, _

_YES_NO = dict.fromkeys(("yes", "true", "on", "1"), True) | dict.fromkeys(("no", "false", "off", "0"), False)


@dataclass(frozen=True)
class Option:
    """One option. `choices` are (value, title), the default first; without choices any value of type `of` fits.

    `prepare(rows, value)` changes how rows are counted and then keeps the option away from the metric's function.
    """

    name: str
    default: Any
    title: str
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    of: type | None = None
    low: float | None = None
    high: float | None = None
    prepare: Callable[[Rows, Any], Rows] | None = None
    of_view: bool = False  # what the view that makes the rows is told, and the metric's function is not

    def accept(self, value: Any) -> Any:
        """`value` in this option's type; BadQuestion when it does not fit."""
        if value is None or value == self.default:
            return self.default
        try:
            typed = self._typed(value)
        except (TypeError, ValueError, KeyError):
            raise self._misfit(value) from None
        outside = (self.low is not None and typed < self.low) or (self.high is not None and typed > self.high)
        if outside or (self.choices and typed not in [choice for choice, _title in self.choices]):
            raise self._misfit(value)
        return typed

    def _typed(self, value: Any) -> Any:
        kind = self.of or type(self.default)
        if kind is bool and isinstance(value, str):
            return _YES_NO[value.lower()]
        if kind is Scale:
            return value if isinstance(value, Scale) else parse_scale(str(value))
        return kind(value)

    def _misfit(self, value: Any) -> BadQuestion:
        known = ", ".join(choice for choice, _title in self.choices)
        remedy = _("Choose one of: {known}.", known=known) if known else ""
        return BadQuestion(_("{value} does not fit the option {title}.", value=value, title=_(self.title)), remedy)


def accepted(options: tuple[Option, ...], given: Mapping[str, Any], metric: str) -> dict[str, Any]:
    """Every option with its value; BadQuestion for an option that the metric does not have."""
    if not given:
        return {option.name: option.default for option in options}
    known = {option.name: option for option in options}
    for name in given:
        if name not in known:
            raise BadQuestion(
                _("The metric {metric} has no option called {name}.", metric=metric, name=name),
                _("Choose one of: {known}.", known=", ".join(known)) if known else "",
            )
    return {name: option.accept(given.get(name)) for name, option in known.items()}


def _dedupe(rows: Rows, value: str) -> Rows:
    return rows if value == "all" else rows.counted_once("customer", value)


def _weight(rows: Rows, value: bool) -> Rows:
    return rows.weighted("weight" if value else None)


def _scale(rows: Rows, value: Scale | None) -> Rows:
    return rows if value is None else rows.read_as(value, rows.reading[1])


def _no_answer(rows: Rows, value: str) -> Rows:
    return rows.read_as(rows.reading[0], [_score(code) for code in value.split("|") if code]) if value else rows


def _score(code: str) -> str:
    try:
        return str(float(code))
    except ValueError:
        raise BadQuestion(
            _("{code} is no score.", code=code), _("Write the codes as numbers, such as 11|99.")
        ) from None


_LATEST = ("latest", N_("Latest per customer and period"))
_FIRST = ("first", N_("First per customer and period"))
_ALL = ("all", N_("Every answer"))
_DEDUPE_TITLE = N_("Several answers of one customer")

ONE_PER_CUSTOMER = Option("dedupe", "latest", _DEDUPE_TITLE, choices=(_LATEST, _FIRST, _ALL), prepare=_dedupe)
EVERY_ANSWER = Option("dedupe", "all", _DEDUPE_TITLE, choices=(_ALL, _LATEST, _FIRST), prepare=_dedupe)
WEIGHT = Option(
    "weight",
    False,
    N_("Weighted"),
    N_("Count each answer by its weight column; intervals use the effective number of answers."),
    prepare=_weight,
)
SCALE = Option(
    "scale",
    None,
    N_("Read on scale"),
    N_("Hold the answers against another scale, such as 1-10."),
    of=Scale,
    prepare=_scale,
)
NO_ANSWER = Option(
    "na", "", N_("Codes for no answer"), N_("Scores that stand for no answer, such as 11|99."), prepare=_no_answer
)
READING = (WEIGHT, SCALE, NO_ANSWER)  # what every survey metric can be told about its answers

THRESHOLD = Option(
    "threshold",
    None,
    N_("Satisfied from"),
    N_("The lowest answer that counts; empty means the scale's own top boxes."),
    of=float,
)
ALLOW_PROXY = Option(
    "allow_proxy",
    False,
    N_("Allow a stand-in for NPS"),
    N_("On 1-5 count 5 as promoters and 1 to 3 as detractors. Never to be compared with a 0-10 score."),
)
ANCHOR = Option(
    "at",
    "submitted_at",
    N_("Dated by"),
    choices=(
        ("submitted_at", N_("When the answer was given")),
        ("ticket.resolved_at", N_("When the ticket was resolved")),
    ),
)
RESOLUTION = Option(
    "at",
    "ticket.resolved_at",
    N_("Dated by"),
    choices=(
        ("ticket.resolved_at", N_("When the ticket was resolved")),
        ("submitted_at", N_("When the answer was given")),
    ),
)
PROCESS = Option(
    "process",
    False,
    N_("Variation of the process"),
    N_("Everything was counted; show how much a similar period might differ by chance."),
)
CHANGE_INTERVAL = Option(
    "change_interval",
    "newcombe",
    N_("Interval of a change"),
    choices=(("newcombe", N_("Newcombe")), ("agresti_caffo", N_("Agresti and Caffo"))),
)


def graded(rows: Rows) -> Rows:
    """Answers of which yes-no questions are refused: they cannot say how easy it was."""
    return rows.graded(N_("A yes or no says whether it was resolved, not how easy it was: import it as such."))
