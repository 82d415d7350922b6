"""Exports of help desks, in exactly their shape. `synthetic_…`: nobody has shown such a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from tests.intake.formats.making import AGENTS, ROWS, book, clock, day, iso, remark, table, text


def _zendesk_row(n: int, capital: bool = False) -> dict[str, object]:
    opened, solved = day(n), day(n, 15)
    satisfaction = ("good", "bad", "offered", "unoffered")[n % 4]
    times = {
        "First reply time in minutes": 10 + n,
        "First resolution time in minutes": 300,
        "Full resolution time in minutes": 355,
        "Agent wait time in minutes": 20,
        "Requester wait time in minutes": 40,
        "On hold time in minutes": 0,
    }
    return {
        "Summation column": 1,
        "ID" if capital else "Id": 4000 + n,
        "Requester": f"Client {n % 9}",
        "Requester id": 36000000000 + n % 9,
        "Requester external id": "",
        "Requester email": f"c{n % 9}@example.org",
        "Requester domain": "example.org",
        "Submitter": f"Client {n % 9}",
        "Assignee": AGENTS[n % 3],
        "Group": "Support",
        "Subject": f"Order {n} is late, again",
        "Tags": "late vip" if n % 2 else "late",
        "Status": "Solved",
        "Priority": "Normal",
        "Via": "Mail",
        "Ticket type": "Question",
        "Created at": iso(opened)[:16],
        "Updated at": iso(solved)[:16],
        "Assigned at": iso(opened)[:16],
        "Organization": "Acme",
        "Due date": "",
        "Initially assigned at": iso(opened)[:16],
        "Solved at": iso(solved)[:16],
        "Resolution time": 6,
        "Satisfaction Score": satisfaction.capitalize(),
        "Group stations": 1,
        "Assignee stations": 1 + n % 2,
        "Reopens": n % 2,
        "Replies": 2,
        **times,
        **{f"{name} within business hours": value // 2 for name, value in times.items()},
        "Product area [list]": "Billing",
        "Escalated [flag]": 0,
    }


def zendesk_account(folder: Path) -> Path:
    return table(folder / "tickets.csv", [_zendesk_row(n) for n in range(ROWS)])


def zendesk_capital_id(folder: Path) -> Path:
    return table(folder / "tickets.csv", [_zendesk_row(n, capital=True) for n in range(ROWS)], newline="\r\n")


VIEW = (
    *("Id", "Subject", "Requester", "Assignee", "Group", "Status", "Created at", "Satisfaction Score"),
    *("Full resolution time in minutes", "First reply time in minutes", "Solved at"),
)


def zendesk_view(folder: Path) -> Path:
    rows = [{name: _zendesk_row(n)[name] for name in VIEW} for n in range(ROWS)]
    return table(folder / "view.csv", rows)


def _zendesk_rating(n: int, words: Sequence[object]) -> dict[str, object]:
    return {
        "id": 990000 + n,
        "ticket_id": 4000 + n,
        "score": words[n % len(words)],
        "comment": remark(n),
        "reason": "Some other reason" if n % 2 else "",
        "reason_code": 100 if n % 2 else "",
        "requester_id": 36000000000 + n % 9,
        "assignee_id": 37000000000 + n % 3,
        "group_id": 20842,
        "created_at": day(n).isoformat() + "Z",
        "updated_at": day(n, 11).isoformat() + "Z",
    }


def zendesk_ratings(folder: Path) -> Path:
    words = ("good", "bad", "offered", "unoffered")
    return table(folder / "satisfaction_ratings.csv", [_zendesk_rating(n, words) for n in range(ROWS)])


def zendesk_ratings_of_five(folder: Path) -> Path:
    return table(folder / "ratings.csv", [_zendesk_rating(n, (5, 4, 3, 1)) for n in range(ROWS)])


def freshdesk_row(n: int) -> dict[str, object]:
    opened = day(n)
    return {
        "Ticket ID": 700 + n,
        "Subject": f"Invoice {n} is wrong",
        "Description": f"Dear team, the invoice number {n} shows the wrong sum.",
        "Status": "Closed",
        "Priority": ("Low", "Medium", "High")[n % 3],
        "Source": "Email",
        "Type": "Question",
        "Agent": AGENTS[n % 3],
        "Group": "Billing",
        "Created time": iso(opened),
        "Due by Time": iso(opened + timedelta(days=2)),
        "Resolved time": iso(opened + timedelta(hours=26, minutes=10)),
        "Closed time": iso(opened + timedelta(hours=27)),
        "Last update time": iso(opened + timedelta(hours=27)),
        "Initial response time": iso(opened + timedelta(minutes=30)),
        "Time tracked": clock(15),
        "First response time (in hrs)": clock(30) if n % 7 else "",
        "Resolution time (in hrs)": clock(26 * 60 + 10),
        "Agent interactions": 2,
        "Customer interactions": 3,
        "Resolution status": "SLA Violated" if n % 4 == 0 else "Within SLA",
        "First response status": "Within SLA",
        "Tags": "invoice",
        "Survey results": ("Happy", "Neutral", "Unhappy", "")[n % 4],
        "Association type": "",
        "Product": "Shop",
        "Full name": f"Client {n % 9}",
        "Title": "",
        "Email": f"c{n % 9}@example.org",
        "Contact ID": 81000000000 + n % 9,
    }


def freshdesk(folder: Path) -> Path:
    rows = [freshdesk_row(n) for n in range(ROWS)]
    headings = [*rows[0], "Email"]  # a heading comes twice
    return text(folder / "tickets.csv", headings, [[*row.values(), ""] for row in rows])


def freshdesk_older(folder: Path) -> Path:
    rows = [freshdesk_row(n) for n in range(ROWS)]
    renamed = [
        {"Last updated time" if name == "Last update time" else name: value for name, value in row.items()}
        for row in rows
    ]
    return table(folder / "tickets.csv", renamed, encoding="cp1252")


HOURS = ("First response time (in hrs)", "Resolution time (in hrs)", "Time tracked")


def freshdesk_workbook(folder: Path, number_format: str = "[h]:mm:ss") -> Path:
    rows = [freshdesk_row(n) for n in range(ROWS)]
    for n, row in enumerate(rows):
        row[HOURS[0]] = 30 / 1440 if n % 7 else None
        row[HOURS[1]] = (26 * 60 + 10) / 1440
        row[HOURS[2]] = 15 / 1440
    cells = [list(row.values()) for row in rows]
    return book(folder / "tickets.xlsx", list(rows[0]), cells, dict.fromkeys(HOURS, number_format))


def freshdesk_plain_fractions(folder: Path) -> Path:
    return freshdesk_workbook(folder, "General")


def synthetic_freshservice(folder: Path) -> Path:
    rows = []
    for n in range(ROWS):
        row = freshdesk_row(n)
        rows.append(
            {
                "Ticket Id": row["Ticket ID"],
                "Subject": row["Subject"],
                "Status": "Closed",
                "Priority": row["Priority"],
                "Urgency": "Low",
                "Impact": "Medium",
                "Source": "Portal",
                "Type": "Incident",
                "Agent": row["Agent"],
                "Group": "IT",
                "Category": "Hardware",
                "Sub-Category": "Laptop",
                "Created Time": row["Created time"],
                "Due by Time": row["Due by Time"],
                "Resolved Time": row["Resolved time"],
                "Closed Time": row["Closed time"],
                "Initial Response Time": row["Initial response time"],
                "First Response Time (in Hrs)": row["First response time (in hrs)"],
                "Resolution Time (in Hrs)": row["Resolution time (in hrs)"],
                "Resolution Status": row["Resolution status"],
                "Requester Name": row["Full name"],
                "Requester Email": row["Email"],
                "Survey Result": ("Happy", "Neutral", "Unhappy", "")[n % 4],
                "Experience Score": 7,
            }
        )
    return table(folder / "freshservice.csv", rows)


def synthetic_intercom(folder: Path) -> Path:
    rows = [
        {
            "Conversation ID": 215460000000000 + n,
            "Conversation started at": iso(day(n)),
            "First response at": iso(day(n, 9, 15)),
            "Conversation closed at": iso(day(n, 12)),
            "User email": f"c{n % 9}@example.org",
            "Teammate": AGENTS[n % 3],
            "Conversation rating": n % 5 + 1 if n % 8 else "",
            "Conversation remark": remark(n) if n % 8 else "",
        }
        for n in range(ROWS)
    ]
    return table(folder / "conversations.csv", rows)


def synthetic_intercom_dump(folder: Path) -> Path:
    rows = [
        {
            "conversation_id": 215460000000000 + n,
            "conversation_created_at": iso(day(n)),
            "conversation_first_response_at": iso(day(n, 9, 15)),
            "conversation_closed_at": iso(day(n, 12)),
            "conversation_state": "closed",
            "conversation_tags": "billing",
            "user_email": f"c{n % 9}@example.org",
        }
        for n in range(ROWS)
    ]
    return table(folder / "dump.csv", rows)


def synthetic_jira(folder: Path) -> Path:
    headings = [
        *("Summary", "Issue key", "Issue id", "Issue Type", "Status", "Priority", "Assignee", "Reporter", "Created"),
        *("Updated", "Resolved", "Labels", "Labels", "Sprint", "Comment", "Comment", "Attachment"),
        *("Satisfaction rating", "Custom field (Satisfaction date)", "Custom field (Request Type)"),
        *("Custom field (Time to first response)", "Custom field (Time to resolution)"),
    ]
    rows = []
    for n in range(ROWS):
        when = [moment.strftime("%d/%b/%y %I:%M %p") for moment in (day(n), day(n, 16), day(n, 15))]
        said = [f"{when[0]};ann;On it", f"{when[1]};bo;Done, says {n}"]
        rated = [n % 5 + 1, when[2]] if n % 4 else ["", ""]
        if n % 6 == 5:
            when[2] = ""  # not resolved yet
        rows.append(
            [
                *(f"Printer {n} is out of ink", f"IT-{n + 1}", 10000 + n, "Service Request", "Done", "Medium"),
                *(AGENTS[n % 3], f"client{n % 9}", *when, "ink", "printer" if n % 2 else "", "", *said, ""),
                *(*rated, "Get help", clock(90) if n % 3 else "-0:35", "-1:20" if n % 4 == 1 else "6:40"),
            ]
        )
    return text(folder / "jira.csv", headings, rows)


def synthetic_zoho(folder: Path) -> Path:
    rows = [
        {
            "Ticket Id": 5500000000 + n,
            "Subject": f"Question {n} about my order",
            "Status": "Closed",
            "Ticket Owner": AGENTS[n % 3],
            "Department": "Support",
            "Contact Name": f"Client {n % 9}",
            "Email": f"c{n % 9}@example.org",
            "Channel": "Email",
            "Created Time": iso(day(n)),
            "Closed Time": iso(day(n, 14)),
            "Happiness Rating": ("Good", "Okay", "Bad", "")[n % 4],
        }
        for n in range(ROWS)
    ]
    return table(folder / "zoho.csv", rows)
