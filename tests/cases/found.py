"""What CXDesk says to a worked case, under the names that the case uses."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from cxdesk.domain.periods import Period
from cxdesk.domain.reading import Status, read_answer
from cxdesk.domain.scales import BandRule, Cuts
from cxdesk.frame.frame import Frame
from cxdesk.frame.zone import Zone
from cxdesk.metrics.estimate import Estimate, Unavailable
from cxdesk.metrics.evaluate import Ask, evaluate
from cxdesk.metrics.registry import metric_of
from cxdesk.stats.intervals import net_interval, poisson_interval
from cxdesk.stats.quantiles import interval_ranks
from tests.cases import builders

Case = Mapping[str, Any]
Found = dict[str, Any]
Frames = Callable[[builders.Rows, Mapping[str, Any]], Frame]  # rows and settings → a frame

TWO_MONTHS = (Period(date(2024, 1, 1), date(2024, 2, 1)), Period(date(2024, 2, 1), date(2024, 3, 1)))
OPTIONS = {"allow_proxy", "threshold", "level"}
REASONS = {"no_valid_answers": "no_valid_responses", "no_rows": "no_valid_responses"}  # CXDesk's word → the cases' word


def estimates(frame: Frame, metric: str, **ask: Any) -> Mapping[str, Estimate]:
    result = evaluate(metric_of(metric), frame, Ask(**ask))
    assert not isinstance(result, Unavailable), result
    return result


def _value(frame: Frame, metric: str, measure: str = "value", **ask: Any) -> float | None:
    return estimates(frame, metric, **ask)[measure].figure(0).value


def _options(case: Case) -> dict[str, Any]:
    return {name: value for name, value in case["options"].items() if name in OPTIONS}


def _survey(case: Case, frames: Frames, role: str, metric: str) -> tuple[Frame, Estimate | None, Found]:
    """The frame, the estimate (None: nothing to ask) and what every survey case may expect."""
    settings = {"zone": case["options"].get("tz", "UTC")}
    frame = frames(builders.survey(role, case["input"]), settings)
    ask: dict[str, Any] = {"options": _options(case)}
    if "start" in case["options"]:
        start, end = (date.fromisoformat(case["options"][name]) for name in ("start", "end"))
        ask["range"] = Period(start, end)
    if case["options"].get("dedupe") == "latest_per_customer":
        ask["options"]["dedupe"] = "latest"
    result = evaluate(metric_of(metric), frame, Ask(**ask))
    if isinstance(result, Unavailable):
        return frame, None, {"n": 0, "reason": REASONS.get(result.reason, result.reason), "missing": 0}
    estimate = next(iter(result.values()))
    figure = estimate.figure(0)
    said: Found = {"n": figure.n, "missing": figure.missing, "invalid": figure.invalid}
    said["reason"] = REASONS.get(str(figure.reason), figure.reason)
    said |= {"ci_low": figure.low, "ci_high": figure.high, "se": float(estimate.se[0])}
    said["flag"] = figure.flags
    return frame, estimate, said


def _difference(case: Case, frames: Frames, role: str, metric: str, **options: Any) -> Found:
    frame = frames(builders.survey(role, case["input"]), {})
    estimate = estimates(frame, metric, periods=TWO_MONTHS, options=options)["value"]
    change = estimate.difference([0], [1])
    adjusted = change.delta if change.adjusted is None else change.adjusted
    said = {"diff": adjusted, "se": change.se, "z": change.statistic, "p": change.p}
    said |= {"ci_low": change.low, "ci_high": change.high}
    return {name: float(value[0]) for name, value in said.items()}


def _nps(case: Case, frames: Frames) -> Found:
    if "period_a" in case["input"]:
        return _difference(case, frames, "nps", "nps")
    frame, estimate, said = _survey(case, frames, "nps", "nps")
    if estimate is None:
        return said | {"nps": None}
    figure = estimate.figure(0)
    parts, n = figure.parts, figure.n
    said |= {"nps": figure.value, "se_points": float(estimate.se[0]), "variance": (estimate.se[0] / 100) ** 2 * n}
    said["centre"] = 100 * float(net_interval(parts["plus"], parts["minus"], n).centre)
    for name, share in zip(("promoters", "passives", "detractors"), ("plus", "neutral", "minus"), strict=True):
        if share in parts and n:
            groups = estimates(frame, "nps_shares", options=_options(case))
            said[f"{name}_pct"] = groups[name].figure(0).value
    scores = frame.column("answer", "score")
    low = scores[estimate.rows(0, "minus")]
    said["nps_if_below_6"] = 100 * (parts["plus"] - float((low < 6).sum())) / max(n, 1)
    said["unclassified_if_below_6"] = int((low == 6).sum())
    return said


def _csat(case: Case, frames: Frames) -> Found:
    if case["variant"] == "change_test_z":
        return _difference(case, frames, "csat", "csat_top")
    if case["variant"] == "change_agresti_caffo":
        return _difference(case, frames, "csat", "csat_top", change_interval="agresti_caffo")
    frame, estimate, said = _survey(case, frames, "csat", case["metric"])
    if estimate is None:
        return said | {"pct": None}
    said |= {"pct": estimate.figure(0).value, "sd": float(estimate.sums.sd[0])}
    said |= {"mean": _value(frame, "csat_mean"), "pomp": _value(frame, "csat_pomp"), "top2": _value(frame, "csat_top")}
    said["pct_if_not_reversed"] = _value(frame, "csat_top", options={"scale": "1-5"})
    return said


def _ces(case: Case, frames: Frames) -> Found:
    frame, estimate, said = _survey(case, frames, "ces", case["metric"])
    assert estimate is not None
    spread = estimates(frame, "ces_distribution")
    names = {"pct_top": "easy", "pct_bottom": "difficult", "bottom_pct": "difficult", "neutral_pct": "neutral"}
    names |= {"sd": "sd", "p10": "p10", "p50": "p50", "p90": "p90"}
    said |= {name: spread[measure].figure(0).value for name, measure in names.items()}
    said |= {"mean": _value(frame, "ces_mean"), "pct": estimate.figure(0).value, "top2": _value(frame, "ces_top")}
    said["raw_mean"] = _value(frame, "ces_mean", options={"scale": "1-5"})
    banding = "top_boxes" if case["variant"] == "net_6_7_minus_1_3" else "symmetric"
    said["net"] = _value(frame, "ces_net", options={"banding": banding})
    return said


def _response_rate(case: Case, frames: Frames) -> Found:
    frame = frames(builders.asked_and_answered(case["input"]), {})
    result = evaluate(metric_of("response_rate"), frame)
    if isinstance(result, Unavailable):
        return {"pct": None, "reason": result.reason}
    return {"pct": result["value"].figure(0).value, **result["value"].facts(0)}


def _resolution(case: Case, frames: Frames) -> Found:
    frame = frames(builders.resolution(case["input"]), {})
    figure = estimates(frame, "sat_resolution")["value"].figure(0)
    return {"pct": figure.value, "n": figure.n, "return_top3_pct": _value(frame, "return_intent")}


def _scale(case: Case, _frames: Frames) -> Found:
    scale = builders.scale_of(case["input"]["scale"], case["input"].get("na_codes", ()))
    if case["variant"] == "pomp":
        return {"pomp": [scale.pomp(scale.oriented(value)) for value in case["input"]["values"]]}
    if case["variant"] == "parse":
        return _parsed([read_answer(value, scale) for value in case["input"]["values"]])
    top, middle, low = (scale.cuts(rule) for rule in (BandRule.TOP_BOX, BandRule.MIDPOINT, BandRule.LOW_EFFORT))
    assert isinstance(top, Cuts)
    assert isinstance(middle, Cuts)
    assert isinstance(low, Cuts)
    plain, proxy = scale.cuts(BandRule.NPS), scale.cuts(BandRule.NPS, allow_proxy=True)
    if isinstance(plain, Cuts):
        nps = "standard"
    else:
        nps = "proxy_only" if isinstance(proxy, Cuts) and scale.max == 5 else "refuse"
    said: Found = {"csat_top_from": top.top_from, "csat_bottom_to": top.bottom_to, "low_ces_to": low.bottom_to}
    return said | {"ces_easy_from": middle.top_from, "ces_difficult_to": middle.bottom_to, "nps": nps}


def _parsed(readings: Sequence[Any]) -> Found:
    states = [reading.status for reading in readings]
    valid = [reading.raw for reading in readings if reading.status is Status.OK]
    return {"valid": valid, "missing": states.count(Status.MISSING), "invalid": states.count(Status.INVALID)}


def _period(case: Case, _frames: Frames) -> Found:
    start, end = (date.fromisoformat(case["input"][name]) for name in ("start", "end"))
    return {"hours": Zone(case["input"]["tz"]).hours(start, end)}


def _uncertainty(case: Case, frames: Frames) -> Found:
    given = case["input"]
    if "k" in given:
        low, high = poisson_interval(given["k"], given["exposure"], case["options"]["level"])
        return {"ci_low": float(low), "ci_high": float(high)}
    if "rows" in given:
        frame = frames(builders.survey("ces", given), {})
        plain = estimates(frame, "ces_mean")["value"]
        robust = plain.robust()
        return {"mean": robust.figure(0).value, "se": float(robust.se[0]), "se_naive": float(plain.se[0])}
    scale = {"min": 1, "max": max(given["values"]), "step": 1, "reversed": False}
    frame = frames(builders.survey("ces", {**given, "scale": scale}), {})
    figure = estimates(frame, "ces_distribution")["p50"].figure(0)
    coverage = interval_ranks(np.array([figure.n]), 0.5, case["options"]["level"]).coverage
    return {"median": figure.value, "ci_low": figure.low, "ci_high": figure.high, "coverage": float(coverage[0])}


READERS: Mapping[str, Callable[[Case, Frames], Found]] = {
    "nps": _nps,
    "csat_top": _csat,
    "csat_mean": _csat,
    "csat_pct_max": _csat,
    "ces_mean": _ces,
    "ces_top": _ces,
    "ces_net": _ces,
    "ces_distribution": _ces,
    "response_rate": _response_rate,
    "sat_resolution": _resolution,
    "scale": _scale,
    "period": _period,
    "uncertainty": _uncertainty,
}
COVERED = 50
