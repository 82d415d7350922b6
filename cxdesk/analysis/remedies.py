"""Why a number cannot be said, short enough for a card, and what the person can do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cxdesk.domain.errors import NotFound
from cxdesk.system.i18n import N_, _


@dataclass(frozen=True)
class Remedy:
    """`why` and `do` as English source texts; `widen` = other dates or fewer filters may be all it takes; `opens` = the
    action that leads there.
    """

    why: str
    do: str
    widen: bool = False
    opens: str = ""


_DATES = N_("Change dates or filters")

REMEDIES: Mapping[str, Remedy] = {
    "no_rows": Remedy(N_("nothing in this selection"), _DATES, True),
    "no_valid_answers": Remedy(N_("no answer that can be used"), _DATES, True),
    "no_values": Remedy(N_("no row says how much"), N_("Import a file that has it"), True),
    "zero_base": Remedy(N_("nothing to divide by"), _DATES, True),
    "nothing_due": Remedy(N_("nothing was due"), _DATES, True),
    "no_invitations": Remedy(N_("nobody was invited"), N_("Choose other dates, or import invitations"), True),
    "infinite": Remedy(N_("the value has no limit"), _DATES, True),
    "too_few": Remedy(N_("too few answers"), N_("Widen the period"), True),
    "low_coverage": Remedy(N_("too many parts are missing"), N_("Import what its parts need")),
    "insufficient_data": Remedy(N_("not enough data yet"), N_("Widen the period"), True),
    "immature": Remedy(N_("too recent to say"), N_("Choose an earlier period"), True),
    "mixed_scales": Remedy(N_("answers on several scales"), N_("Use the index from 0 to 100")),
    "mixed_currency": Remedy(N_("amounts in several currencies"), N_("Type in exchange rates"), opens="type_costs"),
    "missing_kind": Remedy(N_("not imported yet"), N_("Import {things}…")),
    "missing_field": Remedy(N_("a column is missing"), N_("Import a file that has it")),
    "filter_not_applicable": Remedy(N_("a filter does not apply here"), N_("Remove a filter"), True),
    "refused_scale": Remedy(N_("the scale does not suit it"), N_("See how it is computed")),
    "too_many": Remedy(N_("totals too large"), N_("Check the column of counts")),
    "scale_change": Remedy(N_("the scale changed"), N_("Choose dates on one scale"), True),
    "full_count": Remedy(N_("everything was counted"), N_("See how it is computed")),
    "no_variation": Remedy(N_("all answers are equal"), _DATES, True),
}
_UNKNOWN = Remedy(N_("it cannot be said"), N_("See how it is computed"))


def why(reason: str) -> str:
    """The reason as a fragment of a sentence, without capital or full stop."""
    return _(REMEDIES.get(reason, _UNKNOWN).why)


def remedy(reason: str, needs: str | None = None) -> str:
    """What to do about it; `needs` is the kind of records to import."""
    if needs is not None:
        return _("Import {things}…", things=things(needs))
    if reason == "missing_kind":
        return _("Import a file that has it")
    return _(REMEDIES.get(reason, _UNKNOWN).do)


def opens(reason: str, needs: str | None = None) -> str:
    """The action that leads to the remedy; empty for none."""
    return "import" if needs is not None else REMEDIES.get(reason, _UNKNOWN).opens


def brief_remedy(reason: str, needs: str | None = None) -> str:
    """The same where room is scarce; empty when there is nothing shorter."""
    return _("Import…") if needs is not None or reason == "missing_kind" else ""


def things(name: str) -> str:
    """A kind's records within a sentence: "survey invitations"."""
    from cxdesk.domain.kinds import kind  # not needed by a first window whose cards all have data

    try:
        title = _(kind(name).plural)
    except NotFound:
        return name
    return title[:1].lower() + title[1:]
