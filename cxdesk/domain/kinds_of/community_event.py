"""Community: who joined, asked, answered, reacted."""

from cxdesk.domain.kinds import Field, Kind, Type, named, words
from cxdesk.domain.recurring_fields import (
    CHANNEL,
    COMMENT,
    COUNT,
    CUSTOMER,
    EVENT,
    INTERNAL,
    LANGUAGE,
    PERSON,
    happened_at,
)
from cxdesk.system.i18n import N_

COMMUNITY_EVENT = Kind(
    name="community_event",
    title=N_("Community event"),
    plural=N_("Community events"),
    meaning=N_("Something a member did in your community: joined, asked, answered, reacted."),
    position=110,
    key=("event_id",),
    at="at",
    telling=(("thread", "space"), ("at",), ("kind", "comment"), ("person", "customer")),
    fields=(
        EVENT,
        CUSTOMER,
        PERSON,
        happened_at(
            en="at | timestamp | created at | posted at | date | event time | event date | post date | time",
            fr="date | publié le | créé le | horodatage",
            ro="data | publicat la | creat la | marcaj temporal",
        ),
        Field(
            "kind",
            Type.LABEL,
            N_("Sort of event"),
            synonyms=named(
                en="event type | action | event | activity | type | activity type | post type",
                fr="type d'événement | action | événement | activité | type",
                ro="tip eveniment | acțiune | eveniment | activitate | tip",
            ),
            words=words(
                join="joined | signup | registered | new member | inscription | inscrit | adhésion"
                " | înscriere | înscris",
                login="visit | logged in | sign in | connexion | visite | autentificare | conectare | vizită",
                question="asked | topic | new topic | question asked | sujet | question posée | întrebare"
                " | subiect nou",
                post="posted | article | publication | message | postare | articol | mesaj",
                reply="replied | answer | answered | comment | réponse | répondu | commentaire | răspuns | comentariu",
                reaction="like | liked | vote | upvote | emoji | réaction | j'aime | reacție | apreciere | vot",
                answer_accepted="accepted answer | solution | solved | accepted | réponse acceptée"
                " | solution acceptée"
                " | résolu | răspuns acceptat | soluție | rezolvat",
            ),
        ),
        Field(
            "thread",
            Type.TEXT,
            N_("Thread"),
            synonyms=named(
                en="thread id | topic id | discussion id | question id | conversation id | thread title",
                fr="fil | id du fil | id sujet | discussion",
                ro="fir | id fir | id subiect | discuție",
            ),
        ),
        Field(
            "space",
            Type.LABEL,
            N_("Forum"),
            synonyms=named(
                en="space | board | forum name | category | group | community",
                fr="espace | forum | catégorie | groupe | communauté",
                ro="spațiu | categorie | grup | comunitate",
            ),
        ),
        CHANNEL,
        LANGUAGE,
        COMMENT,
        COUNT,
        INTERNAL,
    ),
)
