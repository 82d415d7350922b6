"""Who is who: the customers of an open workspace, which of them may be one, and the decisions about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from cxdesk.domain.changes import Changes
from cxdesk.domain.errors import NotFound
from cxdesk.domain.identity import Apart, Merge, Record, Said, Suggestion, Unions
from cxdesk.domain.kinds import Type, all_kinds, kind
from cxdesk.store import identity, people
from cxdesk.store.database import Database
from cxdesk.store.identity import Pair
from cxdesk.store.merged import EARLIEST
from cxdesk.system.i18n import _
from cxdesk.system.progress import Progress
from cxdesk.workspace.profiles import CUSTOMER, Gatherer, references, same_minute
from cxdesk.workspace.ruling import RULE, Ruling

if TYPE_CHECKING:
    from cxdesk.frame.frame import Frame

PERSON = "person"  # who decided: somebody at this program
_SHOWN = frozenset({Type.TEXT, Type.LABEL, Type.REF})


class People(Ruling):
    """The customers of an open workspace."""

    database: Database

    if TYPE_CHECKING:

        def frame(self) -> Frame: ...
        def keep_figures(self) -> None: ...

    def suggestions(self, progress: Progress | None = None) -> list[Suggestion]:
        """Customers that may be one, strongest first, without those that somebody said are not."""
        from cxdesk.analysis.identity.suggesting import suggestions

        progress = progress or Progress()
        frame = self.frame()
        gatherer = Gatherer(frame, self.database, progress)
        to = gatherer.to
        apart = {frozenset(to.get(text, text) for text in (one.one, one.other)) for one in self.apart()}
        return suggestions(gatherer.profiles(), apart, progress, lambda pairs: same_minute(frame, pairs))

    def merges(self, undone: bool = False) -> list[Merge]:
        """The decisions that customers are one, oldest first."""
        return identity.merges(self.database, undone)

    def apart(self) -> list[Apart]:
        """The pairs that are not one customer, as somebody said."""
        return identity.apart(self.database)

    def merge_customers(
        self, pairs: Sequence[tuple[str, str]], evidence: str = "", by: str = PERSON
    ) -> tuple[list[Merge], Changes]:
        """From now on the first of each pair is the second: in every metric, list and filter. All pairs or none.

        NotFound for a customer that no file names, BadQuestion when two are one already.
        """
        known = self._known(text for pair in pairs for text in pair)
        self._keep_before_merges()
        return identity.merge(self.database, [Pair(known[one], known[other], evidence) for one, other in pairs], by)

    def merge_suggested(
        self, found: Sequence[Suggestion], worded: Callable[[Suggestion], str]
    ) -> tuple[list[Merge], Changes]:
        """Merge many suggestions at once; those that earlier ones have brought together already need nothing more."""
        known = Unions((one.alias, one.canonical) for one in self.merges())
        pairs = [Pair(one.other, one.one, worded(one)) for one in found if known.join(one.other, one.one)]
        self._keep_before_merges()
        return identity.merge(self.database, pairs, PERSON)

    def unmerge(self, ids: Sequence[int]) -> tuple[list[Merge], Changes]:
        """Take decisions back: everything is as if they had never been made. What a rule had merged stays apart."""
        self._keep_before_merges()
        found, changes = identity.unmerge(self.database, ids)
        for one in found:
            if one.by == RULE:
                identity.keep_apart(self.database, one.alias, one.canonical, PERSON)
        return found, changes

    def unmerge_customer(self, customer: str) -> tuple[list[Merge], Changes]:
        """Take every decision back that has to do with a customer."""
        ids = [one.id for one in self.merges() if customer in (one.alias, one.canonical)]
        if not ids:
            raise NotFound(_("{customer} was not merged with anybody.", customer=customer))
        return self.unmerge(ids)

    def keep_apart(self, one: str, other: str) -> Apart:
        """Two customers are not one; they are not suggested again."""
        known = self._known((one, other))
        return identity.keep_apart(self.database, known[one], known[other], PERSON)

    def forget_apart(self, one: str, other: str) -> None:
        """Two customers may be one after all."""
        identity.forget_apart(self.database, one, other)

    def customer_record(self, customer: str) -> Record:
        """What the files say of a customer, merged as it is: references, values and conflicts, rows per kind."""
        frame, to = self.frame(), identity.resolved(self.database)
        stands = to.get(customer, customer)
        every = (stands, *(alias for alias, canonical in to.items() if canonical == stands))
        told = people.records_of(self.database, every)
        files = people.files(self.database)
        rows, batches = _rows(frame, stands)
        said = tuple(_said(told, files)) + tuple(_beside(self, every, told))
        named = tuple(dict.fromkeys(files[batch] for batch in sorted(batches) if batch in files))
        return Record(stands, every, said, rows, named)

    def _known(self, texts: Iterable[str]) -> Mapping[str, str]:
        """Each text as the files write it; NotFound for a customer that none of them names."""
        labels = self._references()
        found = {}
        for text in texts:
            if text not in labels:
                raise NotFound(
                    _("No file names a customer {customer}.", customer=text),
                    _("Write the id, e-mail or name exactly as the file has it."),
                )
            found[text] = text
        return found

    def _references(self) -> frozenset[str]:
        """Every reference to a customer, and those that stand for others."""
        column = self.frame().column(CUSTOMER, CUSTOMER)  # the labels of all kinds are one list
        return frozenset(column.labels[:]) | frozenset(identity.resolved(self.database).values())

    def _keep_before_merges(self) -> None:
        """Keep the figures from before the first of a series of merges, so that it can be said what they moved."""
        from cxdesk.workspace.restating import Restater
        from cxdesk.workspace.workspace import Workspace

        assert isinstance(self, Workspace)
        if not Restater(self).merges_only():
            self.keep_figures()


def _rows(frame: Frame, customer: str) -> tuple[dict[str, int], set[int]]:
    """Kind → how many rows name the customer; and the imports that hold them."""
    rows: dict[str, int] = {}
    batches: set[int] = set()
    labels = frame.column(CUSTOMER, CUSTOMER).labels
    code = next((code for code, text in enumerate(labels[:]) if text == customer), None)
    for declared in all_kinds():
        if code is None or not frame.size(declared.name):
            continue
        named = np.zeros(frame.size(declared.name), bool)
        for field in references(declared):
            named |= frame.column(declared.name, field).codes == code
        if named.any():
            rows[declared.name] = int(named.sum())
            batches.update(np.unique(frame.column(declared.name, "batch")[named]).tolist())
    return rows, batches


def _said(told: Sequence[people.Told], files: Mapping[int, str]) -> Iterable[Said]:
    """Every value of every record; of several for one field the newest counts, of beginnings the earliest."""
    values: dict[str, list[tuple[Any, Said]]] = {}
    for one in told:
        for field, value in [*one.fields.items(), *one.extra.items()]:
            if value is None or value == "":
                continue
            said = Said(field, _shown(field, value), one.reference, files.get(one.age, ""))
            values.setdefault(field, []).append((value, said))
    for field, given in values.items():
        counts = min(given, key=lambda each: each[0]) if field in EARLIEST else given[-1]
        yield counts[1]
        seen = {counts[1].value}
        for _value, said in given:
            if said.value not in seen:
                seen.add(said.value)
                yield replace(said, counts=False)


def _beside(workspace: People, every: Sequence[str], told: Sequence[people.Told]) -> Iterable[Said]:
    """What columns beside the references say, where no record does."""
    from cxdesk.workspace.profiles import about

    known = {field for one in told for field, value in one.fields.items() if value}
    seen: set[tuple[str, str]] = set()
    for declared in all_kinds():
        subject = next(references(declared), None)
        if declared.name == CUSTOMER or subject is None:
            continue
        for reference, field, value in people.beside(workspace.database, declared.name, subject, about, only=every):
            if field not in known and (field, value) not in seen:
                seen.add((field, value))
                yield Said(field, value, reference)


def _shown(field: str, value: Any) -> str:
    """A stored value in one plain form whatever the language: days as ISO, yes or no."""
    declared = kind(CUSTOMER)
    if not declared.has(field) or declared.field(field).type in _SHOWN:
        return str(value)
    type_ = declared.field(field).type
    if type_ is Type.BOOL:
        return "yes" if value else "no"
    if type_ is Type.INSTANT:
        return str(np.datetime64(int(value), "us"))[:10]
    if type_ is Type.DATE:
        return str(np.datetime64(int(value), "D"))
    return str(value)
