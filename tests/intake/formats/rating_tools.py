"""Exports of tools that ask for one rating, in exactly their shape. `synthetic_…`: nobody has shown such a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from tests.intake.formats.making import AGENTS, ROWS, day, iso, remark, table


def synthetic_help_scout(folder: Path) -> Path:
    rows = [
        {
            "Number": 10 + n,
            "Customer": f"Client {n % 9}",
            "Customer Email": f"c{n % 9}@example.org",
            "User": AGENTS[n % 3],
            "Rating": ("Great", "Great", "Okay", "Not Good")[n % 4],
            "Comments": remark(n),
            "Date": iso(day(n)),
        }
        for n in range(ROWS)
    ]
    return table(folder / "happiness.csv", rows)


def synthetic_hubspot(folder: Path) -> Path:
    rows = []
    for n in range(ROWS):
        sort, rating = (("NPS", n % 11), ("CSAT", n % 3), ("CES", n % 7 + 1))[n % 3]
        low, high = {"NPS": (7, 9), "CSAT": (1, 2), "CES": (4, 6)}[sort]
        rows.append(
            {
                "Record ID": 900000 + n,
                "Survey name": f"{sort} 2026",
                "Survey type": sort,
                "Rating": rating,
                "Sentiment": "Promoter" if rating >= high else "Passive" if rating >= low else "Detractor",
                "Submission date": day(n).strftime("%Y-%m-%d %H:%M"),
                "Contact": f"Client {n % 9}",
                "Email": f"c{n}@example.org",
                "Follow-up": remark(n),
            }
        )
    return table(folder / "feedback.csv", rows)


DELIGHTED_POINTS = {"nps": 11, "csat": 5, "ces": 5, "smileys": 5, "thumbs": 2}


def synthetic_delighted(folder: Path) -> Path:
    rows = []
    for n in range(ROWS):
        sort = list(DELIGHTED_POINTS)[n % 5]
        points = DELIGHTED_POINTS[sort]
        score = n % points if sort in ("nps", "thumbs") else n % points + 1
        rows.append(
            {
                "id": f"5f{n:06x}",
                "person_email": f"c{n}@example.org",
                "survey_type": sort,
                "score": score,
                "comment": remark(n),
                "permalink": f"https://app.example.com/r/{n}",
                "created_at": int((day(n) - datetime(1970, 1, 1)).total_seconds()),
                "updated_at": int((day(n, 10) - datetime(1970, 1, 1)).total_seconds()),
                "tags": "vip" if n % 2 else "",
            }
        )
    return table(folder / "delighted.csv", rows)


def synthetic_asknicely(folder: Path) -> Path:
    rows = [
        {
            "ID": 5000 + n,
            "Email": f"c{n}@example.org",
            "Name": f"Client {n}",
            "Segment": "Retail",
            "Sent": iso(day(n)),
            "Responded": iso(day(n, 18)) if n % 2 else "",
            "Score": n % 11 if n % 2 else "",
            "Comment": remark(n) if n % 2 else "",
        }
        for n in range(ROWS)
    ]
    return table(folder / "responses.csv", rows)


CHATWOOT = (
    *("Agent name", "Rating", "Feedback Comment", "Contact Name", "Contact Email Address", "Contact Phone Number"),
    *("Link to the conversation", "Recorded date"),
)


def chatwoot(folder: Path, headings: Sequence[str] = CHATWOOT, below: str = "Reporting period") -> Path:
    """A blank line between rows, and the period below them."""
    lines = [",".join(headings)]
    for n in range(ROWS):
        out = io.StringIO()
        agent = f"{AGENTS[n % 3]} (a{n % 3}@example.com)"
        link = f"https://chat.example.com/app/accounts/1/conversations/{500 + n}"
        cells = [
            agent,
            n % 5 + 1,
            remark(n),
            f"Client {n % 9}",
            f"c{n % 9}@example.org",
            "",
            link,
            f"{iso(day(n))} UTC",
        ]
        csv.writer(out, lineterminator="").writerow(cells[: len(headings)])
        lines += [out.getvalue(), ""]
    lines.append(f"{below} 2026-03-01 to 2026-03-31")
    path = folder / "csat.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def chatwoot_fr(folder: Path) -> Path:
    return chatwoot(folder, ("Nom de l'agent", "Note", *CHATWOOT[2:]), "Période de rapport")


def medallia(folder: Path) -> Path:
    rows = []
    for n in range(ROWS):
        there = n % 4 != 0
        rows.append(
            {
                "request_id": 77000 + n,
                "request_sent_at": iso(day(n)),
                "request_delivery_status": "delivered",
                "response_received_at": iso(day(n, 20)) if there else "",
                "star_rating": n % 5 + 1 if there else "",
                "comments": remark(n) if there else "",
                "ext_interaction_id": 4000 + n,
                "channel": "email",
                "tags": "",
                "brand": "Acme",
                "customer_name": f"Client {n % 9}",
                "employee_first_name": "Ann",
                "employee_last_name": "Lee",
                "employee_email": f"a{n % 3}@example.com",
            }
        )
    return table(folder / "responses.csv", rows)


def synthetic_odoo(folder: Path, points: Sequence[object] = ("5", "3", "1", "0")) -> Path:
    rows = [
        {
            "Rated Operator": AGENTS[n % 3],
            "Customer": f"Client {n % 9}",
            "Rating Value": points[n % len(points)],
            "Comment": remark(n),
            "Submitted on": iso(day(n)),
        }
        for n in range(ROWS)
    ]
    return table(folder / "ratings.csv", rows)


def synthetic_odoo_older(folder: Path) -> Path:
    return synthetic_odoo(folder, ("10", "5", "1", "0"))


def synthetic_odoo_technical(folder: Path) -> Path:
    rows = [
        {
            "id": f"rating_rating_{n}",
            "rated_partner_id": AGENTS[n % 3],
            "partner_id": f"Client {n % 9}",
            "rating": f"{(5, 3, 1, 0)[n % 4]}.0",
            "feedback": remark(n),
            "res_name": f"Ticket {n}",
            "consumed": "True",
            "create_date": iso(day(n)),
        }
        for n in range(ROWS)
    ]
    return table(folder / "rating_rating.csv", rows)
