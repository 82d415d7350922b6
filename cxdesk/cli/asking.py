"""Arguments that several commands share: the workspace, the period, filters, options; and the Query they make."""

from __future__ import annotations

import argparse
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from cxdesk.domain.definitions import parse_name
from cxdesk.domain.errors import BadQuestion, NotFound
from cxdesk.domain.filters import Condition
from cxdesk.domain.periods import Grain, Period
from cxdesk.domain.query import Compare, CompareTo, Query, Selection
from cxdesk.system.i18n import _

FIRST_DAY, LAST_DAY = date(1, 1, 2), date(9998, 12, 30)


def how_many(text: str) -> int:
    """A whole number from 0 on, for argparse."""
    if not (text.isascii() and text.isdigit()) or len(text) > 15:
        raise argparse.ArgumentTypeError(_("{text} is no number of rows: say 0, 1, 2 …", text=repr(text)))
    return int(text)


def listed(text: str) -> int:
    """The number of something that a list shows, for argparse."""
    if not (text.isascii() and text.isdigit()) or len(text) > 15:
        raise argparse.ArgumentTypeError(_("{text} is no number of a list.", text=repr(text)))
    return int(text)


def add_workspace(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-w", "--workspace", required=True, metavar="W", help=_("the workspace file"))


def add_filters(parser: argparse.ArgumentParser) -> None:
    """The arguments that `query` reads."""
    parser.add_argument("--from", dest="from_", metavar="D", help=_("first day, as 2026-08-31"))
    parser.add_argument("--to", metavar="D", help=_("last day, included"))
    parser.add_argument(
        "--grain", choices=[g.value for g in Grain], help=_("one line per day, week, month, quarter or year")
    )
    parser.add_argument("--by", metavar="SEGMENT", help=_("one line per value of this column or attribute"))
    parser.add_argument(
        "--where", action="append", default=[], metavar="'FIELD=VALUE'", help=_("only these rows; may be repeated")
    )
    parser.add_argument("--at", metavar="D", help=_("the day up to which the data are read"))
    parser.add_argument(
        "--set",
        dest="options",
        action="append",
        default=[],
        metavar="METRIC.OPTION=VALUE",
        help=_("choose an option of a metric"),
    )
    parser.add_argument(
        "--definition",
        dest="definitions",
        action="append",
        default=[],
        metavar="METRIC@VERSION",
        help=_("use a version of a metric's definition other than the one in force"),
    )
    parser.add_argument("--compare", metavar="previous|year|D..D", help=_("hold the period against another"))
    parser.add_argument("--min-show", type=how_many, metavar="N", help=_("hide numbers from fewer answers than this"))


def query(args: argparse.Namespace, metrics: tuple[str, ...] = ()) -> Query:
    """The Query that the arguments ask for. Without --grain there is one group per metric and segment. NotFound for
    options and definitions of a metric that there is not.
    """
    chosen, versions = options(args.options), _definitions(args.definitions)
    for name in (*chosen, *versions):
        from cxdesk.metrics.registry import metric_of

        metric_of(name)
    return Query(
        metrics=metrics,
        range=_range(args.from_, args.to),
        grain=Grain(args.grain) if args.grain else Grain.MONTH,
        filters=tuple(Condition.parse(text) for text in args.where),
        split=args.by,
        compare=_compare(args.compare),
        options=chosen,
        at=day(args.at) if args.at else None,
        min_show=args.min_show,
        definitions=versions,
    )


def there_is(measure: str | None, metric: str, found: Collection[str]) -> None:
    """NotFound where the measure that was asked for is not among those `found`."""
    if measure and measure not in found:
        from cxdesk.metrics.registry import metric_of

        known = ", ".join(metric_of(metric).measures or ("value",))
        raise NotFound(
            _("{metric} has no measure called {name}.", metric=metric, name=measure),
            _("Choose one of: {known}.", known=known),
        )


def selection(args: argparse.Namespace, metric: str) -> Selection:
    """What `rows`, `receipt` and `comments` narrow a metric to."""
    return Selection(
        metric,
        measure=getattr(args, "measure", None) or "",
        period=named_period(args.period) if getattr(args, "period", None) else None,
        segment=getattr(args, "segment", None),
        part=getattr(args, "part", None),
    )


def named_period(text: str) -> Period:
    """`2026`, `2026-08`, `2026-Q3`, `2026-08-31` or `2026-08-01..2026-10-31`."""
    if ".." in text:
        first, last = text.split("..", 1)
        return Period(day(first), day(last) + timedelta(days=1))
    try:
        return _unit(text)
    except (ValueError, OverflowError):
        raise BadQuestion(
            _("{text} is not a period.", text=text), _("Write 2026, 2026-Q3, 2026-08 or 2026-08-01..2026-10-31.")
        ) from None


def _unit(text: str) -> Period:
    from cxdesk.domain.periods import add_months

    parts = text.upper().split("-")
    year = int(parts[0])
    if len(parts) == 1:
        return Period(date(year, 1, 1), date(year + 1, 1, 1))
    if len(parts) == 3:
        first = date.fromisoformat(text)
        return Period(first, first + timedelta(days=1))
    quarter = parts[1].startswith("Q")
    month = (int(parts[1][1:]) - 1) * 3 + 1 if quarter else int(parts[1])
    start = date(year, month, 1)
    return Period(start, add_months(start, 3 if quarter else 1))


def _range(first: str | None, last: str | None) -> Period | None:
    if first is None and last is None:
        return None
    start = day(first) if first else FIRST_DAY
    end = day(last) if last else LAST_DAY
    return Period(start, end + timedelta(days=1))


def day(text: str) -> date:
    """A date as people write it on the command line; BadQuestion for anything else. The first and the last that there
    are at all mean without end.
    """
    try:
        return min(max(date.fromisoformat(text), FIRST_DAY), LAST_DAY)
    except ValueError:
        raise BadQuestion(
            _("{text} is not a date.", text=text), _("Write it as year-month-day, for example 2026-08-31.")
        ) from None


def _compare(text: str | None) -> Compare:
    if text is None:
        return Compare(CompareTo.NONE)
    if text in (CompareTo.PREVIOUS, CompareTo.YEAR, CompareTo.NONE):
        return Compare(CompareTo(text))
    return Compare(CompareTo.CUSTOM, named_period(text))


def _definitions(given: list[str]) -> dict[str, int]:
    named = [definition_name(text) for text in given]
    return {metric: version for metric, version in named if version is not None}


def definition_name(text: str) -> tuple[str, int | None]:
    """The metric and version that METRIC@VERSION, or METRIC alone, names."""
    try:
        return parse_name(text)
    except ValueError:
        raise BadQuestion(
            _("{text} is not a definition.", text=text), _("Write it as metric@version, for example nps@1.")
        ) from None


def options(given: list[str]) -> dict[str, dict[str, Any]]:
    """Metric → option → value as text, of METRIC.OPTION=VALUE."""
    found: dict[str, dict[str, Any]] = {}
    for text in given:
        name, sign, value = text.partition("=")
        metric, dot, option = name.strip().partition(".")
        if not sign or not dot:
            raise BadQuestion(
                _("{text} is not an option.", text=text),
                _("Write it as metric.option=value, for example nps.dedupe=all."),
            )
        found.setdefault(metric, {})[option] = value.strip()
    return found
