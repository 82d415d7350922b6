"""Reviews of two sorts: meetings held with a customer, and ratings left in public."""

from cxdesk.domain.kinds import Field, Kind, Type, named, words
from cxdesk.domain.recurring_fields import COUNTRY, CUSTOMER, INTERNAL, LANGUAGE, OWNER, PERSON, PRODUCT
from cxdesk.system.i18n import N_

BUSINESS_REVIEW = Kind(
    name="business_review",
    title=N_("Business review"),
    plural=N_("Business reviews"),
    meaning=N_("A review meeting with a customer, planned or held, or a rating left on a public site."),
    position=115,
    key=("review_id",),
    at="held_at",
    telling=(("scheduled_at", "rating"), ("kind", "site", "customer", "person", "comment", "title", "author")),
    fields=(
        Field(
            "review_id",
            Type.TEXT,
            N_("Review id"),
            synonyms=named(
                en="meeting id | qbr id | id", fr="id avis | id revue | n° avis", ro="id recenzie | id ședință"
            ),
        ),
        Field(
            "kind",
            Type.LABEL,
            N_("Sort of review"),
            synonyms=named(
                en="review type | meeting type | type | kind",
                fr="type d'avis | type | type de revue",
                ro="tip | tip recenzie",
            ),
            words=words(
                qbr="quarterly business review | business review | ebr | executive business review | meeting | review"
                " | check in | revue | revue trimestrielle | réunion | point client | ședință | întâlnire"
                " | revizuire trimestrială",
                public_review="public review | online review | app review | google review | trustpilot | avis"
                " | avis public | avis en ligne | recenzie | recenzie publică",
            ),
        ),
        CUSTOMER,
        PERSON,
        Field(
            "scheduled_at",
            Type.INSTANT,
            N_("Planned for"),
            synonyms=named(
                en="scheduled for | planned date | scheduled date | scheduled on | due date | meeting date",
                fr="prévu le | planifié le | date prévue | date de la réunion",
                ro="programat la | planificat la | data planificată | data ședinței",
            ),
        ),
        Field(
            "held_at",
            Type.INSTANT,
            N_("Held at"),
            N_("When the meeting took place, or when the public rating was written."),
            synonyms=named(
                en="held on | date held | actual date | completed at | review date | date of review | published at"
                " | posted at | date | created at | review created date and time"
                " | comment date",
                fr="tenu le | date de tenue | date de l'avis | publié le | réalisé le | date"
                " | date du commentaire | date de l'évaluation",
                ro="ținut la | data recenziei | publicat la | realizat la | data | data evaluării | data comentariului",
            ),
        ),
        Field(
            "status",
            Type.LABEL,
            N_("Status"),
            synonyms=named(
                en="state | meeting status | review status", fr="statut | état", ro="stare | status ședință"
            ),
            words=words(
                planned="scheduled | upcoming | open | prévu | planifié | à venir | planificat | programat",
                held="done | completed | complete | yes | tenu | réalisé | terminé | ținut | realizat | finalizat",
                missed="no show | overdue | skipped | manqué | absent | ratat | neprezentare",
                cancelled="canceled | cancelled | annulé | anulat",
                rescheduled="postponed | moved | reporté | reprogrammé | amânat | reprogramat",
            ),
        ),
        Field(
            "rating",
            Type.NUMBER,
            N_("Rating"),
            synonyms=named(
                en="star rating | stars | score | overall rating | rating value",
                fr="note | étoiles | évaluation",
                ro="notă | stele | evaluare | scor",
            ),
        ),
        Field(
            "best",
            Type.NUMBER,
            N_("Best possible rating"),
            N_("5 when empty."),
            synonyms=named(en="max rating | best rating | out of", fr="note maximale | sur", ro="notă maximă | din"),
        ),
        Field(
            "site",
            Type.LABEL,
            N_("Site"),
            synonyms=named(
                en="review site | platform | source | store | network",
                fr="site d'avis | plateforme | source",
                ro="site recenzii | platformă | sursă",
            ),
        ),
        Field(
            "title",
            Type.TEXT,
            N_("Title"),
            synonyms=named(
                en="review title | headline | subject", fr="titre | titre de l'avis", ro="titlu | titlul recenziei"
            ),
        ),
        Field(
            "comment",
            Type.COMMENT,
            N_("Text"),
            synonyms=named(
                en="review text | review | text | content | body | comment | notes | outcome notes",
                fr="texte | avis | texte avis | texte de l'avis | commentaire | contenu | compte rendu",
                ro="text | recenzie | comentariu | conținut | notițe",
            ),
        ),
        Field(
            "author",
            Type.TEXT,
            N_("Author"),
            synonyms=named(
                en="reviewer | reviewer name | author name | consumer name", fr="auteur | auteur de l'avis", ro="autor"
            ),
        ),
        Field(
            "answered_at",
            Type.INSTANT,
            N_("Answered at"),
            synonyms=named(
                en="reply date | response date | replied at | company reply date",
                fr="répondu le | date de réponse",
                ro="răspuns la | data răspunsului",
            ),
        ),
        PRODUCT,
        COUNTRY,
        LANGUAGE,
        OWNER,
        INTERNAL,
    ),
)
