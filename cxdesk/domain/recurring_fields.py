"""Fields that many kinds have in common, so that one heading means one thing wherever it stands."""

from __future__ import annotations

from cxdesk.domain.currencies import CURRENCIES
from cxdesk.domain.kinds import Field, Type, named
from cxdesk.system.i18n import N_

CUSTOMER = Field(
    "customer",
    Type.REF,
    N_("Customer"),
    ref="customer",
    otherwise="person",
    synonyms=named(
        en="customer id | customer | client id | account id | customer number | customer no | account | client"
        " | company id | organization id | customer email | account name | customer name | company"
        " | buyer | buyer name | purchaser"
        " | client number | patient number",
        fr="client | id client | n° client | code client | identifiant client | numéro client | compte | id compte"
        " | nom du client | société | entreprise"
        " | acheteur | nom de l'acheteur",
        ro="client | id client | cod client | număr client | nr client | cont | id cont | nume client | companie"
        " | cumpărător | nume cumpărător",
    ),
)
PERSON = Field(
    "person",
    Type.REF,
    N_("Person"),
    N_("Who it was, where customers are companies; stands for the customer where no other is named."),
    ref="customer",
    synonyms=named(
        en="user id | user | person id | contact id | member id | distinct id | email | email address | e-mail"
        " | user email | contact | member | username | uid | student email | learner email | student | learner",
        fr="utilisateur | id utilisateur | identifiant utilisateur | id contact | membre | courriel | adresse e-mail"
        " | e-mail de contact",
        ro="utilizator | id utilizator | id contact | membru | adresa de e-mail | adresă de email | e-mail client",
    ),
)
VISITOR = Field(
    "visitor",
    Type.REF,
    N_("Visitor"),
    N_("Someone known only by a number of the browser or device."),
    ref="customer",
    synonyms=named(
        en="visitor id | anonymous id | cookie id | device id | full visitor id | user pseudo id",
        fr="visiteur | id visiteur | identifiant anonyme | id cookie",
        ro="vizitator | id vizitator | identificator anonim | id cookie",
    ),
)
SESSION = Field(
    "session",
    Type.REF,
    N_("Session"),
    ref="web_session",
    synonyms=named(en="session id | visit id | sid", fr="id session | id de visite", ro="id sesiune | sesiune"),
)
CURRENCY = Field(
    "currency",
    Type.LABEL,
    N_("Currency"),
    synonyms=named(en="currency code | cur", fr="devise | monnaie", ro="monedă | moneda | valută"),
    words=CURRENCIES,
)
ARCHIVED = Field("archived", Type.BOOL, N_("Put aside"), N_("Rows that were taken out by hand and count nowhere."))
CHANNEL = Field(
    "channel",
    Type.LABEL,
    N_("Channel"),
    synonyms=named(en="medium | via | channel name", fr="canal", ro="canal"),
)
CAMPAIGN = Field(
    "campaign",
    Type.LABEL,
    N_("Campaign"),
    synonyms=named(
        en="campaign name | campaign id | utm campaign | campaign code",
        fr="campagne | nom de la campagne | id campagne",
        ro="campanie | nume campanie | id campanie",
    ),
)
OWNER = Field(
    "owner",
    Type.LABEL,
    N_("Account manager"),
    synonyms=named(
        en="owner | account owner | csm | customer success manager | account manager | sales rep | deal owner",
        fr="responsable | commercial | responsable de compte | chargé de compte",
        ro="responsabil | responsabil cont | agent vânzări",
    ),
)
COUNTRY = Field(
    "country",
    Type.LABEL,
    N_("Country"),
    synonyms=named(en="country code | country name | billing country", fr="pays", ro="țară | țara"),
)
LANGUAGE = Field(
    "language",
    Type.LABEL,
    N_("Language"),
    synonyms=named(en="lang | locale | user language", fr="langue", ro="limbă | limba"),
)
PLATFORM = Field(
    "platform",
    Type.LABEL,
    N_("Platform"),
    synonyms=named(
        en="device | device category | device type | operating system | os | app",
        fr="plateforme | appareil | système d'exploitation",
        ro="platformă | dispozitiv | sistem de operare",
    ),
)
PLAN = Field(
    "plan",
    Type.LABEL,
    N_("Plan"),
    synonyms=named(
        en="plan name | plan id | plan tier | subscription plan | package | tier | price plan | subscription type"
        " | membership | membership type",
        fr="formule | offre | forfait | type d'abonnement | abonnement",
        ro="abonament | pachet | tip abonament",
    ),
)
PRODUCT = Field(
    "product",
    Type.LABEL,
    N_("Product"),
    synonyms=named(
        en="product name | product id | sku | item | item name | lineitem name | stock code | stockcode"
        " | lineitem sku"
        " | product code | article | treatment",
        fr="produit | nom du produit | article | référence produit | réf article | prestation | soin | traitement",
        ro="produs | nume produs | cod produs | denumire produs | articol | tratament",
    ),
)
COUNT = Field(
    "count",
    Type.NUMBER,
    N_("How many"),
    N_("How many records the row stands for, in a file of totals; 1 when empty."),
    synonyms=named(
        en="total count | number of records | occurrences | n", fr="nombre | effectif | occurrences", ro="număr total"
    ),
)
INTERNAL = Field(
    "internal",
    Type.BOOL,
    N_("Test or internal"),
    N_("Yes for colleagues and tests; the row is left out of every metric."),
    synonyms=named(
        en="is test | is internal | test account | internal user", fr="test | interne | compte test", ro="test | intern"
    ),
)
TICKET = Field(
    "ticket",
    Type.REF,
    N_("Ticket"),
    ref="ticket",
    synonyms=named(
        en="ticket id | case id | conversation id | ticket number | case number",
        fr="id ticket | n° ticket | numéro de ticket | numéro de dossier",
        ro="id tichet | nr tichet | număr tichet",
    ),
)
ORDER = Field(
    "order",
    Type.REF,
    N_("Order"),
    ref="order",
    synonyms=named(
        en="order id | order number | order no",
        fr="commande | id commande | n° commande | numéro de commande",
        ro="comandă | id comandă | nr comandă | număr comandă",
    ),
)
COMMENT = Field(
    "comment",
    Type.COMMENT,
    N_("Text"),
    synonyms=named(
        en="comment | text | body | message | description | notes | content",
        fr="commentaire | texte | message | description | remarques",
        ro="comentariu | mesaj | descriere | observații",
    ),
)
EVENT = Field(
    "event_id",
    Type.TEXT,
    N_("Event id"),
    synonyms=named(
        en="id | event key | insert id | uuid | event number", fr="id événement | identifiant", ro="id eveniment | cod"
    ),
)
STAGES = {  # of a journey: our value → how files write it
    "awareness": (
        *("aware", "discover", "discovery", "attract", "sensibilisation", "prise de conscience", "découverte"),
        *("notoriété", "conștientizare", "descoperire"),
    ),
    "consideration": (
        *("consider", "evaluation", "evaluate", "research", "considération", "réflexion", "évaluation"),
        *("considerare", "evaluare", "analiză"),
    ),
    "decision": (
        *("decide", "purchase", "buy", "conversion", "acquisition", "décision", "achat", "decizie", "cumpărare"),
        *("achiziție",),
    ),
    "retention": (
        *("retain", "service", "use", "loyalty", "rétention", "fidélisation", "utilisation", "retenție"),
        *("fidelizare", "utilizare"),
    ),
    "advocacy": (
        *("advocate", "referral", "recommend", "plaidoyer", "recommandation", "ambassadeur", "susținere"),
        *("recomandare", "promovare"),
    ),
}
STAGE = Field(
    "stage",
    Type.LABEL,
    N_("Journey stage"),
    synonyms=named(
        en="journey stage | stage name | funnel stage | phase | step",
        fr="étape | étape du parcours | phase",
        ro="etapă | etapa | etapă a parcursului | fază",
    ),
    words=STAGES,
)
TOUCHPOINT = Field(
    "touchpoint",
    Type.LABEL,
    N_("Touchpoint"),
    synonyms=named(
        en="touch point | contact point | interaction point | moment",
        fr="point de contact",
        ro="punct de contact | punct de interacțiune",
    ),
)


def happened_at(en: str, fr: str, ro: str) -> Field:
    """The instant of an event, with what files of its kind call it."""
    return Field("at", Type.INSTANT, N_("Happened at"), synonyms=named(en=en, fr=fr, ro=ro))
