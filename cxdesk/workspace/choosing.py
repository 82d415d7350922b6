"""Which numbers are on the cards, in which order: the person's choice, kept in the workspace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cxdesk.domain.changes import CARDS, Changes
from cxdesk.domain.query import Query
from cxdesk.store import saved
from cxdesk.store.database import Database

if TYPE_CHECKING:
    from cxdesk.domain.catalogue import Entry, MetricPage
    from cxdesk.domain.proposal import Idea, Proposal
    from cxdesk.domain.results import Card
    from cxdesk.frame.frame import Frame
    from cxdesk.workspace.deciding import Pinned

TYPE, NAME = "cards", "chosen"


@dataclass(frozen=True)
class Chosen:
    """A choice of cards; `before` is None where the balanced set was shown. Choosing `before` takes it back."""

    metrics: tuple[str, ...] | None
    before: tuple[str, ...] | None
    changes: Changes


@dataclass(frozen=True)
class Stood:
    """Another definition stands for its idea; its card took the place of what stood there before."""

    idea: str
    cards: Chosen | None
    changes: Changes


class Choosing:
    """The cards and the catalogue of an open workspace."""

    database: Database

    if TYPE_CHECKING:

        def frame(self) -> Frame: ...
        def pin(
            self, metric: str, options: Mapping[str, Any] | None = None, version: int | None = None, note: str = ""
        ) -> Pinned: ...
        def undo_pin(self, idea: str, note: str = "") -> Pinned: ...

    def chosen_cards(self) -> tuple[str, ...] | None:
        """The metrics that the person put on the cards, in their order; None where the balanced set is shown."""
        from cxdesk.metrics.definitions import chosen

        return chosen(self.frame())

    def choose_cards(self, metrics: Sequence[str] | None) -> Chosen:
        """Show these metrics on the cards, in this order; None: the balanced set again. NotFound for what is none."""
        from cxdesk.metrics.registry import metric_of

        before = self.chosen_cards()
        if metrics is None:
            return Chosen(None, before, saved.remove(self.database, TYPE, NAME, CARDS))
        wanted = tuple(dict.fromkeys(metric_of(name).id for name in metrics))
        return Chosen(wanted, before, saved.keep(self.database, TYPE, NAME, list(wanted), CARDS))

    def stand(self, metric: str, options: Mapping[str, Any] | None = None, note: str = "") -> Stood:
        """Let a definition stand for its idea, and show it where the person chose a card of what stood before."""
        from cxdesk.metrics.registry import metric_of

        shown = self.chosen_cards() or ()
        pinned = self.pin(metric, options, note=note)
        idea, before = metric_of(metric).idea, pinned.before.metric if pinned.before else ""
        if before not in shown or metric in shown:
            return Stood(idea, None, pinned.changes)
        cards = self.choose_cards([metric if name == before else name for name in shown])
        both = Changes(pinned.changes.touched | cards.changes.touched, cards.changes.state)
        return Stood(idea, cards, both)

    def unstand(self, stood: Stood) -> Changes:
        """Take a decision about an idea back, with the card that it put into another's place."""
        back = self.undo_pin(stood.idea).changes
        if stood.cards is None:
            return back
        cards = self.choose_cards(stood.cards.before).changes
        return Changes(back.touched | cards.touched, cards.state)

    def catalogue_entries(self, query: Query, metrics: Sequence[str]) -> tuple[Entry, ...]:
        """What the catalogue says of these metrics now: their value, or why there is none and what to import."""
        from cxdesk.analysis.catalogue import entries

        return entries(query, metrics, self.frame())

    def metric_page(self, query: Query, metric: str) -> MetricPage:
        """What a metric means, from its declaration and the definition in force. NotFound for an unknown one."""
        from cxdesk.analysis.catalogue import page

        return page(query, metric, self.frame())

    def idea(self, name: str) -> Idea:
        """An idea (or a metric's idea) with its definitions and every decision about it. NotFound for neither."""
        from cxdesk.analysis.proposing import idea

        return idea(name, self.frame())

    def proposal(self, query: Query, metric: str, options: Mapping[str, Any]) -> Proposal:
        """What a definition would say beside what is in force. BadQuestion for options that do not fit."""
        from cxdesk.analysis.proposing import proposal

        return proposal(query, metric, options, self.frame())

    def measure_name(self, metric: str, measure: str) -> str:
        """What a measure is called in the language of the interface; of a theme's its title, never its code."""
        from cxdesk.analysis.measure_names import named
        from cxdesk.metrics.registry import metric_of

        return named(self.frame(), metric_of(metric), measure)

    def references_of(self, query: Query, metric: str) -> tuple[Card, tuple[str, ...]]:
        """The card of a metric, with its targets and benchmarks and how they stand, and its measures."""
        from cxdesk.analysis.catalogue import with_measures

        return with_measures(query, metric, self.frame())
