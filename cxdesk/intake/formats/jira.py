"""Jira Service Management: issues with their ratings. Headings repeat, one column per comment, label or sprint. Times
of agreements are what was left of them, below nothing when late: they are no response times, but that to resolution
says whether it was kept.
"""

from cxdesk.intake.cells_of_durations import LEFT
from cxdesk.intake.formats import COMMENT, Also, Asks, Format, Skip
from cxdesk.intake.mapping import ATTRIBUTE
from cxdesk.system.i18n import N_

_RATING = ("Satisfaction rating", "Custom field (Satisfaction)", "Custom field (Satisfaction rating)")

JIRA = Format(
    name="jira_service_management",
    title=N_("Jira Service Management requests"),
    kind="ticket",
    tool="Jira",
    required=(("Issue key",), ("Issue id",)),
    optional=(
        *("Summary", "Issue Type", "Status", "Priority", "Assignee", "Reporter", "Created", "Updated", "Resolved"),
        *("Custom field (Request Type)", "Satisfaction rating"),
    ),
    uses={
        "Issue key": "ticket",
        "Summary": "subject",
        "Issue Type": "category",
        "Status": "status",
        "Priority": "priority",
        "Assignee": "agent",
        "Reporter Id": "customer",
        "Reporter": "customer",
        "Created": "created_at",
        "Resolved": "resolved_at",
        "Due date": "due_at",
        "Description": "comment",
        "Custom field (Request channel type)": "channel",
        "Custom field (Time to resolution)": "sla_met",
        **dict.fromkeys(
            (
                *("Issue id", "Updated", "Last Viewed", "Resolution", "Creator", "Project key", "Project name"),
                *("Assignee Id", "Creator Id", *_RATING, r"^Custom field \("),
            ),
            ATTRIBUTE,
        ),
    },
    join=(
        *("Comment", "Labels", "Sprint", "Attachment", "Component/s", "Components", "Fix Version/s", "Fix versions"),
        *("Affects Version/s", "Affects versions", "Watchers", "Watchers Id", "Log Work"),
    ),
    units={"Custom field (Time to resolution)": LEFT},
    order="dmy",
    also=tuple(
        Also(
            "answer",
            uses={
                "Issue key": "response",
                "Custom field (Satisfaction date)": "submitted_at",
                "Resolved": "submitted_at",
                "Reporter Id": "customer",
                "Reporter": "customer",
                "Assignee": "agent",
                "Custom field (Satisfaction comment)": COMMENT,
            },
            asks={heading: Asks("csat", "1-5")},
            stands_in={"ticket": "response"},
            skips=(Skip(heading, ("", "-"), "not_rated"),),
        )
        for heading in _RATING
    ),
    how=N_("Issues, a filter, Export, CSV with all fields."),
)
