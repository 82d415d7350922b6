"""The tables of an import as the person leaves them: what was said of one counts for all with the same headings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from cxdesk.app.dialogs.import_wizard.changes import what_changed
from cxdesk.domain.errors import CXDeskError
from cxdesk.intake import doubts
from cxdesk.intake.inspection import Decisions, Doubt, Inspection, TableView
from cxdesk.intake.mapping import fingerprint
from cxdesk.intake.wordings import NO_KIND
from cxdesk.system.i18n import _


@dataclass(frozen=True)
class Item:
    """One table of one file, or a file that could not be opened (`view` None). `seen` is the view before any answer.

    `known`: what the workspace or this very import already has of the file, in words; `changed`: what the last answer
    changed.
    """

    inspection: Inspection
    view: TableView | None
    index: int = 0
    wanted: bool = True
    seen: TableView | None = None
    known: str = ""
    changed: str = ""

    @property
    def title(self) -> str:
        sheet = self.view.sheet if self.view else None
        return f"{self.inspection.file} · {sheet}" if sheet else self.inspection.file

    @property
    def asked(self) -> tuple[Doubt, ...]:
        """The questions that wait for the person."""
        return self.view.open_doubts if self.wanted and self.view is not None else ()

    @property
    def open_doubts(self) -> int:
        return len(self.asked)

    @property
    def taken(self) -> bool:
        """Whether rows of it are imported."""
        return self.wanted and self.view is not None and not self.view.left_out

    @property
    def said_out(self) -> bool:
        """Whether the person said that it is nothing to be imported, in the place of what its rows hold."""
        return self.view is not None and self.view.left_out and self.view.decisions.answers.get("kind") == NO_KIND

    @property
    def unknown(self) -> bool:
        """Whether nobody knows yet what its rows hold."""
        return self.view is not None and any(doubt.id == "kind" for doubt in self.view.open_doubts)

    @property
    def ticked(self) -> bool:
        """Whether its box is."""
        return self.wanted and not self.said_out

    @property
    def remembered(self) -> bool:
        """Whether a table with these headings was imported before."""
        return self.seen is not None and bool(self.seen.decisions.kind)

    @property
    def no_rows(self) -> bool:
        """Whether there is a heading line and nothing below it."""
        return self.view is not None and self.view.rows_exact and not self.view.rows and not self.view.preview

    @property
    def headings(self) -> str:
        """The same word for all tables with the same headings; empty where there is no table."""
        return fingerprint(self.view.headings) if self.view is not None else ""


Items = list[Item]
Edit = Callable[[Sequence[Item]], Items]
Change = Callable[[TableView], TableView]


def alike(items: Sequence[Item], at: int) -> list[int]:
    """The places of the tables with the headings of that one, itself among them, that are not left out."""
    own = items[at].headings
    return [n for n, one in enumerate(items) if n == at or (own and one.wanted and one.headings == own)]


def questions(items: Sequence[Item], together: bool) -> int:
    """How many answers the person has to give: with `together`, one for all tables with the same headings."""
    asked = set()
    for at, item in enumerate(items):
        for doubt in item.asked:
            asked.add((item.headings if together and not doubt.takes_day else str(at), doubt.id))
    return len(asked)


def answered(at: int, doubt: str, choice: str, together: bool) -> Edit:
    """Answer one doubt of one table and, `together`, of those like it where the same is asked and nothing else said."""

    def edit(items: Sequence[Item]) -> Items:
        before = _view(items[at]).decisions.answers.get(doubt)
        follow = [n for n in _others(items, at, together) if _follows(_view(items[n]), doubt, choice, before)]
        return _changed(items, [at, *follow], lambda view: doubts.answer(view, doubt, choice))

    return edit


def used(at: int, column: int, use: str, together: bool) -> Edit:
    """Use a column for something else, in all tables like this one that read it as this one did."""

    def edit(items: Sequence[Item]) -> Items:
        own = _view(items[at]).columns[column]
        same = [n for n in _others(items, at, together) if _same_use(items[n], column, own.field, own.role)]
        return _changed(items, [at, *same], lambda view: doubts.set_use(view, column, use))

    return edit


def read_as(at: int, kind: str, together: bool) -> Edit:
    """Start over by hand: the rows are of that kind, whatever the file seemed to be."""

    def change(view: TableView) -> TableView:
        plain = replace(view, format_title=None, basis=replace(view.basis, format=None))
        return doubts.view_of(plain, Decisions(kind=kind))

    return lambda items: _changed(items, [at, *_others(items, at, together)], change)


def wanted(at: int, whether: bool) -> Edit:
    """Leave a table out, or take it in again, what was said against it forgotten."""

    def edit(items: Sequence[Item]) -> Items:
        made = _changed(items, [at], _ask_again) if whether and items[at].said_out else list(items)
        made[at] = replace(made[at], wanted=whether)
        return made

    return edit


def _ask_again(view: TableView) -> TableView:
    answers = {doubt: choice for doubt, choice in view.decisions.answers.items() if doubt != "kind"}
    return doubts.view_of(view, replace(view.decisions, answers=answers))


def _others(items: Sequence[Item], at: int, together: bool) -> list[int]:
    return [n for n in alike(items, at) if n != at] if together else []


def _follows(view: TableView, doubt: str, choice: str, before: str | None) -> bool:
    """Whether that table asks the same and offers the answer, and neither its cells nor the person say otherwise."""
    asked = next((one for one in view.doubts if one.id == doubt), None)
    if asked is None or asked.takes_day or all(one.id != choice for one in asked.choices):
        return False  # a day is each table's own
    said = view.decisions.answers.get(doubt)
    return asked.open or (said is not None and said == before)


def _same_use(item: Item, column: int, field: str, role: str | None) -> bool:
    seen = _view(item).columns[column]
    return (seen.field, seen.role) == (field, role)


def _changed(items: Sequence[Item], places: Sequence[int], change: Change) -> Items:
    made = list(items)
    for at in places:
        before = _view(items[at])
        after = change(before)
        made[at] = replace(items[at], view=after, changed=what_changed(before, after))
    return made


def _view(item: Item) -> TableView:
    if item.view is None:
        raise CXDeskError(_("This file has no table that could be read."), file=item.inspection.file)
    return item.view
