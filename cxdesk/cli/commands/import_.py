"""Import files into a workspace, or say what would happen."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from subprocess import Popen
from typing import TYPE_CHECKING, Any

from cxdesk.cli.asking import add_workspace, how_many, listed
from cxdesk.cli.changes import change_lines
from cxdesk.cli.main import DONE, REFUSED, say_json
from cxdesk.cli.tables import table
from cxdesk.system.i18n import N_, _, number
from cxdesk.system.progress import Progress
from cxdesk.workspace.handover import early_children

if TYPE_CHECKING:
    from cxdesk.workspace.importing import ImportReport

_WORD_BY_WORD = ("word", "meaning", "mark", "like")  # about every word of a list; about a table much alike
ABOUT = N_("import files into a workspace")


def add(parser: argparse.ArgumentParser) -> None:
    add_workspace(parser)
    parser.add_argument("files", nargs="+", metavar="FILE", help=_("spreadsheets, CSV files or folders"))
    parser.add_argument("--kind", metavar="K", help=_("what the rows are, instead of what CXDesk proposes"))
    parser.add_argument("--sheet", metavar="S", help=_("only this sheet"))
    parser.add_argument(
        "--map", dest="maps", action="append", default=[], metavar="FIELD=COLUMN", help=_("use a column for a field")
    )
    parser.add_argument(
        "--question",
        dest="questions",
        action="append",
        default=[],
        metavar="COLUMN=ROLE[:SCALE][:na=11|99][:reversed]",
        help=_("what a column asks"),
    )
    parser.add_argument(
        "--answer", dest="answers", action="append", default=[], metavar="DOUBT=CHOICE", help=_("answer a doubt")
    )
    parser.add_argument(
        "--like",
        type=listed,
        metavar="ID",
        help=_("read the files as this import was read, as `cxdesk imports` shows it"),
    )
    parser.add_argument("--dry-run", action="store_true", help=_("say what would happen and write nothing"))
    parser.add_argument(
        "--rows", type=how_many, default=20, metavar="N", help=_("of a dry run, list so many rows of each sort")
    )


def run(args: argparse.Namespace) -> int:
    files = [Path(file) for file in args.files]
    alone = len(files) == 1 and files[0].is_file() and not args.dry_run
    with early_children(int(alone)) as waiting:  # who looks at the file loads what is needed while this program does
        reports = _imported(args, files, waiting)
    if args.json:
        say_json({"files": [report.to_json() for report in reports]})
    else:
        _print(reports)
    return REFUSED if any(r.error or r.open_doubts for r in reports) else DONE


def _imported(args: argparse.Namespace, files: list[Path], waiting: Sequence[Popen[bytes]]) -> list[ImportReport]:
    from cxdesk.workspace.importing import ImportOptions, import_files
    from cxdesk.workspace.workspace import Workspace

    said = (tuple(args.maps), tuple(args.questions), tuple(args.answers))
    options = ImportOptions(args.kind, args.sheet, *said, args.dry_run, args.rows, args.like)
    progress = Progress(None if args.json or not sys.stderr.isatty() else _show)
    with Workspace.at(Path(args.workspace)) as workspace:
        return import_files(workspace, files, options, progress, waiting)


def _show(done: float, of: float, label: str) -> None:
    share = f"{100 * done / of:3.0f} %" if of else ""
    print(f"\r{label} {share}", end="", file=sys.stderr, flush=True)


def _print(reports: list[ImportReport]) -> None:
    head = [
        _("File"),
        _("Kind"),
        _("Read"),
        _("New"),
        _("Updated"),
        _("Unchanged"),
        _("Rejected"),
        _("Skipped"),
        _("Blank"),
    ]
    rows = []
    for report in reports:
        counts = report.rows
        numbers = [
            counts.read,
            counts.new,
            counts.updated,
            counts.unchanged,
            counts.rejected,
            sum(counts.skipped.values()),
            counts.blank,
        ]
        rows.append([report.title, report.kind or "", *(number(n) for n in numbers)])
    print(table(head, rows, right=frozenset(range(2, 9))))
    for report in reports:
        _print_findings(report)


def _print_remembered(doubt: dict[str, Any]) -> None:
    """What was answered for a table with these headings and counts again, and how to say otherwise."""
    titles = {choice["id"]: choice["title"] for choice in doubt["choices"]}
    answer = titles.get(doubt["proposed"], doubt["proposed"])
    print("    " + _("As last time: {question} {answer}", question=doubt["question"], answer=answer))
    for name, title in titles.items():
        if name != doubt["proposed"]:
            print(f"        --answer {json.dumps(doubt['id'] + '=' + name, ensure_ascii=False)}  {title}")


def _print_findings(report: ImportReport) -> None:
    from cxdesk.intake.batch import adjusted_words

    if report.error:
        print(_("{file}: {error}", file=report.title, error=f"{report.error['message']} {report.error['remedy']}"))
    for doubt in report.doubts if report.kind is None and not report.open_doubts else ():
        print(_("{file}: left out. {why}", file=report.title, why=doubt["evidence"]).rstrip())
    for doubt in report.open_doubts:
        print(_("{file}: please answer: {question}", file=report.title, question=doubt["question"]))
        if doubt["evidence"]:
            print(f"    {doubt['evidence']}")
        for choice in doubt["choices"]:
            print(f"    --answer {json.dumps(doubt['id'] + '=' + choice['id'], ensure_ascii=False)}  {choice['title']}")
    for doubt in report.doubts:
        if doubt.get("remembered") and doubt["id"].partition(":")[0] not in _WORD_BY_WORD:
            _print_remembered(doubt)
    for code, n in report.adjusted.items():
        print(f"    {adjusted_words(code, n)}")
    for line in change_lines(report.details):
        print(line)
    for problem in [] if report.details else report.rejects[:10]:
        place = _("row {row}, column {column}", row=problem["row"], column=problem["column"])
        print(f"    {place}: {problem['value']!r} {problem['reason']}")
