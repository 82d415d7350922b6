"""Closed periods of an open workspace: closing one, listing them, and what is different since."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from math import isclose
from typing import TYPE_CHECKING, Any

from cxdesk.domain.changes import PACKS
from cxdesk.domain.errors import BadQuestion, FileDamaged, NotFound
from cxdesk.domain.identifying import MASK
from cxdesk.domain.kept import checked_name
from cxdesk.domain.pack import STILL_RUNNING, Pack, Restated, Since
from cxdesk.domain.query import Query
from cxdesk.domain.report import Facts, Recipe, Section, Topic
from cxdesk.domain.results import Figure
from cxdesk.store import saved
from cxdesk.store.batches import content_hash
from cxdesk.store.database import Database
from cxdesk.system.i18n import _
from cxdesk.system.progress import Progress
from cxdesk.workspace.keeping import Kept

ONLY_NUMBERS = (Section.CARDS, Section.DEFINITIONS)


class Packs:
    """What an open workspace keeps of periods that are over."""

    database: Database

    if TYPE_CHECKING:

        def report(self, recipe: Recipe, progress: Progress | None = None) -> Facts: ...
        def _keep(self, type_: str, name: str, value: Any, instead_of: str) -> Kept: ...

    def packs(self) -> tuple[Pack, ...]:
        """The closed periods, by name; what cannot be read is left out."""
        found = []
        for kept in saved.named(self.database, PACKS).values():
            try:
                found.append(Pack.of(kept, within=True))
            except FileDamaged:
                continue
        return tuple(found)

    def pack(self, name: str) -> Pack:
        """One closed period. NotFound, FileDamaged."""
        kept = saved.named(self.database, PACKS).get(name)
        if kept is None:
            raise NotFound(_("No period is closed under the name {name}.", name=name), _("Look at the list of them."))
        return Pack.of(kept, within=True)

    def close_period(
        self, name: str, recipe: Recipe, anyway: bool = False, progress: Progress | None = None
    ) -> tuple[Pack, Kept]:
        """Keep everything that the report of a period says, in full and in no language. BadQuestion for a name that is
        taken, for all dates, and for a period that is still running unless `anyway`.
        """
        name = checked_name(name)
        if name in saved.named(self.database, PACKS):
            raise BadQuestion(
                _("{name} is closed already.", name=name), _("Choose another name, or take the closed period away.")
            )
        facts = self.report(replace(recipe, name="", language="", sections=tuple(Section)), progress)
        if facts.range is None:
            raise BadQuestion(_("All dates cannot be closed."), _("Choose a period."))
        if facts.partial and not anyway:
            raise BadQuestion(
                _("The period is not over: the data reach only a part of it."),
                _("Wait for the rest, or close it anyway."),
                code=STILL_RUNNING,
            )
        made = Pack.close(name, datetime.now(UTC).isoformat(timespec="seconds"), facts)
        return made, self._keep(PACKS, name, made.to_json(), "")

    def since(self, pack: Pack, progress: Progress | None = None) -> Since:
        """Which of a pack's numbers would be others now; asked also where no row has changed, for a definition, a merge
        or a setting may have.
        """
        same = content_hash(self.database) == pack.facts.content
        if _about_people(pack.facts.recipe.query):
            return Since(same, known=False)
        asked = tuple(topic.card.metric for topic in pack.facts.topics)
        query = pack.facts.recipe.query.with_(metrics=asked, min_show=pack.facts.least)
        now = self.report(replace(pack.facts.recipe, query=query, sections=ONLY_NUMBERS), progress)
        known = {topic.card.metric: topic for topic in now.topics}
        moved = (_restated(topic, known.get(topic.card.metric)) for topic in pack.facts.topics)
        return Since(same, tuple(one for one in moved if one is not None))


def _about_people(query: Query) -> bool:
    return any(MASK in condition.values for condition in query.filters)


def _restated(then: Topic, now: Topic | None) -> Restated | None:
    """The number then and now; None where nobody would see a difference."""
    card, figure = then.card, now.card.figure if now else None
    if figure is not None and _same(card.figure, figure):
        return None
    names = [_definition(topic) for topic in (then, now)]
    return Restated(
        card.metric, card.measure, card.title, card.unit, card.decimals, card.figure, figure, names[0], names[1]
    )


def _definition(topic: Topic | None) -> str:
    if topic is None or topic.told is None:
        return ""
    return f"{topic.card.metric}@{topic.told.receipt.definition.get('version') or '-'}"


def _same(one: Figure, other: Figure) -> bool:
    if one.value is None or other.value is None:
        return one.value is other.value and one.n == other.n
    return one.n == other.n and isclose(one.value, other.value, rel_tol=1e-9, abs_tol=1e-9)
