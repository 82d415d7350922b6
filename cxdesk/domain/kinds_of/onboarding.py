"""Onboarding: from the start to the first value, one row per customer (and product)."""

from cxdesk.domain.kinds import Field, Kind, Type, named, words
from cxdesk.domain.recurring_fields import CHANNEL, CUSTOMER, INTERNAL, OWNER, PERSON, PLAN, PRODUCT
from cxdesk.system.i18n import N_

ONBOARDING = Kind(
    name="onboarding",
    title=N_("Onboarding"),
    plural=N_("Onboardings"),
    meaning=N_("How a customer got started: when they began, when they first had what they came for."),
    position=95,
    key=("customer", "product"),
    at="started_at",
    telling=(("value_at", "completed_at", "milestones_done"), ("started_at",), ("customer", "person")),
    fields=(
        CUSTOMER,
        PERSON,
        PRODUCT,
        Field(
            "started_at",
            Type.INSTANT,
            N_("Started at"),
            synonyms=named(
                en="onboarding start | onboarding started | kickoff date | kick off | start date | go live start"
                " | signup date | signed up at",
                fr="début de l'intégration | démarré le | date de début | date de lancement | date d'inscription",
                ro="început onboarding | început la | data începerii | data lansării | data înscrierii",
            ),
        ),
        Field(
            "value_at",
            Type.INSTANT,
            N_("First value at"),
            N_("When the customer first got what they came for."),
            synonyms=named(
                en="first value | activated at | activation date | time to value date | first success | aha at"
                " | go live date | went live",
                fr="première valeur le | activé le | date d'activation | mise en service le",
                ro="prima valoare la | activat la | data activării | intrare în producție",
            ),
        ),
        Field(
            "completed_at",
            Type.INSTANT,
            N_("Completed at"),
            synonyms=named(
                en="onboarding completed | onboarding end | completed on | finished at | completion date | end date",
                fr="intégration terminée le | terminé le | date de fin",
                ro="onboarding încheiat la | finalizat la | data încheierii",
            ),
        ),
        Field(
            "status",
            Type.LABEL,
            N_("Status"),
            synonyms=named(
                en="onboarding status | state | onboarding stage",
                fr="statut | état | statut de l'intégration",
                ro="stare | stare onboarding | status",
            ),
            words=words(
                not_started="planned | to do | new | non commencé | à faire | prévu | neînceput"
                " | planificat | de făcut",
                in_progress="ongoing | active | started | en cours | démarré | în curs | început",
                completed="complete | done | finished | live | terminé | achevé | finalizat | încheiat",
                stopped="cancelled | canceled | on hold | stalled | abandoned | arrêté | abandonné | bloqué | oprit"
                " | abandonat | blocat",
            ),
        ),
        Field(
            "milestones_done",
            Type.NUMBER,
            N_("Milestones reached"),
            synonyms=named(
                en="milestones reached | completed milestones | steps completed | tasks completed",
                fr="jalons atteints | étapes terminées",
                ro="repere atinse | pași finalizați",
            ),
        ),
        Field(
            "milestones_planned",
            Type.NUMBER,
            N_("Milestones planned"),
            synonyms=named(
                en="milestones | total milestones | total steps | tasks planned",
                fr="jalons | jalons prévus | nombre d'étapes",
                ro="repere | repere planificate | număr de pași",
            ),
        ),
        PLAN,
        CHANNEL,
        OWNER,
        INTERNAL,
    ),
)
