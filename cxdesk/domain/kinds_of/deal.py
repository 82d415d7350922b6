"""Deals: chances to sell more or again, and changes of what a customer pays once they are signed."""

from dataclasses import replace

from cxdesk.domain.kinds import Field, Kind, Type, named, words
from cxdesk.domain.recurring_fields import CAMPAIGN, CURRENCY, CUSTOMER, INTERNAL, OWNER, PERSON, PLAN, PRODUCT
from cxdesk.system.i18n import N_

DEAL = Kind(
    name="deal",
    title=N_("Deal"),
    plural=N_("Deals"),
    meaning=N_("A sale that was possible, won or lost: new business, upsell, cross-sell, renewal."),
    position=70,
    key=("deal_id",),
    at="closed_on",
    telling=(("kind", "outcome", "probability"), ("amount", "acv_after", "mrr_delta", "closed_on", "eligible_from")),
    fields=(
        Field(
            "deal_id",
            Type.TEXT,
            N_("Deal id"),
            synonyms=named(
                en="deal id | opportunity id | record id | deal number | id | opportunity | deal name | deal",
                fr="id affaire | id opportunité | n° opportunité | affaire",
                ro="id oportunitate | nr oportunitate | oportunitate",
            ),
        ),
        CUSTOMER,
        PERSON,
        Field(
            "kind",
            Type.LABEL,
            N_("Sort of deal"),
            synonyms=named(
                en="deal type | opportunity type | type | kind | movement | record type",
                fr="type d'affaire | type d'opportunité | type | nature",
                ro="tip oportunitate | tip | tip tranzacție",
            ),
            words=words(
                new="new business | new customer | newbusiness | new logo | nouveau | nouvelle affaire"
                " | nouveau client | nou | client nou | afacere nouă",
                upsell="up sell | upgrade | existing business | vente incitative | montée en gamme | extindere",
                cross_sell="crosssell | cross sell | add on | addon | vente croisée | vânzare încrucișată",
                renewal="renew | renewed | renouvellement | reconduction | reînnoire | prelungire",
                downsell="down sell | downgrade | réduction | diminution | rétrogradation | reducere | diminuare",
                expansion="expand | expansion mrr | accroissement | expansiune",
                contraction="contraction mrr | decrease | contraction | baisse | contracție | scădere",
                churn="lost | churned | cancellation | cancelled | perte | résiliation | pierdere | reziliere",
                reactivation="win back | winback | returning | réactivation | reconquête | reactivare | recâștigare",
                price_change="price increase | price rise | hausse de prix | augmentation tarifaire | creștere de preț",
            ),
        ),
        Field(
            "outcome",
            Type.LABEL,
            N_("Outcome"),
            synonyms=named(
                en="won | is won | stage | deal stage | status | result | opportunity stage | closed status | state",
                fr="issue | gagné | étape | statut | résultat | phase",
                ro="rezultat | câștigat | etapă | stare | status",
            ),
            words=words(
                won="closed won | yes | true | 1 | signed | gagné | gagnée | oui | signé | conclu | câștigat | da"
                " | semnat",
                lost="closed lost | no | false | 0 | perdu | perdue | non | abandonné | pierdut | nu | abandonat",
                open="pending | in progress | pipeline | proposal | negotiation | qualified | ouvert | ouverte"
                " | en cours | proposition | négociation | deschis | în curs | ofertă | negociere",
            ),
        ),
        Field(
            "created_at",
            Type.INSTANT,
            N_("Created at"),
            synonyms=named(
                en="create date | created | created date | opened at",
                fr="créé le | date de création",
                ro="creat la | data creării",
            ),
        ),
        Field(
            "eligible_from",
            Type.DATE,
            N_("Possible from"),
            synonyms=named(
                en="eligible since | eligibility start | eligible date",
                fr="éligible dès le | début d'éligibilité",
                ro="eligibil de la | început eligibilitate",
            ),
        ),
        Field(
            "eligible_to",
            Type.DATE,
            N_("Possible until"),
            ends=True,
            synonyms=named(
                en="eligible until | eligibility end",
                fr="éligible jusqu'au | fin d'éligibilité",
                ro="eligibil până la | sfârșit eligibilitate",
            ),
        ),
        Field(
            "closed_on",
            Type.DATE,
            N_("Signed on"),
            N_("The day it was won or lost."),
            synonyms=named(
                en="close date | closed date | closed at | date closed | won date | signature date | date",
                fr="date de clôture | clos le | date de signature | signé le | date",
                ro="data închiderii | închis la | data semnării | semnat la | data",
            ),
        ),
        Field(
            "amount",
            Type.MONEY,
            N_("Amount"),
            synonyms=named(
                en="deal amount | value | deal value | opportunity amount | booking | bookings | acv",
                fr="montant | valeur | montant de l'affaire",
                ro="sumă | valoare | valoarea oportunității",
            ),
        ),
        Field(
            "acv_before",
            Type.MONEY,
            N_("Yearly value before"),
            synonyms=named(
                en="old acv | previous acv | acv before | previous value | old value",
                fr="valeur avant | ancienne valeur annuelle | montant avant",
                ro="valoare înainte | valoare anuală veche",
            ),
        ),
        Field(
            "acv_after",
            Type.MONEY,
            N_("Yearly value after"),
            synonyms=named(
                en="new acv | acv after | new value",
                fr="valeur après | nouvelle valeur annuelle | montant après",
                ro="valoare după | valoare anuală nouă",
            ),
        ),
        Field(
            "tcv",
            Type.MONEY,
            N_("Total value"),
            synonyms=named(
                en="total contract value | total value",
                fr="valeur totale | montant total",
                ro="valoare totală",
            ),
        ),
        Field(
            "mrr_delta",
            Type.MONEY,
            N_("Change per month"),
            synonyms=named(
                en="mrr change | mrr movement | change in mrr | mrr impact",
                fr="variation du mrr | variation mensuelle",
                ro="variația mrr | variație lunară",
            ),
        ),
        CURRENCY,
        Field(
            "probability",
            Type.NUMBER,
            N_("Probability"),
            synonyms=named(en="win probability | deal probability | confidence", fr="probabilité", ro="probabilitate"),
        ),
        Field(
            "reason",
            Type.LABEL,
            N_("Reason"),
            synonyms=named(
                en="loss reason | closed lost reason | lost reason | win reason",
                fr="motif | raison | motif de perte",
                ro="motiv | motivul pierderii",
            ),
        ),
        Field(
            "contract",
            Type.REF,
            N_("Contract"),
            ref="contract",
            synonyms=named(en="contract id | contract number", fr="id contrat | n° contrat", ro="id contract"),
        ),
        Field(
            "subscription",
            Type.REF,
            N_("Subscription"),
            ref="subscription",
            synonyms=named(en="subscription id | sub id", fr="id abonnement", ro="id abonament"),
        ),
        PLAN,
        PRODUCT,
        Field(
            "channel",
            Type.LABEL,
            N_("Channel"),
            synonyms=named(en="source | deal source | lead source", fr="canal | source", ro="canal | sursă"),
        ),
        CAMPAIGN,
        replace(OWNER, title=N_("Owner")),
        INTERNAL,
    ),
)
