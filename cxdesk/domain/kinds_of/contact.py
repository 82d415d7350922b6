"""Calls and chats: each time somebody got in touch, and how long it took until someone answered."""

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
    meaning=N_("One time that somebody got in touch, with the wait until someone answered."),
    position=34,
    key=("call_id",),
    at="offered_at",
    telling=(
        ("offered_at",),
        ("answered_at", "ended_at", "abandoned", "wait_seconds", "talk_seconds", "handle_seconds"),
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
                " | started at | call date | date | timestamp | created at",
                fr="début d'appel | heure d'appel | date d'appel | reçu le | début | date | mis en file le",
                ro="început apel | ora apelului | data apelului | primit la | început | data",
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
                en="abandon | is abandoned | missed | dropped | lost call",
                fr="abandonné | appel abandonné | manqué | perdu",
                ro="abandonat | apel abandonat | pierdut",
            ),
        ),
        Field(
            "wait_seconds",
            Type.DURATION,
            N_("Wait"),
            synonyms=named(
                en="wait time | waiting time | queue time | speed of answer | wait | time to answer | asa | ring time",
                fr="temps d'attente | attente | délai de réponse | temps en file",
                ro="timp de așteptare | așteptare | timp până la răspuns",
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
                en="handle time | aht | handling time | total handle time",
                fr="temps de traitement | durée de traitement | dmt",
                ro="timp de procesare | timp de gestionare | durată de tratare",
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
        COUNT,
        INTERNAL,
    ),
)
