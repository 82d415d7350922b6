"""What is known of every customer of a workspace, gathered from records, references and columns beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from cxdesk.analysis.identity.profiles import Profile
from cxdesk.analysis.identity.texts import is_name, listed
from cxdesk.domain.identity import Sign
from cxdesk.domain.kinds import Kind, Type, all_kinds, fold_word
from cxdesk.frame.loader import NO_INSTANT
from cxdesk.store import identity, people
from cxdesk.system.progress import Progress

if TYPE_CHECKING:
    from cxdesk.frame.frame import Frame
    from cxdesk.store.database import Database

CUSTOMER = "customer"
MANY = 200_000  # with more references than this, those of which nothing but a number is known are left alone
_UNNAMED = frozenset({"visitor", "parent", "new_customer"})  # references that do not tell who acted
_MINUTE = 60_000_000
_MIDNIGHT = 1440
_WORDS = {
    "email": ("email", "e mail", "mail", "courriel", "e-mail"),
    "phone": ("phone", "telephone", "mobile", "tel", "telefon", "portable", "gsm", "cell"),
    "city": ("city", "town", "ville", "oras", "localitate", "commune"),
    "name": (),
}
_NAMES = listed(
    "requester|requester name|respondent|respondent name|contact name|customer name|client name|full name|name|nom"
    "|nom complet|nom du client|nume|nume client|nume complet|company|company name|societe|raison sociale|companie"
    "|denumire|buyer name|billing name|shipping name|user name|account name|organization|demandeur|solicitant",
    "|",
)
_OF_OTHERS = frozenset({"agent", "assignee", "owner", "type", "status", "count"})


def about(heading: str) -> str:
    """What an unknown column says of a customer: email, phone, city, name, or nothing."""
    folded = fold_word(heading)
    if folded in _NAMES:
        return "name"
    words = folded.split()
    for field, known in _WORDS.items():
        if folded in known or any(word in known for word in words):
            return "" if _OF_OTHERS & set(words) else field
    return ""


def references(declared: Kind) -> Iterator[str]:
    """The fields of a kind that name whoever its rows are about."""
    for field in declared.fields:
        if field.type is Type.REF and field.ref == CUSTOMER and field.name not in _UNNAMED:
            yield field.name


class Gatherer:
    """Builds profiles of all customers of one state."""

    def __init__(self, frame: Frame, database: Database, progress: Progress) -> None:
        self.frame, self.database, self.progress = frame, database, progress
        self.to = identity.resolved(database)
        self.found: dict[str, Profile] = {}

    def profiles(self) -> list[Profile]:
        """One per customer, in no particular order."""
        for told in people.records(self.database, self.progress):
            self._record(told)
        for declared in all_kinds():
            self.progress.check()
            self._beside(declared)
            for field in references(declared):
                self._count(declared.name, field)
        for alias, canonical in self.to.items():
            if canonical in self.found:
                self.found[canonical].references += (alias,)
        return list(self.found.values())

    def _count(self, kind_name: str, field: str) -> None:
        """Who occurs in the rows of a kind, how often, and in which imports."""
        if not self.frame.size(kind_name) or not self.frame.has(kind_name, field):
            return
        column, batch = self.frame.column(kind_name, field), self.frame.column(kind_name, "batch")
        known, many = column.codes >= 0, len(column.labels) > MANY
        most = int(batch.max(initial=0)) + 1
        both, counts = np.unique(column.codes[known].astype(np.int64) * most + batch[known], return_counts=True)
        for code, batch_id, n in zip((both // most).tolist(), (both % most).tolist(), counts.tolist(), strict=True):
            text = column.labels[code]
            if many and text not in self.found and "@" not in text and not is_name(text):
                continue
            profile = self._of(text)
            profile.files |= {batch_id}
            profile.rows += 0 if kind_name == CUSTOMER else n

    def _of(self, customer: str) -> Profile:
        found = self.found.get(customer)
        if found is None:
            found = self.found[customer] = Profile(customer, (customer,))
        return found

    def _record(self, told: people.Told) -> None:
        profile = self._of(self.to.get(told.reference, told.reference))
        profile.records |= {told.batch}
        fields = told.fields
        parent = fields["parent"]
        if parent:
            profile.parents |= {self.to.get(parent, parent)}
        if fields["level"]:
            profile.levels |= {fields["level"]}
        for field in ("name", "email", "country"):
            self._add(profile, field, fields[field])
        for heading, value in told.extra.items():
            if value is not None and (field := about(heading)):
                self._add(profile, field, str(value))

    def _beside(self, declared: Kind) -> None:
        """Columns beside the references of other kinds: a survey's e-mail, a help desk's name of the requester."""
        subject = next(references(declared), None)
        if declared.name == CUSTOMER or subject is None or not self.frame.size(declared.name):
            return
        for reference, field, value in people.beside(self.database, declared.name, subject, about, self.progress):
            self._add(self._of(self.to.get(reference, reference)), field, value)

    def _add(self, profile: Profile, field: str, value: str | None) -> None:
        if not value:
            return
        name = {"name": "names", "email": "emails", "phone": "phones", "city": "cities", "country": "countries"}[field]
        known: tuple[str, ...] = getattr(profile, name)
        if value not in known:
            setattr(profile, name, (*known, value))


def same_minute(frame: Frame, pairs: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], Sign]:
    """For pairs of customers of whom both did something of one kind in one minute: when. Whole days say nothing."""
    wanted = {text for pair in pairs for text in pair}
    found: dict[tuple[str, str], Sign] = {}
    for kind_name, at in _dated(frame):
        minutes = _minutes(frame, kind_name, at, wanted)
        shared = {(one, other): minutes.get(one, set()) & minutes.get(other, set()) for one, other in pairs}
        found = {pair: Sign("same_minute", _moment(min(both))) for pair, both in shared.items() if both} | found
    return found


def _dated(frame: Frame) -> Iterator[tuple[str, str]]:
    """The kinds whose rows say to the minute when a customer did something, with the field that says so."""
    for declared in all_kinds():
        at = declared.at
        if at is None or not declared.has(CUSTOMER) or not frame.size(declared.name):
            continue
        if declared.field(at).type is Type.INSTANT:
            yield declared.name, at


def _minutes(frame: Frame, kind_name: str, at: str, wanted: set[str]) -> dict[str, set[int]]:
    column = frame.column(kind_name, CUSTOMER)
    codes = np.array([code for code, text in enumerate(column.labels[:]) if text in wanted], np.int64)
    asked = np.zeros(len(column.labels) + 1, bool)
    asked[codes] = True
    instants = frame.column(kind_name, at)
    local = frame.local(kind_name, at)
    minutes = (instants if local is None else local) // _MINUTE
    rows = np.flatnonzero(asked[column.codes] & (instants != NO_INSTANT) & (minutes % _MIDNIGHT != 0))
    found: dict[str, set[int]] = {}
    for code, minute in zip(column.codes[rows].tolist(), minutes[rows].tolist(), strict=True):
        found.setdefault(column.labels[code], set()).add(minute)
    return found


def _moment(minute: int) -> str:
    return str(np.datetime64(minute, "m")).replace("T", " ")
