"""What the commands `targets` and `benchmarks` share: the same lines, set, imported and removed alike."""

from __future__ import annotations

import argparse
from pathlib import Path

from cxdesk.analysis.benchmarks import mark_json
from cxdesk.analysis.wording import wanted_text
from cxdesk.cli.asking import add_workspace
from cxdesk.cli.main import DONE, say_json
from cxdesk.cli.tables import table
from cxdesk.domain.benchmarks import LEVELS, Mark, MarkType
from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.mark_list import mark_of, read_marks
from cxdesk.domain.periods import Grain
from cxdesk.metrics.registry import metrics
from cxdesk.system.i18n import _
from cxdesk.workspace.workspace import Workspace


def add(parser: argparse.ArgumentParser) -> None:
    add_workspace(parser)
    parser.add_argument(
        "--set",
        dest="values",
        action="append",
        default=[],
        metavar="METRIC[.MEASURE][.LEVEL]=VALUE",
        help=_("keep a value; a level is low, good or excellent; may be repeated"),
    )
    parser.add_argument("--import", dest="file", metavar="FILE", help=_("keep all lines of a csv list"))
    parser.add_argument("--remove", action="append", default=[], metavar="KEY", help=_("take one away"))
    parser.add_argument("--segment", default="", metavar="'FIELD=VALUE'", help=_("only for these customers"))
    parser.add_argument("--industry", default="", metavar="TEXT", help=_("the trade it is about"))
    parser.add_argument("--label", default="", metavar="TEXT", help=_("what it is called"))
    parser.add_argument("--source", default="", metavar="TEXT", help=_("who says so"))
    parser.add_argument("--year", default="", metavar="YEAR", help=_("of which year it is"))
    parser.add_argument("--scale", default="", metavar="SCALE", help=_("the scale of the answers, as 0-10"))
    parser.add_argument(
        "--per", default="", choices=[grain.value for grain in Grain], help=_("the length of time it is about")
    )


def run(args: argparse.Namespace, type_: MarkType) -> int:
    given = [*_given(args), *(read_marks(Path(args.file)) if args.file else ())]
    reading = not (given or args.remove)
    with Workspace.open(Path(args.workspace), read_only=reading) as workspace:
        if given:
            workspace.set_marks(type_, given)
        for key in args.remove:
            workspace.remove_mark(type_, key)
        found = workspace.marks(type_)
        if args.json:
            say_json({f"{type_.value}s": [mark_json(mark) for mark in found]})
        else:
            _print(found, workspace)
    return DONE


def _given(args: argparse.Namespace) -> list[Mark]:
    """One mark per metric and measure, with all levels that were given for it."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for text in args.values:
        place, sign, value = text.partition("=")
        metric, *rest = (piece.strip() for piece in place.split("."))
        level = rest.pop() if rest and rest[-1] in LEVELS else "value"
        if not sign or not metric or len(rest) > 1:
            raise BadQuestion(
                _("{text} is not a value to keep.", text=text), _("Write it as metric=value, for example nps=40.")
            )
        found.setdefault((metric, "".join(rest)), {})[level] = value.strip()
    said = {name: getattr(args, name) for name in ("segment", "industry", "label", "source", "year", "scale")}
    return [
        mark_of({"metric": metric, "measure": measure, "grain": args.per, **said, **levels})
        for (metric, measure), levels in found.items()
    ]


def _print(found: tuple[Mark, ...], workspace: Workspace) -> None:
    rows = []
    for mark in found:
        how = workspace.measured(mark)
        levels = " · ".join(f"{name} {wanted_text(value, how)}" for name, value in mark.levels.items())
        source = " ".join([_(mark.source) if mark.source else "", str(mark.year or "")]).strip()
        about = ", ".join(text for text in (mark.segment, mark.industry, _(mark.label) if mark.label else "") if text)
        named = mark.measure and mark.metric in metrics()
        measure = workspace.measure_name(mark.metric, mark.measure) if named else mark.measure
        rows.append([mark.key, mark.metric, measure, levels, mark.grain, mark.scale, about, source])
    head = [_("Key"), _("Metric"), _("Measure"), _("Values"), _("Per"), _("Scale"), _("About"), _("Source")]
    print(table(head, rows))
