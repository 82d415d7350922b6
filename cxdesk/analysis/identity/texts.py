"""Names, e-mails, telephone numbers and ids in the form in which they are compared."""

from __future__ import annotations

import re
from functools import lru_cache

from cxdesk.domain.text import fold_search


def listed(text: str, mark: str | None = None) -> frozenset[str]:
    """The words of a list written as one text."""
    return frozenset(text.split(mark))


# Forms of companies and titles of people, folded: they say nothing about who it is.
COMPANY = listed(
    "srl sarl sas sasu sa eurl sci snc ltd limited llc llp inc incorporated corp corporation co company plc gmbh ag kg"
    " ug ohg bv nv oy ab as aps spa spzoo doo kft pfa ii if sc scs"
)
TITLES = listed(
    "mr mrs ms miss dr prof sir m mme mlle monsieur madame mademoiselle herr frau dl dna dnul doamna domnul jr sr"
)
JOINERS = listed("and et si und the la le de")
_DOTTED = re.compile(r"\b(?:[a-z]\.\s?){2,}")
_WORDS = re.compile(r"[^\W_]+")
_MAIL = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+\.[^@\s<>,;\".]+")
_BETWEEN = re.compile(r"(?<!\d)-|-(?!\d)")  # marks that do not part two numbers
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_DIGITS = re.compile(r"\d")
_GOOGLE = frozenset({"gmail.com", "googlemail.com"})
# Addresses that stand for a place, not for a person.
SHARED = listed(
    "info contact office sales support admin hello team service compta comptabilite facturation billing accounts"
    " vente ventes vanzari noreply no-reply postmaster webmaster mail secretariat accueil commande commandes"
)
LEAST_DIGITS, MOST_DIGITS = 7, 15
KEPT_DIGITS = 9  # of a telephone number, from its end: what countries and zeros in front leave alone


def email(text: str) -> str:
    """An e-mail as it is compared, empty when `text` holds none: `Ana <ANA@x.ro>` is `ana@x.ro`."""
    if "@" not in text:
        return ""
    found = _MAIL.search(text.strip())
    return fold_search(found.group()).rstrip(".") if found else ""


def loose_email(address: str) -> str:
    """A folded address without what most mail boxes overlook: a tag behind a plus sign, and Gmail's dots."""
    local, _at, domain = address.partition("@")
    local = local.split("+", 1)[0] or local
    if domain in _GOOGLE:
        return f"{local.replace('.', '')}@gmail.com"
    return f"{local}@{domain}"


def is_shared(address: str) -> bool:
    """Whether an address is that of a desk rather than of a person."""
    return address.partition("@")[0].split("+", 1)[0] in SHARED


@lru_cache(maxsize=131_072)
def words(name: str) -> tuple[str, ...]:
    """The telling words of a name, folded and in order: without title, form of company and joining words."""
    folded = fold_search(name).replace("'", " ").replace("&", " ")
    folded = _DOTTED.sub(lambda found: found.group().replace(".", "").replace(" ", "") + " ", folded)  # s.r.l. → srl
    every = _WORDS.findall(folded)
    telling = [word for word in every if word not in COMPANY and word not in TITLES and word not in JOINERS]
    return tuple(sorted(telling or every))


def local_words(address: str) -> tuple[str, ...]:
    """The words of an address before the @, for comparing with a name; empty unless there are two or more."""
    local = _DIGITS.sub(" ", address.partition("@")[0].split("+", 1)[0])
    found = tuple(sorted(word for word in _WORDS.findall(local.replace("_", " ")) if len(word) > 1))
    return found if len(found) > 1 else ()


def phone(text: str) -> str:
    """The last digits of a telephone number; empty when there are too few, or too many for one."""
    return _dialled(text)[-KEPT_DIGITS:]


def _dialled(text: str) -> str:
    """The digits of a number without zeros in front, and without one in brackets, which nobody dials from abroad."""
    digits = "".join(_DIGITS.findall(text.replace("(0)", ""))).lstrip("0")
    return digits if LEAST_DIGITS <= len(digits) <= MOST_DIGITS else ""


def same_phone(one: str, other: str) -> bool:
    """Whether two numbers are one but for the country in front: `0612345678` and `+33 6 12 34 56 78`, but not
    `212 555 0100` and `312 555 0100`.
    """
    short, long = sorted((_dialled(one), _dialled(other)), key=len)
    return bool(short) and long.endswith(short)


def plain_id(text: str) -> str:
    """An id without case, spaces and marks: `C-0012` and `#C 0012` are one, `1-1` and `11` two."""
    return _BETWEEN.sub("", "-".join(_WORDS.findall(fold_search(text))))


def loose_id(text: str) -> str:
    """The same without leading zeros: `C-0012`, `c12` and `#C 12` are one."""
    return _ZEROS.sub("", plain_id(text))


def is_name(text: str) -> bool:
    """Whether a reference is a name rather than a number or an address: two words or more, and hardly a digit."""
    return " " in text.strip() and "@" not in text and _DIGITS.search(text) is None


def nearly(one: str, other: str) -> bool:
    """Whether two words differ by one letter: another one, one more, one less, or two swapped."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    left, right = one[start:], other[start:]
    if len(left) == len(right):
        return left[1:] == right[1:] or (left[:2] == right[1::-1] and left[2:] == right[2:])
    return left[1:] == right or left == right[1:]
