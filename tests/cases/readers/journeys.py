"""Worked cases about journeys and funnels."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from cxdesk.domain.scales import ONE_TO_FIVE
from cxdesk.domain.stages import STAGES
from cxdesk.frame.frame import Frame
from cxdesk.metrics.estimate import Estimate
from tests.cases.builders import Rows, answered
from tests.cases.found import Case, Found, Frames, estimates

COVERED = 5
START = datetime(2024, 1, 1, 12)
LATER = "2024-12-01T12:00:00"  # so long after that everybody has had their time
SECONDS = 86_400


def _did(people: Mapping[str, Sequence[Any]]) -> list[dict[str, Any]]:
    """Events of use, each a minute after the one before where no time is given; and one of somebody else, later."""
    rows = [
        {"event_id": f"{person}-{place}", "customer": person, "name": one if isinstance(one, str) else one["e"]}
        | {"at": (START + timedelta(minutes=place)).isoformat() if isinstance(one, str) else one["t"]}
        for person, events in people.items()
        for place, one in enumerate(events)
    ]
    return [*rows, {"event_id": "later", "customer": "nobody", "name": "other", "at": LATER}]


def _counts(funnel: Mapping[str, Estimate]) -> list[int]:
    """How many people made each step."""
    overall, *later = (one.figure(0) for name, one in funnel.items() if not name.startswith("made "))
    return [overall.n, *(one.parts["numerator"] for one in later)]


def _funnel(case: Case, frames: Frames) -> Found:
    frame = frames({"usage_event": _did(case["input"]["people"])}, {})
    found = estimates(frame, "journey_funnel", options={"steps": "|".join(case["input"]["steps"])})
    later = [one.figure(0) for one in list(found.values())[1 : len(case["input"]["steps"])]]
    said: Found = {"counts": _counts(found), "conversion_pct": [100, *(one.value for one in later)]}
    return said | {"drop_off": [0, *(one.parts["rest"] for one in later)]}


def _times(case: Case, frames: Frames) -> Found:
    steps = case["input"]["steps"]
    frame = frames({"usage_event": _did(case["input"]["people"])}, {})
    options = {"steps": "|".join(steps), "window": case["options"]["window_s"] / SECONDS}
    said: Found = {"counts": _counts(estimates(frame, "journey_funnel", options=options))}
    found = estimates(frame, "journey_time_in_stage", options=options, split="stage", min_show=1)
    for measure in ("mean", "median"):
        labels = found[measure].segments or ()
        value = {label: float(found[measure].value[place]) for place, label in enumerate(labels)}
        said[f"{measure}_s"] = [None, *(value[step] * SECONDS for step in steps[1:])]
    return said


def _ways(reached: Sequence[int]) -> list[dict[str, Any]]:
    """People of whom so many reach each stage, a day apart."""
    rows = [
        {"event_id": f"{person}-{place}", "customer": f"c{person}", "stage": STAGES[place], "kind": "enter"}
        | {"at": (START + timedelta(days=place)).isoformat()}
        for place, number in enumerate(reached)
        for person in range(number)
    ]
    return [*rows, {"event_id": "later", "customer": "x", "stage": "decision", "kind": "touch", "at": LATER}]


def _stages(case: Case, frames: Frames) -> Found:
    found = estimates(frames({"journey_event": _ways(case["input"]["reached"])}, {}), "journey_stages")
    onward = [found[stage].figure(0).value for stage in STAGES[1:]]
    lost = [found[f"lost_{stage}"].figure(0).value for stage in STAGES[:-1]]
    worst = max(range(4), key=lambda place: lost[place] or 0)
    said: Found = {"conversion_pct": onward, "drop_off_pct": lost, "overall_pct": found["overall"].figure(0).value}
    return said | {"worst_step": f"{STAGES[worst]}->{STAGES[worst + 1]}"}


def _pain(case: Case, frames: Frames) -> Found:
    """The case's steps stand for the first stages; of ten effort answers to each as many are low as it says."""
    steps = case["input"]["steps"]
    reached = [step["entered"] for step in steps] + [steps[-1]["entered"] - steps[-1]["dropped"]]
    assert reached[1:] == [step["entered"] - step["dropped"] for step in steps]
    rows: Rows = {"journey_event": _ways(reached), "answer": []}
    for stage, step in zip(STAGES, steps, strict=False):
        low = round(10 * step["low_ces_share"])
        rows["answer"] += answered(
            "ces", [1] * low + [5] * (10 - low), ONE_TO_FIVE, stage, stage=stage, submitted_at=START.isoformat()
        )
    return _ranked(frames(rows, {}), [step["id"] for step in steps])


def _ranked(frame: Frame, names: Sequence[str]) -> Found:
    found = estimates(frame, "journey_pain_points")
    scored = [
        (found[stage].figure(0).value or 0, found[f"lost_{stage}"].figure(0).value or 0, name)
        for stage, name in zip(STAGES, names, strict=False)
    ]
    scored.sort(reverse=True)
    assert found["worst"].figure(0).value == scored[0][0]
    said: Found = {"ranking": [one[2] for one in scored], "scores": [one[0] / 100 for one in scored]}
    return said | {"lost_people": [one[1] for one in scored]}


READERS: Mapping[str, Callable[[Case, Frames], Found]] = {
    "journey_funnel": _funnel,
    "journey_time_in_stage": _times,
    "journey_stages": _stages,
    "journey_pain_points": _pain,
}
