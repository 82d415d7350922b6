"""How alive the community is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.codes import Coded
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Count, Quantile, Ratio, Share, Sum, Term
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import CHANGE_INTERVAL
from cxdesk.metrics.views import community
from cxdesk.system.i18n import N_


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    what = {"any": N_("active: anything besides joining"), "contributing": N_("active: asked, wrote or answered")}
    return (Phrase(N_("of members")), Phrase(what[options["active"]]))


_EVENTS = (
    {"person": "a", "at": "2024-04-01T08:00", "kind": "join"},
    {"person": "b", "at": "2024-04-01T08:00", "kind": "join"},
    {"person": "c", "at": "2024-04-02T08:00", "kind": "login"},
    {"person": "a", "at": "2024-04-10T08:00", "kind": "question", "thread": "1"},
    {"person": "a", "at": "2024-04-10T09:00", "kind": "reply", "thread": "1"},
    {"person": "c", "at": "2024-04-10T12:00", "kind": "reply", "thread": "1"},
    {"person": "c", "at": "2024-04-11T08:00", "kind": "question", "thread": "2"},
)


@metric(
    id="community_engagement",
    title=N_("Community engagement"),
    short_title=N_("Community"),
    idea="community",
    family=Family.PRODUCT,
    question=N_("Is the community alive?"),
    explain=N_(
        "Members who did something in the period, in percent of all who had joined by its end; who was seen without "
        "having joined is a member from then on. Beside it contributions (questions, posts, answers) per active "
        "member, members in percent of customers, questions that somebody else answered, and how long that took."
    ),
    good_for=N_("Seeing whether customers help each other, and which questions nobody takes up."),
    beware=N_(
        "A few people write most of it, so the mean per member hides the silent ones. Who reads without logging in is "
        "not seen at all. The newest questions may still be answered."
    ),
    unit=Unit.PERCENT,
    better=Better.UP,
    reads=(community.MEMBERS, community.QUESTIONS, community.CUSTOMERS),
    at="at",
    options=(community.ACTIVE, CHANGE_INTERVAL),
    measures={
        "active": Measure(N_("Active members")),
        "per_active": Measure(N_("Contributions per active member"), Unit.RATIO),
        "penetration": Measure(N_("Members in percent of customers")),
        "answered": Measure(N_("Questions answered")),
        "first_answer": Measure(N_("Hours to the first answer, median"), Unit.HOURS, Better.DOWN),
        "members": Measure(N_("Members"), Unit.COUNT),
    },
    companions=("referrals",),
    drill=("rest", "numerator"),
    label=_label,
    limits=(0, None),
    examples=(
        Example(rows={"community_event": _EVENTS}, gives=200 / 3, note=N_("a and c did something, b only joined.")),
        Example(rows={"community_event": _EVENTS}, gives=2.0, measure="per_active"),
        Example(rows={"community_event": _EVENTS}, gives=50.0, measure="answered"),
        Example(
            rows={"community_event": _EVENTS},
            gives=4.0,
            measure="first_answer",
            note=N_("The asker's own reply is no answer."),
        ),
        Example(rows={"community_event": ()}, gives=None),
    ),
)
def community_engagement(members: Rows, questions: Rows, customers: Rows) -> Mapping[str, Term | Ratio]:
    active = Coded.of(members.col("active"))
    given = Sum(members, members.numbers("contributions"))
    return {
        "active": Share(members, hit=active),
        "per_active": Ratio(given, Count(members, hit=active)),
        "penetration": Ratio(Count(members), Count(customers), per=100.0),
        "answered": Share(questions, hit=Coded.of(questions.col("answered"))),
        "first_answer": Quantile(questions, questions.numbers("hours")),
        "members": Count(members),
    }
