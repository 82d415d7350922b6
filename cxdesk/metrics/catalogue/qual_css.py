"""What customers write: what to continue, to start, to stop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.codes import Coded
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Count, Share, Term
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import CHANGE_INTERVAL, PROCESS
from cxdesk.metrics.views import said
from cxdesk.system.i18n import N_


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    return (Phrase(N_("responses by what they answer; one may be in several")),)


def _text(response: str, role: str, comment: str = "Bun") -> Mapping[str, Any]:
    return {"response": response, "role": role, "comment": comment}


_ANSWERS = (
    _text("1", "continue"),
    _text("2", "start"),
    _text("2", "stop"),
    _text("3", "stop"),
    _text("4", "open"),
    _text("5", "continue"),
    _text("6", "stop", " "),
)


@metric(
    id="qual_css",
    title=N_("Continue, start, stop"),
    short_title=N_("Continue, start, stop"),
    idea="qual_css",
    family=Family.LISTENING,
    question=N_("What to keep, add, drop?"),
    explain=N_(
        "Responses in which something was written under what to continue, what to start and what to stop, and how many "
        "wrote elsewhere only. The shares are of responses with words under any of the three; as one response may "
        "have several, they can add up to more than 100%."
    ),
    good_for=N_("Reading quotes side by side: a few are precious, whatever their number."),
    beware=N_("How much is written is not how many think so: those with strong feelings write more."),
    unit=Unit.COUNT,
    better=Better.NONE,
    reads=said.VIEW,
    at="submitted_at",
    options=(PROCESS, CHANGE_INTERVAL),
    measures={
        "continue": Measure(N_("To continue")),
        "start": Measure(N_("To start")),
        "stop": Measure(N_("To stop")),
        "untagged": Measure(N_("Under none of the three")),
        "continue_share": Measure(N_("To continue, share"), Unit.PERCENT),
        "start_share": Measure(N_("To start, share"), Unit.PERCENT),
        "stop_share": Measure(N_("To stop, share"), Unit.PERCENT),
    },
    companions=("comment_rate",),
    drill=("counted",),
    label=_label,
    limits=(0, None),
    examples=(
        Example(rows={"answer": _ANSWERS}, gives=2.0, note=N_("Two responses; an empty text is none.")),
        Example(rows={"answer": _ANSWERS}, gives=1.0, measure="untagged"),
        Example(rows={"answer": _ANSWERS}, gives=50.0, measure="stop_share", note=N_("Two of four.")),
        Example(rows={"answer": ({"response": "1", "role": "nps", "score": 9},)}, gives=None),
    ),
)
def qual_css(responses: Rows) -> Mapping[str, Term]:
    codes = {name.value: Coded.of(responses.col(name.value) == 1) for name in said.CODES}
    tagged = codes["continue"] | codes["start"] | codes["stop"]
    found: dict[str, Term] = {name: Count(responses, hit=code) for name, code in codes.items()}
    found["untagged"] = Count(responses, hit=~tagged)
    shares = {f"{name}_share": Share(responses, hit=code, within=tagged) for name, code in codes.items()}
    return found | shares
