"""The doubts in words: question, evidence and choices, each choice with what it would mean for the person's own
rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from cxdesk.domain.kinds import ROLE_TITLES, Field, Kind, Role
from cxdesk.domain.labels import family_words
from cxdesk.domain.period_words import day_text, moment_text
from cxdesk.domain.results import Phrase
from cxdesk.domain.text import fold
from cxdesk.intake.count_ratings import point_of
from cxdesk.intake.dates import TYPED
from cxdesk.intake.evidence import Guess
from cxdesk.intake.inspection import Choice, Doubt, Pair
from cxdesk.intake.mapping import ATTRIBUTE
from cxdesk.intake.ratings import Readings, described, fits_nps, read_reading
from cxdesk.system.i18n import N_, _, number

if TYPE_CHECKING:
    from cxdesk.intake.propose import Draft

LOW_IS_BEST, HIGH_IS_BEST = "low", "high"
LAST, EACH = "last", "each"
NO_KIND = "@none"
DISAGREES, PAIRS_LEAST = -0.2, 30
MOST_EXAMPLES = 4
DAY_LONG = 10  # letters of a day without time, as cells of spreadsheets are told

_NOTHING = Phrase("")


def own_choice(answer: str, is_day: bool = False) -> Choice:
    """What a person said that was not among the choices."""
    said = (("answer", answer),)
    text = N_("{answer}, as you said")
    return Choice(answer, Phrase(text, days=said) if is_day else Phrase(text, said))


def examples(guess: Guess) -> tuple[str, ...]:
    """A few cells as written; days of a spreadsheet, which shows them as everybody likes, as the person writes days."""
    shown = tuple(seen.text for seen in guess.examples[:MOST_EXAMPLES])
    return tuple(map(_day_shown, shown)) if guess.layouts and guess.layouts[0].layout == TYPED else shown


def _day_shown(text: str) -> str:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    return day_text(at.date()) if len(text) <= DAY_LONG else moment_text(at)


def kind_doubt(kinds: Sequence[Kind], proposed: str | None, fits: bool = True) -> Doubt:
    """What the rows are; `fits`: whether any kind does, by its own names rather than by names that all have."""
    choices = tuple(Choice(one.name, Phrase(one.plural), Phrase(one.meaning)) for one in kinds)
    choices += (Choice(NO_KIND, Phrase(N_("None of these: leave the table out"))),)
    evidence = (
        Phrase(N_("The headings fit several sorts of record."))
        if proposed
        else Phrase(N_("No kind of record fits: choose one, or leave the table out."))
        if not fits
        else Phrase(N_("The headings say too little about what the rows are."))
    )
    return Doubt("kind", Phrase(N_("What does each row of this table hold?")), choices, proposed, evidence)


# Questions

_ROLE_CHOICES: dict[Role, tuple[str, str]] = {
    Role.NPS: (N_("Recommendation, {scale}"), N_("NPS; only where people were asked whether they would recommend")),
    Role.CSAT: (N_("Satisfaction, {scale}"), N_("CSAT")),
    Role.CES: (N_("Ease, {scale}"), N_("CES")),
}


def question_doubt(draft: Draft, at: int, roles: Sequence[Role], proposed: str | None, not_nps: bool = False) -> Doubt:
    """What a rating measures."""
    from cxdesk.intake.ratings import readings

    guess = draft.guesses[at]
    choices = []
    for role in roles:
        found = readings(guess, role)
        scale = read_reading(found.readings[0])[0].title
        title, note = _ROLE_CHOICES.get(role, (ROLE_TITLES[role], ""))
        if role is Role.NPS and not fits_nps(found.readings[0]):
            if not not_nps:
                continue
            note = N_("not an NPS: the standard question uses 0–10")
        values = (("scale", scale),) if "{scale}" in title else ()
        choices.append(Choice(role.value, Phrase(title, values), Phrase(note)))
    choices.append(Choice(ATTRIBUTE, Phrase(N_("Something else, to be kept as a plain column"))))
    return Doubt(
        f"question:{at}",
        Phrase(N_("What does the column “{column}” measure?"), (("column", draft.headings[at]),)),
        tuple(choices),
        proposed,
        described(guess),
        at,
        examples(guess),
    )


def score_doubt(draft: Draft, ratings: Sequence[int]) -> Doubt:
    """Which of several unnamed ratings is the score."""
    choices = [
        Choice(str(at), Phrase("{column}", (("column", draft.headings[at]),)), described(draft.guesses[at]))
        for at in ratings[:12]
    ]
    choices.append(Choice("none", Phrase(N_("None of them"))))
    return Doubt(
        "score",
        Phrase(N_("Which column holds the score?")),
        tuple(choices),
        None,
        Phrase(N_("No heading says what it measures.")),
    )


def is_nps_scale(reading: str) -> bool:
    return fits_nps(reading)


def scale_doubt(draft: Draft, at: int, found: Readings) -> Doubt:
    """On which scale a question was answered."""
    choices = []
    for reading in found.readings:
        scale, codes = read_reading(reading)
        if codes:
            title = Phrase(
                N_("{scale}, and {codes} means no answer"), (("scale", scale.title), ("codes", ", ".join(codes)))
            )
        else:
            title = Phrase("{scale}", (("scale", scale.title),))
        choices.append(Choice(reading, title, _left_out(draft.guesses[at], reading)))
    return Doubt(
        f"scale:{at}",
        Phrase(N_("On which scale was “{column}” answered?"), (("column", draft.headings[at]),)),
        tuple(choices),
        found.readings[0] if found.proposed else None,
        found.why,
        at,
        examples(draft.guesses[at]),
    )


def _left_out(guess: Guess, reading: str) -> Phrase:
    """How many cells a reading would call invalid or missing."""
    scale, codes = read_reading(reading)
    coded = {float(code) for code in codes}
    missing = sum(n for value, n in guess.points if value in coded)
    invalid = sum(n for value, n in guess.points if value not in coded and scale.place(value) is None)
    if invalid:
        return Phrase(N_("then {n} cells are invalid"), (("n", number(invalid)),))
    return Phrase(N_("then {n} cells are without answer"), (("n", number(missing)),)) if missing else _NOTHING


def field_doubt(draft: Draft, doubt: str, field: Field) -> Doubt:
    """Which column identifies the rows."""
    likely = sorted(range(len(draft.headings)), key=lambda at: (-draft.guesses[at].distinct, at))
    choices = tuple(
        Choice(str(at), Phrase("{column}", (("column", draft.headings[at]),)), _values(draft.guesses[at]))
        for at in likely[:12]
        if draft.guesses[at].filled
    )
    title = Phrase(N_("Which column holds what identifies a row: {field}?"), (("field", _(field.title)),))
    return Doubt(doubt, title, choices, None, Phrase(N_("No heading names it.")))


def repeated_doubt(draft: Draft, at: int) -> Doubt:
    """What rows with the same response id are."""
    guess = draft.guesses[at]
    evidence = Phrase(N_("{n} rows repeat an id that came before."), (("n", number(guess.filled - guess.distinct)),))
    choices = (
        Choice(LAST, Phrase(N_("The same response: only the last row counts"))),
        Choice(EACH, Phrase(N_("Different responses: keep the column, but do not use it as the id"))),
    )
    title = Phrase(N_("What are rows with the same “{column}”?"), (("column", draft.headings[at]),))
    return Doubt(f"repeat:{at}", title, choices, None, evidence, at, examples(guess))


def _values(guess: Guess) -> Phrase:
    shown = ", ".join(examples(guess))
    return Phrase(N_("{n} different values: {values} …"), (("n", number(guess.distinct)), ("values", shown)))


# Direction


def direction_evidence(draft: Draft, at: int) -> Phrase | None:
    """What says that the lowest number is the best answer; None when nothing does."""
    labels = _label_order(draft.guesses[at])
    if labels is not None:
        return labels
    pair = _worst_pair(draft, at)
    if pair is None:
        return None
    return Phrase(
        N_("Rows with {low} here have {at_low} on average in “{other}”, rows with {high} have {at_high}."),
        (
            ("low", number(pair.low)),
            ("at_low", number(pair.at_low, 1)),
            ("high", number(pair.high)),
            ("at_high", number(pair.at_high, 1)),
            ("other", draft.headings[pair.other]),
        ),
    )


def _label_order(guess: Guess) -> Phrase | None:
    """`1 - Very satisfied` beside `5 - Very dissatisfied`: the words fall as the numbers rise."""
    seen = []
    for one in guess.values:
        point = point_of(one.text)
        words = fold(one.text.lstrip("0123456789 -–—:.()=/"))
        if point is not None and words:
            place = next((places[words] for name in _FAMILIES if words in (places := family_words(name))), None)
            if place is not None:
                seen.append((point[0], place, one.text))
    seen.sort()
    if len(seen) < 2 or seen[0][1] <= seen[-1][1]:
        return None
    return Phrase(N_("“{low}” is the lowest, “{high}” the highest."), (("low", seen[0][2]), ("high", seen[-1][2])))


_FAMILIES = ("satisfaction", "ease", "agreement", "quality", "likelihood")


def _worst_pair(draft: Draft, at: int) -> Pair | None:
    """The strongest disagreement with another question, taken as the other's direction by the one that asks to
    recommend.
    """
    asked = {
        other for other, role in draft.roles.items() if draft.questions.get(other) and draft.questions[other].scale
    }
    found = [
        pair
        for pair in draft.basis.pairs
        if pair.column == at and pair.other in asked and pair.r < DISAGREES and pair.n >= PAIRS_LEAST
    ]
    if draft.roles.get(at) == Role.NPS:
        return None
    preferred = [pair for pair in found if draft.roles.get(pair.other) in (Role.NPS, Role.CSAT)]
    if draft.roles.get(at) == Role.CSAT:
        preferred = [pair for pair in preferred if draft.roles.get(pair.other) == Role.NPS]
    return min(preferred, key=lambda pair: pair.r, default=None)


def direction_doubt(draft: Draft, at: int, evidence: Phrase | None) -> Doubt:
    question = draft.questions[at]
    scale = read_reading(question.scale or "1-5")[0]
    proposed = LOW_IS_BEST if _label_order(draft.guesses[at]) is not None else None
    choices = tuple(
        Choice(name, Phrase(N_("{n} is the best"), (("n", number(value)),)))
        for name, value in ((LOW_IS_BEST, scale.min), (HIGH_IS_BEST, scale.max))
    )
    title = Phrase(N_("In “{column}”, which end is the best?"), (("column", draft.headings[at]),))
    return Doubt(f"direction:{at}", title, choices, proposed, evidence or _NOTHING, at)
