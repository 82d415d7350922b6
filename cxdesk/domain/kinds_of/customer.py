"""Customers: who the other rows are about."""

from cxdesk.domain.kinds import Field, Kind, Type, named, words
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
                    "client number",
                    "patient number",
                    "member number",
                ),
                "fr": (
                    "id client",
                    "numéro client",
                    "n° client",
                    "code client",
                    "identifiant client",
                    "compte",
                    "n° patient",
                    "n° adhérent",
                ),
                "ro": (
                    "id client",
                    "cod client",
                    "număr client",
                    "nr client",
                    "cont",
                    "nr pacient",
                    "nr membru",
                ),
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
                    "client",
                    "pet owner",
                    "guest name",
                ),
                "fr": ("nom", "nom du client", "client", "société", "entreprise", "raison sociale"),
                "ro": (
                    "nume",
                    "nume client",
                    "denumire",
                    "companie",
                    "firmă",
                    "client",
                ),
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
            "level",
            Type.LABEL,
            N_("Person or account"),
            N_("Whether the row is a person or the company that pays."),
            synonyms=named(
                en="level | record type | contact or account",
                fr="niveau | type de fiche",
                ro="nivel | tip înregistrare",
            ),
            words=words(
                person="contact | user | individual | personne | particulier | utilisateur | persoană"
                " | persoană fizică | utilizator",
                account="company | organization | organisation | business | compte | société | entreprise | cont"
                " | companie | firmă | persoană juridică",
            ),
        ),
        Field(
            "parent",
            Type.REF,
            N_("Belongs to"),
            N_("The account of a person, or the group of a company."),
            ref="customer",
            synonyms=named(
                en="parent account | parent | parent id | organization id | company id | parent customer | employer",
                fr="compte parent | id société | id organisation | rattaché à",
                ro="cont părinte | id companie | id organizație | aparține de",
            ),
        ),
        Field(
            "visitor",
            Type.REF,
            N_("Visitor"),
            N_("The number by which browser or device files know this customer."),
            ref="customer",
            synonyms=named(
                en="visitor id | anonymous id | cookie id | device id",
                fr="visiteur | id visiteur | identifiant anonyme",
                ro="vizitator | id vizitator | identificator anonim",
            ),
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
            "size",
            Type.LABEL,
            N_("Size"),
            synonyms=named(
                en="company size | employees | number of employees | headcount | employee count",
                fr="taille | effectif | nombre de salariés | taille de l'entreprise",
                ro="mărime | număr de angajați | dimensiune",
            ),
        ),
        Field(
            "industry",
            Type.LABEL,
            N_("Industry"),
            synonyms=named(
                en="sector | vertical | line of business",
                fr="secteur | secteur d'activité | industrie",
                ro="industrie | sector | domeniu de activitate",
            ),
        ),
        Field(
            "created_at",
            Type.INSTANT,
            N_("Customer since"),
            synonyms={
                "en": (
                    "created",
                    "created at",
                    "customer since",
                    "signup date",
                    "registration date",
                    "joined",
                    "registered",
                    "registered on",
                    "client since",
                ),
                "fr": (
                    "date de création",
                    "client depuis",
                    "date d'inscription",
                    "créé le",
                    "inscrit le",
                    "enregistré le",
                ),
                "ro": (
                    "data creării",
                    "client din",
                    "data înregistrării",
                    "creat la",
                    "înregistrat la",
                    "înscris la",
                ),
            },
        ),
        Field(
            "first_paid_at",
            Type.INSTANT,
            N_("First paid at"),
            N_("When they became a paying customer: decides who is new."),
            synonyms=named(
                en="first payment | first purchase date | first order date | became customer | became a customer date"
                " | won date | conversion date | first invoice date",
                fr="premier paiement | premier achat | date du premier achat | devenu client le",
                ro="prima plată | prima achiziție | data primei achiziții | devenit client la",
            ),
        ),
        Field(
            "acquired_channel",
            Type.LABEL,
            N_("Won through"),
            synonyms=named(
                en="acquisition channel | acquisition source | lead source | original source | channel | source"
                " | referral source",
                fr="canal d'acquisition | source d'acquisition | origine | canal",
                ro="canal de achiziție | sursa achiziției | origine | canal",
            ),
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
