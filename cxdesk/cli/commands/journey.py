"""Show how far people come along the five stages, and what hurts at each; say what means a stage."""

from __future__ import annotations

import argparse
from pathlib import Path

from cxdesk.analysis.wording import Measured, interval_text, value_text
from cxdesk.cli.asking import add_filters, add_workspace, query
from cxdesk.cli.main import DONE, say_json
from cxdesk.cli.tables import table
from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.journey import CONVERSION, PAIN, STAY, Journey, Reached
from cxdesk.domain.query import Query
from cxdesk.domain.results import Unit
from cxdesk.domain.stages import STAGES, Sign, Stage
from cxdesk.system.i18n import N_, _, number
from cxdesk.workspace.workspace import Workspace

ABOUT = N_("show how far people come along the stages of the journey, and what hurts there")
SHARES, DAYS = Measured(Unit.PERCENT, 1), Measured(Unit.DAYS, 1)


def add(parser: argparse.ArgumentParser) -> None:
    add_workspace(parser)
    parser.add_argument("--stage", choices=STAGES, help=_("change this stage"))
    parser.add_argument("--title", metavar="TEXT", help=_("with --stage: its name; empty for the usual one"))
    parser.add_argument(
        "--means",
        action="append",
        metavar="KIND[: FIELD=VALUE]",
        help=_("with --stage: rows that mean it, as order or usage_event: name=Login; empty for the usual ones"),
    )
    parser.add_argument("--days", type=float, metavar="N", help=_("days for the whole way"))
    add_filters(parser)


def run(args: argparse.Namespace) -> int:
    changing = args.title is not None or args.means is not None
    if changing and not args.stage:
        raise BadQuestion(_("Say which stage to change."), _("Name it with --stage."))
    with Workspace.open(Path(args.workspace), read_only=not changing) as workspace:
        if changing:
            _change(workspace, args)
        found = workspace.journey(_asked(args))
    if args.json:
        from cxdesk.analysis.journey import journey_json

        say_json({"journey": journey_json(found)})
    else:
        _print(found)
    return DONE


def _asked(args: argparse.Namespace) -> Query:
    made = query(args)
    if args.days is None:
        return made
    window = {metric: {**made.options.get(metric, {}), "window": args.days} for metric in (CONVERSION, STAY, PAIN)}
    return made.with_(options={**made.options, **window})


def _change(workspace: Workspace, args: argparse.Namespace) -> None:
    stages = workspace.stages()
    before = stages[args.stage]
    title = before.title if args.title is None else args.title
    means = before.signs if args.means is None else tuple(Sign.parse(text) for text in args.means if text.strip())
    workspace.set_stages(stages.with_(Stage(args.stage, title, means)))


def _print(found: Journey) -> None:
    if found.why is not None:
        from cxdesk.analysis.remedies import why

        print(why(found.why))
        return
    head = [_("Stage"), _("People"), _("Went on"), _("Still in time"), _("Dropped"), _("Rate"), _("Interval")]
    rows = [_line(one) for one in found.stages]
    print(table([*head, _("Median time")], rows, right=frozenset({1, 2, 3, 4, 5, 6, 7})))
    if found.pains:
        print()
        print(table([_("Pain point"), _("Stage"), _("Score"), _("Comments")], _pains(found), right=frozenset({2, 3})))


def _line(one: Reached) -> list[str]:
    counts = [number(n) for n in (one.people, one.went_on, one.waiting, one.dropped)]
    rate = [value_text(one.rate.value, SHARES), interval_text(one.rate, SHARES)]
    return [one.stage.shown, *counts, *rate, value_text(one.time.value, DAYS)]


def _pains(found: Journey) -> list[list[str]]:
    titles = {one.stage.key: one.stage.shown for one in found.stages}
    rows = []
    for point in found.pains:
        score = point.score.value if point.score is not None else None
        said = "" if score is None else number(score)
        rows.append([point.theme.shown, titles.get(point.stage, ""), said, number(point.comments)])
    return rows
