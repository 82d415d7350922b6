"""Steps of a customer's journey: stages entered and left, touches, complaints."""

from cxdesk.domain.kinds import Field, Kind, Type, named, words
from cxdesk.domain.recurring_fields import (
    CAMPAIGN,
    CHANNEL,
    COMMENT,
    CUSTOMER,
    EVENT,
    INTERNAL,
    PERSON,
    PLATFORM,
    SESSION,
    STAGE,
    TOUCHPOINT,
    VISITOR,
    happened_at,
)
from cxdesk.system.i18n import N_

JOURNEY_EVENT = Kind(
    name="journey_event",
    title=N_("Journey event"),
    plural=N_("Journey events"),
    meaning=N_("Somebody entered or left a stage of their journey, met a touchpoint, or complained."),
    position=90,
    key=("event_id",),
    at="at",
    telling=(("stage",), ("at",), ("customer", "person", "visitor")),
    fields=(
        EVENT,
        CUSTOMER,
        PERSON,
        VISITOR,
        happened_at(
            en="at | timestamp | event time | event date | date | stage date | entered at | time | occurred at",
            fr="date | horodatage | date de l'événement | entré le",
            ro="data | marcaj temporal | data evenimentului | intrat la",
        ),
        STAGE,
        Field(
            "kind",
            Type.LABEL,
            N_("Sort of event"),
            N_("A row without one counts as entering its stage."),
            synonyms=named(
                en="event type | event | type | action",
                fr="type d'événement | événement | type | action",
                ro="tip eveniment | eveniment | tip | acțiune",
            ),
            words=words(
                enter="entered | start | in | reached | entry | entrée | entré | début | intrare | intrat | început",
                exit="exited | left | out | end | leave | sortie | sorti | fin | ieșire | ieșit | sfârșit",
                touch="touchpoint | contact | interaction | visit | interacțiune | interacțiuni | visite | vizită",
                complaint="complain | issue | grievance | réclamation | plainte | reclamație | plângere",
            ),
        ),
        TOUCHPOINT,
        CHANNEL,
        PLATFORM,
        Field(
            "journey",
            Type.LABEL,
            N_("Journey"),
            synonyms=named(
                en="journey name | journey id", fr="parcours | nom du parcours", ro="parcurs | nume parcurs"
            ),
        ),
        SESSION,
        CAMPAIGN,
        COMMENT,
        INTERNAL,
    ),
)
