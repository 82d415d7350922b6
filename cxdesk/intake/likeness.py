"""Tables whose headings are nearly those of a remembered one: a column more, one less, another order.

What was decided then is proposed again, and the difference is named; a table with exactly these headings needs no
question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cxdesk.domain.results import Phrase
from cxdesk.domain.text import fold
from cxdesk.intake import remember
from cxdesk.intake.inspection import Basis, Choice, Decisions, Doubt, Likeness
from cxdesk.intake.mapping import LEFT_OUT, ColumnUse, Question
from cxdesk.intake.mapping import Mapping as TableMapping
from cxdesk.intake.records import SAID
from cxdesk.system.i18n import N_

LIKE, SAME, FRESH = "like", "same", "fresh"
SHARE = 0.75  # of the columns, on either side, that must be the same
LEAST = 3  # columns in common
TOLD = 4  # columns named one by one


@dataclass(frozen=True)
class Near:
    """A kept mapping with its columns where they are now; `gained` and `lost` are headings."""

    mapping: TableMapping
    name: str
    gained: tuple[str, ...]
    lost: tuple[str, ...]

    def of(self, basis: Basis) -> Likeness:
        """What it decides about a table."""
        return Likeness(self.name, remember.decisions(self.mapping, basis), self.gained, self.lost)


@dataclass(frozen=True)
class Memory:
    """Kept mappings by fingerprint, and what their tables are called."""

    kept: Mapping[str, TableMapping]
    names: Mapping[str, str]

    def near(self, headings: tuple[str, ...]) -> Near | None:
        """The kept mapping whose headings are most nearly these; None where none is near enough."""
        best: tuple[float, str] | None = None
        mine = {fold(heading) for heading in headings}
        for fingerprint, mapping in self.kept.items():
            theirs = {fold(use.heading) for use in mapping.columns}
            shared = len(mine & theirs)
            share = shared / max(len(mine), len(theirs), 1)
            usable = shared >= LEAST and share >= SHARE and not mapping.options.get(LEFT_OUT)
            if usable and (best is None or (share, fingerprint) > best):
                best = share, fingerprint
        if best is None:
            return None
        return moved(self.kept[best[1]], self.names.get(best[1], ""), headings)


def moved(mapping: TableMapping, name: str, headings: Sequence[str]) -> Near:
    """A kept mapping with its columns found again by their headings."""
    free: dict[str, list[int]] = {}
    for at, heading in enumerate(headings):
        free.setdefault(fold(heading), []).append(at)
    to: dict[int, int] = {}
    lost: list[str] = []
    for use in sorted(mapping.columns, key=lambda use: use.index):
        places = free.get(fold(use.heading))
        if places:
            to[use.index] = places.pop(0)
        else:
            lost.append(use.heading)
    gained = tuple(heading for at, heading in enumerate(headings) if at not in to.values())
    uses = [_use(use, to) for use in mapping.columns if use.index in to]
    questions = [_question(one, to) for one in mapping.questions if one.index in to]
    options = {**mapping.options, SAID: _said(mapping.options.get(SAID, {}), to)}
    there = replace(mapping, columns=tuple(uses), questions=tuple(questions), options=options, also=())
    return Near(there, name, gained, tuple(lost))


def _use(use: ColumnUse, to: Mapping[int, int]) -> ColumnUse:
    of, clock = (None if at is None else to.get(at) for at in (use.of, use.clock))
    names = tuple(to.get(at, -1) for at in use.names or ())
    both = (names[0], names[1]) if names and -1 not in names else None
    return replace(use, index=to[use.index], of=of, clock=clock, names=both)


def _question(question: Question, to: Mapping[int, int]) -> Question:
    cases = tuple(replace(case, by=to[case.by]) for case in question.cases if case.by in to)
    return replace(question, index=to[question.index], cases=cases)


def _said(answers: Mapping[str, str], to: Mapping[int, int]) -> dict[str, str]:
    """Answers about columns, which name them by their number; those about columns that are gone are forgotten."""
    found: dict[str, str] = {}
    for doubt, choice in answers.items():
        name, colon, rest = doubt.partition(":")
        number, more, word = rest.partition(":")
        if not colon or not number.isdigit():
            found[doubt] = choice
        elif int(number) in to:
            found[f"{name}:{to[int(number)]}{more}{word}"] = choice
    return found


def decided(like: Likeness, choice: str) -> Decisions:
    """The decisions that follow from reading the table as the other one, or from looking at it afresh."""
    if choice == FRESH:
        return Decisions(answers={LIKE: FRESH})
    return replace(like.decisions, answers={**like.decisions.answers, LIKE: SAME})


def doubts(like: Likeness | None, decisions: Decisions) -> tuple[Doubt, ...]:
    """Whether the table is to be read as the one that it resembles; the same way unless the person says otherwise."""
    if like is None:
        return ()
    choices = (
        Choice(SAME, Phrase(N_("Yes, as then"))),
        Choice(FRESH, Phrase(N_("No, look at it afresh"))),
    )
    question = Phrase(N_("This table is almost {name}, imported before. Read it the same way?"), (("name", like.name),))
    if not like.name:
        question = Phrase(N_("This table is almost one that was imported before. Read it the same way?"))
    return (Doubt(LIKE, question, choices, decisions.answers.get(LIKE, SAME), _difference(like)),)


def _difference(like: Likeness) -> Phrase:
    gained, lost = _listed(like.gained), _listed(like.lost)
    if gained and lost:
        return Phrase(N_("New columns: {gained}. Gone: {lost}."), (("gained", gained), ("lost", lost)))
    if gained:
        return Phrase(N_("New columns: {gained}."), (("gained", gained),))
    if lost:
        return Phrase(N_("Columns that are gone: {lost}."), (("lost", lost),))
    return Phrase(N_("The same columns in another order."))


def _listed(names: Sequence[str]) -> str:
    told = ", ".join(f"“{name}”" for name in names[:TOLD])
    return f"{told} … (+{len(names) - TOLD})" if len(names) > TOLD else told
