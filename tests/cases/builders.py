"""From the input of a worked case to rows as a person's files would hold them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.scales import Scale

Rows = dict[str, list[dict[str, Any]]]
JANUARY, FEBRUARY = "2024-01-15T12:00:00Z", "2024-02-15T12:00:00Z"


def scale_of(given: Mapping[str, Any], na: Sequence[str] = ()) -> Scale:
    """A case's scale."""
    return Scale(given["min"], given["max"], given["step"], given["reversed"], na_codes=tuple(na))


def repeated(counts: Mapping[str, int]) -> list[float]:
    """Answers that occur so often each."""
    return [float(value) for value, n in counts.items() for _i in range(n)]


def answered(role: str, values: Sequence[Any], scale: Scale, prefix: str = "r", **same: Any) -> list[dict[str, Any]]:
    """One answer per value, each of another response."""
    return [
        {"response": f"{prefix}{i}", "role": role, "score": value, "scale": scale, **same}
        for i, value in enumerate(values)
    ]


def survey(role: str, given: Mapping[str, Any]) -> Rows:
    """`values` or `counts` of one question; `rows` with customer, instant and score; two periods `a` and `b`."""
    scale = scale_of(given.get("scale", {"min": 1, "max": 5, "step": 1, "reversed": False}))
    if "values" in given:
        return {"answer": answered(role, given["values"], scale) or _another_question(scale)}
    if "counts" in given:
        return {"answer": answered(role, repeated(given["counts"]), scale)}
    if "successes" in given:
        return {"answer": answered(role, hits(given["successes"], given["n"]), scale)}
    if "rows" in given:
        return {"answer": [_row(role, i, row, scale) for i, row in enumerate(given["rows"])]}
    return {"answer": _two_periods(role, given, scale)}


def _another_question(scale: Scale) -> list[dict[str, Any]]:
    """A file in which nobody was asked this question."""
    return answered("return_intent", [scale.max], scale)


def hits(successes: int, n: int) -> list[float]:
    """Answers on 1-5 of which so many are in the top boxes."""
    return [5.0] * successes + [1.0] * (n - successes)


def _row(role: str, number: int, row: Any, scale: Scale) -> dict[str, Any]:
    if isinstance(row, Mapping):
        return {
            "response": f"r{number}",
            "role": role,
            "customer": row["customer"],
            "submitted_at": row["at"],
            "score": row["score"],
            "scale": scale,
        }
    customer, score = row
    return {"response": f"r{number}", "role": role, "customer": customer, "score": score, "scale": scale}


def _two_periods(role: str, given: Mapping[str, Any], scale: Scale) -> list[dict[str, Any]]:
    before, after = given.get("period_a", given.get("a")), given.get("period_b", given.get("b"))
    assert before is not None
    assert after is not None
    sides = [hits(side["x"], side["n"]) if "x" in side else repeated(side) for side in (before, after)]
    january = answered(role, sides[0], scale, "a", submitted_at=JANUARY)
    return january + answered(role, sides[1], scale, "b", submitted_at=FEBRUARY)


def asked_and_answered(given: Mapping[str, Any]) -> Rows:
    """Invitations with the responses to them: as totals or row by row."""
    scale = Scale(1, 5)
    if "sent" in given:
        invitations = [
            {"invitation": f"i{i}", "sent_at": JANUARY, "bounced": i < given["bounced"]} for i in range(given["sent"])
        ]
        states = ["complete"] * given["complete"] + ["partial"] * given["partial"]
        links = [invitations[given["bounced"] + i]["invitation"] for i in range(len(states))]
    else:
        invitations = [
            {"invitation": one["id"], "customer": one["c"], "sent_at": JANUARY, "bounced": one.get("bounced", False)}
            for one in given["invitations"]
        ]
        links = [one["inv"] for one in given["responses"]]
        states = ["complete"] * len(links)
    answers = answered("csat", [5] * len(links), scale, submitted_at=JANUARY)
    for answer, link, state in zip(answers, links, states, strict=True):
        answer |= {"invitation": link, "completion": state}
    return {"invitation": invitations, "answer": answers}


def resolution(given: Mapping[str, Any]) -> Rows:
    """Two questions of the same responses: the resolution, and whether they would return."""
    sat = answered("sat_resolution", given["sat"], scale_of(given["scale_sat"]))
    again = answered("return_intent", given["return"], scale_of(given["scale_return"]))
    return {"answer": [row for pair in zip(sat, again, strict=True) for row in pair]}
