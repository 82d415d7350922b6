"""Erasing a person for good: who is meant, what that touches, doing it, and what is left in copies of the workspace."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxdesk.domain.changes import CUSTOMERS, FOLLOW_UPS, NOTES, SEGMENTS, TARGETS, THEMES, VIEWS, Changes
from cxdesk.domain.erased import Erased, Erasure, Person, Reach, entries_of, is_telling, words_of
from cxdesk.domain.errors import BadQuestion, CXDeskError, NotFound
from cxdesk.domain.periods import add_months
from cxdesk.domain.text import fold
from cxdesk.store import backups, erasing, identity, people, retaining, saved, scrubbing, suppressing
from cxdesk.store.database import Database
from cxdesk.system.i18n import _
from cxdesk.system.progress import Progress
from cxdesk.workspace.access import Access
from cxdesk.workspace.sharing import Sharing

if TYPE_CHECKING:
    from cxdesk.analysis.inquiry import Inquiry
    from cxdesk.domain.identity import Record
    from cxdesk.domain.restatement import Moved
    from cxdesk.domain.results import Board
    from cxdesk.frame.frame import Frame
    from cxdesk.store.accounts import ImportInfo

RETENTION = "retention_months"
_LISTS = (CUSTOMERS, THEMES, FOLLOW_UPS, NOTES, VIEWS, SEGMENTS, TARGETS)
_IDENTIFYING = frozenset({"name", "email", "phone", "visitor"})
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Holding:
    """A copy of the workspace, and how much of the person it holds; `reach` is None where it cannot be read."""

    path: Path
    reach: Reach | None
    rewritable: bool = True

    @property
    def holds(self) -> bool:
        return self.reach is None or self.reach.total > 0


@dataclass(frozen=True)
class ErasureReport:
    """What erasing did. `moved`: past values that are others now; `clean`: whether the log is empty too, which else is
    the case once the workspace is closed.
    """

    erasure: Erasure
    reach: Reach
    moved: tuple[Moved, ...] = ()
    clean: bool = True


@dataclass(frozen=True)
class Old:
    """Rows that are older than the rule says (kind → how many), and the day before which they ended."""

    months: int
    before: date
    rows: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.rows.values())


class Erasing(Access, Sharing):
    """The half of a workspace that takes people out of it."""

    database: Database

    if TYPE_CHECKING:
        _frame: Frame | None
        _inquiry: Inquiry | None
        shown: Board | None

        def customer_record(self, customer: str) -> Record: ...
        def keep_figures(self, progress: Progress | None = None) -> None: ...
        def setting(self, key: str) -> Any: ...

    def person(self, text: str, also: Sequence[str] = ()) -> Person:
        """Who is meant by an id, an e-mail or a name, and everything by which they are known. Where no customer is,
        the text itself is what is looked for. `also`: further texts that mean them, such as a maiden name.

        NotFound where several customers have the name; BadQuestion for a text that is too short to be looked for.
        """
        found = self._customers_called(text)
        if len(found) > 1:
            raise NotFound(
                _("Several customers are called {customer}.", customer=text),
                _("Choose one of: {known}.", known=", ".join(sorted(found)[:20])),
            )
        if not found and not is_telling(text):
            raise BadQuestion(_("{text} is too short to be looked for.", text=text), _("Write more of it."))
        return self._identified(found.pop(), also) if found else Person((), _telling([text, *also]), called=text)

    def _customers_called(self, text: str) -> set[str]:
        """References of the customers whom an id, an e-mail or a name means. An id comes first; but an e-mail or a name
        by which files refer to somebody means the only customer who is known by it.
        """
        to = identity.resolved(self.database)
        wanted = fold(text)
        called: set[str] = set()
        for one in people.records(self.database):
            if wanted in (fold(one.fields["name"] or ""), fold(one.fields["email"] or ""), fold(one.reference)):
                called.add(to.get(one.reference, one.reference))
        if text in to or (self._is_reference(text) and len(called) != 1):
            return {to.get(text, text)}
        return called

    def _is_reference(self, text: str) -> bool:
        with self.database.reader() as connection:
            return erasing.is_reference(connection, text)

    def _identified(self, customer: str, also: Sequence[str]) -> Person:
        from cxdesk.workspace.profiles import about

        record = self.customer_record(customer)
        texts = [one.value for one in record.said if one.field in _IDENTIFYING or about(one.field) in _IDENTIFYING]
        references = (*record.references, *(one.value for one in record.said if one.field == "visitor"))
        wanted = dict.fromkeys([*texts, *also])
        others = self._others_names(record.references)
        shared = tuple(one for one in wanted if fold(one) in others or not is_telling(one))
        kept = tuple(one for one in wanted if one not in shared)
        return Person(tuple(dict.fromkeys(references)), kept, shared, record.value("name") or customer)

    def _others_names(self, references: Sequence[str]) -> set[str]:
        """Names and e-mails, folded, by which other customers are known too."""
        mine = set(references)
        told = (one for one in people.records(self.database) if one.reference not in mine)
        return {fold(value) for one in told for value in (one.fields["name"], one.fields["email"]) if value}

    def _hashed(self, person: Person) -> Erased:
        """The person as hashes under the workspace's key."""
        with self.database.reader() as connection:
            secret = suppressing.secret(connection)
        if secret is None:
            with self.database.write("key") as transaction:
                secret = suppressing.own_secret(transaction.connection)
        return suppressing.known_by(secret, entries_of(secret, person))

    def reach(self, person: Person, progress: Progress | None = None) -> Reach:
        """What erasing would remove and blank; nothing is changed."""
        erased = _only_to_look(person)
        with self.database.reader(progress) as connection:
            return erasing.reach(connection, erased, erasing.planned(connection, erased, progress))

    def erase(
        self, person: Person, progress: Progress | None = None, moved: bool = True
    ) -> tuple[ErasureReport, Changes]:
        """Take a person out of everything, for good, in one transaction; then rewrite the file, so that nothing is left
        in it. Later imports leave them out. There is no undo. NotFound where nothing names them.

        `moved`: also say which past values are others now.
        """
        progress = progress or Progress()
        erased = self._hashed(person)
        if moved:
            self.keep_figures(progress)
        state = self.database.state
        with self.database.reader(progress) as connection:
            plan = erasing.planned(connection, erased, progress)
            if not erasing.reach(connection, erased, plan).total:
                raise NotFound(_("Nothing here names {customer}.", customer=person.called))
        with self.database.write("erase", progress) as transaction:
            if state != self.database.state:  # somebody wrote in between
                plan = erasing.planned(transaction.connection, erased, progress)
            found = erasing.carry_out(transaction, erased, plan, progress)
            transaction.touch(*_LISTS)
            lasting = erased.with_references(plan.links)
            noted = suppressing.note(transaction.connection, found.to_json(), "person", lasting.entries)
        self.forget_frame()
        clean = False
        with suppress(CXDeskError):  # no room: what was deleted is overwritten with zeros all the same
            clean = self.database.settle(rewrite=True)
        told = self._values_moved(progress) if moved else ()
        return ErasureReport(noted, found, told, clean), transaction.changes

    def _values_moved(self, progress: Progress) -> tuple[Moved, ...]:
        from cxdesk.workspace.workspace import Workspace

        assert isinstance(self, Workspace)
        return tuple(self.restatement(progress=progress).moved)

    def forget_frame(self) -> None:
        """Let go of everything in memory that was read before."""
        self._frame = self._inquiry = self.shown = None

    def finish_erasing(self) -> bool:
        """Empty the log once nobody reads an earlier state any more; whether it is empty."""
        return self.database.settle(empty=True)

    def erasures(self) -> list[Erasure]:
        """The log: when was how much erased, oldest first. It names nobody."""
        with self.database.reader() as connection:
            return suppressing.log(connection)

    def let_in(self, texts: Sequence[str]) -> int:
        """Take people in again whom somebody names by exactly the texts they were known by; how many hashes went."""
        erased = self._hashed(Person(tuple(texts), tuple(texts)))
        with self.database.write("let in") as transaction:
            return suppressing.forget(transaction.connection, erased.entries)

    # Imports

    def left_out(self) -> dict[str, Any] | None:
        """Whom imports leave out, as the helper process is told."""
        with self.database.reader() as connection:
            return suppressing.to_job(connection)

    def without_names(self, info: ImportInfo) -> ImportInfo:
        """What is listed of an import, without whoever was erased."""
        with self.database.reader() as connection:
            erased = suppressing.erased(connection)
        if erased is None:
            return info
        sheet = None if info.sheet is None else erased.masked(info.sheet)
        mapping = erased.masked_in(dict(info.mapping), ours=True)
        return replace(info, file=erased.masked(info.file), sheet=sheet, mapping=mapping)

    def refuse_erased(self, texts: Sequence[str]) -> None:
        """BadQuestion where somebody types in a person who was erased."""
        with self.database.reader() as connection:
            erased = suppressing.erased(connection)
        if erased is not None and any(erased.mentions(text) or erased.is_named(text) for text in texts):
            raise BadQuestion(
                _("A line names somebody who was erased from this workspace."),
                _("Leave the name out, or let the person in again first."),
            )

    # Backups

    def backups_naming(self, person: Person | None = None, progress: Progress | None = None) -> list[Holding]:
        """The copies of the workspace, newest first, with how much each holds of a person; without one, of everybody
        who was ever erased.
        """
        progress = progress or Progress()
        erased = _only_to_look(person) if person is not None else self._everybody_erased()
        found = backups.copies(self.database.path)[::-1]
        out = []
        for done, path in enumerate(found):
            progress.report(done, len(found), _("Looking through the backups"))
            reach = scrubbing.names_any(path, erased) if erased is not None else Reach()
            out.append(Holding(path, reach, scrubbing.can_be_rewritten(path)))
        return out

    def _everybody_erased(self) -> Erased | None:
        with self.database.reader() as connection:
            return suppressing.erased(connection)

    def clear_backups(self, paths: Sequence[Path], delete: bool = False, progress: Progress | None = None) -> int:
        """Take everybody who was erased out of these copies too, or delete the copies; how many."""
        erased = self._everybody_erased()
        for done, path in enumerate(paths):
            (progress or Progress()).report(done, len(paths), _("Rewriting the backups"))
            if path.parent != backups.folder(self.database.path):
                raise CXDeskError(_("{file} is no backup of this workspace.", file=path.name), code="no_backup")
            if delete:
                backups.remove(path)
            elif erased is not None:
                scrubbing.rewrite(path, self.database.path, erased, progress)
        return len(paths)

    # Rows that are older than people want to keep them

    def old_rows(self, months: int | None = None) -> Old:
        """What ended more than so many months ago; without a number, as the workspace's rule says (0: no rule)."""
        rule = int(self.setting(RETENTION)) if months is None else months
        if rule <= 0:
            return Old(0, date.min)
        before = add_months(date.today(), -rule)
        with self.database.reader() as connection:
            found = retaining.older(connection, (before - _EPOCH).days)
        return Old(rule, before, {kind: len(ids) for kind, ids in found.items()})

    def erase_old(self, months: int | None = None, progress: Progress | None = None) -> tuple[Old, Changes]:
        """Remove these rows for good; a person or a command asked for it, nothing does so by itself."""
        progress = progress or Progress()
        old = self.old_rows(months)
        if not old.total:
            return old, Changes.of(self.database.state)
        self.keep_figures(progress)
        day = (old.before - _EPOCH).days
        with self.database.write("erase old rows", progress) as transaction:
            erasing.remove_rows(transaction, retaining.older(transaction.connection, day), progress)
            transaction.touch(CUSTOMERS)
            suppressing.note(transaction.connection, {"rows": old.rows, "months": old.months}, "rule")
        self.forget_frame()
        with suppress(CXDeskError):
            self.database.settle(rewrite=True)
        return old, transaction.changes

    def keep_rule(self, months: int) -> Changes:
        """Remember after how many months rows are old; 0 is no rule."""
        return saved.set_setting(self.database, RETENTION, months)


def _only_to_look(person: Person) -> Erased:
    """The person as hashes that nobody keeps."""
    key = b"only to look"
    return suppressing.known_by(key, entries_of(key, person))


def _telling(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in texts if is_telling(one) and words_of(one)))
