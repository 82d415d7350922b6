"""The journey of an open workspace: what its stages mean, and how far people come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cxdesk.domain.changes import JOURNEY, Changes
from cxdesk.domain.journey import Journey, Possible
from cxdesk.domain.query import Query
from cxdesk.domain.stages import Stages
from cxdesk.store import saved
from cxdesk.store.database import Database

if TYPE_CHECKING:
    from cxdesk.frame.frame import Frame

NAME = "stages"


@dataclass(frozen=True)
class Restaged:
    """One change of the stages. Setting `before` takes it back."""

    stages: Stages
    before: Stages
    changes: Changes


class Journeys:
    """The stages of an open workspace."""

    database: Database

    if TYPE_CHECKING:

        def frame(self) -> Frame: ...

    def stages(self) -> Stages:
        """What the stages are called here, and what means them."""
        return Stages.of(saved.named(self.database, JOURNEY).get(NAME))

    def set_stages(self, stages: Stages) -> Restaged:
        """Understand the stages so from now on, in every metric of the journey."""
        before = self.stages()
        return Restaged(stages, before, saved.keep(self.database, JOURNEY, NAME, stages.to_json(), JOURNEY))

    def journey(self, query: Query | None = None, stages: Stages | None = None) -> Journey:
        """How far people came. With `stages`: if they were so understood, without keeping that."""
        from cxdesk.analysis.journey import journey

        frame = self.frame()
        if stages is not None and stages != self.stages():
            from cxdesk.frame.supposing import supposing

            other = supposing(frame.loader, journey=stages.to_json())
            frame = frame.renewed(other, Changes.of(frame.state, JOURNEY))
        return journey(query or Query(), frame)

    def possible_signs(self) -> tuple[Possible, ...]:
        """What could mean a stage, most rows first."""
        from cxdesk.analysis.journey import possible

        return possible(self.frame())
