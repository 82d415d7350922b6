"""Explain a change: where it happened, what was mentioned there, who was there."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from cxdesk.analysis.why.bars import bars
from cxdesk.analysis.why.words import cannot, closing, statements
from cxdesk.cli.asking import add_filters, add_workspace, query, there_is
from cxdesk.cli.main import DONE, say_json
from cxdesk.cli.tables import table
from cxdesk.domain.errors import NotFound
from cxdesk.domain.query import Compare, CompareTo
from cxdesk.domain.why import Split, SplitKind, Why
from cxdesk.system.i18n import N_, _, number
from cxdesk.workspace.workspace import Workspace

ABOUT = N_("explain a change: where it happened, what was mentioned there, who was there")
TITLES = {
    SplitKind.SEGMENTS: N_("By {attribute}: the rate of each group, then the change in who was counted"),
    SplitKind.THEMES: N_("By theme of the comment: everything counted once, under its main theme"),
    SplitKind.CUSTOMERS: N_("By customers: in both periods, only now, only before"),
    SplitKind.INPUTS: N_("By what the number is made of"),
}


def add(parser: argparse.ArgumentParser) -> None:
    add_workspace(parser)
    parser.add_argument("metric", metavar="METRIC", help=_("metric id"))
    parser.add_argument("--measure", metavar="M", help=_("which measure of the metric"))
    add_filters(parser)


def run(args: argparse.Namespace) -> int:
    asked = query(args, (args.metric,))
    if args.compare is None:
        asked = asked.with_(compare=Compare(CompareTo.PREVIOUS))
    with Workspace.open(Path(args.workspace), read_only=True) as workspace:
        if asked.range is None and asked.compare.to is not CompareTo.NONE:
            asked = asked.with_(range=workspace.opening_query().range)
        found = workspace.why(asked, args.metric, args.measure or "", args.by or "")
    there_is(args.measure, args.metric, (found.measure,))
    if args.by and found.choices and args.by not in found.choices:
        raise NotFound(
            _("This change cannot be taken apart by {attribute}.", attribute=args.by),
            _("Choose one of: {known}.", known=", ".join(found.choices)),
        )
    if args.json:
        say_json({"query": asked.to_json(), **why_json(found)})
    else:
        _print(found)
    return DONE


def why_json(why: Why) -> dict[str, Any]:
    """The documented object."""
    change = why.change
    return {
        "metric": why.metric,
        "measure": why.measure,
        "unit": why.unit,
        "period": why.period.to_json() if why.period else None,
        "base_period": why.base_period.to_json() if why.base_period else None,
        "value": why.now.value if why.now else None,
        "base_value": why.base.value if why.base else None,
        "delta": why.delta,
        "low": change.low if change else None,
        "high": change.high if change else None,
        "p": change.p if change else None,
        "verdict": change.verdict if change else None,
        "counted": why.counted,
        "reason": why.why_none,
        "sentences": [f"{one.head} {one.body}" for one in statements(why, _name)],
        "splits": [_split_json(one) for one in _all(why)],
    }


def _split_json(split: Split) -> dict[str, Any]:
    parts = [{**asdict(part), "role": part.role.value, "counts": dict(part.counts)} for part in split.parts]
    return {"kind": split.kind.value, "attribute": split.attribute, "reason": split.why_none, "parts": parts}


def _all(why: Why) -> list[Split]:
    return [one for one in (why.segments, why.themes, why.customers, why.inputs) if one is not None]


def _name(attribute: str, value: str | None) -> str:
    """Values as the files have them; titles of our own themes translated."""
    return _("(none)") if value is None else _(value) if attribute == "main_theme" else value


def _print(why: Why) -> None:
    print(_(why.title))
    for one in statements(why, _name):
        print(f"\n{one.head}\n{one.body}" + (f"\n{one.foot}" if one.foot else ""))
    if why.why_none is not None:
        print(f"\n{cannot(why.why_none)}")
    for split in _all(why):
        print("\n" + _(TITLES[split.kind], attribute=split.attribute))
        if split.why_none is not None:
            print(cannot(split.why_none))
            continue
        drawn = bars(why, split, _name, _("Before"), _("Now"))
        rows = [
            [
                bar.label,
                bar.text,
                _ends(bar.low, bar.high, bar.start if bar.part else 0.0),
                "" if bar.total else _("clear") if bar.clear else _("could be chance"),
            ]
            for bar in drawn
        ]
        print(table([_("Part"), _("Size"), _("Interval"), _("Verdict")], rows, right=frozenset({1, 2})))
    if why.splits:
        print("\n" + closing(why))


def _ends(low: float | None, high: float | None, start: float) -> str:
    return "" if low is None or high is None else f"{number(low - start, 1)} … {number(high - start, 1)}"
