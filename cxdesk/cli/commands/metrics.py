"""Compute metrics, by period and segment."""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path
from typing import Any

from cxdesk.analysis.remedies import why
from cxdesk.cli.asking import FIRST_DAY, LAST_DAY, add_filters, add_workspace, query, there_is
from cxdesk.cli.main import DONE, say_json
from cxdesk.cli.tables import table
from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.query import Query
from cxdesk.domain.results import Verdict
from cxdesk.system.i18n import N_, _, number
from cxdesk.workspace.workspace import Workspace

ABOUT = N_("compute metrics, by period and segment")
VERDICTS = {
    Verdict.UP: N_("up"),
    Verdict.DOWN: N_("down"),
    Verdict.NO_CLEAR_CHANGE: N_("no clear change"),
    Verdict.NOT_TESTED: N_("not tested"),
}
COLUMNS = (
    "metric",
    "definition",
    "measure",
    "period",
    "segment",
    "value",
    "unit",
    "reason",
    "n",
    "numerator",
    "denominator",
    "missing",
    "invalid",
    "low",
    "high",
    "verdict",
)


def add(parser: argparse.ArgumentParser) -> None:
    add_workspace(parser)
    parser.add_argument("ids", nargs="*", metavar="ID", help=_("metric ids; none = every metric that the data allow"))
    parser.add_argument("--measure", metavar="M", help=_("only this measure of a metric that has several"))
    parser.add_argument(
        "--rivals",
        "--idea",
        metavar="IDEA",
        help=_("every definition of this idea (or of this metric's idea) side by side, on the same rows"),
    )
    parser.add_argument("--csv", action="store_true", help=_("print comma-separated values with a decimal point"))
    add_filters(parser)


def run(args: argparse.Namespace) -> int:
    asked = query(args, tuple(args.ids))
    if args.compare not in (None, "none") and asked.range is None and not args.grain:
        raise BadQuestion(_("All dates have nothing to be compared with."), _("Say --from and --to, or a --grain."))
    if args.rivals and args.ids:
        raise BadQuestion(_("Name metrics or one idea, not both."))
    with Workspace.open(Path(args.workspace), read_only=True) as workspace:
        found = _asked(workspace, asked, args)
    results = found["metrics"]
    there = {group["measure"] for metric in results for group in metric["groups"]}
    if args.measure and results and not there:
        there_is(args.measure, results[0]["id"], there)
    if args.json:
        say_json({"query": asked.to_json(), **found})
    elif args.csv:
        _print_csv(results)
    else:
        _print(results)
    return DONE


def _asked(workspace: Workspace, asked: Query, args: argparse.Namespace) -> dict[str, Any]:
    by_grain = args.grain is not None
    if args.rivals:
        return workspace.rivals_json(args.rivals, asked, by_grain, args.measure)
    return {"metrics": workspace.metrics(asked, by_grain=by_grain, measure=args.measure)}


def _shown(period: dict[str, str]) -> str:
    """First and last day; an end that nobody named stays open."""
    unsaid = (FIRST_DAY.isoformat(), LAST_DAY.isoformat())
    ends = (("" if day in unsaid else day) for day in (period["from"], period["to"]))
    return "..".join(ends)


def _lines(results: list[dict[str, Any]]) -> list[dict[str, Any]]:
    lines = []
    for metric in results:
        for group in metric["groups"]:
            period, change = group["period"], group.get("change")
            shown = _shown(period) if period else ""
            lines.append(
                {
                    **group,
                    "metric": metric["id"],
                    "definition": _definition(metric),
                    "unit": metric["unit"],
                    "period": shown,
                    "verdict": change["verdict"] if change else "",
                }
            )
    return lines


def _definition(metric: dict[str, Any]) -> str:
    """The label of a rival, else the version in force; empty where the question chose options of its own."""
    if "label" in metric:
        label = " · ".join(metric["label"]) or ", ".join(f"{k}={v}" for k, v in metric["definition"]["options"].items())
        return f"{label} ({_('pinned')})" if metric["pinned"] else label
    version = metric["definition"]["version"]
    return f"{metric['id']}@{version}" if version else ""


def _print_csv(results: list[dict[str, Any]]) -> None:
    out = csv.DictWriter(sys.stdout, COLUMNS, extrasaction="ignore", lineterminator="\n")
    out.writeheader()
    for line in _lines(results):
        out.writerow({key: _harmless(value) for key, value in line.items()})


def _harmless(value: Any) -> Any:
    """Text of files that a spreadsheet program would run as a formula gets an apostrophe."""
    return "'" + value if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _print(results: list[dict[str, Any]]) -> None:
    head = [
        _("Metric"),
        _("Definition"),
        _("Measure"),
        _("Period"),
        _("Segment"),
        _("Value"),
        _("Interval"),
        "n",
        _("Missing"),
        _("Invalid"),
        _("Change"),
    ]
    rows = []
    for line in _lines(results):
        value = number(line["value"], 2) if line["value"] is not None else why(line["reason"]) if line["reason"] else ""
        interval = "" if line["low"] is None else f"{number(line['low'], 1)} … {number(line['high'], 1)}"
        rows.append(
            [
                line["metric"],
                line["definition"],
                line["measure_title"],
                line["period"],
                line["segment"] or "",
                value,
                interval,
                number(line["n"]),
                number(line["missing"]),
                number(line["invalid"]),
                _(VERDICTS[line["verdict"]]) if line["verdict"] else "",
            ]
        )
    print(table(head, rows, right=frozenset({5, 7, 8, 9})))
    for detail in dict.fromkeys(line["detail"] for line in _lines(results) if line.get("detail")):
        print(detail)
