"""Leads: people who may become customers, and how far they came."""

from dataclasses import replace

from cxdesk.domain.kinds import Field, Kind, Type, named, words
from cxdesk.domain.recurring_fields import CAMPAIGN, COUNTRY, CUSTOMER, INTERNAL, OWNER, PERSON, VISITOR
from cxdesk.system.i18n import N_

LEAD = Kind(
    name="lead",
    title=N_("Lead"),
    plural=N_("Leads"),
    meaning=N_("Somebody who may become a customer, and how far they came."),
    position=100,
    key=("lead_id",),
    at="created_at",
    telling=(
        ("mql_at", "sql_at", "converted_at", "status", "score"),
        ("mql_at", "sql_at", "source", "person"),
    ),
    fields=(
        Field(
            "lead_id",
            Type.TEXT,
            N_("Lead id"),
            synonyms=named(
                en="prospect id | lead number | lead | prospect | id",
                fr="id prospect | n° prospect | id lead",
                ro="id lead | id prospect | nr prospect",
            ),
        ),
        PERSON,
        replace(CUSTOMER, otherwise=None),
        VISITOR,
        Field(
            "source",
            Type.LABEL,
            N_("Source"),
            synonyms=named(
                en="lead source | original source | channel | acquisition channel | utm source | origin",
                fr="source du prospect | origine | canal | source",
                ro="sursă | sursa leadului | origine | canal",
            ),
        ),
        CAMPAIGN,
        Field(
            "created_at",
            Type.INSTANT,
            N_("Created at"),
            synonyms=named(
                en="lead created | create date | created | created date | date | lead date | became a lead date",
                fr="créé le | date de création | date",
                ro="creat la | data creării | data",
            ),
        ),
        Field(
            "mql_at",
            Type.INSTANT,
            N_("Marketing-qualified at"),
            synonyms=named(
                en="mql date | mql | became mql | became a marketing qualified lead date | marketing qualified",
                fr="date mql | qualifié marketing le",
                ro="data mql | calificat de marketing la",
            ),
        ),
        Field(
            "sql_at",
            Type.INSTANT,
            N_("Sales-qualified at"),
            synonyms=named(
                en="sql date | sql | became sql | became a sales qualified lead date | sales qualified | qualified at",
                fr="date sql | qualifié commercial le | qualifié le",
                ro="data sql | calificat de vânzări la | calificat la",
            ),
        ),
        Field(
            "converted_at",
            Type.INSTANT,
            N_("Became customer at"),
            synonyms=named(
                en="converted date | conversion date | became a customer date | won at | customer date | converted on",
                fr="converti le | date de conversion | devenu client le",
                ro="convertit la | data conversiei | devenit client la",
            ),
        ),
        Field(
            "lost_at",
            Type.INSTANT,
            N_("Lost at"),
            synonyms=named(
                en="lost date | disqualified at | closed lost date",
                fr="perdu le | disqualifié le",
                ro="pierdut la | descalificat la",
            ),
        ),
        Field(
            "status",
            Type.LABEL,
            N_("Status"),
            synonyms=named(
                en="lead status | lifecycle stage | stage | lead stage | state",
                fr="statut | étape | statut du prospect | état",
                ro="stare | etapă | stare lead | status",
            ),
            words=words(
                new="lead | open | subscriber | nouveau | ouvert | nou | deschis",
                mql="marketing qualified lead | marketing qualified | qualifié marketing | calificat de marketing",
                sql="sales qualified lead | sales qualified | qualified | qualifié | qualifié commercial"
                " | calificat de vânzări | calificat",
                opportunity="opportunity | proposal | opportunité | proposition | oportunitate | ofertă",
                customer="converted | won | closed won | client | converti | gagné | convertit | câștigat",
                lost="disqualified | closed lost | unqualified | perdu | disqualifié | pierdut | descalificat",
            ),
        ),
        Field(
            "reason",
            Type.LABEL,
            N_("Reason"),
            synonyms=named(
                en="lost reason | disqualification reason | unqualified reason", fr="motif | raison", ro="motiv"
            ),
        ),
        Field(
            "score",
            Type.NUMBER,
            N_("Lead score"),
            synonyms=named(en="lead score | hubspot score | lead grade", fr="score du prospect", ro="scor lead"),
        ),
        COUNTRY,
        replace(OWNER, title=N_("Owner")),
        Field(
            "count",
            Type.NUMBER,
            N_("How many leads"),
            N_("How many leads the row stands for, in a file of totals; 1 when empty."),
            synonyms=named(en="leads | number of leads", fr="nombre de prospects", ro="număr de leaduri"),
        ),
        INTERNAL,
    ),
)
