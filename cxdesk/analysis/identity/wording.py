"""Evidence in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from cxdesk.domain.identity import STRENGTHS, Sign, Strength
from cxdesk.domain.kinds import Type, kind
from cxdesk.system.i18n import N_, _, day, moment

SIGNS: Mapping[str, str] = {
    "same_email": N_("Same e-mail: {value}"),
    "shared_email": N_("Same e-mail, but one that several people may use: {value}"),
    "loose_email": N_("E-mails that reach one mailbox: {value} and {other}"),
    "same_phone": N_("Same telephone number: {value} and {other}"),
    "same_id": N_("Same id but for case or spaces: {value} and {other}"),
    "zeros": N_("Same id but for zeros in front: {value} and {other}"),
    "same_name": N_("Same name: {value} and {other}"),
    "one_word_name": N_("Same name, of one word: {value} and {other}"),
    "name_in_email": N_("The e-mail spells the name: {value} and {other}"),
    "near_name": N_("Names that differ by one letter: {value} and {other}"),
    "same_city": N_("Same city: {value}"),
    "other_name": N_("Different names: {value} and {other}"),
    "other_email": N_("Different e-mails: {value} and {other}"),
    "other_phone": N_("Different telephone numbers: {value} and {other}"),
    "other_city": N_("Different cities: {value} and {other}"),
    "other_country": N_("Different countries: {value} and {other}"),
    "same_file": N_("One file lists both, each with an id of its own"),
    "belongs": N_("One belongs to the other"),
    "other_level": N_("One is a person, the other a company"),
    "same_minute": N_("Both were active in the same minute: {value}"),
}


SAME: Mapping[str, str] = {  # where both say it alike
    "same_phone": N_("Same telephone number: {value}"),
    "same_id": N_("Same id: {value}"),
    "same_name": N_("Same name: {value}"),
    "one_word_name": N_("Same name, of one word: {value}"),
}


def said(sign: Sign) -> str:
    """A sign in words."""
    if sign.code == "same_minute":
        return _(SIGNS[sign.code], value=moment(datetime.fromisoformat(sign.value)))
    if sign.value == sign.other and sign.code in SAME:
        return _(SAME[sign.code], value=sign.value)
    return _(SIGNS[sign.code], value=sign.value, other=sign.other)


def value_said(field: str, value: str) -> str:
    """What a file says for a field of a customer, as people read it: days in their form, yes and no in words."""
    declared = kind("customer")
    type_ = declared.field(field).type if declared.has(field) else Type.TEXT
    if value and type_ in (Type.INSTANT, Type.DATE):
        return day(date.fromisoformat(value))
    return _(value) if type_ is Type.BOOL else value


def strength_said(strength: Strength) -> str:
    return _(STRENGTHS[strength])
