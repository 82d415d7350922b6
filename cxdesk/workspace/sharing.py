"""Handing a workspace to somebody else: all of it, under pseudonyms, or as numbers about groups alone."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.pseudonyms import Pseudonyms, key_of
from cxdesk.domain.query import Query
from cxdesk.store import backups, faults, pseudonymising, suppressing
from cxdesk.store.database import Database
from cxdesk.system.i18n import N_, _
from cxdesk.system.progress import Progress

if TYPE_CHECKING:
    from cxdesk.analysis.anonymous import Aggregates
    from cxdesk.analysis.inquiry import Inquiry


class Mode(StrEnum):
    FULL = "full"
    PSEUDONYMISED = "pseudonymised"
    ANONYMOUS = "anonymous"


TITLES = {
    Mode.FULL: N_("Everything as it is"),
    Mode.PSEUDONYMISED: N_("Under pseudonyms"),
    Mode.ANONYMOUS: N_("Only numbers about groups"),
}
NO_GUARANTEE = N_(
    "E-mail addresses, links, telephone numbers and known names are masked in what people wrote. That is no guarantee: "
    "who knows the business may still recognise somebody by what they tell."
)


@dataclass(frozen=True)
class Shared:
    """What was written: its path, rows copied, unknown columns that were left out."""

    path: Path
    mode: Mode
    rows: int = 0
    left_out: tuple[str, ...] = ()


class Sharing:
    """The half of a workspace that hands it on."""

    database: Database

    if TYPE_CHECKING:

        def inquiry(self, query: Query) -> Inquiry: ...

    def share(
        self,
        target: Path,
        mode: Mode = Mode.PSEUDONYMISED,
        progress: Progress | None = None,
    ) -> Shared:
        """Write the workspace, whole or under pseudonyms, for somebody else. What had the name is replaced once the
        file is whole; the workspace itself is never overwritten.
        """
        target = Path(target).resolve()
        if target == self.database.path or (target.exists() and target.samefile(self.database.path)):
            raise BadQuestion(_("The workspace itself cannot be overwritten."), _("Choose another name."))
        try:
            if mode is Mode.FULL:
                return self._whole(target, progress or Progress())
            names = Pseudonyms(key_of(self._own_secret()), self._names())
            with self.database.reader(progress) as connection:
                written = pseudonymising.write(connection, target, names, progress)
            return Shared(target, mode, written.rows, written.left_out)
        except OSError as error:
            raise faults.cannot_write(target, error) from None

    def _names(self) -> list[str]:
        with self.database.reader() as connection:
            return list(pseudonymising.names_in(connection))

    def _own_secret(self) -> bytes:
        with self.database.reader() as connection:
            known = suppressing.secret(connection)
        if known is not None:
            return known
        with self.database.write("key") as transaction:
            return suppressing.own_secret(transaction.connection)

    def _whole(self, target: Path, progress: Progress) -> Shared:
        draft = target.with_name(f".{target.name}.part")
        try:
            with self.database.reader(progress) as connection:
                backups.copy_to(connection, draft, progress)
                rows = connection.execute("SELECT coalesce(sum(n), 0) FROM content").fetchone()[0]
            draft.replace(target)
        finally:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
        return Shared(target, Mode.FULL, int(rows))

    def aggregates(self, query: Query, splits: tuple[str, ...] = (), progress: Progress | None = None) -> Aggregates:
        """Numbers about groups of at least five people, by month and by attributes that name nobody."""
        from cxdesk.analysis.anonymous import aggregates

        return aggregates(self.inquiry(query), splits, progress or Progress())
