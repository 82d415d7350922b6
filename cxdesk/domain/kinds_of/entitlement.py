"""Entitlements: which features a customer may use, and since when."""

from cxdesk.domain.kinds import Field, Kind, Type, named
from cxdesk.domain.recurring_fields import CUSTOMER, INTERNAL, PERSON, PLAN
from cxdesk.system.i18n import N_

ENTITLEMENT = Kind(
    name="entitlement",
    title=N_("Entitlement"),
    plural=N_("Entitlements"),
    meaning=N_("A feature that a customer may use, from when to when."),
    position=75,
    key=("customer", "feature", "from"),
    at="from",
    span=("from", "to"),
    telling=(("feature",), ("from", "to", "quantity"), ("customer", "person")),
    fields=(
        CUSTOMER,
        PERSON,
        Field(
            "feature",
            Type.LABEL,
            N_("Feature"),
            required=True,
            synonyms=named(
                en="feature key | feature name | feature id | entitlement | feature code",
                fr="fonctionnalité | fonction | option | droit",
                ro="funcționalitate | funcție | opțiune | drept",
            ),
        ),
        Field(
            "module",
            Type.LABEL,
            N_("Module"),
            synonyms=named(en="feature group | component", fr="module", ro="modul | componentă"),
        ),
        Field(
            "from",
            Type.DATE,
            N_("From"),
            synonyms=named(
                en="valid from | granted on | start date | enabled at | enabled on | since | granted at",
                fr="valable dès le | accordé le | date de début | activé le | depuis",
                ro="valabil de la | acordat la | data începerii | activat la | din",
            ),
        ),
        Field(
            "to",
            Type.DATE,
            N_("Until"),
            N_("First day no longer covered; empty while it holds."),
            ends=True,
            synonyms=named(
                en="valid until | valid to | end date | revoked on | disabled at | expires on | until",
                fr="valable jusqu'au | date de fin | retiré le | désactivé le | jusqu'au",
                ro="valabil până la | data încheierii | retras la | dezactivat la | până la",
            ),
        ),
        Field(
            "quantity",
            Type.NUMBER,
            N_("Quantity"),
            synonyms=named(
                en="limit | seats | quota | allowance | units", fr="quantité | limite | quota", ro="cantitate | limită"
            ),
        ),
        PLAN,
        INTERNAL,
    ),
)
