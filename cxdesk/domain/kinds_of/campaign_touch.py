"""Campaign touches: who was sent what, opened it, clicked, came."""

from cxdesk.domain.kinds import Field, Kind, Type, named, words
from cxdesk.domain.recurring_fields import CAMPAIGN, CHANNEL, CUSTOMER, INTERNAL, PERSON, VISITOR, happened_at
from cxdesk.system.i18n import N_

CAMPAIGN_TOUCH = Kind(
    name="campaign_touch",
    title=N_("Campaign touch"),
    plural=N_("Campaign touches"),
    meaning=N_("A campaign reached somebody: a message sent, opened, clicked, or a visit that followed."),
    position=105,
    key=("touch_id",),
    at="at",
    telling=(("campaign", "message"), ("kind", "arm", "at"), ("customer", "person", "visitor", "count")),
    fields=(
        Field(
            "touch_id",
            Type.TEXT,
            N_("Touch id"),
            synonyms=named(en="send id | message id | id | event id", fr="id envoi", ro="id trimitere"),
        ),
        CAMPAIGN,
        CUSTOMER,
        PERSON,
        VISITOR,
        happened_at(
            en="at | timestamp | sent at | send date | event date | date | event time | time | delivered at",
            fr="date | date d'envoi | envoyé le | horodatage",
            ro="data | data trimiterii | trimis la | marcaj temporal",
        ),
        Field(
            "kind",
            Type.LABEL,
            N_("Sort of touch"),
            synonyms=named(
                en="event type | event | activity | action | type | status | event name",
                fr="type d'événement | événement | action | type | statut",
                ro="tip eveniment | eveniment | acțiune | tip | stare",
            ),
            words=words(
                sent="send | delivered | delivery | impression | envoyé | envoi | livré | distribué | trimis | livrat",
                open="opened | read | view | ouvert | ouverture | lu | deschis | deschidere | citit",
                click="clicked | link click | clic | cliqué | click link | clic pe link | accesat",
                visit="visited | landing | session | visite | vizită | vizitat",
                response="responded | reply | replied | répondu | réponse | răspuns | a răspuns",
                conversion="converted | purchase | order | converti | achat | commande | convertit | comandă",
                bounce="bounced | undelivered | failed | rebond | non distribué | échec | respins | nelivrat",
                unsubscribe="unsubscribed | opt out | désabonné | désinscription | dezabonat | dezabonare",
            ),
        ),
        Field(
            "arm",
            Type.LABEL,
            N_("Group"),
            N_("Reached by the campaign, or kept out of it to compare."),
            synonyms=named(
                en="group | test group | variant | cohort | treatment | experiment group | control group",
                fr="groupe | groupe test | variante",
                ro="grup | grup de test | variantă",
            ),
            words=words(
                treated="treatment | test | exposed | target | variant | a | yes | 1 | traité | exposé"
                " | ciblé | cible"
                " | tratat | expus | țintă",
                control="holdout | hold out | not exposed | baseline | no | 0 | témoin | contrôle | non exposé"
                " | martor | neexpus",
            ),
        ),
        CHANNEL,
        Field(
            "message",
            Type.LABEL,
            N_("Message"),
            synonyms=named(
                en="email name | subject | subject line | template | creative | ad | email subject",
                fr="objet | message | modèle | annonce",
                ro="subiect | mesaj | șablon | anunț",
            ),
        ),
        Field(
            "count",
            Type.NUMBER,
            N_("How many touches"),
            N_("How many touches the row stands for, in a file of totals; 1 when empty."),
            synonyms=named(
                en="touches | recipients | total | number of touches", fr="destinataires | nombre", ro="destinatari"
            ),
        ),
        INTERNAL,
    ),
)
