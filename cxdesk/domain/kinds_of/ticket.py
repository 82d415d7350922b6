"""Support tickets: one row per ticket, in its latest state."""

from cxdesk.domain.kinds import Field, Kind, Type
from cxdesk.system.i18n import N_

TICKET = Kind(
    name="ticket",
    title=N_("Support ticket"),
    plural=N_("Support tickets"),
    meaning=N_("One request for help, from its opening to its resolution."),
    position=30,
    key=("ticket",),
    at="created_at",
    fields=(
        Field(
            "ticket",
            Type.REF,
            N_("Ticket id"),
            ref="ticket",
            required=True,
            synonyms={
                "en": ("ticket id", "case number", "case id", "conversation id", "number", "ticket number", "id"),
                "fr": ("id ticket", "n° ticket", "numéro de ticket", "numéro de dossier"),
                "ro": ("id tichet", "număr tichet", "nr tichet"),
            },
        ),
        Field(
            "created_at",
            Type.INSTANT,
            N_("Opened at"),
            synonyms={
                "en": ("created at", "created time", "created", "opened at", "opened", "open date", "date opened"),
                "fr": ("créé le", "date de création", "ouvert le", "date d'ouverture"),
                "ro": ("creat la", "data creării", "deschis la", "data deschiderii"),
            },
        ),
        Field(
            "first_response_at",
            Type.INSTANT,
            N_("First response at"),
            synonyms={
                "en": ("first response at", "first reply at", "initial response time", "first responded at"),
                "fr": ("première réponse le", "date de première réponse"),
                "ro": ("primul răspuns la", "data primului răspuns"),
            },
        ),
        Field(
            "resolved_at",
            Type.INSTANT,
            N_("Resolved at"),
            synonyms={
                "en": ("solved at", "resolved time", "resolved at", "resolution date", "date resolved"),
                "fr": ("résolu le", "date de résolution"),
                "ro": ("rezolvat la", "data rezolvării"),
            },
        ),
        Field(
            "closed_at",
            Type.INSTANT,
            N_("Closed at"),
            synonyms={
                "en": ("closed time", "closed at", "date closed"),
                "fr": ("fermé le", "clos le"),
                "ro": ("închis la",),
            },
        ),
        Field(
            "status",
            Type.LABEL,
            N_("Status"),
            synonyms={"en": ("state", "ticket status"), "fr": ("statut", "état"), "ro": ("stare", "status")},
        ),
        Field(
            "customer",
            Type.REF,
            N_("Customer"),
            ref="customer",
            synonyms={
                "en": ("customer id", "requester", "requester id", "requester email", "contact id", "email", "caller"),
                "fr": ("client", "demandeur", "id client", "courriel"),
                "ro": ("client", "solicitant", "id client"),
            },
        ),
        Field(
            "channel",
            Type.LABEL,
            N_("Channel"),
            synonyms={"en": ("via", "source", "contact type"), "fr": ("canal",), "ro": ("canal",)},
        ),
        Field(
            "category",
            Type.LABEL,
            N_("Category"),
            synonyms={"en": ("type", "ticket type", "topic"), "fr": ("catégorie", "type"), "ro": ("categorie", "tip")},
        ),
        Field(
            "priority",
            Type.LABEL,
            N_("Priority"),
            synonyms={"en": ("urgency",), "fr": ("priorité", "urgence"), "ro": ("prioritate", "urgență")},
        ),
        Field(
            "agent",
            Type.LABEL,
            N_("Agent"),
            synonyms={
                "en": ("assignee", "assigned to", "owner"),
                "fr": ("assigné à", "conseiller"),
                "ro": ("operator", "alocat lui"),
            },
        ),
        Field(
            "subject",
            Type.TEXT,
            N_("Subject"),
            synonyms={
                "en": ("title", "short description"),
                "fr": ("objet", "sujet", "titre"),
                "ro": ("subiect", "titlu"),
            },
        ),
        Field(
            "comment",
            Type.COMMENT,
            N_("Text"),
            synonyms={
                "en": ("description", "body", "message"),
                "fr": ("description", "message"),
                "ro": ("descriere", "mesaj"),
            },
        ),
        Field(
            "reopen_count",
            Type.NUMBER,
            N_("Times reopened"),
            synonyms={"en": ("reopens", "reopen count"), "fr": ("réouvertures",), "ro": ("redeschideri",)},
        ),
        Field(
            "internal",
            Type.BOOL,
            N_("Test or internal"),
            synonyms={"en": ("is test",), "fr": ("test",), "ro": ("test",)},
        ),
    ),
)
