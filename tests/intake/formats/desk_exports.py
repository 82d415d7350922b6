"""Every export of a support desk or survey tool that is known, with what must come out of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.intake.formats.help_desks import (
    freshdesk,
    freshdesk_older,
    freshdesk_plain_fractions,
    freshdesk_workbook,
    synthetic_freshservice,
    synthetic_intercom,
    synthetic_intercom_dump,
    synthetic_jira,
    synthetic_zoho,
    zendesk_account,
    zendesk_capital_id,
    zendesk_ratings,
    zendesk_ratings_of_five,
    zendesk_view,
)
from tests.intake.formats.making import ROWS, Export
from tests.intake.formats.rating_tools import (
    chatwoot,
    chatwoot_fr,
    medallia,
    synthetic_asknicely,
    synthetic_delighted,
    synthetic_help_scout,
    synthetic_hubspot,
    synthetic_odoo,
    synthetic_odoo_older,
    synthetic_odoo_technical,
)
from tests.intake.formats.survey_tools import (
    formbricks,
    formbricks_older,
    google_forms_en,
    google_forms_fr,
    google_forms_ro,
    google_forms_zip,
    limesurvey,
    limesurvey_fr,
    limesurvey_texts,
    microsoft_forms,
    microsoft_forms_fr,
    microsoft_forms_ro,
    qualtrics,
    qualtrics_legacy,
    qualtrics_numeric,
    qualtrics_tsv,
    surveymonkey,
    surveymonkey_condensed,
    surveymonkey_older,
    typeform,
    typeform_older,
)


def total(values: Sequence[float | None]) -> tuple[int, float]:
    found = [value for value in values if value is not None]
    return len(found), float(sum(found))


def _points(rule: Callable[[int], float | None]) -> tuple[int, float]:
    return total([rule(n) for n in range(ROWS)])


def scored(scale: str, rule: Callable[[int], float | None]) -> tuple[str, int, float]:
    return (scale, *_points(rule))


NPS = {"nps": scored("0-10", lambda n: n % 11)}
ZENDESK = {"csat": scored("0-1", lambda n: (1, 0, None, None)[n % 4])}
HAPPY = {"csat": scored("1-3", lambda n: (3, 2, 1, None)[n % 4])}
STARS = {"csat": scored("1-5", lambda n: n % 5 + 1)}
REPLIES = sum(60.0 * (10 + n) for n in range(ROWS))
FRT = sum(1800.0 for n in range(ROWS) if n % 7)
FRESH = {"first_reply_seconds": FRT, "resolution_seconds": ROWS * 94_200.0}
TICKET = {"Id": "ticket", "Requester id": "customer", "Assignee": "agent", "Tags": "@attribute"}
PARIS, UTC = "2026-03-01T08:05:00", "2026-03-01T09:05:00"

EXPORTS = (
    Export(
        "account", "zendesk_tickets", zendesk_account, "ticket", uses=TICKET, scores=ZENDESK, also={"answer": 42},
        durations={"first_reply_seconds": REPLIES, "resolution_seconds": ROWS * 21_300.0},
        first=("created_at", PARIS),
    ),
    Export(
        "capital ID", "zendesk_tickets", zendesk_capital_id, "ticket", uses={"ID": "ticket"}, scores=ZENDESK,
        also={"answer": 42},
    ),
    Export(
        "view", "zendesk_tickets", zendesk_view, "ticket", uses={"Requester": "customer"}, scores=ZENDESK,
        also={"answer": 42}, durations={"first_reply_seconds": REPLIES},
    ),
    Export(
        "good and bad", "zendesk_ratings", zendesk_ratings, rows=42, scores=ZENDESK, skipped={"not_asked": 14},
        uses={"comment": "@comment", "ticket_id": "ticket", "requester_id": "customer"}, first=("submitted_at", UTC),
    ),
    Export(
        "of five", "zendesk_ratings", zendesk_ratings_of_five,
        scores={"csat": scored("1-5", lambda n: (5, 4, 3, 1)[n % 4])},
    ),
    Export(
        "csv", "freshdesk_tickets", freshdesk, "ticket", scores=HAPPY, also={"answer": 42}, durations=FRESH,
        uses={"Contact ID": "customer", "Resolution status": "sla_met"},
        first=("first_response_at", "2026-03-01T08:35:00"),
    ),
    Export("older", "freshdesk_tickets", freshdesk_older, "ticket", scores=HAPPY, also={"answer": 42}, durations=FRESH),
    Export(
        "workbook", "freshdesk_tickets", freshdesk_workbook, "ticket", scores=HAPPY, also={"answer": 42},
        durations={**FRESH, "handle_seconds": ROWS * 900.0},
    ),
    Export(
        "fractions of a day", "freshdesk_tickets", freshdesk_plain_fractions, "ticket", scores=HAPPY,
        also={"answer": 42}, durations=FRESH,
    ),
    Export(
        "title case", "freshservice_tickets", synthetic_freshservice, "ticket", scores=HAPPY, also={"answer": 42},
        durations=FRESH, uses={"Requester Email": "customer", "Urgency": "@attribute"},
    ),
    Export(
        "report", "intercom_conversations", synthetic_intercom, "ticket", also={"answer": 49},
        first=("created_at", UTC),
        scores={"csat": scored("1-5", lambda n: n % 5 + 1 if n % 8 else None)},
    ),
    Export("dump", "intercom_conversations", synthetic_intercom_dump, "ticket", first=("created_at", UTC)),
    Export(
        "synthetic", "help_scout", synthetic_help_scout, first=("submitted_at", PARIS),
        uses={"User": "agent", "Customer Email": "customer"},
        scores={"csat": scored("1-3", lambda n: (3, 3, 2, 1)[n % 4])},
    ),
    Export(
        "synthetic", "hubspot_feedback", synthetic_hubspot,
        scores={
            "nps": scored("0-10", lambda n: n % 11 if n % 3 == 0 else None),
            "csat": scored("0-2", lambda n: n % 3 if n % 3 == 1 else None),
            "ces": scored("1-7", lambda n: n % 7 + 1 if n % 3 == 2 else None),
        },
    ),
    Export(
        "synthetic", "delighted", synthetic_delighted, first=("submitted_at", UTC),
        scores={
            "nps": scored("0-10", lambda n: n % 11 if n % 5 == 0 else None),
            "ces": scored("1-5", lambda n: n % 5 + 1 if n % 5 == 2 else None),
        },
    ),
    Export(
        "synthetic", "asknicely_retently", synthetic_asknicely, rows=28, skipped={"not_rated": 28},
        also={"invitation": ROWS}, scores={"nps": scored("0-10", lambda n: n % 11 if n % 2 else None)},
    ),
    Export("two rows", "surveymonkey", surveymonkey, scores=NPS, uses={"Respondent ID": "response"}),
    Export("older", "surveymonkey", surveymonkey_older, scores=NPS, uses={"RespondentID": "response"}),
    Export("condensed", "surveymonkey", surveymonkey_condensed, scores=NPS),
    Export("en", "google_forms", google_forms_en, scores=NPS, first=("submitted_at", "2026-03-01T06:05:00")),
    Export("zip", "google_forms", google_forms_zip, scores=NPS),
    Export("fr", "google_forms", google_forms_fr, scores=NPS, first=("submitted_at", PARIS)),
    Export("ro", "google_forms", google_forms_ro, scores=NPS, first=("submitted_at", PARIS)),
    Export("now", "typeform", typeform, scores=NPS, uses={"#": "response"}, first=("started_at", UTC)),
    Export("older", "typeform", typeform_older, scores=NPS, first=("submitted_at", "2026-03-01T09:25:00")),
    Export(
        "csv", "qualtrics", qualtrics, rows=52, skipped={"preview": 4},
        scores={
            "nps": scored("0-10", lambda n: n % 11 if n % 14 else None),
            "csat": scored("1-5", lambda n: n % 5 + 1 if n % 14 else None),
        },
        first=("started_at", "2026-03-02T16:05:01"),
    ),
    Export(
        "tsv", "qualtrics", qualtrics_tsv, rows=52, skipped={"preview": 4},
        scores={"nps": scored("0-10", lambda n: n % 11 if n % 14 else None)},
    ),
    Export(
        "numeric", "qualtrics", qualtrics_numeric, rows=52, skipped={"preview": 4},
        scores={"csat": scored("1-5", lambda n: n % 5 + 1 if n % 14 else None)},
    ),
    Export("V1", "qualtrics_legacy", qualtrics_legacy, scores=NPS, uses={"ResponseID": "response"}),
    Export("codes", "limesurvey", limesurvey, scores=NPS, uses={"id": "response", "NPSTime": "@ignore"}),
    Export("texts", "limesurvey", limesurvey_texts, scores=NPS, uses={"Group time: Main": "@ignore"}),
    Export("fr", "limesurvey", limesurvey_fr, scores=NPS, uses={"Date de soumission": "submitted_at"}),
    Export("en", "microsoft_forms", microsoft_forms, scores=NPS, first=("submitted_at", "2026-03-01T08:20:00")),
    Export("fr", "microsoft_forms", microsoft_forms_fr, scores=NPS, first=("started_at", PARIS)),
    Export("ro", "microsoft_forms", microsoft_forms_ro, scores=NPS, first=("started_at", PARIS)),
    Export("en", "chatwoot_csat", chatwoot, scores=STARS, first=("submitted_at", UTC), skipped={"footer": 1}),
    Export("fr", "chatwoot_csat", chatwoot_fr, scores=STARS, skipped={"footer": 1}),
    Export("now", "formbricks", formbricks, scores=NPS, uses={"User ID": "customer", "Response ID": "response"}),
    Export("older", "formbricks", formbricks_older, scores=NPS, first=("submitted_at", "2026-03-01T00:00:00")),
    Export(
        "responses", "medallia_agent_connect", medallia, rows=42, skipped={"not_rated": 14}, also={"invitation": ROWS},
        scores={"csat": scored("1-5", lambda n: n % 5 + 1 if n % 4 else None)},
        uses={"request_id": "invitation", "ext_interaction_id": "ticket"},
    ),
    Export(
        "repeated headings", "jira_service_management", synthetic_jira, "ticket", also={"answer": 42},
        scores={"csat": scored("1-5", lambda n: n % 5 + 1 if n % 4 else None)},
        uses={"Issue key": "ticket", "Custom field (Time to first response)": "@attribute"},
        first=("created_at", "2026-03-01T08:05:00"),
    ),
    Export("synthetic", "zoho_desk_tickets", synthetic_zoho, "ticket", scores=HAPPY, also={"answer": 42}),
    Export(
        "synthetic", "odoo_ratings", synthetic_odoo, uses={"Rated Operator": "agent"},
        scores={"csat": scored("1-5:step=2", lambda n: (5, 3, 1, None)[n % 4])},
    ),
    Export(
        "synthetic older", "odoo_ratings", synthetic_odoo_older,
        scores={"csat": scored("1-10", lambda n: (10, 5, 1, None)[n % 4])},
    ),
    Export(
        "synthetic technical", "odoo_ratings", synthetic_odoo_technical,
        scores={"csat": scored("1-5:step=2", lambda n: (5, 3, 1, None)[n % 4])}, uses={"id": "response"},
    ),
)  # fmt: skip
