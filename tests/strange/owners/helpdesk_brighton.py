"""An internet provider in Brighton has a sheet of how long tickets took, in hours, minutes and seconds."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from pathlib import Path

from tests.strange.people import ENGLISH_NAMES
from tests.strange.truth import Figure, Owner, Records, Strange, mean
from tests.strange.writing import clock, write_text

HEADINGS = (
    "Ticket #",
    "Raised",
    "Closed",
    "Raised by",
    "Queue",
    "Priority",
    "Handled by",
    "Time to first reply",
    "Time to fix",
    "SLA",
    "Summary",
)
SUMMARIES = (
    "No connection",
    "Slow in the evening",
    "Router lights red",
    "Move of house",
    "Bill too high",
    "Wi-Fi drops out",
)


def write(path: Path) -> Strange:
    draw = random.Random(1900)
    rows, replies, fixes, met = [], [], [], []
    at = datetime(2025, 6, 2, 8, 4)
    first = at.date()
    for number in range(426):
        reply = int(draw.lognormvariate(8, 1.1))
        fix = reply + int(draw.lognormvariate(10.5, 1.2))
        closed = at + timedelta(seconds=fix)
        open_still = draw.random() < 0.06
        kept = reply <= 4 * 3600
        replies.append(reply)
        met.append(kept)
        fixes += [] if open_still else [fix]
        ends = ("", "") if open_still else (f"{closed:%d/%m/%Y %H:%M}", clock(fix))
        rows.append(
            (
                f"#{70_110 + number}",
                f"{at:%d/%m/%Y %H:%M}",
                ends[0],
                draw.choice(ENGLISH_NAMES),
                draw.choice(("Faults", "Billing", "Moves")),
                draw.choice(("P1", "P2", "P3")),
                draw.choice(("Sam", "Jo", "Alex")),
                clock(reply),
                ends[1],
                "Met" if kept else "Missed",
                draw.choice(SUMMARIES),
            )
        )
        last = at.date()
        at += timedelta(minutes=draw.randint(10, 700))
    write_text(path, [HEADINGS, *rows], encoding="utf-8-sig")
    columns = {
        "Ticket #": "ticket",
        "Raised": "created_at",
        "Time to first reply": "first_reply_seconds",
        "Time to fix": "resolution_seconds",
        "SLA": "sla_met",
        "Priority": "priority",
        "Handled by": "agent",
    }
    figures = (
        Figure("mean first_reply_seconds", mean(replies)),
        Figure("sum resolution_seconds", sum(fixes)),
        Figure("rows", sum(met), {"sla_met": (1, True)}),
    )
    return Strange(((Records("ticket", len(rows), first, last, columns, figures),),))


OWNER = Owner(
    "helpdesk_brighton", "An internet provider in Brighton measures tickets in HH:MM:SS", "SLA sheet June.csv", write
)
