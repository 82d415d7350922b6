"""What is known of one customer when it is compared with others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from cxdesk.analysis.identity import texts
from cxdesk.domain.text import fold

T = TypeVar("T")


@dataclass(eq=False)
class Profile:
    """A customer with all that files say of it, under whichever of its references."""

    customer: str
    references: tuple[str, ...]
    names: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    files: frozenset[int] = frozenset()  # the imports in which it occurs
    records: frozenset[int] = frozenset()  # the imports that hold a record of it
    rows: int = 0
    parents: frozenset[str] = field(default_factory=frozenset)
    levels: frozenset[str] = frozenset()  # person or account, as records say

    @cached_property
    def addresses(self) -> frozenset[str]:
        """E-mails, folded; a reference may be one."""
        return frozenset(_kept(map(texts.email, (*self.emails, *self.references))))

    @cached_property
    def loose(self) -> frozenset[str]:
        return frozenset(map(texts.loose_email, self.addresses))

    @cached_property
    def called(self) -> frozenset[tuple[str, ...]]:
        """The words of its names; a reference may be one."""
        said = (*self.names, *(text for text in self.references if texts.is_name(text)))
        return frozenset(_kept(texts.words(text) for text in said if "@" not in text))

    @cached_property
    def numbers(self) -> frozenset[str]:
        return frozenset(_kept(map(texts.phone, self.phones)))

    @cached_property
    def ids(self) -> frozenset[str]:
        """References that are neither e-mail nor name, as loosely as ids may be compared."""
        plain = (text for text in self.references if "@" not in text and not texts.is_name(text))
        return frozenset(_kept(map(texts.loose_id, plain)))

    @cached_property
    def spelled(self) -> frozenset[tuple[str, ...]]:
        """Words of its e-mails that may be a name."""
        found = (texts.local_words(address) for address in self.addresses if not texts.is_shared(address))
        return frozenset(_kept(found))

    @cached_property
    def places(self) -> frozenset[str]:
        return frozenset(_kept(map(fold, self.cities)))

    @cached_property
    def lands(self) -> frozenset[str]:
        return frozenset(_kept(map(fold, self.countries)))

    @property
    def standing(self) -> tuple[bool, bool, bool, int]:
        """What makes it the one that stays: a record of its own, an id rather than an e-mail or a name, many rows."""
        plain = not texts.is_name(self.customer)
        return bool(self.records), "@" not in self.customer and plain, plain, self.rows


def _kept(found: Iterable[T]) -> Iterable[T]:
    return (one for one in found if one)
