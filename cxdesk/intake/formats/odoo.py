"""Odoo: ratings as 5, 3 and 1 since version 14, as 10, 5 and 1 before; 0 is asked and not answered. Nobody has shown
such a file: the tool is only supposed.
"""

from cxdesk.intake.formats import COMMENT, Asks, CellSign, Format, Signature
from cxdesk.intake.mapping import ATTRIBUTE
from cxdesk.system.i18n import N_

_POINTS = tuple(text for n in (0, 1, 3, 5, 10) for text in (f"{n}", f"{n}.0", f"{n}.00", f"{n},00"))
_NONE = ("0", "0.0", "0.00", "0,00")
_RATED = Asks("csat", rivals=(Asks("csat", "1-5:step=2"), Asks("csat", "1-10")), missing=_NONE)
_TECHNICAL = ("feedback", "rated_partner_id", "partner_id", "res_name", "consumed", "create_date", "write_date")

ODOO_RATINGS = Format(
    name="odoo_ratings",
    title=N_("Odoo ratings"),
    tool="Odoo",
    verified=False,
    hints=("Comment", "Rated Operator", "Customer", "Submitted on", "Document", "Resource name", "Parent Name"),
    cells=(CellSign(("Rating Value",), words=_POINTS),),
    others=(Signature(hints=_TECHNICAL, cells=(CellSign(("rating",), words=_POINTS),)),),
    uses={
        "External ID": "response",
        "id": "response",
        "Rated Operator": "agent",
        "rated_partner_id": "agent",
        "rated_partner_id/name": "agent",
        "Customer": "customer",
        "partner_id": "customer",
        "partner_id/name": "customer",
        "Submitted on": "submitted_at",
        "create_date": "submitted_at",
        "Comment": COMMENT,
        "feedback": COMMENT,
        **dict.fromkeys(("Document", "Resource name", "res_name", "Parent Name", "consumed", "write_date"), ATTRIBUTE),
    },
    asks={"Rating Value": _RATED, "rating": _RATED},
    how=N_("The list of ratings, all selected, Action, Export."),
)
