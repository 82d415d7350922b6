"""Hiding who is who on the screen, for screenshots and for people who look over a shoulder: names give way to marks
that stay the same while the workspace is open. Nothing in the file is changed, and every number is what it was.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from cxdesk.domain.customers import CustomerLine, CustomerPage, Event
from cxdesk.domain.identifying import MASK, is_identifying
from cxdesk.domain.pseudonyms import Pseudonyms
from cxdesk.domain.results import CommentRow
from cxdesk.store import pseudonymising
from cxdesk.store.database import Database
from cxdesk.system.i18n import _

if TYPE_CHECKING:
    import numpy as np

    from cxdesk.domain.identity import Suggestion
    from cxdesk.domain.query import Query
    from cxdesk.system.progress import Progress
    from cxdesk.workspace.customers import CustomerIds
    from cxdesk.workspace.explaining import RowsBehind
    from cxdesk.workspace.questions import CommentIds

_KEY = secrets.token_bytes(16)  # of this run of the program: marks mean nothing elsewhere
_NAMING = frozenset({"customer", "person", "visitor", "parent", "new_customer", "name", "email", "author"})


def mark_of(reference: str) -> str:
    """What is shown in place of a name."""
    made = hashlib.blake2b(reference.encode("utf-8", "surrogatepass"), digest_size=2, key=_KEY).hexdigest()
    return _("Customer {mark}", mark=made)


def hidden_line(line: CustomerLine) -> CustomerLine:
    return replace(line, name=mark_of(line.customer), hidden=True)


def hidden_comment(row: CommentRow, names: Pseudonyms) -> CommentRow:
    """A comment without who wrote it; its words without addresses and known names."""
    name = mark_of(row.reference or row.customer) if row.customer else ""
    follow_up = replace(row.follow_up, owner="", note="") if row.follow_up is not None else None
    return replace(row, customer=name, text=names.masked(row.text), file="", follow_up=follow_up)


def hidden_page(page: CustomerPage, names: Pseudonyms) -> CustomerPage:
    return replace(
        page,
        line=hidden_line(page.line),
        references=(),
        said=tuple((field, value) for field, value in page.said if not _is_naming(field)),
        events=tuple(_hidden_event(one, names) for one in page.events),
        files=(),
    )


def _hidden_event(event: Event, names: Pseudonyms) -> Event:
    return replace(event, title=names.masked(event.title), detail=names.masked(event.detail))


def _is_naming(field: str) -> bool:
    return field in _NAMING or is_identifying(field)


class Hiding:
    """Stands before the other halves of a workspace: what they tell goes out without names while `hide_personal`."""

    database: Database
    hide_personal = False
    _names_at: tuple[int, Pseudonyms] | None = None

    def known_names(self) -> Pseudonyms:
        """Masks the names that stand in columns of customers and staff; read once for each state."""
        state = self.database.state
        if self._names_at is None or self._names_at[0] != state:
            with self.database.reader() as connection:
                self._names_at = state, Pseudonyms(_KEY, pseudonymising.names_in(connection))
        return self._names_at[1]

    def customer_lines(self, found: CustomerIds, start: int, stop: int) -> list[CustomerLine]:
        lines: list[CustomerLine] = super().customer_lines(found, start, stop)  # type: ignore[misc]
        return [hidden_line(line) for line in lines] if self.hide_personal else lines

    def customer_page(self, customer: str, query: Query | None = None, most: int = 200) -> CustomerPage:
        page: CustomerPage = super().customer_page(customer, query, most)  # type: ignore[misc]
        return hidden_page(page, self.known_names()) if self.hide_personal else page

    def comment_rows(self, ids: np.ndarray) -> list[CommentRow]:
        rows: list[CommentRow] = super().comment_rows(ids)  # type: ignore[misc]
        return [hidden_comment(row, self.known_names()) for row in rows] if self.hide_personal else rows

    def comment_page(self, found: CommentIds, start: int, stop: int) -> list[CommentRow]:
        rows: list[CommentRow] = super().comment_page(found, start, stop)  # type: ignore[misc]
        return [hidden_comment(row, self.known_names()) for row in rows] if self.hide_personal else rows

    def rows_page(self, found: RowsBehind, start: int, stop: int) -> list[tuple[str, ...]]:
        rows: list[tuple[str, ...]] = super().rows_page(found, start, stop)  # type: ignore[misc]
        if not self.hide_personal:
            return rows
        several = len(found.ids) > 1  # then id and customer stand behind file, sheet, line and kind
        secret = {4, 5} if several else {at for at, name in enumerate(found.names, 3) if _is_naming(name)}
        names = self.known_names()
        return [tuple(_cell(cell, at in secret, names) for at, cell in enumerate(row)) for row in rows]

    def suggestions(self, progress: Progress | None = None) -> list[Suggestion]:
        """Who may be one is about names alone: none are told while names are hidden."""
        found: list[Suggestion] = [] if self.hide_personal else super().suggestions(progress)  # type: ignore[misc]
        return found


def _cell(cell: str, secret: bool, names: Pseudonyms) -> str:
    return (MASK if cell else "") if secret else names.masked(cell)
