"""What happened to a ticket: messages, changes of state, transfers; several per ticket."""

from cxdesk.domain.kinds import Field, Kind, Type, named, words
from cxdesk.domain.recurring_fields import CHANNEL, COMMENT, CUSTOMER, EVENT, INTERNAL, PERSON, TICKET, happened_at
from cxdesk.system.i18n import N_

TICKET_EVENT = Kind(
    name="ticket_event",
    title=N_("Ticket event"),
    plural=N_("Ticket events"),
    meaning=N_("One step in the life of a ticket: a message, a change of state, a transfer."),
    position=32,
    key=("event_id",),
    at="at",
    telling=(("ticket",), ("kind", "from", "to", "comment", "public")),
    fields=(
        EVENT,
        TICKET,
        happened_at(
            en="at | event time | event date | timestamp | created | created at | updated | updated at | date"
            " | changed at | time",
            fr="date | horodatage | date de l'événement | créé le | modifié le",
            ro="data | data evenimentului | moment | creat la | modificat la",
        ),
        Field(
            "kind",
            Type.LABEL,
            N_("Sort of event"),
            synonyms=named(
                en="event type | action | event | event name | type | field name | activity",
                fr="type d'événement | action | événement | type",
                ro="tip eveniment | acțiune | eveniment | tip",
            ),
            words=words(
                customer_message="customer reply | customer message | inbound | requester reply | end user reply"
                " | message du client | réponse du client | mesaj client | răspuns client",
                agent_public="agent reply | public reply | public comment | outbound | public | réponse de l'agent"
                " | réponse publique | réponse | răspuns agent | răspuns public",
                agent_private="internal note | private note | private comment | note | note interne | notă internă",
                status="status change | status changed | state change | changement de statut | statut"
                " | schimbare stare | stare",
                reopen="reopened | ticket reopened | réouverture | rouvert | redeschidere | redeschis",
                transfer="transferred | assignment | reassigned | assigned | escalation | escalated | transfert"
                " | réaffectation | affectation | escalade | transferat | realocare | alocare | escaladare",
            ),
        ),
        Field(
            "from",
            Type.LABEL,
            N_("Before"),
            N_("The state, person or team before a change."),
            synonyms=named(
                en="from | old value | previous value | from status | previous status | from team",
                fr="de | ancienne valeur | ancien statut | avant",
                ro="de la | valoare veche | stare anterioară | înainte",
            ),
        ),
        Field(
            "to",
            Type.LABEL,
            N_("After"),
            N_("The state, person or team after a change."),
            synonyms=named(
                en="to | new value | value | to status | new status | status | to team",
                fr="vers | nouvelle valeur | nouveau statut | après",
                ro="la | valoare nouă | stare nouă | după",
            ),
        ),
        Field(
            "actor",
            Type.LABEL,
            N_("Done by"),
            synonyms=named(
                en="actor | author | author id | agent | changed by | updated by | by",
                fr="auteur | agent | modifié par | par",
                ro="autor | agent | modificat de | operator",
            ),
        ),
        Field(
            "public",
            Type.BOOL,
            N_("Seen by the customer"),
            N_("No for internal notes."),
            synonyms=named(en="is public | public comment", fr="publique | visible du client", ro="vizibil clientului"),
        ),
        CUSTOMER,
        PERSON,
        CHANNEL,
        COMMENT,
        INTERNAL,
    ),
)
