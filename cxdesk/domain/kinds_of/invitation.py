"""Survey invitations: who was asked, and whether the message arrived."""

from cxdesk.domain.kinds import Field, Kind, Type, named
from cxdesk.domain.recurring_fields import CAMPAIGN, ORDER, STAGE, TICKET
from cxdesk.system.i18n import N_

INVITATION = Kind(
    name="invitation",
    title=N_("Survey invitation"),
    plural=N_("Survey invitations"),
    meaning=N_("One person was asked to answer a survey."),
    position=20,
    key=("invitation",),
    at="sent_at",
    fields=(
        Field(
            "invitation",
            Type.REF,
            N_("Invitation id"),
            ref="invitation",
            synonyms={
                "en": ("invitation id", "invite id", "distribution id", "id"),
                "fr": ("id invitation", "identifiant d'invitation"),
                "ro": ("id invitație",),
            },
        ),
        Field(
            "sent_at",
            Type.INSTANT,
            N_("Sent at"),
            synonyms={
                "en": ("sent", "sent at", "date sent", "invited at", "send date", "sent date"),
                "fr": ("envoyé le", "date d'envoi", "invité le"),
                "ro": ("trimis la", "data trimiterii", "invitat la"),
            },
        ),
        Field(
            "customer",
            Type.REF,
            N_("Customer"),
            ref="customer",
            otherwise="person",
            synonyms={
                "en": ("customer id", "email", "email address", "recipient", "recipient email", "contact id"),
                "fr": ("client", "destinataire", "courriel", "adresse e-mail"),
                "ro": ("client", "destinatar", "adresa de e-mail"),
            },
        ),
        Field(
            "person",
            Type.REF,
            N_("Person"),
            N_("Who was asked, where customers are companies; stands for the customer where no other is named."),
            ref="customer",
            synonyms=named(
                en="person id | contact person | panel member | user id",
                fr="id personne | personne | id utilisateur",
                ro="id persoană | persoană | id utilizator",
            ),
        ),
        Field(
            "channel", Type.LABEL, N_("Channel"), synonyms={"en": ("medium", "via"), "fr": ("canal",), "ro": ("canal",)}
        ),
        Field(
            "survey",
            Type.LABEL,
            N_("Survey"),
            synonyms={"en": ("survey name",), "fr": ("enquête", "sondage"), "ro": ("sondaj", "chestionar")},
        ),
        Field(
            "bounced",
            Type.BOOL,
            N_("Bounced"),
            N_("Yes when the message did not arrive."),
            synonyms={
                "en": ("bounce", "undelivered", "failed"),
                "fr": ("rejeté", "non distribué", "rebond"),
                "ro": ("respins", "nelivrat"),
            },
        ),
        Field(
            "opened_at",
            Type.INSTANT,
            N_("Opened at"),
            synonyms={"en": ("opened", "open date"), "fr": ("ouvert le",), "ro": ("deschis la",)},
        ),
        Field(
            "reminded_at",
            Type.INSTANT,
            N_("Reminded at"),
            synonyms=named(
                en="reminder sent at | reminder date | last reminder | reminded on",
                fr="relancé le | date de relance | dernière relance",
                ro="reamintit la | data reamintirii | ultima reamintire",
            ),
        ),
        Field(
            "expires_at",
            Type.INSTANT,
            N_("Expires at"),
            synonyms={"en": ("expires", "expiry"), "fr": ("expire le",), "ro": ("expiră la",)},
        ),
        Field(
            "completion",
            Type.LABEL,
            N_("Completion"),
            N_("Complete or partial, where the invitation list itself says who answered."),
            synonyms={"en": ("response status", "status"), "fr": ("statut", "état"), "ro": ("stare", "status")},
        ),
        TICKET,
        ORDER,
        CAMPAIGN,
        STAGE,
        Field(
            "internal",
            Type.BOOL,
            N_("Test or internal"),
            synonyms={"en": ("is test",), "fr": ("test",), "ro": ("test",)},
        ),
    ),
)
