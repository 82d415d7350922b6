"""Goals that customers set, and the stories told when they reached them."""

from cxdesk.domain.kinds import Field, Kind, Type, named, words
from cxdesk.domain.recurring_fields import COMMENT, CUSTOMER, INTERNAL, OWNER, PERSON, PRODUCT
from cxdesk.system.i18n import N_

SUCCESS_STORY = Kind(
    name="success_story",
    title=N_("Success story"),
    plural=N_("Success stories"),
    meaning=N_("A goal of a customer, whether it was reached, and whether the story may be told."),
    position=125,
    key=("story_id",),
    at="achieved_at",
    telling=(("goal",), ("achieved_at", "published_at", "set_at", "target", "status", "consent")),
    fields=(
        Field(
            "story_id",
            Type.TEXT,
            N_("Story id"),
            synonyms=named(
                en="goal id | outcome id | case study id | id | case study",
                fr="id objectif | id témoignage | étude de cas",
                ro="id obiectiv | id poveste | studiu de caz",
            ),
        ),
        CUSTOMER,
        PERSON,
        Field(
            "goal",
            Type.LABEL,
            N_("Goal"),
            synonyms=named(
                en="objective | desired outcome | goal name | success goal | outcome name",
                fr="objectif | résultat attendu | but",
                ro="obiectiv | rezultat dorit | scop",
            ),
        ),
        Field(
            "target",
            Type.TEXT,
            N_("Target"),
            synonyms=named(
                en="target value | goal value | kpi target", fr="cible | valeur cible", ro="țintă | valoare țintă"
            ),
        ),
        Field(
            "set_at",
            Type.INSTANT,
            N_("Set at"),
            synonyms=named(
                en="set on | goal set | created at | start date | date set",
                fr="fixé le | créé le | date de début",
                ro="stabilit la | creat la | data stabilirii",
            ),
        ),
        Field(
            "due_on",
            Type.DATE,
            N_("Due on"),
            synonyms=named(
                en="due date | target date | deadline", fr="échéance | date cible", ro="termen | data țintă"
            ),
        ),
        Field(
            "achieved_at",
            Type.INSTANT,
            N_("Reached at"),
            synonyms=named(
                en="achieved on | date achieved | completed at | reached on | achievement date",
                fr="atteint le | réalisé le | date de réalisation",
                ro="atins la | realizat la | data realizării",
            ),
        ),
        Field(
            "published_at",
            Type.INSTANT,
            N_("Published at"),
            synonyms=named(
                en="published on | publication date | story published",
                fr="publié le | date de publication",
                ro="publicat la | data publicării",
            ),
        ),
        Field(
            "consent",
            Type.BOOL,
            N_("May be told"),
            synonyms=named(
                en="consent given | approved | referenceable | permission",
                fr="consentement | accord | autorisation",
                ro="consimțământ | acord | permisiune",
            ),
        ),
        Field(
            "status",
            Type.LABEL,
            N_("Status"),
            synonyms=named(
                en="goal status | state | outcome status | achieved",
                fr="statut | état | atteint",
                ro="stare | status | atins",
            ),
            words=words(
                set="planned | open | new | not started | fixé | ouvert | prévu | stabilit | deschis | planificat",
                in_progress="ongoing | on track | at risk | active | en cours | en bonne voie | în curs | activ",
                achieved="reached | done | completed | met | success | yes | true | atteint | réalisé | oui | réussi"
                " | atins | realizat | da",
                missed="not achieved | failed | not met | no | false | cancelled | manqué | non atteint"
                " | échoué | non"
                " | ratat | neatins | nu",
            ),
        ),
        PRODUCT,
        OWNER,
        COMMENT,
        INTERNAL,
    ),
)
