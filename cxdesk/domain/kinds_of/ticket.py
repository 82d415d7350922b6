"""Support tickets: one row per ticket, in its latest state."""

from cxdesk.domain.kinds import Field, Kind, Type, named, words
from cxdesk.domain.recurring_fields import LANGUAGE, ORDER, PRODUCT, STAGE
from cxdesk.system.i18n import N_

TICKET = Kind(
    name="ticket",
    title=N_("Support ticket"),
    plural=N_("Support tickets"),
    meaning=N_("One request for help, from its opening to its resolution."),
    position=30,
    key=("ticket",),
    at="created_at",
    fields=(
        Field(
            "ticket",
            Type.REF,
            N_("Ticket id"),
            ref="ticket",
            required=True,
            synonyms={
                "en": (
                    "ticket id",
                    "case number",
                    "case id",
                    "conversation id",
                    "number",
                    "ticket number",
                    "id",
                    "ticket",
                    "ticket #",
                    "case",
                    "case #",
                    "complaint number",
                    "fault number",
                ),
                "fr": (
                    "id ticket",
                    "n° ticket",
                    "numéro de ticket",
                    "numéro de dossier",
                    "n° dossier",
                    "n° de dossier",
                    "n° de demande",
                    "n° réclamation",
                ),
                "ro": (
                    "id tichet",
                    "număr tichet",
                    "nr tichet",
                    "nr sesizare",
                    "nr solicitare",
                    "nr reclamație",
                ),
            },
        ),
        Field(
            "created_at",
            Type.INSTANT,
            N_("Opened at"),
            synonyms={
                "en": (
                    "created at",
                    "created time",
                    "created",
                    "opened at",
                    "opened",
                    "open date",
                    "date opened",
                    "raised",
                    "raised at",
                    "raised on",
                    "logged",
                    "logged at",
                    "logged on",
                    "reported",
                    "reported at",
                    "reported on",
                ),
                "fr": (
                    "créé le",
                    "date de création",
                    "ouvert le",
                    "date d'ouverture",
                    "signalé le",
                    "reçu le",
                    "enregistré le",
                ),
                "ro": (
                    "creat la",
                    "data creării",
                    "deschis la",
                    "data deschiderii",
                    "primit la",
                    "raportat la",
                    "înregistrat la",
                    "data sesizării",
                ),
            },
        ),
        Field(
            "first_response_at",
            Type.INSTANT,
            N_("First response at"),
            synonyms={
                "en": ("first response at", "first reply at", "initial response time", "first responded at"),
                "fr": ("première réponse le", "date de première réponse"),
                "ro": ("primul răspuns la", "data primului răspuns"),
            },
        ),
        Field(
            "first_resolved_at",
            Type.INSTANT,
            N_("First resolved at"),
            N_("The first time it was solved, where it was reopened later."),
            synonyms=named(
                en="first solved at | first resolution at | first resolved",
                fr="première résolution le | date de première résolution",
                ro="prima rezolvare la | data primei rezolvări",
            ),
        ),
        Field(
            "resolved_at",
            Type.INSTANT,
            N_("Resolved at"),
            synonyms={
                "en": ("solved at", "resolved time", "resolved at", "resolution date", "date resolved"),
                "fr": ("résolu le", "date de résolution"),
                "ro": ("rezolvat la", "data rezolvării"),
            },
        ),
        Field(
            "closed_at",
            Type.INSTANT,
            N_("Closed at"),
            synonyms={
                "en": (
                    "closed time",
                    "closed at",
                    "date closed",
                    "closed",
                    "closed on",
                ),
                "fr": (
                    "fermé le",
                    "clos le",
                    "clôturé le",
                    "date de clôture",
                    "date de fermeture",
                ),
                "ro": (
                    "închis la",
                    "închis",
                    "data închiderii",
                ),
            },
        ),
        Field(
            "due_at",
            Type.INSTANT,
            N_("Due at"),
            synonyms=named(
                en="due date | due by time | due by | sla due",
                fr="échéance | à traiter avant le",
                ro="termen | scadență",
            ),
        ),
        Field(
            "status",
            Type.LABEL,
            N_("Status"),
            synonyms={
                "en": ("state", "ticket status", "incident state"),
                "fr": ("statut", "état"),
                "ro": ("stare", "status"),
            },
        ),
        Field(
            "customer",
            Type.REF,
            N_("Customer"),
            ref="customer",
            otherwise="person",
            synonyms={
                "en": (
                    "customer id",
                    "requester id",
                    "requester email",
                    "requester",
                    "contact id",
                    "email",
                    "caller",
                    "caller id",
                    "raised by",
                    "reported by",
                    "customer",
                    "customer name",
                    "client",
                ),
                "fr": (
                    "client",
                    "e-mail du demandeur",
                    "courriel du demandeur",
                    "adresse e-mail du demandeur",
                    "demandeur",
                    "id client",
                    "courriel",
                    "e-mail du client",
                    "nom du client",
                    "déclarant",
                ),
                "ro": (
                    "client",
                    "e-mail solicitant",
                    "e-mailul solicitantului",
                    "solicitant",
                    "id client",
                    "nume client",
                    "reclamant",
                ),
            },
        ),
        Field(
            "channel",
            Type.LABEL,
            N_("Channel"),
            synonyms={"en": ("via", "source", "contact type"), "fr": ("canal",), "ro": ("canal",)},
        ),
        Field(
            "category",
            Type.LABEL,
            N_("Category"),
            synonyms={
                "en": (
                    "type",
                    "ticket type",
                    "topic",
                    "complaint type",
                ),
                "fr": (
                    "catégorie",
                    "type",
                    "motif",
                ),
                "ro": (
                    "categorie",
                    "tip",
                    "motiv",
                ),
            },
        ),
        Field(
            "priority",
            Type.LABEL,
            N_("Priority"),
            synonyms={"en": ("urgency",), "fr": ("priorité", "urgence"), "ro": ("prioritate", "urgență")},
        ),
        Field(
            "agent",
            Type.LABEL,
            N_("Agent"),
            synonyms={
                "en": (
                    "assignee",
                    "assigned to",
                    "owner",
                    "handled by",
                    "technician",
                ),
                "fr": (
                    "assigné à",
                    "conseiller",
                    "traité par",
                    "technicien",
                ),
                "ro": (
                    "operator",
                    "alocat lui",
                    "rezolvat de",
                    "preluat de",
                    "tehnician",
                ),
            },
        ),
        Field(
            "team",
            Type.LABEL,
            N_("Team"),
            synonyms=named(
                en="group | assignment group | assigned group | support group | department | queue",
                fr="équipe | groupe | service",
                ro="echipă | grup | departament",
            ),
        ),
        Field(
            "person",
            Type.REF,
            N_("Person"),
            N_("Who asked, where customers are companies; stands for the customer where no other is named."),
            ref="customer",
            synonyms=named(
                en="person id | contact person | end user | end user id",
                fr="personne | id personne | utilisateur final",
                ro="persoană | id persoană | utilizator final",
            ),
        ),
        Field(
            "issue_key",
            Type.TEXT,
            N_("Issue"),
            N_("The same for tickets about one problem, so that it counts once."),
            synonyms=named(
                en="issue key | problem id | issue id | parent ticket | related ticket | linked issue",
                fr="clé du problème | id problème | ticket parent",
                ro="cheie problemă | id problemă | tichet părinte",
            ),
        ),
        Field(
            "subject",
            Type.TEXT,
            N_("Subject"),
            synonyms={
                "en": ("title", "short description"),
                "fr": ("objet", "sujet", "titre"),
                "ro": ("subiect", "titlu"),
            },
        ),
        Field(
            "comment",
            Type.COMMENT,
            N_("Text"),
            synonyms={
                "en": (
                    "description",
                    "body",
                    "message",
                    "customer comment",
                    "comment",
                    "comments",
                ),
                "fr": (
                    "description",
                    "message",
                    "commentaire client",
                    "commentaire",
                    "commentaires",
                ),
                "ro": (
                    "descriere",
                    "mesaj",
                    "comentariu",
                    "comentarii",
                    "comentariul clientului",
                ),
            },
        ),
        Field(
            "reopen_count",
            Type.NUMBER,
            N_("Times reopened"),
            synonyms={"en": ("reopens", "reopen count"), "fr": ("réouvertures",), "ro": ("redeschideri",)},
        ),
        Field(
            "reassignment_count",
            Type.NUMBER,
            N_("Times reassigned"),
            synonyms=named(
                en="reassignments | assignee stations | reassigned | transfers | reassignment count | transfer count",
                fr="réaffectations | transferts | nombre de transferts",
                ro="realocări | transferuri | număr de transferuri",
            ),
        ),
        Field(
            "reply_count",
            Type.NUMBER,
            N_("Answers by agents"),
            N_("How many public messages agents wrote; 1 is a ticket solved in one touch."),
            synonyms=named(
                en="replies | agent replies | agent interactions | agent messages | reply count | public replies",
                fr="réponses | réponses des agents | nombre de réponses",
                ro="răspunsuri | răspunsuri agent | număr de răspunsuri",
            ),
        ),
        Field(
            "customer_message_count",
            Type.NUMBER,
            N_("Messages by the customer"),
            synonyms=named(
                en="customer interactions | customer replies | customer messages | requester replies",
                fr="messages du client | réponses du client",
                ro="mesaje client | răspunsuri client",
            ),
        ),
        Field(
            "first_reply_seconds",
            Type.DURATION,
            N_("Time to first reply"),
            synonyms=named(
                en="first reply time | first response time | frt | time to first response"
                " | first reply time in minutes"
                " | first reply time in hours | first response time in minutes | first response time in hours"
                " | custom field time to first response"
                " | time to first reply | first response | first reply | response time",
                fr="délai de première réponse | temps de première réponse | délai de 1re réponse | temps de 1re réponse"
                " | délai de réponse | temps de réponse | délai de prise en charge",
                ro="timp până la primul răspuns | timpul primului răspuns | timp de răspuns | timpul de răspuns",
            ),
        ),
        Field(
            "resolution_seconds",
            Type.DURATION,
            N_("Time to resolve"),
            synonyms=named(
                en="resolution time | full resolution time | time to resolution | full resolution time in minutes"
                " | ttr | resolution time in hours | resolution time in minutes | time to resolve"
                " | custom field time to resolution | total resolution time"
                " | time to fix | time to close | fix time | time to solve",
                fr="délai de résolution | temps de résolution | durée de résolution"
                " | délai de traitement | délai de clôture | temps de réparation",
                ro="timp de rezolvare | durata rezolvării | timp total de rezolvare"
                " | timp de remediere | timp până la rezolvare",
            ),
        ),
        Field(
            "wait_seconds",
            Type.DURATION,
            N_("Wait"),
            N_("How long the customer waited for an answer, all in all."),
            synonyms=named(
                en="requester wait time | requester wait time in minutes | customer wait time | wait time",
                fr="temps d'attente | attente du demandeur | attente du client",
                ro="timp de așteptare | așteptarea solicitantului",
            ),
        ),
        Field(
            "waiting_on_customer_seconds",
            Type.DURATION,
            N_("Waiting for the customer"),
            N_("How long the ticket waited for the customer or on hold."),
            synonyms=named(
                en="agent wait time | agent wait time in minutes | on hold time | on hold time in minutes"
                " | pending time",
                fr="attente de l'agent | temps en attente du client | temps en suspens",
                ro="timp în așteptarea clientului | timp suspendat",
            ),
        ),
        Field(
            "handle_seconds",
            Type.DURATION,
            N_("Handling time"),
            N_("What agents worked or talked."),
            synonyms=named(
                en="handle time | time tracked | time spent | handling time | aht | worked time | total time spent"
                " | agent work time",
                fr="temps de traitement | temps passé | durée de traitement",
                ro="timp lucrat | timp de tratare | timp de procesare",
            ),
        ),
        Field(
            "sla_met",
            Type.BOOL,
            N_("Within the agreed time"),
            synonyms=named(
                en="made sla | sla met | within sla | sla | resolution status | sla status | sla achieved",
                fr="sla respecté | dans les délais | délai respecté",
                ro="sla respectat | în termen | termen respectat",
            ),
            words=words(
                yes="within sla | met | achieved | on time | respecté | dans les délais | respectat | în termen",
                no="sla violated | violated | breached | missed | failed | overdue | non respecté"
                " | hors délai | dépassé"
                " | nerespectat | depășit | întârziat",
            ),
        ),
        ORDER,
        PRODUCT,
        LANGUAGE,
        STAGE,
        Field(
            "internal",
            Type.BOOL,
            N_("Test or internal"),
            synonyms={"en": ("is test",), "fr": ("test",), "ro": ("test",)},
        ),
    ),
)
