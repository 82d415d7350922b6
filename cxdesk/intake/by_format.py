"""What a recognised export settles by itself: columns that are known, what ratings measure, repeated headings that are
one column, what else its rows are. Whatever the person said comes first.
"""

from __future__ import annotations

from collections.abc import Mapping as Map
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cxdesk.domain.kinds import kind as kind_named
from cxdesk.domain.scales import parse_scale
from cxdesk.domain.text import fold
from cxdesk.intake.cells_of_durations import LEFT, written
from cxdesk.intake.completing import STANDS_IN
from cxdesk.intake.evidence import Guess
from cxdesk.intake.formats import COMMENT, Also, Asks, Format, Skip
from cxdesk.intake.inspection import Decisions
from cxdesk.intake.mapping import ATTRIBUTE, COMMENT_OF, IGNORE, PART_OF, QUESTION, Case, ColumnUse, Mapping, Question
from cxdesk.intake.numbers import reader
from cxdesk.intake.own_words import in_own_words
from cxdesk.intake.ratings import is_rating
from cxdesk.intake.records import settle_records
from cxdesk.intake.signatures import plain
from cxdesk.intake.written import settle

if TYPE_CHECKING:
    from cxdesk.intake.propose import Draft

WORDS = (ATTRIBUTE, IGNORE, COMMENT)


def format_for(draft: Draft) -> Format | None:
    """The draft's format where its rows are taken for what the format says they are."""
    known = draft.format
    return known if known is not None and known.kind == draft.kind.name else None


def take_format(draft: Draft) -> None:
    """The columns that the format knows as no field of the kind, and those that it joins."""
    known = format_for(draft)
    if known is None:
        return
    firsts: dict[str, int] = {}
    for at, raw in enumerate(draft.basis.raw_headings):
        said = known.use(raw, draft.headings[at])
        if at not in draft.uses and said is not None and known.counts_days(raw):
            draft.uses[at] = said if draft.basis.stated else ATTRIBUTE
        left = known.said("units", raw, draft.headings[at]) == LEFT
        if at not in draft.uses and left and all(written(seen.text) is not None for seen in draft.guesses[at].examples):
            draft.uses[at] = str(said)
        if at not in draft.uses and said in WORDS:
            draft.uses[at] = COMMENT_OF if said == COMMENT else said
        if known.joins(raw) and draft.uses.get(at, ATTRIBUTE) == ATTRIBUTE:
            first = firsts.setdefault(plain(raw), at)
            draft.uses[at] = ATTRIBUTE
            if first != at:
                draft.of[at] = first


def take_asked(draft: Draft) -> None:
    """The ratings of which the format says what they measure."""
    for at, guess in enumerate(draft.guesses):
        asks = asked(draft, at)
        if at not in draft.uses and asks is not None and guess.filled and (asks.labels or is_rating(guess)):
            draft.uses[at] = QUESTION
            draft.roles[at] = asks.role


def asked(draft: Draft, at: int) -> Asks | None:
    """What the format says that a column measures."""
    known = format_for(draft)
    found = known.asked(draft.basis.raw_headings[at], draft.headings[at]) if known is not None else None
    return _settled(draft, at, found) if found is not None else None


def _settled(draft: Draft, at: int, asks: Asks) -> Asks | None:
    """The rating as this column writes it; where the words are the desk's own, they are asked about."""
    found = fitting(asks, draft.guesses[at])
    return in_own_words(draft, at, asks) if found is None and asks.rivals else found


def fitting(asks: Asks, guess: Guess) -> Asks | None:
    """Of several ways in which a tool writes a rating, the first that knows every word of the column."""
    if not asks.rivals:
        return asks
    for one in asks.rivals:
        whole = replace(one, missing=(*asks.missing, *one.missing))
        if _answers(whole, guess):
            return whole
    return None


def _answers(asks: Asks, guess: Guess) -> bool:
    """Whether every cell of a column is an answer on that scale, or none."""
    words = {seen.text for seen in guess.values} - {""}
    none = {fold(word) for word in asks.missing}
    labels = {fold(word) for word, _value in asks.labels}
    words = {word for word in words if fold(word) not in none}
    if labels:
        return bool(words) and {fold(word) for word in words} <= labels
    scale = parse_scale(asks.scale)
    numbers = [reader(".", "")(word.replace(",", ".")) for word in words]
    return bool(numbers) and all(number is not None and scale.place(number) is not None for number in numbers)


def question_of(draft: Draft, at: int, asks: Asks, text: str) -> Question | None:
    """The question in full where the format says its scale; None where the values have to."""
    if not asks.scale:
        return None
    labels = tuple((word, value) for word, value in asks.labels)
    return Question(at, text, asks.role, asks.scale, asks.missing, labels, _cases(draft, asks))


def _cases(draft: Draft, asks: Asks) -> tuple[Case, ...]:
    """What is measured instead, by the words of another column."""
    by = _column(draft, asks.by)
    if by is None:
        return ()
    return tuple(
        Case(by, fold(word), one.role, one.scale or asks.scale, one.missing, one.labels)
        for word, one in asks.cases.items()
    )


def _column(draft: Draft, names: Sequence[str]) -> int | None:
    wanted = {plain(name) for name in names}
    headings = zip(draft.basis.raw_headings, draft.headings, strict=True)
    return next((at for at, both in enumerate(headings) if wanted & {plain(both[0]), plain(both[1])}), None)


def skips(known: Sequence[Skip], raw: Sequence[str], headings: Sequence[str]) -> dict[str, Any]:
    """Which rows of a tool's export are no data, as mapping options."""
    found = []
    for skip in known:
        wanted = {plain(name) for name in skip.headings}
        both = zip(raw, headings, strict=True)
        at = next((place for place, names in enumerate(both) if wanted & {plain(names[0]), plain(names[1])}), None)
        if at is not None:
            found.append({"index": at, "values": [fold(value) for value in skip.values], "reason": skip.reason})
    return {"skip": found} if found else {}


# What else the rows are


def companions_of(draft: Draft, main: Mapping) -> list[Mapping]:
    """The same rows as the other kinds that the format names, where their columns are there and filled."""
    known = format_for(draft)
    found = [_companion(draft, main, one) for one in (known.also if known is not None else ())]
    return [one for one in found if one is not None]


def _companion(draft: Draft, main: Mapping, also: Also) -> Mapping | None:
    other = type(draft)(
        draft.basis, draft.headings, Decisions(also.kind, draft.decisions.answers), kind_named(also.kind), draft.format
    )
    if not _take_asks(other, also.asks) or not _take_uses(other, also.uses, set(also.needs)):
        return None
    for at in range(len(other.headings)):
        other.uses.setdefault(at, IGNORE)
    columns = tuple(settle(other, at) for at in range(len(other.headings)))
    known = skips(also.skips, draft.basis.raw_headings, draft.headings)
    read = {name: main.options[name] for name in ("header_rows", "totals", "asides") if name in main.options}
    columns, options = settle_records(other, columns, {PART_OF: main.kind, **read, **known})
    seen = {doubt.id for doubt in draft.doubts}
    draft.doubts += [one for one in other.doubts if one.id not in seen and not one.id.startswith("word:")]
    questions = tuple(other.questions[at] for at in sorted(other.questions))
    options |= {STANDS_IN: dict(also.stands_in)} if also.stands_in else {}
    return Mapping(also.kind, columns, questions, constants=dict(also.constants), options=options)


def _take_asks(other: Draft, asks: Map[str, Asks]) -> bool:
    """Whether every rating that is asked for is there and can be read."""
    for heading, one in asks.items():
        at = _column(other, (heading,))
        fits = _settled(other, at, one) if at is not None and other.guesses[at].filled else None
        question = question_of(other, at, fits, other.headings[at]) if at is not None and fits is not None else None
        if at is None or question is None:
            return False
        other.uses[at], other.roles[at], other.questions[at] = QUESTION, question.role, question
    return True


def _take_uses(other: Draft, uses: Map[str, str], needed: set[str]) -> bool:
    """Whether every field that is needed has a filled column."""
    for heading, name in uses.items():
        at = _column(other, (heading,))
        if at is None or at in other.uses or not other.guesses[at].filled:
            continue
        if name == COMMENT:
            other.uses[at], other.of[at] = COMMENT_OF, next(iter(other.questions), at)
        elif name not in other.uses.values():
            other.uses[at] = name
    return needed <= set(other.uses.values())


def cells_of(draft: Draft, use: ColumnUse) -> ColumnUse:
    """The use with what the format says about the cells of the column."""
    known = draft.format
    if known is None or use.index >= len(draft.basis.raw_headings):
        return use
    both = draft.basis.raw_headings[use.index], draft.headings[use.index]
    missing = known.said("missing", *both) or ()
    words = known.said("words", *both) or {}
    take = known.said("takes", *both) or ""
    if missing:
        use = replace(use, missing=tuple(dict.fromkeys((*use.missing, *missing))))
    if words:
        use = replace(use, labels={**use.labels, **words})
    return replace(use, layout=take) if take and use.field not in (QUESTION, COMMENT_OF) else use
