"""Read the comments behind a selection."""

from __future__ import annotations

import argparse
from pathlib import Path

from cxdesk.cli.asking import add_filters, add_workspace, query, selection
from cxdesk.cli.main import DONE, say_json
from cxdesk.cli.tables import shorten, table
from cxdesk.system.i18n import N_, _, day, ngettext, number
from cxdesk.workspace.workspace import Workspace

ABOUT = N_("read the comments behind a selection")


def add(parser: argparse.ArgumentParser) -> None:
    add_workspace(parser)
    parser.add_argument("--metric", metavar="METRIC", help=_("only comments behind this metric"))
    parser.add_argument("--part", metavar="PART", help=_("only this part of the metric, such as minus for detractors"))
    parser.add_argument("--search", metavar="TEXT", default="", help=_("words to find; case and accents do not matter"))
    parser.add_argument(
        "--theme", action="append", default=[], metavar="THEME", help=_("only comments on this theme; may be repeated")
    )
    parser.add_argument("--limit", type=int, default=100, metavar="N", help=_("print at most so many"))
    parser.add_argument("--after", type=int, default=0, metavar="N", help=_("skip so many"))
    add_filters(parser)


def run(args: argparse.Namespace) -> int:
    metric = args.metric or ""
    with Workspace.open(Path(args.workspace), read_only=True) as workspace:
        asked = query(args, (metric,) if metric else ()).with_(selection=selection(args, metric) if metric else None)
        ids = workspace.comment_ids(asked, args.search, themes=tuple(args.theme)).ids
        shown = workspace.comment_rows(ids[args.after : args.after + args.limit])
    following = args.after + len(shown)
    if args.json:
        comments: list[dict[str, object]] = [
            {
                "row": c.row,
                "kind": c.kind,
                "at": c.day.isoformat() if c.day else None,
                "customer": c.customer,
                "score": c.score,
                "scale": c.scale,
                "text": c.text,
                "lang": c.lang,
                "themes": list(c.themes),
            }
            for c in shown
        ]
        say_json({"count": len(ids), "comments": comments, "next": following if following < len(ids) else None})
        return DONE
    rows = [
        [
            "" if c.score is None else number(c.score),
            day(c.day) if c.day else "",
            shorten(c.customer, 24),
            shorten(c.text, 100),
            ", ".join(_(title) for title in c.themes),
            str(c.row),
        ]
        for c in shown
    ]
    head = [_("Score"), _("Date"), _("Customer"), _("Comment"), _("Themes"), _("Row")]
    print(table(head, rows, right=frozenset({0, 5})))
    print(ngettext("{n} comment", "{n} comments", len(ids)))
    return DONE
