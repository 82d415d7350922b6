"""Readings of indicators, per customer and step of the relationship: what the health index is made of."""

from dataclasses import replace

from cxdesk.domain.kinds import Field, Kind, Type, named
from cxdesk.domain.recurring_fields import CUSTOMER, INTERNAL, PERSON
from cxdesk.system.i18n import N_

KPI_READING = Kind(
    name="kpi_reading",
    title=N_("KPI reading"),
    plural=N_("KPI readings"),
    meaning=N_("The value of one indicator of a customer on one day."),
    position=135,
    key=("customer", "kpi", "step", "at"),
    at="at",
    telling=(("kpi",), ("value",), ("customer", "person")),
    fields=(
        replace(CUSTOMER, required=False),
        PERSON,
        Field(
            "kpi",
            Type.LABEL,
            N_("Indicator"),
            required=True,
            synonyms=named(
                en="kpi key | kpi name | metric | metric name | indicator | measure",
                fr="indicateur | nom de l'indicateur | métrique | mesure",
                ro="indicator | nume indicator | metrică | măsură",
            ),
        ),
        Field(
            "step",
            Type.LABEL,
            N_("Step"),
            synonyms=named(
                en="step name | step number | stage | dimension | pillar",
                fr="étape | dimension | pilier",
                ro="pas | etapă | dimensiune",
            ),
        ),
        Field(
            "at",
            Type.INSTANT,
            N_("Read at"),
            synonyms=named(
                en="at | date | reading date | measured at | as of | timestamp | period",
                fr="date | mesuré le | date de mesure | période",
                ro="data | măsurat la | data măsurării | perioadă",
            ),
        ),
        Field(
            "value",
            Type.NUMBER,
            N_("Value"),
            required=True,
            synonyms=named(
                en="reading | kpi value | metric value | result", fr="valeur | résultat", ro="valoare | rezultat"
            ),
        ),
        Field(
            "worst",
            Type.NUMBER,
            N_("Worst value"),
            N_("The value that scores 1."),
            synonyms=named(en="worst | minimum | floor | min", fr="pire | minimum", ro="cel mai rău | minim"),
        ),
        Field(
            "best",
            Type.NUMBER,
            N_("Best value"),
            N_("The value that scores 100."),
            synonyms=named(
                en="best | maximum | target | goal | max",
                fr="meilleur | maximum | cible",
                ro="cel mai bun | maxim | țintă",
            ),
        ),
        Field(
            "weight",
            Type.NUMBER,
            N_("Weight"),
            synonyms=named(en="weighting | kpi weight", fr="poids | pondération", ro="pondere"),
        ),
        INTERNAL,
    ),
)
