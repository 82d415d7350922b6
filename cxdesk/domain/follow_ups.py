"""What becomes of a comment once it is read: whether somebody answers it, who, by when, and a note."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.text import fold
from cxdesk.system.i18n import N_, _

LONGEST_NOTE, LONGEST_OWNER = 4000, 120
UNDECIDED = "undecided"  # of comments that nobody put under continue, start or stop
DECISIONS = ("continue", "start", "stop")
DECISION_TITLES: Mapping[str, str] = {
    "continue": N_("Continue"),
    "start": N_("Start"),
    "stop": N_("Stop"),
    UNDECIDED: N_("Undecided"),
}


class Status(StrEnum):
    """Where the answer to a comment stands."""

    NONE = "none"
    OPEN = "open"
    WAITING = "waiting"
    CLOSED = "closed"


STATUS_TITLES: Mapping[str, str] = {
    Status.NONE: N_("None"),
    Status.OPEN: N_("To do"),
    Status.WAITING: N_("Waiting"),
    Status.CLOSED: N_("Done"),
}


class Order(StrEnum):
    """In which order comments are listed."""

    NEWEST = "newest"
    OLDEST = "oldest"
    LOWEST = "lowest"
    HIGHEST = "highest"
    THEME = "theme"
    BEST = "best"  # by how well they match what is searched; without a search the newest first


ORDER_TITLES: Mapping[str, str] = {
    Order.NEWEST: N_("Newest first"),
    Order.OLDEST: N_("Oldest first"),
    Order.LOWEST: N_("Lowest score first"),
    Order.HIGHEST: N_("Highest score first"),
    Order.THEME: N_("By theme"),
    Order.BEST: N_("Best match first"),
}


@dataclass(frozen=True)
class FollowUp:
    """What was decided about the comment of one row; `read` once somebody was done with it."""

    row: int
    status: str = Status.NONE
    owner: str = ""
    note: str = ""
    due: date | None = None
    read: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing of it needs to be kept."""
        return self == FollowUp(self.row)

    def checked(self) -> FollowUp:
        """The same as it is kept. BadQuestion for a status that is none, or a text without end."""
        owner, note = " ".join(self.owner.split()), self.note.strip()
        if self.status not in list(Status):
            known = ", ".join(Status)
            raise BadQuestion(
                _("{status} is no status.", status=str(self.status)), _("Choose one of: {known}.", known=known)
            )
        for text, most in ((owner, LONGEST_OWNER), (note, LONGEST_NOTE)):
            if len(text) > most:
                raise BadQuestion(_("The text is too long."), _("Write at most {n} signs.", n=most))
        return replace(self, status=str(self.status), owner=owner, note=note)

    def to_json(self) -> dict[str, object]:
        return {
            "status": str(self.status),
            "owner": self.owner,
            "note": self.note,
            "due": self.due.isoformat() if self.due else None,
            "read": self.read,
        }


@dataclass(frozen=True)
class Narrowing:
    """Which comments are meant, by what was decided about them. Empty means all; several mean any of them."""

    decisions: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    unread: bool = False
    order: str = Order.NEWEST

    @property
    def narrows(self) -> bool:
        return bool(self.decisions or self.statuses or self.owners or self.unread)


def decision_named(text: str) -> str:
    """The decision that a person means: its code, or its title in any language of ours. BadQuestion for others."""
    wanted = fold(text)
    for code, title in DECISION_TITLES.items():
        if wanted in (code, fold(title), fold(_(title))):
            return code
    known = ", ".join(DECISION_TITLES)
    raise BadQuestion(_("{decision} is no decision.", decision=text), _("Choose one of: {known}.", known=known))
