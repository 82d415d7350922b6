"""Exchange rates: what one unit of a currency is worth in another, from a day on until the next rate."""

from dataclasses import replace

from cxdesk.domain.kinds import Field, Kind, Type, named
from cxdesk.domain.recurring_fields import ARCHIVED, CURRENCY
from cxdesk.system.i18n import N_

RATE = Kind(
    name="rate",
    title=N_("Exchange rate"),
    plural=N_("Exchange rates"),
    meaning=N_("What one unit of a currency is worth in another, from a day on until the next rate."),
    position=135,
    key=("day", "from", "to"),
    at="day",
    subject=None,
    telling=(("rate",), ("from",), ("to",), ("day",)),
    fields=(
        Field(
            "day",
            Type.DATE,
            N_("Day or month"),
            N_("From when the rate holds: a day, or the first of the month it names."),
            months=True,
            synonyms=named(
                en="date | day | month | period | rate date | valid from | as of",
                fr="date | jour | mois | période | date du cours | valable dès",
                ro="data | zi | ziua | lună | luna | perioadă | data cursului",
            ),
        ),
        replace(
            CURRENCY,
            name="from",
            title=N_("From currency"),
            required=True,
            synonyms=named(
                en="from | from currency | base | base currency | source currency | currency from",
                fr="de | de la devise | devise de base | devise source | devise d'origine",
                ro="din | din moneda | moneda de bază | moneda sursă",
            ),
        ),
        replace(
            CURRENCY,
            name="to",
            title=N_("To currency"),
            required=True,
            synonyms=named(
                en="to | to currency | quote | quote currency | target currency | currency to | counter currency",
                fr="vers | vers la devise | devise cible | devise de contrepartie",
                ro="în | în moneda | moneda țintă | moneda cotată",
            ),
        ),
        Field(
            "rate",
            Type.NUMBER,
            N_("Exchange rate"),
            N_("What one unit of the first currency is worth in the second."),
            required=True,
            synonyms=named(
                en="rate | exchange rate | fx rate | conversion rate | fx | obs_value",
                fr="taux | cours | taux de change | cours de change",
                ro="curs | curs de schimb | curs valutar | rată",
            ),
        ),
        Field(
            "source",
            Type.TEXT,
            N_("Source"),
            N_("Who says so, such as a central bank."),
            synonyms=named(en="source | provider | published by", fr="source | publié par", ro="sursă | sursa"),
        ),
        ARCHIVED,
    ),
)
