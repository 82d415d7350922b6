"""What all of Brevio's exports share: the dates of the story, the plans, the tickets and who leaves because of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from cxdesk.workspace.sample.people import Person

START, END = date(2023, 11, 1), date(2026, 11, 18)
APP_4 = date(2026, 7, 14)
PLANS = {"Starter": 0.48, "Team": 0.32, "Business": 0.16, "Partner": 0.04}

Scores = dict[str, list[tuple[date, int]]]  # customer → their answers in order of time


class Ticket:
    """One request for help. What concerns the app takes longer to solve."""

    def __init__(self, number: int, person: Person, opened: datetime, channel: str, app: bool, hours: float) -> None:
        self.id = f"{4000 + number}"
        self.person = person
        self.opened = opened
        self.channel = channel
        self.app = app
        self.solved = opened + timedelta(hours=hours)
        self.category = "App" if app else ""


@dataclass(frozen=True)
class Span:
    """Days [start, end) at one price; `end` None while it runs."""

    start: date
    end: date | None
    plan: str
    seats: int
    price: int  # of one seat and interval, in whole euros


@dataclass
class Account:
    """A customer as the billing system knows them."""

    person: Person
    yearly: bool
    spans: list[Span] = field(default_factory=list)
    left: date | None = None
    reason: str = ""
    by_customer: bool = True
    comment: str = ""

    def there(self, day: date) -> bool:
        return any(span.start <= day and (span.end is None or day < span.end) for span in self.spans)

    @property
    def until(self) -> date:
        """The first day on which they are no customer any more, at the latest the end of the exports."""
        return min(self.left or END, END)


def later(day: date, months: int) -> date:
    """The same day so many months later; days after the 28th become the 28th."""
    at = day.year * 12 + day.month - 1 + months
    return date(at // 12, at % 12 + 1, min(day.day, 28))
