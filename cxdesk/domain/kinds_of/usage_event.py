"""What people do in the product: logins, features used, tasks finished."""

from cxdesk.domain.kinds import Field, Kind, Type, named
from cxdesk.domain.recurring_fields import (
    COUNTRY,
    CUSTOMER,
    EVENT,
    INTERNAL,
    PERSON,
    PLAN,
    PLATFORM,
    SESSION,
    VISITOR,
    happened_at,
)
from cxdesk.system.i18n import N_

USAGE_EVENT = Kind(
    name="usage_event",
    title=N_("Usage event"),
    plural=N_("Usage events"),
    meaning=N_("Something a person did in the product or on the site."),
    position=85,
    key=("event_id",),
    at="at",
    telling=(("name", "feature"), ("at",), ("person", "customer", "visitor", "count")),
    fields=(
        EVENT,
        CUSTOMER,
        PERSON,
        VISITOR,
        happened_at(
            en="timestamp | event time | time | at | event timestamp | event date | occurred at | date | datetime"
            " | created at | logged at | course completed at | course completion date | completion date"
            " | completed at | completed on",
            fr="horodatage | date de l'événement | date et heure | date | date de fin de formation | terminé le",
            ro="marcaj temporal | data evenimentului | data și ora | data | data finalizării cursului | finalizat la",
        ),
        Field(
            "name",
            Type.LABEL,
            N_("Event"),
            synonyms=named(
                en="event | event name | action | activity | event type | event action | course | course name"
                " | course title | lesson | training",
                fr="événement | nom de l'événement | action | activité | cours | nom du cours | formation",
                ro="eveniment | nume eveniment | acțiune | activitate | curs | nume curs | denumire curs",
            ),
        ),
        Field(
            "feature",
            Type.LABEL,
            N_("Feature"),
            synonyms=named(
                en="feature key | feature name | feature id | feature used | screen | page",
                fr="fonctionnalité | fonction | écran | page",
                ro="funcționalitate | funcție | ecran | pagină",
            ),
        ),
        Field(
            "module",
            Type.LABEL,
            N_("Module"),
            synonyms=named(en="product area | component | feature group", fr="module", ro="modul | componentă"),
        ),
        SESSION,
        PLATFORM,
        Field(
            "source",
            Type.LABEL,
            N_("Source"),
            synonyms=named(
                en="acquisition channel | traffic source | utm source | channel",
                fr="canal d'acquisition | canal | source",
                ro="canal de achiziție | canal | sursă",
            ),
        ),
        COUNTRY,
        PLAN,
        Field(
            "version",
            Type.LABEL,
            N_("Version"),
            synonyms=named(
                en="app version | release", fr="version de l'application", ro="versiune | versiunea aplicației"
            ),
        ),
        Field(
            "duration",
            Type.DURATION,
            N_("Duration"),
            synonyms=named(
                en="time spent | usage time | usage duration | duration secs | usage duration secs",
                fr="durée | temps passé",
                ro="durată | timp petrecut",
            ),
        ),
        Field(
            "core",
            Type.BOOL,
            N_("Core action"),
            N_("Whether it is what the product is there for; made on import where an event's name is said to mean it."),
            synonyms=named(
                en="is core action | core event | key action",
                fr="action clé",
                ro="acțiune de bază | acțiune principală",
            ),
        ),
        Field(
            "count",
            Type.NUMBER,
            N_("How many events"),
            N_("How many events the row stands for, in a file of totals; 1 when empty."),
            synonyms=named(
                en="event count | usage count | number of events | events | occurrences | total events | uses",
                fr="nombre d'événements | nombre | occurrences | utilisations",
                ro="număr de evenimente | evenimente | utilizări",
            ),
        ),
        INTERNAL,
    ),
)
