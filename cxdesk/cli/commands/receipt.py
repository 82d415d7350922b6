"""Show where a number comes from."""

from __future__ import annotations

import argparse
from pathlib import Path

from cxdesk.analysis.part_titles import part_title, reason_title
from cxdesk.cli.asking import add_filters, add_workspace, query, selection, there_is
from cxdesk.cli.main import DONE, say_json
from cxdesk.cli.tables import table
from cxdesk.domain.errors import BadQuestion, NotFound
from cxdesk.domain.kinds import kind
from cxdesk.domain.results import Behind, Receipt
from cxdesk.domain.workings import Workings
from cxdesk.metrics.registry import metric_of
from cxdesk.system.i18n import N_, _, number
from cxdesk.workspace.workspace import Workspace

ABOUT = N_("show where a number comes from")


def add(parser: argparse.ArgumentParser) -> None:
    add_workspace(parser)
    parser.add_argument("metric", metavar="METRIC", help=_("metric id"))
    parser.add_argument("--measure", metavar="M", help=_("which measure of the metric"))
    parser.add_argument("--period", metavar="P", help=_("one period, as 2026-08"))
    parser.add_argument("--segment", metavar="S", help=_("one value of --by"))
    parser.add_argument(
        "out", nargs="?", metavar="OUT.xlsx", help=_("write a spreadsheet whose formulas compute the number again")
    )
    add_filters(parser)


def run(args: argparse.Namespace) -> int:
    with Workspace.open(Path(args.workspace), read_only=True) as workspace:
        asked, chosen = query(args, (args.metric,)), selection(args, args.metric)
        receipt = workspace.receipt(asked, chosen)
        there_is(args.measure, args.metric, (receipt.measure,))
        if args.out:
            _write(Path(args.out), receipt, workspace.workings(asked, chosen))
    if args.json:
        say_json({**receipt_json(receipt), **({"written": args.out} if args.out else {})})
    elif args.out:
        print(_("Written: {file}", file=args.out))
    else:
        _print(receipt)
    return DONE


def _write(path: Path, receipt: Receipt, workings: Workings) -> None:
    from cxdesk.reports.receipt_workbook import write_receipt

    if path.suffix.lower() != ".xlsx":
        raise BadQuestion(_("{file} is no name of a spreadsheet.", file=path.name), _("Let it end in .xlsx."))
    try:
        write_receipt(path, receipt, workings)
    except OSError:
        raise NotFound(
            _("{file} cannot be written.", file=path.name), _("Choose another folder or name."), file=path.name
        ) from None


def receipt_json(receipt: Receipt) -> dict[str, object]:
    """The documented object."""
    return {
        "metric": receipt.metric,
        "measure": receipt.measure,
        "definition": dict(receipt.definition),
        "period": receipt.period.to_json() if receipt.period else None,
        "segment": receipt.segment,
        "value": receipt.figure.value,
        "reason": receipt.figure.reason,
        "n": receipt.figure.n,
        "low": receipt.figure.low,
        "high": receipt.figure.high,
        "unit": receipt.unit,
        "parts": dict(receipt.parts),
        "exclusions": dict(receipt.exclusions),
        "files": [dict(file) for file in receipt.files],
        "imported": receipt.imported,
        "sum_ok": receipt.sum_ok,
        **({"view": receipt.view} if receipt.view else {}),
        **({"behind": [_behind(one) for one in receipt.behind]} if receipt.behind else {}),
        **({"rates": [dict(one) for one in receipt.rates]} if receipt.rates else {}),
    }


def _behind(one: Behind) -> dict[str, object]:
    return {
        "kind": one.kind,
        "parts": dict(one.parts),
        "exclusions": dict(one.exclusions),
        "files": [dict(file) for file in one.files],
        "imported": one.imported,
    }


def _print(receipt: Receipt) -> None:
    value = receipt.figure.reason if receipt.figure.value is None else number(receipt.figure.value, 2)
    print(f"{_(receipt.title)}: {value}  (n {number(receipt.figure.n)})")
    print(" · ".join(phrase.say() for phrase in receipt.label))
    rows = _told(receipt.metric, receipt)
    rows.append([_(receipt.view) if receipt.view else _("rows imported"), number(receipt.imported)])
    print(table([_("Part"), _("Rows")], rows, right=frozenset({1})))
    if receipt.files:
        files = [[str(file["file"]), number(file["rows"])] for file in receipt.files]
        print(table([_("File"), _("Rows")], files, right=frozenset({1})))
    for one in receipt.behind:
        told = _told(receipt.metric, one, all_of_them=False)
        told.append([_("rows imported"), number(one.imported)])
        print(table([_(kind(one.kind).plural), _("Rows")], told, right=frozenset({1})))
        files = [[str(file["file"]), number(file["rows"])] for file in one.files]
        print(table([_("File"), _("Rows")], files, right=frozenset({1})))
    if receipt.rates:
        names = ("from", "to", "rate", "day", "source", "rows")
        told = [[str(one[name] if one[name] is not None else "") for name in names] for one in receipt.rates]
        print(
            table(
                [_("From"), _("To"), _("Exchange rate"), _("Day"), _("Source"), _("Rows")],
                told,
                right=frozenset({2, 5}),
            )
        )
    print(
        _("The parts add up to the rows imported.")
        if receipt.sum_ok
        else _("The parts do not add up: please report this.")
    )


def _told(metric: str, of: Receipt | Behind, all_of_them: bool = True) -> list[list[str]]:
    """What became of the rows, in words: first why some were left out, then the parts of the rest."""
    left = [(reason_title(name), count) for name, count in of.exclusions.items()]
    counted = [(part_title(metric_of(metric), name, of.parts), count) for name, count in of.parts.items()]
    return [[title.say(), number(count)] for title, count in (*left, *counted) if count or all_of_them]
