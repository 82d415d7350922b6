"""Contracts: one row per term, with the day on which it must be renewed and what came of it."""

from cxdesk.domain.kinds import Field, Kind, Type, named, words
from cxdesk.domain.recurring_fields import CURRENCY, CUSTOMER, INTERNAL, OWNER, PERSON, PLAN, PRODUCT
from cxdesk.system.i18n import N_

CONTRACT = Kind(
    name="contract",
    title=N_("Contract"),
    plural=N_("Contracts"),
    meaning=N_("One term of a contract: from when, until when, for how much, and whether it was renewed."),
    position=65,
    key=("contract", "starts_on"),
    at="due_on",
    span=("starts_on", "due_on"),
    telling=(("outcome", "renewed_on", "acv", "tcv", "auto_renew"), ("due_on",), ("customer", "person", "acv")),
    fields=(
        Field(
            "contract",
            Type.REF,
            N_("Contract id"),
            ref="contract",
            synonyms=named(
                en="contract id | contract | contract number | contract no | agreement id | agreement | id",
                fr="contrat | id contrat | n° contrat | numéro de contrat",
                ro="contract id | id contract | nr contract | număr contract",
            ),
        ),
        CUSTOMER,
        PERSON,
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
            "starts_on",
            Type.DATE,
            N_("Starts on"),
            synonyms=named(
                en="start date | contract start | contract start date | effective date | term start | begins on",
                fr="date de début | début | début du contrat | date d'effet",
                ro="data începerii | început | început contract | data intrării în vigoare",
            ),
        ),
        Field(
            "due_on",
            Type.DATE,
            N_("Renewal due on"),
            N_("First day no longer covered."),
            ends=True,
            synonyms=named(
                en="renewal date | renewal due | due date | contract end | contract end date | end date | term end"
                " | expiry date | expiration date | expires on | renews on",
                fr="date de renouvellement | échéance | date d'échéance | fin du contrat | date de fin | expire le",
                ro="data reînnoirii | scadență | data scadenței | sfârșit contract | data încheierii | expiră la",
            ),
        ),
        Field(
            "signed_on",
            Type.DATE,
            N_("Signed on"),
            synonyms=named(
                en="signature date | signed date | date signed",
                fr="signé le | date de signature",
                ro="semnat la | data semnării",
            ),
        ),
        Field(
            "acv",
            Type.MONEY,
            N_("Yearly value"),
            synonyms=named(
                en="annual contract value | annual value | arr | contract value | amount | value | annual amount",
                fr="valeur annuelle | montant annuel | montant | valeur du contrat",
                ro="valoare anuală | valoare contract | sumă | valoare",
            ),
        ),
        Field(
            "tcv",
            Type.MONEY,
            N_("Total value"),
            synonyms=named(
                en="total contract value | total value | total amount",
                fr="valeur totale | montant total",
                ro="valoare totală | sumă totală",
            ),
        ),
        CURRENCY,
        Field(
            "term_months",
            Type.NUMBER,
            N_("Months of the term"),
            synonyms=named(
                en="term | contract term | term length | duration months | term in months",
                fr="durée en mois | durée du contrat",
                ro="durată în luni | durata contractului",
            ),
        ),
        Field(
            "auto_renew",
            Type.BOOL,
            N_("Renews by itself"),
            synonyms=named(
                en="auto renewal | autorenew | automatic renewal | auto renew flag | evergreen",
                fr="renouvellement automatique | tacite reconduction",
                ro="reînnoire automată",
            ),
        ),
        Field(
            "renewed_on",
            Type.DATE,
            N_("Renewed on"),
            synonyms=named(
                en="renewal signed | renewed date | renewal signature date | date renewed",
                fr="renouvelé le | date de signature du renouvellement",
                ro="reînnoit la | data semnării reînnoirii",
            ),
        ),
        Field(
            "renewed_acv",
            Type.MONEY,
            N_("Yearly value after renewal"),
            synonyms=named(
                en="renewal acv | renewal amount | renewed amount | new acv | renewal value",
                fr="montant renouvelé | valeur renouvelée | nouveau montant annuel",
                ro="sumă reînnoită | valoare reînnoită | valoare anuală nouă",
            ),
        ),
        Field(
            "outcome",
            Type.LABEL,
            N_("What came of it"),
            synonyms=named(
                en="renewal status | renewed | result | renewal outcome | status | contract status",
                fr="issue | résultat | statut du renouvellement | statut | renouvelé",
                ro="rezultat | stare reînnoire | stare | reînnoit",
            ),
            words=words(
                renewed="renewed | renewal | yes | true | 1 | won | closed won | extended | renouvelé | oui"
                " | reconduit"
                " | gagné | reînnoit | da | prelungit | câștigat",
                lost="lost | churned | not renewed | no | false | 0 | cancelled | canceled | closed lost | terminated"
                " | expired | perdu | non renouvelé | non | résilié | pierdut | nereînnoit | nu | reziliat | expirat",
                pending="open | in progress | active | upcoming | negotiation | to renew | en cours"
                " | ouvert | à venir"
                " | à renouveler | în curs | deschis | de reînnoit | activ",
            ),
        ),
        Field(
            "reason",
            Type.LABEL,
            N_("Reason"),
            synonyms=named(
                en="loss reason | churn reason | lost reason | reason for loss",
                fr="motif | raison | motif de perte",
                ro="motiv | motivul pierderii",
            ),
        ),
        OWNER,
        INTERNAL,
    ),
)
