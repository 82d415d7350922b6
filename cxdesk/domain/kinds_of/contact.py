"""Calls and chats: each time somebody got in touch, and how long it took until someone answered.

In the table of a switchboard a row stands for all calls of an interval: `count` were offered, of which so many were
answered, answered in time and abandoned; its times are then averages over those answered.
"""

from dataclasses import replace

from cxdesk.domain.kinds import Field, Kind, Type, named, words
from cxdesk.domain.recurring_fields import COUNT, CUSTOMER, INTERNAL, LANGUAGE, PERSON, STAGE, TICKET
from cxdesk.system.i18n import N_

CHANNELS = words(
    phone="call | voice | telephone | telephony | inbound call | téléphone | appel | voix | telefon | apel",
    email="e-mail | mail | courriel | poștă electronică",
    chat="live chat | webchat | messaging | messenger | whatsapp | sms | tchat | clavardage | messagerie | mesagerie",
    social="social media | facebook | instagram | twitter | x | réseaux sociaux | médias sociaux | rețele sociale",
    self_service="self service | selfservice | help center | help centre | portal | bot | faq | libre service"
    " | centre d'aide | portail | autoservire | portal clienți | centru de ajutor",
    in_person="in person | store | branch | counter | face to face | en personne | agence | boutique | guichet"
    " | personal | la ghișeu | magazin | sucursală",
)

CONTACT = Kind(
    name="contact",
    title=N_("Call or chat"),
    plural=N_("Calls and chats"),
    meaning=N_("One time that somebody got in touch, with the wait until someone answered; or the totals of many."),
    position=34,
    key=("call_id",),
    at="offered_at",
    telling=(
        ("offered_at",),
        (
            *("answered_at", "ended_at", "abandoned", "wait_seconds", "talk_seconds", "handle_seconds"),
            *("answered_count", "abandoned_count", "in_time_count"),
        ),
    ),
    fields=(
        Field(
            "call_id",
            Type.TEXT,
            N_("Call or chat id"),
            synonyms=named(
                en="chat id | interaction id | call sid | session id | id",
                fr="id appel | identifiant d'appel | id chat | n° appel",
                ro="id apel | id chat | nr apel",
            ),
        ),
        Field(
            "offered_at",
            Type.INSTANT,
            N_("Began at"),
            N_("When the customer began to wait."),
            synonyms=named(
                en="offered at | call start | start time | call time | queued at | received at | arrival time"
                " | started at | call date | date | timestamp | created at | interval start | interval"
                " | half hour | interval begin | time slot",
                fr="début d'appel | heure d'appel | date d'appel | reçu le | début | date | mis en file le"
                " | début d'intervalle | intervalle | tranche horaire | créneau",
                ro="început apel | ora apelului | data apelului | primit la | început | data | început interval"
                " | interval | interval orar",
            ),
        ),
        Field(
            "answered_at",
            Type.INSTANT,
            N_("Answered at"),
            synonyms=named(
                en="answer time | picked up at | connected at | agent joined at | accepted at",
                fr="répondu le | décroché le | heure de réponse | pris en charge le",
                ro="răspuns la | ora răspunsului | preluat la",
            ),
        ),
        Field(
            "ended_at",
            Type.INSTANT,
            N_("Ended at"),
            synonyms=named(
                en="end time | call end | hung up at | finished at | closed at",
                fr="fin | fin d'appel | terminé le | raccroché le",
                ro="sfârșit | sfârșit apel | încheiat la | terminat la",
            ),
        ),
        Field(
            "abandoned",
            Type.BOOL,
            N_("Abandoned"),
            N_("Yes when the customer left before anyone answered."),
            synonyms=named(
                en="abandon | is abandoned | missed | dropped | lost call | call status | call result | disposition"
                " | status | result",
                fr="abandonné | appel abandonné | manqué | perdu | statut de l'appel | statut | état | résultat",
                ro="abandonat | apel abandonat | pierdut | stare apel | stare | status | rezultat",
            ),
            words=words(
                yes="abandoned | missed | no answer | unanswered | not answered | lost | abandonné | manqué | perdu"
                " | non répondu | sans réponse | non décroché | abandonat | pierdut | ratat | nepreluat | fără răspuns",
                no="answered | connected | completed | handled | taken | répondu | décroché | traité | pris | abouti"
                " | preluat | răspuns | tratat | conectat",
            ),
        ),
        Field(
            "wait_seconds",
            Type.DURATION,
            N_("Wait"),
            synonyms=named(
                en="wait time | waiting time | queue time | speed of answer | wait | time to answer | asa | ring time"
                " | ringing | ring duration | ringing time"
                " | average speed of answer | avg speed of answer | average wait time | avg wait time | avg wait"
                " | average wait | average answer time",
                fr="temps d'attente | attente | délai de réponse | temps en file | temps d'attente moyen"
                " | attente moyenne | délai moyen de réponse | dma | sonnerie | durée sonnerie | temps de sonnerie"
                " | durée de sonnerie",
                ro="timp de așteptare | așteptare | timp până la răspuns | timp mediu de așteptare"
                " | timp mediu până la răspuns | durată sonerie | timp de sunat | sonerie",
            ),
        ),
        Field(
            "talk_seconds",
            Type.DURATION,
            N_("Talk time"),
            synonyms=named(
                en="talk time | call duration | duration | conversation time | chat duration | length",
                fr="durée de l'appel | durée | temps de conversation | durée de conversation",
                ro="durată apel | durată | timp de convorbire",
            ),
        ),
        Field(
            "handle_seconds",
            Type.DURATION,
            N_("Handling time"),
            synonyms=named(
                en="handle time | aht | handling time | total handle time | average handle time | avg handle time"
                " | average handling time | avg handling time",
                fr="temps de traitement | durée de traitement | dmt | durée moyenne de traitement"
                " | temps moyen de traitement",
                ro="timp de procesare | timp de gestionare | durată de tratare | timp mediu de procesare"
                " | durată medie de tratare | timp mediu de gestionare",
            ),
        ),
        Field(
            "channel",
            Type.LABEL,
            N_("Channel"),
            synonyms=named(en="medium | via | media type | source | contact type", fr="canal | média", ro="canal"),
            words=CHANNELS,
        ),
        Field(
            "direction",
            Type.LABEL,
            N_("Direction"),
            synonyms=named(en="call direction | call type", fr="sens | sens de l'appel", ro="direcție | sens apel"),
            words=words(
                inbound="incoming | in | entrant | reçu | intrare | primit",
                outbound="outgoing | out | sortant | émis | ieșire | efectuat",
            ),
        ),
        CUSTOMER,
        PERSON,
        TICKET,
        Field(
            "agent",
            Type.LABEL,
            N_("Agent"),
            synonyms=named(
                en="agent name | answered by | operator | teammate | handled by",
                fr="agent | conseiller | opérateur | téléconseiller",
                ro="agent | operator | preluat de",
            ),
        ),
        Field(
            "team",
            Type.LABEL,
            N_("Team"),
            synonyms=named(
                en="queue | group | skill | department | queue name",
                fr="équipe | file | groupe | service",
                ro="echipă | coadă | grup | departament",
            ),
        ),
        Field(
            "category",
            Type.LABEL,
            N_("Category"),
            synonyms=named(
                en="reason | call reason | topic | disposition | wrap up code",
                fr="catégorie | motif | motif d'appel | sujet",
                ro="categorie | motiv | motivul apelului | subiect",
            ),
        ),
        Field(
            "resolved",
            Type.BOOL,
            N_("Solved at once"),
            synonyms=named(
                en="first contact resolution | fcr | resolved on first contact | resolved",
                fr="résolu au premier contact | résolu",
                ro="rezolvat la primul contact | rezolvat",
            ),
        ),
        Field(
            "bot",
            Type.BOOL,
            N_("Handled by a bot"),
            synonyms=named(
                en="is bot | bot handled | automated | self served", fr="robot | automatisé", ro="robot | automatizat"
            ),
        ),
        LANGUAGE,
        STAGE,
        replace(
            COUNT,
            title=N_("Offered"),
            synonyms=named(
                en="offered | calls offered | contacts offered | chats offered | offered calls | calls received"
                " | received calls | inbound calls | calls in | total calls | calls | contacts | interactions"
                " | incoming calls | volume | call volume | total count | number of records",
                fr="appels présentés | présentés | appels reçus | appels entrants | appels offerts | nombre d'appels"
                " | total appels | contacts reçus | effectif",
                ro="apeluri oferite | apeluri primite | oferite | apeluri intrate | număr apeluri | total apeluri"
                " | apeluri | număr total",
            ),
        ),
        Field(
            "answered_count",
            Type.NUMBER,
            N_("Of them answered"),
            N_("In a table of totals: how many got an answer."),
            synonyms=named(
                en="answered | calls answered | answered calls | handled | calls handled | contacts handled"
                " | contacts answered | chats answered | calls taken",
                fr="appels décrochés | décrochés | appels traités | traités | appels répondus | appels pris",
                ro="apeluri preluate | preluate | apeluri răspunse | răspunse | apeluri tratate",
            ),
        ),
        Field(
            "abandoned_count",
            Type.NUMBER,
            N_("Of them abandoned"),
            N_("In a table of totals: how many left before an answer."),
            synonyms=named(
                en="abandoned | calls abandoned | abandoned calls | abandons | abandoned contacts | lost calls"
                " | calls lost | missed calls | chats abandoned",
                fr="appels abandonnés | abandonnés | abandons | appels perdus | appels manqués",
                ro="apeluri abandonate | abandonate | apeluri pierdute | apeluri ratate",
            ),
        ),
        Field(
            "in_time_count",
            Type.NUMBER,
            N_("Of them answered in time"),
            N_("In a table of totals: how many were answered within the time that the table itself goes by."),
            synonyms=named(
                en="answered within threshold | answered in sl | answered within sl | within threshold"
                " | answered within service level | within service level | answered in time | within sl"
                " | within target | answered in threshold | in sla | answered within 20s | answered within 30s"
                " | answered within 20 sec | answered within 30 sec | answered within 20 seconds"
                " | answered within 30 seconds | answered within 10 seconds | answered within 60 seconds",
                fr="décrochés dans le délai | traités dans le délai | répondus dans le délai"
                " | décrochés en moins de 20 s | décrochés en moins de 30 s | dans le délai",
                ro="preluate în timp | preluate în termen | răspunse în timp | preluate în 20 s"
                " | preluate în 20 de secunde | preluate în 30 de secunde | în termen",
            ),
        ),
        INTERNAL,
    ),
)
