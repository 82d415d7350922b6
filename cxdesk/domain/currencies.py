"""Currencies as files write them: code, sign or word, and what a sign alone leaves open."""

from __future__ import annotations

from collections.abc import Mapping

from cxdesk.domain.kinds import fold_word, words

# Our value (the ISO 4217 code) → how files write it.
CURRENCIES: Mapping[str, tuple[str, ...]] = words(
    EUR="€ | euro | euros",
    USD="us$ | $us | us dollar | us dollars | dollar américain | dolar american",
    GBP="£ | gb£ | pound sterling | pounds | livre sterling | lire sterline | liră sterlină",
    RON="lei | leu | ron | lei românești | leu romanesc",
    CHF="sfr | fr. | swiss franc | franc suisse | franci elvețieni",
    MDL="lei moldovenești | leu moldovenesc",
    CAD="ca$ | can$ | $ca | cad$ | canadian dollar | dollar canadien",
    AUD="au$ | a$",
    NZD="nz$",
    JPY="yen | jp¥",
    CNY="yuan | rmb | cn¥",
    PLN="zł | zloty",
    CZK="kč",
    HUF="ft | forint",
    BGN="лв | leva",
    SEK="svenska kronor",
    NOK="norske kroner",
    DKK="danske kroner",
    TRY="₺",
    RUB="₽",
    UAH="₴",
    INR="₹",
    MAD="dirham | dh",
    XOF="fcfa | f cfa",
)
# Signs that several currencies share stay as written until the file or the person says which.
SHARED: Mapping[str, frozenset[str]] = {
    "$": frozenset({"USD", "CAD", "AUD", "NZD", "MXN", "SGD", "HKD", "CLP", "COP", "ARS"}),
    "¥": frozenset({"JPY", "CNY"}),
    "kr": frozenset({"SEK", "NOK", "DKK", "ISK"}),
}
# ISO 4217: how many of the smallest unit are one unit, where it is not the usual hundred.
USUAL_PARTS = 100
WITHOUT_PARTS = frozenset(
    {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"}
)
_IN_THOUSANDTHS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
_LEI = frozenset({"RON", "MDL"})
_CODES = {fold_word(word): code for code, names in CURRENCIES.items() for word in (code, *names)}


def currency_of(text: str) -> str:
    """The code of a written currency; a shared sign or an unknown word stays as it is (codes in capitals)."""
    plain = text.strip()
    known = _CODES.get(fold_word(plain))
    if known:
        return known
    return plain.upper() if len(plain) == 3 and plain.isascii() and plain.isalpha() else plain


def parts_of(currency: str | None) -> int:
    """How many of the smallest unit are one unit of a currency: 100 cents, 1 yen, 1,000 millimes."""
    if currency in WITHOUT_PARTS:
        return 1
    return 1000 if currency in _IN_THOUSANDTHS else USUAL_PARTS


def may_be_one(one: str, other: str) -> bool:
    """Whether two written currencies can mean the same: equal, or one is a sign that the other shares."""
    a, b = currency_of(one), currency_of(other)
    shared = SHARED.get(a.casefold(), frozenset()) | SHARED.get(b.casefold(), frozenset())
    return a == b or a in shared or b in shared or {a, b} <= _LEI
