"""Which column feeds which field of a kind: headings against synonyms, checked against what the cells could be."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache

from cxdesk.domain.kinds import Field, Kind, Type, fold_word, registry
from cxdesk.domain.text import fold
from cxdesk.intake.cells_of_durations import written
from cxdesk.intake.dates import EPOCH_MS, EPOCH_S, SERIAL
from cxdesk.intake.evidence import Guess
from cxdesk.intake.formats import Format
from cxdesk.intake.mapping import ATTRIBUTE, IGNORE
from cxdesk.intake.synonyms import counts_rows, match

MOST = 0.8
UNIQUE = 0.99
BY_FORMAT, EMPTY = 5.0, 2.0
KEY_BONUS = 2.0
ANY_KEY = frozenset({"id", "#", "number", "no", "nr", "identifiant", "numero", "cod", "ref", "referinta"})
REPEATED = 0.5
AS_WRITTEN = frozenset({Type.TEXT, Type.REF, Type.LABEL})  # what a tool says they are, whatever they look like
LISTED = 3  # so many fields make a list of records; fewer are a link to one
UNSPOKEN = 0.5  # what is left of a heading whose cells are not words of its closed list
UNTOLD = 0.3  # what is left of the evidence for a kind when a table lacks what such tables have
FROM_QUESTIONS = frozenset({"question", "role", "score", "comment"})  # of answers; their columns come by question
WORDS = 3  # so many different ones of a closed list say what a table is about
_IDS = ("id", "n°", "no", "nr", "code", "cod", "number", "numero", "numar", "key")


def assign(
    kind: Kind,
    headings: Sequence[str],
    guesses: Sequence[Guess],
    format: Format | None,
    taken: Collection[int],
    raw: Sequence[str] = (),
) -> dict[int, str]:
    """Column → field, each at most once: the best named first, of equals the one with more cells, then the first.

    `raw`: the first header row as written, where a format may know a column by that.
    """
    found = []
    for field in kind.fields:
        if kind.has("role") and field.name in FROM_QUESTIONS:
            continue
        for at, guess in enumerate(guesses):
            written = raw[at] if at < len(raw) else headings[at]
            worth = worth_of(kind, field, headings[at], guess, format, written) if at not in taken else 0.0
            if worth > 0:
                found.append((-worth, -guess.filled, at, field.name))
    chosen: dict[int, str] = {}
    for _worth, _filled, at, name in sorted(found):
        if at not in chosen and name not in chosen.values():
            chosen[at] = name
    return chosen


def worth_of(kind: Kind, field: Field, heading: str, guess: Guess, format: Format | None, raw: str = "") -> float:
    """How much speaks for the column being that field; 0 when its cells cannot be."""
    said = format.use(raw or heading, heading) if format is not None and format.kind == kind.name else None
    if format is not None and said is not None:
        named = said == field.name and (field.type in AS_WRITTEN or can_be(field, guess, kind))
        return _by_format(format, guess, heading, raw) if named else 0.0
    worth = match(heading, kind, field)
    if not worth or not can_be(field, guess, kind):
        return 0.0
    if field.type is Type.REF and any(word in heading.casefold().replace("_", " ").split() for word in _IDS):
        worth += 0.2
    return worth


def _by_format(format: Format, guess: Guess, *headings: str) -> float:
    """Of several columns that a tool's export has for one field the first counts that is filled."""
    return BY_FORMAT - 0.001 * format.rank(*headings) - (0.0 if guess.filled else EMPTY)


def can_be(field: Field, guess: Guess, kind: Kind) -> bool:
    """Whether the cells could be values of the field. An empty column could be anything."""
    if not guess.filled:
        return True
    if field.type in (Type.INSTANT, Type.DATE):
        months = field.months and bool(guess.months)
        return months or bool(guess.layouts) or bool(numeric_layout(guess))
    if field.type in (Type.NUMBER, Type.MONEY):
        return guess.numbers.cells >= MOST * guess.filled
    if field.type is Type.BOOL:
        return guess.booleans > 0 or (bool(field.words) and _known_words(guess, field))
    if field.type is Type.DURATION:
        clocks = guess.durations >= MOST * guess.filled or guess.numbers.cells >= MOST * guess.filled
        return clocks or all(written(seen.text) is not None for seen in guess.examples)
    if (field.name,) == kind.key[:1] and names_one_row(kind) and not field.required:
        return guess.distinct >= UNIQUE * guess.filled and not guess.layouts
    if field.type is Type.REF and guess.booleans == guess.filled and 1 < guess.distinct < guess.filled:
        return False  # yes and no name nobody
    if field.type in (Type.TEXT, Type.REF, Type.LABEL):
        return guess.words < 6
    return True


def names_one_row(kind: Kind) -> bool:
    """Whether what comes first in a kind's key names one row by itself, and not only together with the rest of it,
    such as a customer of whom several indicators are read. A response does in a table of responses.
    """
    return not kind.lines and kind.span is None and (len(kind.key) == 1 or kind.has("role"))


def _known_words(guess: Guess, field: Field) -> bool:
    """Whether the column's examples are all words of the field's vocabulary."""
    known = field.folded_words()
    return all(fold_word(seen.text) in known for seen in guess.examples)


def numeric_layout(guess: Guess) -> str:
    """How a column of numbers could be dates: Excel serials, seconds or milliseconds since 1970; empty if not at
    all.
    """
    numbers = guess.numbers
    if numbers.cells < MOST * guess.filled or numbers.low is None or numbers.high is None:
        return ""
    if numbers.low >= 20_000 and numbers.high < 80_000:
        return SERIAL
    if numbers.low >= 600_000_000 and numbers.high < 5_000_000_000:
        return EPOCH_S
    if numbers.low >= 600_000_000_000 and numbers.high < 5_000_000_000_000:
        return EPOCH_MS
    return ""


@cache
def spread(heading: str) -> int:
    """How many kinds have a field of that name; 1 for one that nobody knows."""
    kinds = [kind for kind in registry().values() if any(match(heading, kind, field) for field in kind.fields)]
    return max(1, len(kinds))


def support(kind: Kind, assigned: Mapping[int, str], headings: Sequence[str], guesses: Sequence[Guess]) -> float:
    """How much of what names the fields belongs to this kind alone: 1 for a heading that no other kind knows, a
    twentieth for one of twenty kinds, nothing for "id". Theirs alone are an e-mail address of a customer, and an id
    that bears the kind's name and never comes twice.
    """
    total = 0.0
    listed = len(assigned) >= LISTED
    for at, name in assigned.items():
        own = listed and name in kind.key[:1] and guesses[at].unique and kind.name in fold(headings[at])
        if name == "email" or own:
            total += 1.0
        elif guesses[at].filled and fold(headings[at]) not in ANY_KEY and says(kind.field(name), guesses[at]):
            total += 1.0 / spread(headings[at]) + _said_by_words(kind.field(name), guesses[at])
    return total


def _said_by_words(field: Field, guess: Guess) -> float:
    """What the words of a closed list say beside their heading: as much as few kinds know such words."""
    if field.type is not Type.LABEL or not field.words or not WORDS <= guess.distinct == len(guess.values):
        return 0.0
    return 1.0 / max(1, _speakers(tuple(sorted(fold_word(seen.text) for seen in guess.values))))


@cache
def _lists() -> tuple[tuple[frozenset[str], ...], ...]:
    """The words of every closed list, by kind."""
    return tuple(
        tuple(frozenset(field.folded_words()) for field in kind.fields if field.words and field.type is Type.LABEL)
        for kind in registry().values()
    )


@lru_cache(maxsize=1024)
def _speakers(words: tuple[str, ...]) -> int:
    """How many kinds have a closed list that knows at least half of these words."""
    return sum(any(2 * len(known.intersection(words)) >= len(words) for known in lists) for lists in _lists())


def says(field: Field, guess: Guess) -> bool:
    """Whether a column speaks the language of its field: of a closed list, at least half of the cells."""
    if not field.words or not guess.values or guess.booleans:
        return True
    known = field.folded_words()
    words = sum(seen.count for seen in guess.values if fold_word(seen.text) in known)
    return 2 * words >= sum(seen.count for seen in guess.values)


def is_of_another(kind: Kind, assigned: Mapping[int, str], headings: Sequence[str], guesses: Sequence[Guess]) -> bool:
    """Whether rows have an id of their own beside the one taken for the kind's, such as `id` beside
    `subscription_id`: then they are something that belongs to a record, not the record. Lines of records have one.
    """
    key = next((at for at, name in assigned.items() if name in kind.key[:1]), None)
    if key is None or (kind.lines and guesses[key].distinct < guesses[key].filled):
        return False
    named = fold(headings[key].replace("_", " ")).split()
    own = [at for at, guess in enumerate(guesses) if fold(headings[at]) == "id" and guess.unique and at not in assigned]
    return bool(own) and len(named) > 1 and named[-1] == "id"


def lacks_its_day(kind: Kind, assigned: Mapping[int, str], headings: Sequence[str]) -> bool:
    """Whether rows of a kind that says when things happened do not say it, and have no id but one called just `id`:
    then they are lines or parts of something else.
    """
    key = next((at for at, name in assigned.items() if name in kind.key[:1]), None)
    bare = key is not None and fold(headings[key]) in ANY_KEY
    return bare and bool(kind.at) and kind.span is None and kind.at not in assigned.values()


def leaves_the_id_of(
    other: Kind, assigned: Mapping[int, str], headings: Sequence[str], guesses: Sequence[Guess]
) -> bool:
    """Whether a column that is left over names a record of another kind, such as `subscription_id`."""
    theirs = assign(other, headings, guesses, None, ())
    key = next((at for at, name in theirs.items() if name in other.key[:1]), None)
    return key is not None and key not in assigned and fold(headings[key]) not in ANY_KEY


def left_over(guess: Guess, raw_heading: str, heading: str, format: Format | None) -> str:
    """The use of a column that is no field: kept under its heading, or left out when it is empty or only counts
    rows.
    """
    said = format.use(raw_heading, heading) if format is not None else None
    if said in (ATTRIBUTE, IGNORE):
        return said
    if not guess.filled and not guess.missing:
        return IGNORE
    return IGNORE if guess.counter and counts_rows(raw_heading) else ATTRIBUTE


def named_by_mail(kind: Kind, assigned: Mapping[int, str], guesses: Sequence[Guess]) -> dict[str, str]:
    """In a list of people without numbers each is known by the address that nobody else has: field → whose value it
    takes.
    """
    mail = next((guesses[at] for at, name in assigned.items() if name == "email"), None)
    if kind.name != "customer" or "customer" in assigned.values() or mail is None:
        return {}
    own = mail.emails >= UNIQUE * mail.cells and mail.distinct >= UNIQUE * mail.filled
    return {"customer": "email"} if own else {}


def worth_of_kind(kind: Kind, assigned: Mapping[int, str], headings: Sequence[str], guesses: Sequence[Guess]) -> float:
    """What speaks for a table being of that kind: its named fields; much less when what identifies a row is
    missing, or when one record fills many rows, as in a list of orders that names customers.
    """
    worth = sum(
        match(headings[at], kind, kind.field(name))
        * (1.0 if guesses[at].filled else 0.3)
        * (1.0 if guesses[at].distinct < WORDS or says(kind.field(name), guesses[at]) else UNSPOKEN)
        for at, name in assigned.items()
    )
    keys = [at for at, name in assigned.items() if name in kind.key[:1]]
    worth += KEY_BONUS * sum(fold(headings[at]) not in ANY_KEY for at in keys)
    if names_one_row(kind) and any(guesses[at].distinct < REPEATED * guesses[at].filled for at in keys):
        worth *= 0.4
    if not all(any(name in assigned.values() for name in group) for group in kind.telling):
        worth *= UNTOLD
    given = {*assigned.values(), *named_by_mail(kind, assigned, guesses)}
    lacking = [field for field in kind.fields if field.required and field.name not in given]
    return worth * 0.2 if lacking else worth
