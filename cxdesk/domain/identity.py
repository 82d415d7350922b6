"""Which customers are one: decisions of people, what they come to together, and what may be decided next.

A decision says that two references (an id, an e-mail, a name, as files wrote them) are one customer. Decisions are
kept as they were made and folded in their order, so that taking one back leaves what there would be without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from cxdesk.system.i18n import N_


@dataclass(frozen=True)
class Merge:
    """`alias` is `canonical`: decided by whom, when and on what evidence; `undone_at` when it was taken back."""

    id: int
    alias: str
    canonical: str
    by: str = ""
    evidence: str = ""
    at: str = ""
    undone_at: str | None = None
    batch: int | None = None  # the import that said so, where one did


@dataclass(frozen=True)
class Apart:
    """Two references that are not one customer, so that nobody is asked again."""

    id: int
    one: str
    other: str
    by: str = ""
    at: str = ""


class Strength(StrEnum):
    """How much speaks for it that two customers are one."""

    SURE = "sure"
    LIKELY = "likely"
    POSSIBLE = "possible"


STRENGTHS: Mapping[Strength, str] = {
    Strength.SURE: N_("Sure"),
    Strength.LIKELY: N_("Likely"),
    Strength.POSSIBLE: N_("Possible"),
}


@dataclass(frozen=True)
class Sign:
    """One thing that speaks for or against: a code that never changes, and the value that it is about."""

    code: str
    value: str = ""
    other: str = ""


@dataclass(frozen=True)
class Suggestion:
    """Two customers that may be one. `one` is the one that would stay; `called` are their names, where known."""

    one: str
    other: str
    strength: Strength
    evidence: tuple[Sign, ...]
    doubts: tuple[Sign, ...] = ()
    called: tuple[str, str] = ("", "")

    def swapped(self) -> Suggestion:
        """The same, with the other one staying."""
        return replace(self, one=self.other, other=self.one, called=(self.called[1], self.called[0]))


@dataclass(frozen=True)
class Said:
    """One value that the files give for a field of a customer, and where it comes from."""

    field: str
    value: str
    reference: str  # under which reference it was given
    file: str = ""
    counts: bool = True  # whether metrics read it; the others are in conflict with it


@dataclass(frozen=True)
class Record:
    """A customer as the files know it: its references, what was said of it, how many rows it has of each kind."""

    customer: str
    references: tuple[str, ...]
    said: tuple[Said, ...] = ()
    rows: Mapping[str, int] | None = None
    files: tuple[str, ...] = ()

    @property
    def conflicts(self) -> tuple[Said, ...]:
        """Values that another import overruled."""
        return tuple(one for one in self.said if not one.counts)

    def value(self, field: str) -> str:
        """What counts for a field; empty when nothing was said."""
        return next((one.value for one in self.said if one.field == field and one.counts), "")


class Unions:
    """Which references stand for which, as decisions come in; no chains, no circles."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self._to: dict[str, str] = {}
        for alias, canonical in pairs:
            self.join(alias, canonical)

    def top(self, text: str) -> str:
        """The reference that stands for `text`: itself, if nothing was decided."""
        to, top = self._to, text
        while top in to:
            top = to[top]
        while text != top:  # the next time it is one step
            to[text], text = top, to[text]
        return top

    def join(self, alias: str, canonical: str) -> bool:
        """What stands for the alias, with all that it stood for, goes to what stands for the canonical; False when
        they are one already.
        """
        one, other = self.top(alias), self.top(canonical)
        if one == other:
            return False
        self._to[one] = other
        return True

    def flat(self) -> dict[str, str]:
        """Reference → the one that stands for it, for all that have another."""
        return {text: self.top(text) for text in list(self._to)}


def resolve(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What decisions (alias, canonical), taken in their order, come to: reference → the one that stands for it."""
    return Unions(pairs).flat()
