"""Which share of the issues was solved the first time the customer asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cxdesk.domain.results import Phrase, plural
from cxdesk.domain.scales import Band, BandRule, Scale
from cxdesk.frame.codes import Coded, State
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Count, Ratio, Share
from cxdesk.metrics.metric import Benchmark, Better, Example, Family, Unit, metric
from cxdesk.metrics.options import CHANGE_INTERVAL, Option
from cxdesk.metrics.sources import ROMANIAN_GUIDE
from cxdesk.metrics.views import issues as view
from cxdesk.system.i18n import N_

UNTOUCHED = "no reopen, no reassignment"
VARIANT = Option(
    "variant",
    "one_contact",
    N_("Solved at once means"),
    choices=(
        ("one_contact", N_("One contact, not reopened and not asked about again")),
        ("one_touch", N_("One answer by an agent")),
        (UNTOUCHED, N_("Neither reopened nor reassigned, where a file counts only that")),
        ("survey", N_("Customers said so: yes to “was it solved?”")),
        ("call_log", N_("The log of calls and chats says so")),
    ),
)
DENOMINATOR = Option(
    "denominator",
    "all",
    N_("In percent of"),
    choices=(
        ("all", N_("All issues, solved or not")),
        ("resolved", N_("Solved issues")),
        ("customers", N_("Customers who asked, as one article has it")),
    ),
)
_MEANS = {
    "one_contact": N_("one contact"),
    "one_touch": N_("one answer by an agent"),
    UNTOUCHED: N_("neither reopened nor reassigned"),
    "survey": N_("as customers say"),
    "call_log": N_("as the log of calls says"),
}
_BASES = {"all": N_("of all issues"), "resolved": N_("of solved issues"), "customers": N_("per customer who asked")}


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    variant = options["variant"]
    told = [Phrase(_MEANS[variant])]
    if variant == "one_contact":
        told.append(plural("within {n} day", "within {n} days", options["window"]))
    if variant not in view.ASKED_OF:
        told.append(Phrase(_BASES[options["denominator"]]))
    return tuple(told)


def _ticket(name: str, opened: str, solved: str | None = None, **more: Any) -> Mapping[str, Any]:
    return {"ticket": name, "customer": name[0], "created_at": opened, "resolved_at": solved, **more}


_TICKETS = (
    _ticket("a1", "2024-03-01", "2024-03-02"),
    _ticket("a2", "2024-03-02", "2024-03-03", reply_count=3),
    _ticket("b1", "2024-03-03", "2024-03-04", reopen_count=1),
    _ticket("b2", "2024-03-04", "2024-03-05", issue_key="lamp", channel="email"),
    _ticket("b3", "2024-03-04", "2024-03-05", issue_key="lamp", channel="phone"),
    _ticket("c1", "2024-03-05"),
    _ticket("d1", "2024-03-20"),
)


@metric(
    id="fcr",
    title=N_("First contact resolution"),
    short_title=N_("First contact resolution"),
    idea="fcr",
    family=Family.SUPPORT,
    question=N_("Solved at once?"),
    explain=N_(
        "Issues solved with one contact of the customer and neither reopened nor asked about again within 7 days, in "
        "percent of the issues opened in the period, solved or not. Tickets of one customer with the same issue key "
        "are one issue, whatever their channels. Issues younger than those days are left out until they can be judged."
    ),
    good_for=N_("Knowing how often people get help without having to ask twice."),
    beware=N_(
        "Customers who give up without a word look solved. It is not the share of issues solved at all, and figures "
        "by other definitions (one answer, per customer) are not comparable: per customer it can exceed 100%."
    ),
    unit=Unit.PERCENT,
    better=Better.UP,
    reads=(view.VIEW, view.ANSWERS, view.CALLS),
    options=(VARIANT, view.WINDOW, DENOMINATOR, CHANGE_INTERVAL),
    companions=("art",),
    drill=("rest", "numerator"),
    label=_label,
    limits=(0, None),
    any_kind=True,
    flagged=lambda options: ("literal_definition",) if options["denominator"] == "customers" else (),
    start=4,
    benchmarks=(
        Benchmark(N_("Usual"), ROMANIAN_GUIDE, 2022, good=70.0),
        Benchmark(N_("Call centres"), "SQM", low=70.0, good=70.0, excellent=80.0),
    ),
    examples=(
        Example(
            rows={"ticket": _TICKETS},
            gives=40.0,
            note=N_("Of five old enough: one reopened, one asked about twice, one not solved."),
        ),
        Example(rows={"ticket": _TICKETS}, gives=50.0, options={"denominator": "resolved"}),
        Example(
            rows={"ticket": _TICKETS},
            gives=75.0,
            options={"denominator": "customers", "window": 0},
            note=N_("One article divides by customers: three solved at first, four who asked."),
        ),
        Example(rows={"ticket": ()}, gives=None),
    ),
)
def fcr(issues: Rows, answers: Rows, calls: Rows, variant: str, denominator: str) -> Share | Ratio:
    if variant == "survey":
        return Share(answers, hit=_yes_or_no(answers))
    if variant == "call_log":
        return Share(calls, hit=_told(calls.col("resolved") == 1, calls.col("resolved") <= 1), within=_inbound(calls))
    solved = issues.col("solved") == 1
    hit, known = _at_once(issues, variant, solved)
    young = issues.col("young") == 1 if variant == "one_contact" else np.zeros(issues.size, bool)
    if denominator == "customers":
        state = np.array([State.OK, State.OK, State.OUTSIDE], np.uint8)
        place = np.where(young | ~known, 2, hit).astype(np.uint8)
        top = Coded(np.array([False, True, False]), place, state)
        customers = issues.counted_once("customer", "first", "repeat")
        return Ratio(Count(issues, hit=top), Count(customers, hit=top.map(np.ones_like)), per=100.0)
    return Share(
        issues,
        hit=_told(hit, known),
        within=Coded.of(solved) if denominator == "resolved" else None,
        outside="unresolved",
        immature=Coded.of(young),
    )


def _at_once(issues: Rows, variant: str, solved: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Per issue whether it was solved at once, and whether that is known."""
    if variant == "one_touch":
        messages = issues.col("agent_messages")
        return solved & (messages == 1), ~np.isnan(messages)
    if variant == UNTOUCHED:
        reopened, reassigned = issues.col("times_reopened"), issues.col("times_reassigned")
        return solved & (reopened == 0) & (reassigned == 0), ~np.isnan(reopened + reassigned)
    return solved & (issues.col("contacts") <= 1) & (issues.col("reopened") == 0), np.ones(issues.size, bool)


def _told(hit: np.ndarray, known: np.ndarray) -> Coded:
    """Yes and no as a table of three, the third missing."""
    state = np.array([State.OK, State.OK, State.MISSING], np.uint8)
    return Coded(np.array([False, True, False]), np.where(known, hit, 2).astype(np.uint8), state)


def _yes_or_no(answers: Rows) -> Coded:
    """Answers of yes-no questions; grades of the resolution are another number."""
    cells = answers.cells
    plain = np.array([*(scale.points <= 2 for scale in cells.scales), True])[cells.scale]
    hit = answers.band(BandRule.TOP_BOX) == Band.TOP
    return hit.where(np.where(plain, hit.state, State.OTHER_SCALE))


def _inbound(calls: Rows) -> Coded:
    direction = calls.labelled("direction")
    return (direction != "outbound").where(np.zeros(direction.size, np.uint8))
