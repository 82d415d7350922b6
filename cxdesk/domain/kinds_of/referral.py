"""Referrals: who recommended you to whom, and what came of it."""

from dataclasses import replace

from cxdesk.domain.kinds import Field, Kind, Type, named, words
from cxdesk.domain.recurring_fields import CAMPAIGN, CHANNEL, CURRENCY, CUSTOMER, INTERNAL, PERSON
from cxdesk.system.i18n import N_

REFERRAL = Kind(
    name="referral",
    title=N_("Referral"),
    plural=N_("Referrals"),
    meaning=N_("A customer brought somebody: when, how, and whether they became a customer."),
    position=120,
    key=("referral_id",),
    at="at",
    telling=(("new_customer", "converted_at"), ("customer", "person")),
    fields=(
        Field(
            "referral_id",
            Type.TEXT,
            N_("Referral id"),
            synonyms=named(
                en="referral code | id | referral",
                fr="id parrainage | code parrainage | parrainage",
                ro="id recomandare | cod recomandare | recomandare",
            ),
        ),
        replace(
            CUSTOMER,
            title=N_("Who recommended"),
            synonyms=named(
                en="referrer customer id | referrer id | referrer | referring customer | referred by | advocate"
                " | customer id | customer",
                fr="parrain | id parrain | client parrain | recommandé par | client",
                ro="recomandat de | client recomandator | id recomandator | client",
            ),
        ),
        PERSON,
        Field(
            "new_customer",
            Type.REF,
            N_("Who was brought"),
            ref="customer",
            synonyms=named(
                en="new customer id | referred customer | referee | referee id | referred customer id"
                " | referred friend"
                " | friend | friend email",
                fr="filleul | id filleul | nouveau client | client parrainé",
                ro="client nou | client recomandat | id client nou | prieten recomandat",
            ),
        ),
        Field(
            "at",
            Type.INSTANT,
            N_("Recommended at"),
            synonyms=named(
                en="at | referral date | referred at | date | created at | sent at | timestamp",
                fr="date | date de parrainage | parrainé le | recommandé le",
                ro="data | data recomandării | recomandat la | creat la",
            ),
        ),
        Field(
            "converted_at",
            Type.INSTANT,
            N_("Became customer at"),
            synonyms=named(
                en="conversion date | converted on | signed up at | purchase date | accepted at",
                fr="converti le | date de conversion | devenu client le",
                ro="convertit la | data conversiei | devenit client la",
            ),
        ),
        Field(
            "status",
            Type.LABEL,
            N_("Status"),
            synonyms=named(
                en="state | referral status | result", fr="statut | état | statut du parrainage", ro="stare | status"
            ),
            words=words(
                pending="open | sent | invited | in progress | en attente | en cours | envoyé | în așteptare | trimis",
                converted="accepted | completed | won | customer | purchased | converti | accepté | validé"
                " | convertit"
                " | acceptat | finalizat",
                rejected="declined | lost | expired | invalid | refusé | perdu | expiré | respins | refuzat | expirat",
            ),
        ),
        CHANNEL,
        CAMPAIGN,
        Field(
            "value",
            Type.MONEY,
            N_("Value"),
            synonyms=named(
                en="order value | revenue | amount | deal value",
                fr="valeur | montant | revenu",
                ro="valoare | sumă | venit",
            ),
        ),
        Field(
            "reward",
            Type.MONEY,
            N_("Reward"),
            synonyms=named(
                en="reward amount | commission | bonus | payout",
                fr="récompense | prime | commission | bonus",
                ro="recompensă | comision | bonus acordat",
            ),
        ),
        CURRENCY,
        INTERNAL,
    ),
)
