"""Which customers may be one, strongest first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from cxdesk.analysis.identity import signs
from cxdesk.analysis.identity.blocks import pairs
from cxdesk.analysis.identity.profiles import Profile
from cxdesk.domain.identity import Sign, Strength, Suggestion
from cxdesk.system.progress import Progress

_OFTEN = 500
_ORDER = {Strength.SURE: 0, Strength.LIKELY: 1, Strength.POSSIBLE: 2}

Both = tuple[str, str]
Together = Callable[[Sequence[Both]], Mapping[Both, Sign]]  # what speaks against pairs, looked up for all at once


def suggestions(
    profiles: Sequence[Profile],
    apart: Collection[frozenset[str]] = (),
    progress: Progress | None = None,
    together: Together | None = None,
) -> list[Suggestion]:
    """Pairs of customers that may be one. `apart` are pairs that somebody said are not."""
    progress = progress or Progress()
    found: list[tuple[float, Suggestion]] = []
    for at, (low, high) in enumerate(sorted(pairs(profiles, progress))):
        if at % _OFTEN == 0:
            progress.check()
        one, other = _by_standing(profiles[low], profiles[high])
        compared = compare(one, other)
        if compared is not None and frozenset((one.customer, other.customer)) not in apart:
            found.append(compared)
    if together is not None:
        against = together([(suggestion.one, suggestion.other) for _points, suggestion in found])
        found = [kept for one in found if (kept := _less(one, against.get((one[1].one, one[1].other))))]
    found.sort(key=lambda each: (_ORDER[each[1].strength], -each[0], each[1].one, each[1].other))
    return [suggestion for _points, suggestion in found]


def compare(one: Profile, other: Profile) -> tuple[float, Suggestion] | None:
    """(points, suggestion) for two customers; None when nothing is worth saying."""
    evidence, doubts = tuple(signs.evidence(one, other)), tuple(signs.doubts(one, other))
    called = one.names[0] if one.names else "", other.names[0] if other.names else ""
    return _weighed(Suggestion(one.customer, other.customer, Strength.POSSIBLE, evidence, doubts, called))


def _weighed(said: Suggestion) -> tuple[float, Suggestion] | None:
    score = signs.points(said.evidence, said.doubts)
    strength = signs.strength(score)
    return None if strength is None else (score, replace(said, strength=strength))


def _less(found: tuple[float, Suggestion], doubt: Sign | None) -> tuple[float, Suggestion] | None:
    """The same with one more thing that speaks against it."""
    if doubt is None:
        return found
    return _weighed(replace(found[1], doubts=(*found[1].doubts, doubt)))


def _by_standing(one: Profile, other: Profile) -> tuple[Profile, Profile]:
    return (one, other) if one.standing >= other.standing else (other, one)
