"""Read the comments behind a selection."""

from __future__ import annotations

import argparse
from pathlib import Path

from cxdesk.cli.asking import add_filters, add_workspace, how_many, query, selection
from cxdesk.cli.main import DONE, say_json
from cxdesk.cli.tables import shorten, table
from cxdesk.domain.follow_ups import (
    DECISION_TITLES,
    STATUS_TITLES,
    FollowUp,
    Narrowing,
    Order,
    Status,
    decision_named,
)
from cxdesk.system.i18n import N_, _, day, ngettext, number
from cxdesk.workspace.workspace import CommentIds, Workspace

ABOUT = N_("read the comments behind a selection")


def add(parser: argparse.ArgumentParser) -> None:
    add_workspace(parser)
    parser.add_argument("--metric", metavar="METRIC", help=_("only comments behind this metric"))
    parser.add_argument("--part", metavar="PART", help=_("only this part of the metric, such as minus for detractors"))
    parser.add_argument("--search", metavar="TEXT", default="", help=_("words to find; case and accents do not matter"))
    parser.add_argument(
        "--theme", action="append", default=[], metavar="THEME", help=_("only comments on this theme; may be repeated")
    )
    parser.add_argument(
        "--decision",
        action="append",
        default=[],
        metavar="DECISION",
        help=_("only comments put under continue, start or stop, or undecided ones; may be repeated"),
    )
    parser.add_argument(
        "--status",
        action="append",
        default=[],
        choices=list(Status),
        help=_("only comments whose answer stands there; may be repeated"),
    )
    parser.add_argument(
        "--owner", action="append", default=[], metavar="NAME", help=_("only comments of this person; may be repeated")
    )
    parser.add_argument("--unread", action="store_true", help=_("only comments that nobody is done with"))
    parser.add_argument(
        "--order", choices=list(Order), default=Order.NEWEST.value, help=_("in which order they are listed")
    )
    parser.add_argument(
        "--export", metavar="FILE", help=_("write all of them, with what is known of each (csv or xlsx)")
    )
    parser.add_argument("--limit", type=how_many, default=100, metavar="N", help=_("print at most so many"))
    parser.add_argument("--after", type=how_many, default=0, metavar="N", help=_("skip so many"))
    add_filters(parser)


def run(args: argparse.Namespace) -> int:
    metric = args.metric or ""
    with Workspace.open(Path(args.workspace), read_only=True) as workspace:
        asked = query(args, (metric,) if metric else ()).with_(selection=selection(args, metric) if metric else None)
        found = workspace.comment_ids(asked, args.search, themes=tuple(args.theme), narrowing=_narrowing(args))
        ids = found.ids
        if args.export:
            return _export(workspace, found, args)
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
                "decision": c.decision or None,
                **(c.follow_up or FollowUp(c.row)).to_json(),
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
            _(DECISION_TITLES[c.decision]) if c.decision else "",
            _(STATUS_TITLES[c.follow_up.status]) if c.follow_up and c.follow_up.status != Status.NONE else "",
            str(c.row),
        ]
        for c in shown
    ]
    head = [_("Score"), _("Date"), _("Customer"), _("Comment"), _("Themes"), _("Decision"), _("Status"), _("Row")]
    print(table(head, rows, right=frozenset({0, 7})))
    print(ngettext("{n} comment", "{n} comments", len(ids)))
    return DONE


def _narrowing(args: argparse.Namespace) -> Narrowing:
    decisions = tuple(decision_named(text) for text in args.decision)
    return Narrowing(decisions, tuple(args.status), tuple(args.owner), args.unread, args.order)


def _export(workspace: Workspace, found: CommentIds, args: argparse.Namespace) -> int:
    from cxdesk.reports.comments_file import write_comments

    path = Path(args.export)
    write_comments(path, workspace.every_comment(found), len(found.ids))
    if args.json:
        say_json({"file": str(path), "count": len(found.ids)})
    else:
        print(ngettext("{n} comment written to {file}.", "{n} comments written to {file}.", len(found.ids), file=path))
    return DONE
