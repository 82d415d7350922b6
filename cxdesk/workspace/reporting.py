"""Reports of an open workspace: their facts, and the recipes that are kept for the next ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cxdesk import __version__
from cxdesk.domain.changes import REPORTS
from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.identifying import STAFF, is_identifying, kept_secret, masked
from cxdesk.domain.kept import checked_name
from cxdesk.domain.kinds import Field, Kind, Source, all_kinds
from cxdesk.domain.periods import preset_period
from cxdesk.domain.pseudonyms import Pseudonyms
from cxdesk.domain.query import Query, Selection
from cxdesk.domain.report import MOST_COMMENTS, Facts, Origin, Recipe, Section
from cxdesk.domain.results import Card, CommentRow
from cxdesk.store import saved
from cxdesk.store.batches import content_hash
from cxdesk.store.database import Database
from cxdesk.system import i18n
from cxdesk.system.i18n import _
from cxdesk.system.progress import Progress
from cxdesk.workspace.imports import TYPED
from cxdesk.workspace.keeping import Kept

if TYPE_CHECKING:
    from pathlib import Path

    from cxdesk.analysis.inquiry import Inquiry
    from cxdesk.frame.frame import Frame
    from cxdesk.workspace.imports import BatchInfo
    from cxdesk.workspace.questions import CommentIds

WORTH_READING = 24  # letters from which a comment is worth a line of a report
LOOKED_AT = 400  # comments, the newest, among which those of a report are chosen


class Reporting:
    """What an open workspace says in reports. Nothing here changes what the screens show."""

    database: Database

    if TYPE_CHECKING:
        _inquiry: Inquiry | None

        @property
        def path(self) -> Path: ...
        @property
        def zone(self) -> str: ...
        def frame(self) -> Frame: ...
        def imports(self) -> list[BatchInfo]: ...
        def setting(self, key: str) -> Any: ...
        def comment_ids(self, query: Query, search: str = ..., bands: tuple[str, ...] = ...) -> CommentIds: ...
        def comment_page(self, found: CommentIds, start: int, stop: int) -> list[CommentRow]: ...
        def _keep(self, type_: str, name: str, value: Any, instead_of: str) -> Kept: ...

    def report(self, recipe: Recipe, progress: Progress | None = None) -> Facts:
        """What a report says, in no language. BadQuestion where it would name people and its recipe does not say so."""
        with i18n.speaking("en"):
            return self._report(recipe, progress)

    def _report(self, recipe: Recipe, progress: Progress | None) -> Facts:
        from cxdesk.analysis.inquiry import Inquiry
        from cxdesk.analysis.reporting import make_facts

        recipe = self._dated(recipe)
        _refuse_names(recipe)
        moments = {one.id: datetime.fromisoformat(one.at) for one in self.imports() if one.at}
        inquiry = Inquiry(recipe.query, self.frame())
        facts = make_facts(recipe, inquiry, self._least(recipe), moments, progress)
        (progress or Progress()).check()
        rows, behind, of = self._said(facts)
        facts = replace(facts, comments=tuple(rows), comments_behind=behind, comments_of=of)
        content = content_hash(self.database)
        facts = replace(facts, workspace=self.path.stem, origins=self._origins(), content=content, version=__version__)
        return facts if recipe.personal else _anonymous(facts, Pseudonyms(b"", _names(self.frame())))

    def recipes(self) -> tuple[Recipe, ...]:
        """The kept recipes, by name."""
        found = (Recipe.of(name, kept) for name, kept in saved.named(self.database, REPORTS).items())
        return tuple(recipe for recipe in found if recipe is not None)

    def keep_recipe(self, recipe: Recipe, instead_of: str = "") -> Kept:
        """Keep a recipe under its name, also in place of another one of that name."""
        return self._keep(REPORTS, checked_name(recipe.name), recipe.to_json(), instead_of)

    # What the facts are made of

    def _dated(self, recipe: Recipe) -> Recipe:
        """The recipe with the dates that its preset means now."""
        if recipe.preset is None:
            return recipe
        from cxdesk.analysis.inquiry import Inquiry

        inquiry = Inquiry(recipe.query.with_(range=None), self.frame())
        period = preset_period(recipe.preset, inquiry.as_of, inquiry.calendar) if inquiry.as_of else None
        return replace(recipe, query=recipe.query.with_(range=period), preset=None)

    def _least(self, recipe: Recipe) -> int:
        own = recipe.query.min_show
        return own if own is not None else int(self.setting("min_show"))

    def _origins(self) -> tuple[Origin, ...]:
        live = [one for one in self.imports() if one.state == "live" and one.type != TYPED]
        return tuple(
            Origin(one.file, one.sheet or "", one.kind, sum(int(one.rows.get(n, 0)) for n in ("new", "updated")))
            for one in sorted(live, key=lambda one: one.id)
        )

    def _said(self, facts: Facts) -> tuple[list[CommentRow], int, str]:
        """Comments worth reading behind the number that is told first: of every band, what was decided on before."""
        wanted = min(facts.recipe.comments, MOST_COMMENTS)
        if not facts.has(Section.COMMENTS) or wanted <= 0:
            return [], 0, ""
        kept, best = self._inquiry, None
        try:
            for topic in facts.leading:
                found = self._behind(facts.recipe.query, topic.card)
                if len(found.ids):
                    best = topic.card.metric, found
                    break
        finally:
            self._inquiry = kept  # the screens go on where they were
        if best is None:
            return [], 0, ""
        of, found = best
        rows = self.comment_page(found, 0, min(LOOKED_AT, len(found.ids)))
        return _chosen(rows, wanted), len(found.ids), of

    def _behind(self, query: Query, card: Card) -> CommentIds:
        return self.comment_ids(query.with_(selection=Selection(card.metric, card.measure), split=None))


def _refuse_names(recipe: Recipe) -> None:
    split = recipe.query.split
    if split is not None and not recipe.personal and is_identifying(split):
        raise BadQuestion(
            _("A report by {attribute} would name people.", attribute=split),
            _("Split by something else, or let the report hold personal data."),
        )


def _chosen(rows: Sequence[CommentRow], wanted: int) -> list[CommentRow]:
    """The comments that a report shows: those somebody decided about, then turn by turn of each band, the worst first;
    of one band as they are listed. No text stands there twice.
    """
    worth = [row for row in rows if len(row.text.strip()) >= WORTH_READING] or list(rows)
    different = list({" ".join(row.text.split()).casefold(): row for row in reversed(worth)}.values())[::-1]
    decided = [row for row in different if row.decision or (row.follow_up is not None and row.follow_up.note)]
    chosen = decided[:wanted]
    bands: dict[str, list[CommentRow]] = {}
    for row in different:
        if row not in chosen:
            bands.setdefault(row.band or "", []).append(row)
    turns = [bands[name] for name in ("bottom", "top", "middle", "") if name in bands]
    turns += [rest for name, rest in bands.items() if name not in ("bottom", "top", "middle", "")]
    for at in range(max((len(turn) for turn in turns), default=0)):
        chosen += [turn[at] for turn in turns if at < len(turn)]
    order = {row.row: at for at, row in enumerate(rows)}
    picked = chosen[:wanted]
    return sorted(picked, key=lambda row: (_band_place(row), order[row.row]))


def _band_place(row: CommentRow) -> int:
    return {"bottom": 0, "middle": 1, "top": 2}.get(row.band or "", 3)


def _names(frame: Frame) -> Iterator[str]:
    """Names of customers and staff, wherever a column holds them."""
    for kind in all_kinds():
        if not frame.size(kind.name):
            continue
        fields = [one.name for one in kind.fields if _names_people(kind, one) and frame.has(kind.name, one.name)]
        own = [heading for heading in frame.headings(kind.name) if is_identifying(heading)]
        for name in (*fields, *own):
            groups = frame.rows(Source(kind.name)).groups(name)
            yield from (str(label) for label in (groups.labels if groups is not None else ()) if label)


def _names_people(kind: Kind, one: Field) -> bool:
    return one.name in STAFF or one.name == "author" or (kind.name == "customer" and one.name == "name")


def _anonymous(facts: Facts, people: Pseudonyms) -> Facts:
    """The facts without whatever would name somebody: comments without their writers, filters, files without names."""
    comments = tuple(
        replace(
            row, row=0, customer="", reference="", line=0, follow_up=None,
            text=people.masked(masked(row.text, (row.customer, row.reference))),
        )
        for row in facts.comments
    )  # fmt: skip
    query = facts.recipe.query
    filters = tuple(kept_secret(one) for one in query.filters)
    recipe = replace(facts.recipe, query=query.with_(filters=filters, selection=None))
    origins = tuple(replace(one, file=people.masked(one.file), sheet=people.masked(one.sheet)) for one in facts.origins)
    return replace(facts, recipe=recipe, comments=comments, origins=origins)
