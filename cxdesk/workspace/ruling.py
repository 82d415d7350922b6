"""A rule that somebody set: who shares an e-mail is always one customer, without being asked.

What follows from it are merges like those of a person, each with its evidence, kept under the rule's name: they follow
every import and every undo, go when the rule goes, and one that somebody takes apart stays apart. Addresses of a desk,
such as info@, are nobody's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from cxdesk.analysis.identity import texts
from cxdesk.domain.changes import Changes
from cxdesk.domain.identity import Apart, Merge, Sign, Unions
from cxdesk.domain.kinds import all_kinds
from cxdesk.domain.settings import SAME_EMAIL
from cxdesk.store import identity, people
from cxdesk.store.database import Database
from cxdesk.store.identity import Pair
from cxdesk.system.progress import Progress
from cxdesk.workspace.profiles import CUSTOMER, about, references

if TYPE_CHECKING:
    from cxdesk.frame.frame import Frame

RULE = f"rule:{SAME_EMAIL}"  # who decided


class Ruling:
    """Keeps the merges of an open workspace to the rule."""

    database: Database

    if TYPE_CHECKING:

        def frame(self) -> Frame: ...
        def setting(self, key: str) -> Any: ...
        def apart(self) -> list[Apart]: ...
        def _keep_before_merges(self) -> None: ...

    def ruled(self) -> list[Merge]:
        """The merges in force that the rule made."""
        return [one for one in identity.merges(self.database) if one.by == RULE]

    def follow_rules(self, changes: Changes, progress: Progress | None = None) -> Changes:
        """Make the merges that the rule asks for now, and take back those that nothing speaks for any more. `changes`
        are those of the write before it; the sum of both. That write stands, so whoever cancels is not heard any more.
        """
        made = self.ruled()
        if not made and not self.setting(SAME_EMAIL):
            return changes
        held = self._addresses((progress or Progress()).to_the_end()) if self.setting(SAME_EMAIL) else {}
        stale = [one.id for one in made if not held.get(one.alias, {}).keys() & held.get(one.canonical, {}).keys()]
        stays = [one for one in identity.merges(self.database) if one.id not in stale]
        pairs = _pairs(held, Unions((one.alias, one.canonical) for one in stays), self.apart())
        if stale or pairs:
            self._keep_before_merges()
        if stale:
            changes = _both(changes, identity.unmerge(self.database, stale)[1])
        if pairs:
            changes = _both(changes, identity.merge(self.database, pairs, RULE)[1])
        return changes

    def _addresses(self, progress: Progress) -> dict[str, dict[str, bool]]:
        """Reference as files write it → its e-mails, each with whether a record of a customer gives it."""
        found: dict[str, dict[str, bool]] = {}
        for reference, value, record in self._written(progress):
            address = texts.email(value)
            if address and not texts.is_shared(address):
                told = found.setdefault(reference, {})
                told[address] = record or told.get(address, False)
        return found

    def _written(self, progress: Progress) -> Iterator[tuple[str, str, bool]]:
        for told in people.records(self.database, progress):
            beside = (str(value) for heading, value in told.extra.items() if value and about(heading) == "email")
            yield from ((told.reference, value, True) for value in (told.fields["email"], *beside) if value)
        for declared in all_kinds():
            subject = next(references(declared), None)
            if declared.name != CUSTOMER and subject is not None:
                for reference, _field, value in people.beside(
                    self.database, declared.name, subject, _only_email, progress
                ):
                    yield reference, value, False
        decided = (text for one in identity.merges(self.database) for text in (one.alias, one.canonical))
        for text in (*self.frame().column(CUSTOMER, CUSTOMER).labels[:], *decided):
            if "@" in text:
                yield text, text, False


def _only_email(heading: str) -> str:
    return "email" if about(heading) == "email" else ""


def _pairs(held: dict[str, dict[str, bool]], known: Unions, apart: Sequence[Apart]) -> list[Pair]:
    """What is still to be merged; whoever has a record stays, and an id rather than an address."""
    from cxdesk.analysis.identity.wording import said

    by: dict[str, list[tuple[bool, bool, str]]] = {}
    for reference, addresses in held.items():
        for address, record in addresses.items():
            by.setdefault(address, []).append((not record, "@" in reference, reference))
    found = []
    for address in sorted(by):
        first, *others = (reference for _record, _mail, reference in sorted(by[address]))
        for other in others:
            ends = {known.top(first), known.top(other)}
            if len(ends) == 2 and not any({known.top(one.one), known.top(one.other)} == ends for one in apart):
                known.join(other, first)
                found.append(Pair(other, first, said(Sign("same_email", address))))
    return found


def _both(one: Changes, other: Changes) -> Changes:
    return Changes(one.touched | other.touched, other.state)
