"""Costs: what was spent, on what, for which days; the amount is spread evenly over them."""

from dataclasses import replace

from cxdesk.domain.kinds import Field, Kind, Type, named, words
from cxdesk.domain.recurring_fields import ARCHIVED, CAMPAIGN, COUNTRY, CURRENCY, CUSTOMER
from cxdesk.system.i18n import N_

COST = Kind(
    name="cost",
    title=N_("Cost"),
    plural=N_("Costs"),
    meaning=N_("Money spent on winning, keeping or serving customers, and the days it was for."),
    position=130,
    key=("cost_id",),
    at="from",
    span=("from", "to"),
    subject=None,
    telling=(("amount",), ("category", "subcategory", "campaign"), ("from",)),
    fields=(
        Field(
            "cost_id",
            Type.TEXT,
            N_("Cost id"),
            synonyms=named(
                en="expense id | id | invoice number | entry id | document number",
                fr="id coût | n° dépense | n° pièce",
                ro="id cost | nr cheltuială | nr document",
            ),
        ),
        Field(
            "from",
            Type.DATE,
            N_("From"),
            months=True,
            synonyms=named(
                en="from | date | start date | period start | month | period | posting date | expense date | day"
                " | reporting starts",
                fr="du | date | date de début | début | mois | période | date comptable | début des rapports | jour",
                ro="de la | data | data începerii | început | lună | perioadă | data înregistrării"
                " | începutul raportării | ziua",
            ),
        ),
        Field(
            "to",
            Type.DATE,
            N_("Until"),
            N_("First day no longer covered; where empty, the cost is of one day, or of the month it names."),
            ends=True,
            months=True,
            synonyms=named(
                en="to | end date | period end | until | reporting ends",
                fr="au | date de fin | fin | jusqu'au | fin des rapports",
                ro="până la | data încheierii | sfârșit | sfârșitul raportării",
            ),
        ),
        Field(
            "amount",
            Type.MONEY,
            N_("Amount"),
            required=True,
            synonyms=named(
                en="amount | cost | spend | expense | value | total | ad spend | net amount | costs | total cost"
                " | amount spent"
                " | paid out | money out | debit | debit amount",
                fr="montant | coût | dépense | dépenses | valeur | coûts | montant dépensé | débit | sorties",
                ro="sumă | cost | cheltuială | valoare | cheltuieli | costuri | debit | plăți",
            ),
        ),
        CURRENCY,
        Field(
            "category",
            Type.LABEL,
            N_("Category"),
            synonyms=named(
                en="cost category | expense category | cost type | type | cost center | cost centre | ledger account",
                fr="catégorie | type de coût | type | centre de coûts | poste",
                ro="categorie | tip cost | tip | centru de cost",
            ),
            words=words(
                acquisition="marketing | sales | advertising | ads | ad spend | paid media"
                " | acquisition cost | new business"
                " | publicité | vente | ventes | prospection | publicitate | reclamă | vânzări | achiziție",
                retention="loyalty | customer marketing | customer success | renewal | renewals | fidélisation"
                " | rétention | fidélité | réussite client | retenție | fidelizare | loializare",
                service="support | customer service | customer support | service client | assistance | sav | suport"
                " | serviciu clienți | asistență | training | formation | instruire",
                cogs="cost of goods | cost of goods sold | cost of sales | cost of revenue | hosting"
                " | coût des ventes"
                " | coût des marchandises | hébergement | costul vânzărilor | costul mărfii | găzduire",
                cx_programme="cx | cx program | cx programme | customer experience | voice of the customer"
                " | survey tool"
                " | expérience client | programme cx | experiența clienților | program cx",
                other="misc | miscellaneous | general | autre | autres | divers | alte | altele | diverse",
            ),
        ),
        Field(
            "subcategory",
            Type.LABEL,
            N_("Subcategory"),
            synonyms=named(
                en="sub category | cost item | line item | expense type | detail",
                fr="sous-catégorie | détail | nature",
                ro="subcategorie | detaliu | natură",
            ),
        ),
        Field(
            "channel",
            Type.LABEL,
            N_("Channel"),
            synonyms=named(
                en="acquisition channel | source | medium | platform | network",
                fr="canal | source | plateforme",
                ro="canal | sursă | platformă",
            ),
        ),
        replace(CUSTOMER, otherwise=None, meaning=N_("Only where the money was spent on one customer.")),
        CAMPAIGN,
        Field(
            "team",
            Type.LABEL,
            N_("Team"),
            synonyms=named(
                en="department | business unit | cost owner",
                fr="équipe | service | département",
                ro="echipă | departament",
            ),
        ),
        COUNTRY,
        Field(
            "description",
            Type.TEXT,
            N_("Description"),
            synonyms=named(
                en="memo | label | vendor | supplier | purpose | description | details | narrative",
                fr="libellé | fournisseur | objet | description | détails | opération",
                ro="descriere | furnizor | detalii | explicații",
            ),
        ),
        ARCHIVED,
    ),
)

# What the words of the vocabulary are called; shown wherever people choose one.
CATEGORIES = {
    "acquisition": N_("Winning customers"),
    "retention": N_("Keeping customers"),
    "service": N_("Serving customers"),
    "cogs": N_("Cost of what is sold"),
    "cx_programme": N_("CX programme"),
    "other": N_("Other"),
}
