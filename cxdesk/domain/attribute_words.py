"""What attributes and their values are called: declared fields by title, a file's own columns as written there."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from cxdesk.domain.filters import NONE
from cxdesk.domain.forms import BOTH
from cxdesk.domain.kinds import ROLE_TITLES, Type, all_kinds
from cxdesk.system import i18n
from cxdesk.system.i18n import N_, _

COMPUTED = {
    "has_comment": N_("With a comment"),
    "band": N_("Score band"),
    "weekday": N_("Weekday"),
    "hour": N_("Hour"),
    "month": N_("Month"),
    "nps_band": N_("Latest NPS band"),
    "csat_band": N_("Latest CSAT band"),
    "ces_band": N_("Latest CES band"),
    "engaged": N_("Engaged"),
    "referred": N_("Referred"),
    "theme": N_("Theme"),
    "pain": N_("Pain point"),
    "sentiment": N_("Sentiment"),
    "own_segment": N_("My segments"),
    "main_theme": N_("Main theme"),
    "presence": N_("Customers before and now"),
}
OUR_WORDS = frozenset(
    {"has_comment", "band", "weekday", "nps_band", "csat_band", "ces_band", "theme", "pain", "sentiment", "main_theme"}
)
PRESENCE = {"stayed": N_("In both periods"), "new": N_("Only now"), "lost": N_("Only before")}
AGAINST_OTHERS = {"engaged": N_("engaged"), "referred": N_("referred")}  # what "yes" is called; "no" are the others
YES_NO = ("yes", "no")
QUARTER = re.compile(r"(\d{4})-Q([1-4])")  # in which customers came
WORDS = {"yes": N_("yes"), "no": N_("no"), "top": N_("top"), "middle": N_("middle"), "bottom": N_("bottom")}


def title_of(attribute: str) -> str:
    """The name a person knows an attribute by; a heading of a file stays as it is. Two asked together have both."""
    if BOTH in attribute:
        return " × ".join(title_of(part) for part in attribute.split(BOTH))
    declared = COMPUTED.get(attribute) or _declared().get(attribute)
    return _(declared) if declared else attribute


def in_sentence(attribute: str) -> str:
    """The same within a sentence: our own titles without capital, a file's heading as written."""
    title = title_of(attribute)
    return title if title == attribute else title[:1].lower() + title[1:]


def value_title(attribute: str, value: str | None) -> str:
    """A value as shown: our own words translated, words of a file as they are, nothing as "(none)"."""
    if value is not None and BOTH in attribute:
        return " · ".join(value_title(*pair) for pair in zip(attribute.split(BOTH), value.split(BOTH), strict=False))
    if value is None or value == NONE:
        return _("(none)")
    if attribute in AGAINST_OTHERS and value in YES_NO:
        return _(AGAINST_OTHERS[attribute]) if value == "yes" else _("others")
    if attribute == "presence" and value in PRESENCE:
        return _(PRESENCE[value])
    if attribute == "role":
        known = {role.value: title for role, title in ROLE_TITLES.items()}
        return _(known[value]) if value in known else value
    quarter = QUARTER.fullmatch(value) if attribute == "since" else None
    if quarter is not None:
        return i18n.day(date(int(quarter[1]), 3 * int(quarter[2]) - 2, 1), "QQQ y")
    if attribute in OUR_WORDS or attribute in _yes_no():
        return _(WORDS.get(value, value))
    return value


@cache
def _declared() -> dict[str, str]:
    """Field name → English title, over all kinds."""
    found: dict[str, str] = {}
    for kind in all_kinds():
        for field in kind.fields:
            found.setdefault(field.name, field.title)
    return found


@cache
def _yes_no() -> frozenset[str]:
    """Fields that hold yes or no."""
    return frozenset(field.name for kind in all_kinds() for field in kind.fields if field.type is Type.BOOL)
