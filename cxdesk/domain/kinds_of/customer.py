"""Customers: who the other rows are about."""

from cxdesk.domain.kinds import Field, Kind, Type
from cxdesk.system.i18n import N_

CUSTOMER = Kind(
    name="customer",
    title=N_("Customer"),
    plural=N_("Customers"),
    meaning=N_("A person or company that buys from you, with whatever you know about them."),
    position=40,
    key=("customer",),
    at=None,
    fields=(
        Field(
            "customer",
            Type.REF,
            N_("Customer id"),
            N_("The number, e-mail or name by which your files know this customer."),
            required=True,
            ref="customer",
            synonyms={
                "en": (
                    "customer id",
                    "client id",
                    "account id",
                    "customer number",
                    "customer no",
                    "id",
                    "contact id",
                    "account",
                ),
                "fr": ("id client", "numéro client", "n° client", "code client", "identifiant client", "compte"),
                "ro": ("id client", "cod client", "număr client", "nr client", "cont"),
            },
        ),
        Field(
            "name",
            Type.TEXT,
            N_("Name"),
            synonyms={
                "en": (
                    "customer name",
                    "client name",
                    "account name",
                    "company",
                    "company name",
                    "full name",
                    "organization",
                ),
                "fr": ("nom", "nom du client", "client", "société", "entreprise", "raison sociale"),
                "ro": ("nume", "nume client", "denumire", "companie", "firmă"),
            },
        ),
        Field(
            "email",
            Type.TEXT,
            N_("E-mail"),
            synonyms={
                "en": ("email", "e-mail", "email address", "e-mail address", "mail"),
                "fr": ("courriel", "adresse e-mail", "adresse mail", "adresse électronique"),
                "ro": ("adresa de email", "adresă e-mail", "e-mail client"),
            },
        ),
        Field(
            "segment",
            Type.LABEL,
            N_("Segment"),
            synonyms={
                "en": ("customer segment", "tier", "customer type", "category"),
                "fr": ("type de client", "catégorie client"),
                "ro": ("segment client", "tip client", "categorie client"),
            },
        ),
        Field(
            "plan",
            Type.LABEL,
            N_("Plan"),
            synonyms={
                "en": ("plan name", "subscription plan", "package"),
                "fr": ("formule", "offre", "abonnement"),
                "ro": ("abonament", "pachet"),
            },
        ),
        Field(
            "country",
            Type.LABEL,
            N_("Country"),
            synonyms={"en": ("country code",), "fr": ("pays",), "ro": ("țară", "țara")},
        ),
        Field(
            "language",
            Type.LABEL,
            N_("Language"),
            synonyms={"en": ("lang", "locale"), "fr": ("langue",), "ro": ("limbă", "limba")},
        ),
        Field(
            "created_at",
            Type.INSTANT,
            N_("Customer since"),
            synonyms={
                "en": ("created", "created at", "customer since", "signup date", "registration date", "joined"),
                "fr": ("date de création", "client depuis", "date d'inscription", "créé le"),
                "ro": ("data creării", "client din", "data înregistrării", "creat la"),
            },
        ),
        Field(
            "owner",
            Type.LABEL,
            N_("Account manager"),
            synonyms={"en": ("account owner", "csm"), "fr": ("responsable", "commercial"), "ro": ("responsabil",)},
        ),
        Field(
            "internal",
            Type.BOOL,
            N_("Test or internal"),
            N_("Yes for colleagues and test accounts; their rows are left out of every metric."),
            synonyms={
                "en": ("is internal", "test account", "is test"),
                "fr": ("compte test", "interne"),
                "ro": ("cont de test", "intern"),
            },
        ),
    ),
)
