"""On which scale a column was answered: from its heading, else from its values, with the readings that are possible.

A reading is written as in the command line: `0-10`, `1-5:na=0|6`. One reading without rivals needs no question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cxdesk.domain.kinds import Role
from cxdesk.domain.labels import family_words
from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import ONE_TO_FIVE, ONE_TO_SEVEN, ZERO_TO_ONE, ZERO_TO_TEN, Scale, parse_scale
from cxdesk.domain.text import fold
from cxdesk.intake.evidence import Guess
from cxdesk.intake.synonyms import role_of, scale_in
from cxdesk.system.i18n import N_, number

MOST = 0.9  # of the filled cells must be ratings
CODES = frozenset(
    {
        11.0,
        12.0,
        66.0,
        77.0,
        88.0,
        96.0,
        97.0,
        98.0,
        99.0,
        777.0,
        888.0,
        996.0,
        997.0,
        998.0,
        999.0,
        9999.0,
        -1.0,
        -2.0,
        -8.0,
        -9.0,
        -99.0,
    }
)
MOST_LABELS, LEAST_LABELS, MOST_WORDS = 0.7, 3, 10  # words of a scale, among them others that no list knows
ZEROS_EXPECTED = 10  # so many answers of 1 to 3 without a single 0 ask for an explanation
ENOUGH = 20
_FOUR, _FOUR_SOMEWHAT = {-1, -0.5, 0.5, 1}, {-1, -0.25, 0.25, 1}  # the points of a scale without a middle
LOWEST, HIGHEST = -5.0, 10.0  # of scales that need no naming
RARE = 0.05
NEAR, SELDOM = 2.0, 0.02  # a slip lies so near to its scale, and is such a share of its answers

NOTHING_TO_SAY = Phrase("")

Points = Sequence[tuple[float, int]]


@dataclass(frozen=True)
class Readings:
    """Possible readings of a column, the likeliest first. `sure`: there is nothing to ask; `proposed`: else, whether
    the first may stand unless the person objects. `why` is what speaks for asking.
    """

    readings: tuple[str, ...]
    sure: bool = False
    proposed: bool = True
    why: Phrase = NOTHING_TO_SAY


def is_rating(guess: Guess) -> bool:
    """Whether nearly all filled cells are points of some scale."""
    if not guess.filled:
        return False
    if guess.distinct > 1 and (guess.labelled >= MOST * guess.filled or _mostly_labels(guess)):
        return True
    if guess.padded:
        return False
    if _of_hundred(guess):
        return True
    answers, codes = split_codes(guess.points)
    if _total(answers) + _total(codes) < MOST * guess.filled:
        return False
    one = bool(answers) and (bool(scale_in(guess.heading)) or role_of(guess.heading) is not None)
    return len(answers) > 1 or one  # where all gave the same answer, the heading must say that it is one


def _mostly_labels(guess: Guess) -> bool:
    """Whether a few words are those of a scale and the others their users' own, to be shown as no known answers."""
    if guess.labelled < MOST_LABELS * guess.filled or guess.distinct > MOST_WORDS:
        return False
    known = family_words(guess.labels)
    return len({known[word] for seen in guess.values if (word := fold(seen.text)) in known}) >= LEAST_LABELS


def _of_hundred(guess: Guess) -> bool:
    """Whether a heading names a scale up to 100 and the cells keep to it."""
    stated, numbers = scale_in(guess.heading), guess.numbers
    if stated is None or stated[1] != 100 or numbers.cells < MOST * guess.filled:
        return False
    return numbers.low is not None and numbers.high is not None and numbers.low >= 0 and numbers.high <= 100


def split_codes(points: Points) -> tuple[Points, Points]:
    """(answers, codes for "no answer" such as 11, 99 or -1). Numbers beyond any scale, and rare fractions, are neither:
    they will be invalid.
    """
    whole = _total([(value, n) for value, n in points if value.is_integer()])
    finer = _total(points) - whole > RARE * _total(points)
    small = [(value, n) for value, n in points if LOWEST <= value <= HIGHEST and (finer or value.is_integer())]
    signed = any(value < 0 and value not in CODES for value, _n in small)
    answers = [(value, n) for value, n in small if signed or value not in CODES]
    if not answers:
        return (), ()
    codes = [(value, n) for value, n in points if value in CODES and not (signed and LOWEST <= value <= HIGHEST)]
    return answers, codes


def readings(guess: Guess, role: Role | None) -> Readings:
    """How the column may have been answered. `role` is what it measures, if known."""
    if guess.labelled > guess.pointed:
        if _has_no_middle(guess):
            return Readings(("1-4", "1-5"), why=Phrase(N_("Nobody chose a middle: there was probably none.")))
        return Readings((_label_scale(guess).name,), sure=True)
    named = scale_in(guess.heading)
    if named is not None and _of_hundred(guess):
        return Readings((f"{_short(named[0])}-{_short(named[1])}",), sure=True)
    answers, codes = split_codes(guess.points)
    if not answers:
        return Readings(("0-10",))
    step = _step(answers)
    stated = named or _stated_by_cells(guess, answers)
    if stated:
        return _stated(stated, answers, codes, step)
    return _by_values(answers, codes, role, step)


def _step(answers: Points) -> str:
    """Whole points, halves, or tenths where more than slips lie between halves."""
    if all(value.is_integer() for value, _n in answers):
        return ""
    tenths = [(value, n) for value, n in answers if not (2 * value).is_integer()]
    return ":step=0.1" if _total(tenths) > RARE * _total(answers) else ":step=0.5"


def _label_scale(guess: Guess) -> Scale:
    places = _places(guess)
    if guess.labels in ("yes_no", "thumbs") and places <= {-1, 1}:
        return ZERO_TO_ONE
    whole = places >= _FOUR_SOMEWHAT and not places & {0.5, -0.5}  # "somewhat" stands where others say it plainly
    return ONE_TO_SEVEN if places & {0.25, -0.25} and not whole else ONE_TO_FIVE


def _places(guess: Guess) -> set[float]:
    known = family_words(guess.labels)
    return {known[word] for word in (fold(seen.text) for seen in guess.values) if word in known}


def _has_no_middle(guess: Guess) -> bool:
    """Whether every point but the middle was chosen, by so many that somebody would have chosen that as well."""
    return _places(guess) in (_FOUR, _FOUR_SOMEWHAT) and guess.labelled >= ENOUGH


def _stated_by_cells(guess: Guess, answers: Points) -> tuple[float, float] | None:
    """`4/5` states the highest point; the lowest is 0 where that occurs."""
    if not guess.out_of:
        return None
    return (0.0 if answers[0][0] == 0 or guess.out_of > 10 else 1.0, float(guess.out_of))


def _stated(ends: tuple[float, float], answers: Points, codes: Points, step: str) -> Readings:
    name = f"{_short(ends[0])}-{_short(ends[1])}{step}"
    outside = [(value, n) for value, n in (*answers, *codes) if not ends[0] <= value <= ends[1]]
    if not outside:
        return Readings((name,), sure=True)
    why = Phrase(
        N_("The heading names {scale}, but {values} occur."),
        (("scale", f"{_short(ends[0])}–{_short(ends[1])}"), ("values", _said(outside))),
    )
    coded = with_codes(name, outside)
    return Readings((name, coded) if _slips(outside, *ends, _total(answers)) else (coded, name), why=why)


def _slips(outside: Points, low: float, high: float, answers: int) -> bool:
    """Whether numbers beyond a scale are rather slips of the hand than codes for no answer: next to its ends, and rare.

    Both readings leave them out of the number. Taken for a mistake they are listed and can be corrected; taken for a
    code they are gone without a word. So the mistake is proposed first, unless people gave it often, as only a box to
    tick makes them.
    """
    near = all(low - NEAR <= value <= high + NEAR for value, _n in outside)
    return near and _total(outside) < SELDOM * answers


def _by_values(answers: Points, codes: Points, role: Role | None, step: str) -> Readings:
    low, high = answers[0][0], answers[-1][0]
    if role is Role.NPS and (high > 5 or _total(answers) < ENOUGH):
        return _nps(answers, codes, step)
    found = _plain(low, high, answers, step)
    if not codes:
        return found
    why = Phrase(N_("{values} lie outside the scale and look like codes for no answer."), (("values", _said(codes)),))
    coded = tuple(with_codes(reading, codes) for reading in found.readings)
    plain, proposed = found.readings[0], found.proposed or found.sure
    if _slips(codes, low, read_reading(plain)[0].max, _total(answers)):
        return Readings((plain, *coded), proposed=proposed, why=_rare(codes))
    return Readings((coded[0], plain, *coded[1:]), proposed=proposed, why=why)


def _rare(codes: Points) -> Phrase:
    return Phrase(
        N_("{values} lie just outside the scale and are rare: rather slips than codes for no answer."),
        (("values", _said(codes)),),
    )


def _nps(answers: Points, codes: Points, step: str) -> Readings:
    lows = sum(n for value, n in answers if 1 <= value <= 3)
    if answers[0][0] == 0 or lows < ZEROS_EXPECTED:
        base = Readings((f"0-10{step}",), sure=True)
    else:
        why = Phrase(
            N_("No answer is 0, although {n} are 1 to 3: perhaps the scale began at 1."), (("n", number(lows)),)
        )
        base = Readings((f"0-10{step}", f"1-10{step}"), proposed=False, why=why)
    if not codes:
        return base
    why = Phrase(N_("{values} lie outside the scale and look like codes for no answer."), (("values", _said(codes)),))
    coded = tuple(with_codes(reading, codes) for reading in base.readings)
    proposed, plain = base.sure or base.proposed, base.readings[0]
    if _slips(codes, answers[0][0], 10.0, _total(answers)):
        return Readings((plain, *coded), proposed=proposed, why=_rare(codes) if base.sure else base.why)
    return Readings((*coded, plain), proposed=proposed, why=why if base.sure else base.why)


def _plain(low: float, high: float, answers: Points, step: str) -> Readings:
    """Readings of whole ranges; ambiguous ones say why."""
    if low < 0:
        return Readings((f"{_short(low)}-{_short(max(high, -low))}{step}",))
    if high <= 1:
        return (
            Readings(("0-1",), sure=True) if low == 0 else Readings(("0-1", "1-5"), proposed=False, why=_shows(answers))
        )
    if low == 0 and high >= 8:
        return Readings((f"0-10{step}",), sure=True)
    if low == 0:
        return _with_zero(high, answers, step)
    if high >= 8:
        return Readings((f"1-10{step}", f"0-10{step}"), why=_shows(answers))
    if high == 7:
        return Readings((f"1-7{step}",), sure=True)
    if high >= 6:
        return Readings(
            (f"1-7{step}", with_codes(f"1-5{step}", [(6.0, 0)]), f"1-6{step}"), proposed=False, why=_shows(answers)
        )
    if high >= 4:
        return Readings((f"1-5{step}",), sure=high >= 5 or _total(answers) < ENOUGH, why=_shows(answers))
    return Readings((f"1-5{step}", f"1-{_short(max(high, 2))}{step}"), why=_shows(answers))


def _with_zero(high: float, answers: Points, step: str) -> Readings:
    """0 beside at most 7: a scale from 0, or 0 for no answer."""
    top = "7" if high == 7 else "5"
    codes = [(0.0, 0)] if high in (5, 7) or high < 5 else [(0.0, 0), (6.0, 0)]
    found = (with_codes(f"1-{top}{step}", codes), f"0-{_short(high)}{step}", f"0-10{step}")
    return Readings(found, proposed=False, why=_shows(answers))


def _shows(answers: Points) -> Phrase:
    return Phrase(N_("Values: {values}."), (("values", _said(answers)),))


def _said(points: Points) -> str:
    """`5 (141), 4 (88)`, the commonest first."""
    ordered = sorted(points, key=lambda pair: -pair[1])[:12]
    return ", ".join(
        f"{_short(value) if value.is_integer() else number(value, 1)} ({number(n)})" for value, n in ordered
    )


def described(guess: Guess) -> Phrase:
    """The values of a rating column for people."""
    if guess.points:
        return _shows(guess.points)
    shown = ", ".join(f"{seen.text} ({number(seen.count)})" for seen in guess.values[:8])
    return Phrase(N_("Values: {values}."), (("values", shown),))


def _total(points: Points) -> int:
    return sum(n for _value, n in points)


def _short(value: float) -> str:
    return str(int(value)) if value.is_integer() else repr(value)


def with_codes(reading: str, codes: Points) -> str:
    """The reading with codes for no answer."""
    said = "|".join(_short(value) for value, _n in codes)
    return f"{reading}:na={said}" if said else reading


def read_reading(text: str) -> tuple[Scale, tuple[str, ...]]:
    """(scale, codes) of a reading such as `1-5:na=0|6:reversed`. BadQuestion when it is none."""
    parts: list[str] = []
    codes: tuple[str, ...] = ()
    for part in text.split(":"):
        if part.strip().casefold().startswith("na="):
            codes = tuple(code.strip() for code in part.strip()[3:].split("|") if code.strip())
        else:
            parts.append(part)
    return parse_scale(":".join(parts)), codes


def fits_nps(reading: str) -> bool:
    """Whether the Net Promoter question can be read on that scale."""
    scale, _codes = read_reading(reading)
    return (scale.min, scale.max) in ((ZERO_TO_TEN.min, ZERO_TO_TEN.max), (1, 10))
