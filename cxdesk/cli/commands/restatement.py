"""Say which past values moved, from what to what, and why."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from cxdesk.cli.asking import add_workspace, day, listed
from cxdesk.cli.main import DONE, say_json
from cxdesk.cli.tables import table
from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.restatement import Cause, MonthFigure, Moved, Restatement
from cxdesk.system.i18n import N_, _, ngettext, number
from cxdesk.workspace.workspace import Workspace

ABOUT = N_("say which past values moved, and why")
CAUSES = {
    "imported": N_("imported"),
    "late_rows": N_("late rows"),
    "changed_rows": N_("changed rows"),
    "undone": N_("import taken back"),
    "definition": N_("definition"),
    "merged": N_("merged customers"),
    "unmerged": N_("customers taken apart"),
    "settings": N_("setting"),
}


def add(parser: argparse.ArgumentParser) -> None:
    add_workspace(parser)
    parser.add_argument("--batch", type=listed, metavar="ID", help=_("since just before this import"))
    parser.add_argument("--since", metavar="D", help=_("since what was shown before this day"))


def run(args: argparse.Namespace) -> int:
    if args.batch is not None and args.since:
        raise BadQuestion(_("Name an import or a day, not both."))
    since = day(args.since) if args.since else None
    with Workspace.open(Path(args.workspace), read_only=True) as workspace:
        found = workspace.restatement(args.batch, since)
    if args.json:
        say_json(to_json(found))
    else:
        _print(found)
    return DONE


def to_json(found: Restatement) -> dict[str, Any]:
    """The documented object."""
    return {
        "since": {"at": found.at or None, "batch": found.batch, "known": found.known},
        "changes": [vars(cause) for cause in found.changes],
        "moved": [_moved(one) for one in found.moved],
    }


def _moved(one: Moved) -> dict[str, Any]:
    return {
        "metric": one.metric,
        "measure": one.measure,
        "unit": one.unit,
        "period": one.month.to_json(),
        "before": _figure(one.before),
        "after": _figure(one.after),
        "delta": one.delta,
        "running": one.running,
        "why": [vars(cause) for cause in one.causes],
    }


def _figure(figure: MonthFigure | None) -> dict[str, Any] | None:
    return {"value": figure.value, "n": figure.n, "definition": figure.version} if figure else None


def _print(found: Restatement) -> None:
    if not found.known:
        print(_("There are no earlier figures to compare with."))
        return
    rows = []
    for one in found.moved:
        month = one.month.start.strftime("%Y-%m")
        why = "; ".join(_said(cause) for cause in one.causes)
        marks = month + (f" ({_('running')})" if one.running else "")
        rows.append([one.metric, _(one.title), marks, _value(one, one.before), _value(one, one.after), why])
    head = [_("Metric"), _("Measure"), _("Month"), _("Before"), _("Now"), _("Why")]
    print(table(head, rows, right=frozenset({3, 4})))
    print(ngettext("{n} past value moved.", "{n} past values moved.", len(found.moved)))


def _value(one: Moved, figure: MonthFigure | None) -> str:
    if figure is None:
        return "–"
    value = "–" if figure.value is None else number(figure.value, max(one.decimals, 1))
    return f"{value} (n {number(figure.n)})"


def _said(cause: Cause) -> str:
    pieces = [_(CAUSES[cause.type])]
    if cause.rows is not None:
        pieces.append(number(cause.rows))
    if cause.batch is not None:
        pieces.append(f"#{cause.batch} {cause.file}")
    return " ".join([*pieces, cause.note]).strip()
