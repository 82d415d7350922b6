"""How the values behind a number of an open workspace are spread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxdesk.domain.distribution import Distribution
from cxdesk.domain.query import Query, Selection
from cxdesk.domain.together import Course, Step

if TYPE_CHECKING:
    from cxdesk.analysis.inquiry import Inquiry
    from cxdesk.frame.frame import Frame


class Distributions:
    """The distribution of a number, and what is drawn beside its course."""

    if TYPE_CHECKING:

        def frame(self) -> Frame: ...

        def inquiry(self, query: Query) -> Inquiry: ...

    def distribution(self, query: Query, of: Selection) -> Distribution:
        """How many of the rows behind a number have each value. Its `why` says why there is none."""
        from cxdesk.analysis.distributions import distribution

        return distribution(query, self.frame(), of, self.inquiry(query.with_(selection=None)))

    def together(self, query: Query, of: Selection) -> tuple[Course, ...]:
        """The courses to be drawn beside that of a number, as the question's `together` names them."""
        from cxdesk.analysis.together import together

        return together(query, self.frame(), of)

    def largest_step(self, query: Query, of: Selection) -> Step | None:
        """Where a number's course changed most, whatever period is looked at; None where nothing clear happened."""
        from cxdesk.analysis.turning import largest_step
        from cxdesk.metrics.registry import metric_of

        return largest_step(self.inquiry(query), metric_of(of.metric), of.measure)
