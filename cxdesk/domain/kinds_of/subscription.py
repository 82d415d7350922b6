"""Subscriptions: one row for each stretch of time at one price, so the same subscription may come several times.

A row holds from `started_on` up to, not including, `ended_on`. Per month it brings `mrr` where the file says it, else
`amount` × `quantity` less `discount_amount`, divided by the months of `interval` × `interval_count`. In a snapshot
(tenure, a charge, left or not) `churned` and `tenure_months` take the place of the days. A list as of a known day has
one row for each subscription and `seen_on`: from when to when each price held follows from all lists together. So does
an export with the first day and today's price of each (`started_on` and `seen_on`): see `metrics.views.restated`.
"""

from dataclasses import replace

from cxdesk.domain.kinds import Field, Kind, Type, named, words
from cxdesk.domain.recurring_fields import CHANNEL, CURRENCY, CUSTOMER, INTERNAL, OWNER, PERSON, PLAN, PRODUCT
from cxdesk.system.i18n import N_

INTERVALS = words(
    day="daily | days | per day | jour | quotidien | journalier | zi | zilnic",
    week="weekly | weeks | per week | semaine | hebdomadaire | săptămână | săptămânal",
    month="monthly | months | per month | month to month | mo | mensuel | mois | lună | lunar",
    quarter="quarterly | quarters | 3 months | trimestre | trimestriel | trimestru | trimestrial",
    half_year="half yearly | semiannual | biannual | 6 months | semestre | semestriel | semestru | semestrial",
    year="yearly | annual | annually | years | per year | 12 months | an | annuel | année | anual",
    one_time="one time | once | one off | lifetime | unique | ponctuel | une fois | o singură dată | unic",
)

SUBSCRIPTION = Kind(
    name="subscription",
    title=N_("Subscription"),
    plural=N_("Subscriptions"),
    meaning=N_("What a customer pays again and again, from when to when and at which price."),
    position=60,
    key=("subscription", "started_on"),
    key_too=("seen_on",),
    at="started_on",
    said=("cancelled_at", "ended_on"),
    span=("started_on", "ended_on"),
    telling=(
        ("amount", "mrr", "arr", "interval", "ended_on", "churned", "trial_until", "status"),
        ("customer", "person", "plan"),
    ),
    fields=(
        Field(
            "subscription",
            Type.REF,
            N_("Subscription id"),
            ref="subscription",
            synonyms=named(
                en="subscription id | subscription | sub id | subscription number | id",
                fr="id abonnement | n° abonnement | numéro d'abonnement",
                ro="id abonament | nr abonament | număr abonament",
            ),
        ),
        CUSTOMER,
        PERSON,
        PLAN,
        PRODUCT,
        Field(
            "started_on",
            Type.DATE,
            N_("Starts on"),
            N_("First day at this price."),
            synonyms=named(
                en="valid from | price start | started on | start date | subscription start | started at | start"
                " | activated at | activation date | begin date | created"
                " | join date | joined | member since",
                fr="valable dès le | date de début | début | début d'abonnement | commence le | date d'activation"
                " | date début | date d'entrée | date d'adhésion",
                ro="valabil de la | data începerii | început | data activării | începe la"
                " | data început | data de început | data înscrierii",
            ),
        ),
        Field(
            "ended_on",
            Type.DATE,
            N_("Ends on"),
            N_("First day no longer covered; empty while it runs."),
            ends=True,
            synonyms=named(
                en="valid to | valid until | price end | ended on | ended at | end date | subscription end | end"
                " | churn date | termination date | expiry date"
                " | leave date | left on",
                fr="valable jusqu'au | date de fin | fin | fin d'abonnement | se termine le | date de résiliation"
                " | date fin | date de sortie",
                ro="valabil până la | data încheierii | sfârșit | data expirării | se încheie la | data rezilierii"
                " | data sfârșit | data de sfârșit | data încetării",
            ),
        ),
        Field(
            "trial_until",
            Type.DATE,
            N_("Trial until"),
            ends=True,
            synonyms=named(
                en="trial end | trial ends | trial end date | trial ends at | trial expiry",
                fr="fin de l'essai | fin de la période d'essai | essai jusqu'au",
                ro="sfârșit probă | perioadă de probă până la | sfârșitul probei",
            ),
        ),
        Field(
            "trial",
            Type.BOOL,
            N_("On trial"),
            synonyms=named(en="is trial | trialing | free trial", fr="essai | à l'essai", ro="probă | în probă"),
        ),
        Field(
            "status",
            Type.LABEL,
            N_("Status"),
            synonyms=named(
                en="state | subscription status | subscription state",
                fr="statut | état | statut de l'abonnement",
                ro="stare | status abonament | stare abonament",
            ),
            words=words(
                active="live | current | running | actif | active | en cours | activ | activă | în curs",
                trial="trialing | in trial | on trial | free trial | essai | en essai | în probă | probă",
                cancelled="canceled | cancelled | terminated | churned | résilié | annulé | anulat | reziliat",
                ended="expired | finished | terminé | expiré | expirat | încheiat",
                past_due="past due | unpaid | overdue | delinquent | en retard | impayé | restant | neplătit",
                paused="on hold | suspended | en pause | suspendu | suspendat | în pauză",
                incomplete="pending | incomplete expired | future | non renewing | en attente | în așteptare",
            ),
        ),
        Field(
            "amount",
            Type.MONEY,
            N_("Price"),
            N_("What one unit costs each interval, without tax."),
            synonyms=named(
                en="price | amount | unit amount | unit price | charge | monthly charges | monthly charge | fee"
                " | plan amount | recurring amount | monthly price | subscription amount"
                " | membership fee | monthly fee",
                fr="prix | montant | tarif | mensualité | prix unitaire | montant ht"
                " | tarif mensuel | prix mensuel | cotisation | cotisation mensuelle",
                ro="preț | sumă | tarif | preț unitar | taxă lunară | valoare"
                " | tarif lunar | preț lunar | abonament lunar",
            ),
        ),
        Field(
            "mrr",
            Type.MONEY,
            N_("Monthly revenue"),
            N_("What the row brings in a month, where the file says it."),
            synonyms=named(
                en="mrr amount | monthly recurring revenue | monthly revenue",
                fr="revenu mensuel récurrent | revenu récurrent mensuel",
                ro="venit lunar recurent | venit recurent lunar",
            ),
        ),
        Field(
            "arr",
            Type.MONEY,
            N_("Yearly revenue"),
            N_("What the row brings in a year; read only where no monthly amount is given."),
            synonyms=named(
                en="arr amount | annual recurring revenue",
                fr="revenu annuel récurrent | revenu récurrent annuel",
                ro="venit anual recurent | venit recurent anual",
            ),
        ),
        CURRENCY,
        Field(
            "interval",
            Type.LABEL,
            N_("Billed every"),
            synonyms=named(
                en="billing interval | billing frequency | billing period | billing cycle | frequency | term",
                fr="périodicité | fréquence de facturation | période de facturation | fréquence",
                ro="periodicitate | frecvență de facturare | perioadă de facturare | frecvență",
            ),
            words=INTERVALS,
        ),
        Field(
            "interval_count",
            Type.NUMBER,
            N_("Intervals per bill"),
            N_("2 with “month” means every two months; 1 when empty."),
            synonyms=named(
                en="interval count | billing period units",
                fr="nombre de périodes",
                ro="număr de perioade",
            ),
        ),
        Field(
            "quantity",
            Type.NUMBER,
            N_("Quantity"),
            N_("Seats or units; 1 when empty."),
            synonyms=named(
                en="seats | licenses | licences | units | users | qty | seat count",
                fr="quantité | sièges | postes | nombre de licences",
                ro="cantitate | locuri | licențe | număr de licențe",
            ),
        ),
        Field(
            "discount_amount",
            Type.MONEY,
            N_("Discount"),
            N_("Taken off the price each interval."),
            synonyms=named(
                en="discount amount | recurring discount | discount",
                fr="remise | réduction",
                ro="reducere | discount lunar",
            ),
        ),
        Field(
            "cancelled_at",
            Type.INSTANT,
            N_("Cancelled at"),
            N_("When the customer gave notice, which may be earlier than the end."),
            synonyms=named(
                en="canceled at | cancelled on | cancellation date | cancel date | notice date",
                fr="annulé le | date d'annulation | résilié le",
                ro="anulat la | data anulării | reziliat la",
            ),
        ),
        Field(
            "cancel_reason",
            Type.LABEL,
            N_("Reason for leaving"),
            synonyms=named(
                en="cancellation reason | churn reason | reason | reason code | reason for leaving | reason left",
                fr="motif de résiliation | motif d'annulation | raison du départ | motif"
                " | motif de départ | motif du départ",
                ro="motivul anulării | motivul rezilierii | motivul plecării | motiv"
                " | motivul renunțării | motiv renunțare | motivul încetării",
            ),
        ),
        Field(
            "cancel_kind",
            Type.LABEL,
            N_("Sort of leaving"),
            synonyms=named(en="churn type | cancellation type", fr="type de résiliation", ro="tip reziliere"),
            words=words(
                voluntary="customer | by customer | volontaire | par le client | voluntar",
                involuntary="payment failed | payment failure | non payment | involontaire | impayé | involuntar"
                " | neplată",
            ),
        ),
        Field(
            "comment",
            Type.COMMENT,
            N_("What they said on leaving"),
            synonyms=named(
                en="cancellation feedback | cancel comment | exit comment | feedback text",
                fr="commentaire de résiliation | commentaire de départ",
                ro="comentariu la reziliere | comentariu la plecare",
            ),
        ),
        Field(
            "churned",
            Type.BOOL,
            N_("Has left"),
            N_("In a snapshot: yes when the customer is gone."),
            synonyms=named(
                en="churn | churn flag | is churned | exited | attrition | left",
                fr="parti | résiliation | a résilié | perdu",
                ro="plecat | a plecat | pierdut | reziliat",
            ),
        ),
        Field(
            "tenure_months",
            Type.NUMBER,
            N_("Months with us"),
            synonyms=named(
                en="tenure | tenure in months | months active | account age months",
                fr="ancienneté | ancienneté en mois",
                ro="vechime | vechime în luni",
            ),
        ),
        Field(
            "seen_on",
            Type.DATE,
            N_("Listed on"),
            N_("The day of the list in which the row stands; made on import, from the name of the file or as you say."),
        ),
        Field(
            "paid_total",
            Type.MONEY,
            N_("Paid so far"),
            synonyms=named(
                en="total charges | lifetime value | total paid | total revenue",
                fr="total payé | total facturé",
                ro="total plătit | total facturat",
            ),
        ),
        Field(
            "auto_renew",
            Type.BOOL,
            N_("Renews by itself"),
            synonyms=named(
                en="auto renew flag | auto renewal | autorenew | automatic renewal",
                fr="renouvellement automatique | tacite reconduction",
                ro="reînnoire automată",
            ),
        ),
        replace(CHANNEL, title=N_("Sold through")),
        OWNER,
        INTERNAL,
    ),
)
