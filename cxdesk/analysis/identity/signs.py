"""What speaks for it that two customers are one, what against it, and how much that is together.

Points are a rule of thumb, stated here once: a shared e-mail is nearly a proof; a shared name is none, because two
people often bear one name; everything that differs takes away from it. Signs of one sort count once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cxdesk.analysis.identity import texts
from cxdesk.analysis.identity.blocks import near_names
from cxdesk.analysis.identity.profiles import Profile
from cxdesk.domain.identity import Sign, Strength
from cxdesk.domain.text import fold

FOR: Mapping[str, float] = {
    "same_email": 4.0,
    "shared_email": 1.5,  # of a desk: info@, sales@
    "loose_email": 2.5,
    "same_phone": 2.5,
    "same_id": 2.0,  # but for case, spaces and marks
    "zeros": 1.0,  # but for zeros in front as well
    "same_name": 1.5,
    "one_word_name": 1.0,
    "name_in_email": 1.25,
    "near_name": 0.9,
    "same_city": 0.5,
}
AGAINST: Mapping[str, float] = {
    "other_name": 2.0,
    "other_email": 1.0,
    "other_phone": 0.75,
    "other_city": 0.75,
    "other_country": 1.0,
    "same_file": 1.0,
    "belongs": 2.0,
    "other_level": 2.0,
    "same_minute": 1.0,
}
SURE, LIKELY, POSSIBLE = 3.5, 2.0, 0.5  # points from which it is called so


def evidence(one: Profile, other: Profile) -> Iterator[Sign]:
    """What speaks for it."""
    yield from _addresses(one, other)
    for mine, theirs in _same_phones(one, other)[:1]:
        yield Sign("same_phone", mine, theirs)
    yield from _ids(one, other)
    yield from _names(one, other)
    if place := sorted(one.places & other.places):
        yield Sign("same_city", next(city for city in one.cities if fold(city) == place[0]))


def _addresses(one: Profile, other: Profile) -> Iterator[Sign]:
    shared = sorted(one.addresses & other.addresses, key=lambda address: (texts.is_shared(address), address))
    if shared:
        yield Sign("shared_email" if texts.is_shared(shared[0]) else "same_email", shared[0])
        return
    for address in sorted(one.addresses):
        loose = texts.loose_email(address)
        for twin in sorted(other.addresses):
            if texts.loose_email(twin) == loose:
                yield Sign("loose_email", address, twin)
                return


def _same_phones(one: Profile, other: Profile) -> list[tuple[str, str]]:
    """Telephone numbers of the two that are one, as they are written."""
    if not one.numbers & other.numbers:  # their last digits, which costs nothing to ask
        return []
    return [(mine, theirs) for mine in one.phones for theirs in other.phones if texts.same_phone(mine, theirs)]


def _ids(one: Profile, other: Profile) -> Iterator[Sign]:
    if not one.ids & other.ids:
        return
    for mine in one.references:
        for theirs in other.references:
            if texts.loose_id(mine) == texts.loose_id(theirs):
                same = texts.plain_id(mine) == texts.plain_id(theirs)
                yield Sign("same_id" if same else "zeros", mine, theirs)
                return


def _names(one: Profile, other: Profile) -> Iterator[Sign]:
    called = sorted(one.called & other.called, key=lambda name: -len(name))
    if called:
        said = [_name(profile, called[0]) for profile in (one, other)]
        yield Sign("same_name" if len(called[0]) > 1 else "one_word_name", *said)
        return
    for profile, twin in ((one, other), (other, one)):
        for name in sorted(profile.called & twin.spelled):
            address = next(text for text in sorted(twin.addresses) if texts.local_words(text) == name)
            yield Sign("name_in_email", _name(profile, name), address)
            return
    if near_names(one, other):
        yield Sign("near_name", _first_name(one), _first_name(other))


def doubts(one: Profile, other: Profile) -> Iterator[Sign]:
    """What speaks against it."""
    if one.called and other.called and not _akin(one, other):
        yield Sign("other_name", _first_name(one), _first_name(other))
    if one.addresses and other.addresses and not one.loose & other.loose:
        yield Sign("other_email", min(one.addresses), min(other.addresses))
    if one.numbers and other.numbers and not _same_phones(one, other):
        yield Sign("other_phone", one.phones[0], other.phones[0])
    if one.places and other.places and not one.places & other.places:
        yield Sign("other_city", one.cities[0], other.cities[0])
    if one.lands and other.lands and not one.lands & other.lands:
        yield Sign("other_country", one.countries[0], other.countries[0])
    if one.records & other.records:
        yield Sign("same_file")
    if other.customer in one.parents or one.customer in other.parents:
        yield Sign("belongs")
    if one.levels and other.levels and not one.levels & other.levels:
        yield Sign("other_level")


def _akin(one: Profile, other: Profile) -> bool:
    """Whether the names of two have a word in common, or nearly."""
    mine, theirs = ({word for name in profile.called for word in name} for profile in (one, other))
    return bool(mine & theirs) or near_names(one, other) or bool(one.called & other.spelled)


def points(signs: tuple[Sign, ...], against: tuple[Sign, ...]) -> float:
    """How much speaks for it when all is said. A city alone speaks for nothing."""
    codes = {sign.code for sign in signs}
    if codes <= {"same_city"}:
        return 0.0
    return sum(FOR[code] for code in codes) - sum(AGAINST[code] for code in {sign.code for sign in against})


def strength(score: float) -> Strength | None:
    """How points are called; None where they are too few to bother anybody."""
    if score >= SURE:
        return Strength.SURE
    if score >= LIKELY:
        return Strength.LIKELY
    return Strength.POSSIBLE if score >= POSSIBLE else None


def _name(profile: Profile, name: tuple[str, ...]) -> str:
    said = (*profile.names, *profile.references)
    return next((text for text in said if texts.words(text) == name), " ".join(name))


def _first_name(profile: Profile) -> str:
    return _name(profile, min(profile.called))
