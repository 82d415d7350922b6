"""Which customers are worth comparing: those that share a key. Nobody is compared with everybody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cxdesk.analysis.identity.profiles import Profile
from cxdesk.analysis.identity.texts import nearly
from cxdesk.system.progress import Progress

MOST = 12  # who shares a key with more others than this is no clue: the sales desk's address, a very common name
MOST_NEAR = 40  # in a block of names that begin alike
_OFTEN = 2_000
_LEAST_WORD = 4  # letters of a word that may be misspelled

NEAR = "near "
Pair = tuple[int, int]


def pairs(profiles: Sequence[Profile], progress: Progress) -> set[Pair]:
    """Positions (low, high) of customers that share a key. Of many that do, each is paired with the one that would
    stay.
    """
    found: set[Pair] = set()
    for block in _blocks(profiles, progress):
        best = max(block, key=lambda at: (profiles[at].standing, -at))
        found.update((min(at, best), max(at, best)) for at in block if at != best)
    return found


def _blocks(profiles: Sequence[Profile], progress: Progress) -> Iterator[list[int]]:
    for key, block in _shared(profiles, progress).items():
        if key.startswith(NEAR):
            yield from _near(profiles, block)
        elif len(block) <= MOST:
            yield block


def _shared(profiles: Sequence[Profile], progress: Progress) -> dict[str, list[int]]:
    """Who has a key that others have as well. Most keys are one customer's alone, and so no list is made for them."""
    alone: dict[str, int] = {}
    shared: dict[str, list[int]] = {}
    for at, profile in enumerate(profiles):
        if at % _OFTEN == 0:
            progress.report(at, len(profiles))
        for key in set(_keys(profile)):
            first = alone.setdefault(key, at)
            if first != at:
                shared.setdefault(key, [first]).append(at)
    return shared


def _keys(profile: Profile) -> Iterator[str]:
    """Keys are texts that begin with their sort."""
    for address in profile.addresses | profile.loose:
        yield "mail " + address
    for number in profile.numbers:
        yield "phone " + number
    for text in profile.ids:
        yield "id " + text
    for name in profile.called:
        yield "name " + " ".join(name)
        yield from _near_keys(name)
    for name in profile.spelled:
        yield "name " + " ".join(name)


def _near_keys(name: tuple[str, ...]) -> Iterator[str]:
    """A name under each of its words left out but for how it begins: names with one misspelled word meet."""
    if len(name) < 2:
        return
    for at, word in enumerate(name):
        if len(word) >= _LEAST_WORD:
            yield NEAR + " ".join((*name[:at], *name[at + 1 :], word[:2]))


def _near(profiles: Sequence[Profile], block: list[int]) -> Iterator[list[int]]:
    if len(block) > MOST_NEAR:
        return
    for place, one in enumerate(block):
        for other in block[place + 1 :]:
            if near_names(profiles[one], profiles[other]):
                yield [one, other]


def near_names(one: Profile, other: Profile) -> bool:
    """Whether a name of one differs from a name of the other by one letter of one word."""
    return any(_one_word(mine, theirs) for mine in one.called for theirs in other.called)


def _one_word(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    left, right = set(mine) - set(theirs), set(theirs) - set(mine)
    if len(mine) != len(theirs) or len(left) != 1 or len(right) != 1:
        return False
    (word,), (twin,) = left, right
    return min(len(word), len(twin)) >= _LEAST_WORD and nearly(word, twin)
