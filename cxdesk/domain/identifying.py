"""What could tell a stranger who somebody is: columns that name people, and traces of people in what they wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from cxdesk.domain.filters import Condition
from cxdesk.domain.forms import BOTH
from cxdesk.domain.kinds import Type, all_kinds
from cxdesk.domain.text import fold

HARMLESS = frozenset({"question", "title", "target", "description"})  # texts and references that are about no person
STAFF = frozenset({"agent", "owner", "actor"})  # labels that are people's names
# Words in the heading of a file's own column that say that it holds people, folded; English, French, Romanian.
WORDS = frozenset(
    [
        "name",
        "names",
        "nom",
        "noms",
        "nume",
        "mobile",
        "mobil",
        "customer",
        "client",
        "clients",
        "contact",
        "user",
        "utilisateur",
        "utilizator",
        "person",
        "personne",
        "persoana",
        "address",
        "adresse",
        "adresa",
        "account",
        "compte",
        "cont",
        "id",
        "uid",
        "uuid",
        "ip",
        "company",
        "societe",
        "firma",
        "firm",
        "agent",
        "assigned",
        "operator",
        "operateur",
    ]
)
# Words that leave no doubt, whatever stands beside them: the shop's e-mail is somebody's.
CERTAIN = frozenset(
    [
        *("email", "mail", "courriel", "phone", "telephone", "tel", "telefon", "gsm", "login"),
        *("surname", "prenom", "prenume", "iban", "birthday", "naissance", "nasterii", "matricule", "cnp"),
        *("owner", "manager", "assignee", "employee", "employe", "salarie", "angajat", "seller", "salesperson"),
        *("vendeur", "vendeuse", "conseiller", "conseillere", "consilier", "technician", "technicien", "technicienne"),
        *("advisor", "requester", "demandeur", "respondent", "repondant", "author", "auteur", "autor", "reviewer"),
    ]
)
# What is written in one word: username, customerid, fullname.
TOGETHER = frozenset(
    whose + what
    for whose in ("customer", "client", "user", "contact", "person", "agent", "account", "company", "first", "last",
                  "full", "nick", "given", "family", "respondent")
    for what in ("name", "id", "no", "number")
)  # fmt: skip
# Words beside these that say that it holds things after all: a product's name is nobody's.
THINGS = frozenset(
    [
        "product",
        "produit",
        "produs",
        "item",
        "article",
        "articol",
        "plan",
        "brand",
        "marque",
        "marca",
        "shop",
        "store",
        "magasin",
        "magazin",
        "city",
        "ville",
        "oras",
        "file",
        "fichier",
        "fisier",
        "survey",
        "event",
        "evenement",
        "eveniment",
        "campaign",
        "campagne",
        "campanie",
        "page",
        "feature",
        "country",
        "pays",
        "tara",
        "type",
        "tip",
        "category",
        "categorie",
        "status",
        "stage",
    ]
)
_EMAIL = re.compile(r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w.,])\+?(?:\(?\d\)?[\s./-]{0,2}){9,15}(?!\w)")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_PIECE = re.compile(r"[^\W_]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SHORTEST = 3  # letters of a name that is looked for in running text
MASK = "[…]"


@cache
def _declared() -> dict[str, bool]:
    """Field → whether its values name somebody, or one thing that belongs to somebody."""
    found: dict[str, bool] = {}
    for kind in all_kinds():
        for one in kind.fields:
            free = one.type in (Type.TEXT, Type.REF) and one.name not in HARMLESS
            found[one.name] = found.get(one.name, False) or free or one.name in STAFF
    return found


def is_identifying(attribute: str) -> bool:
    """Whether groups by this attribute, or a filter on it, would name people; two asked together if one does."""
    return any(_names_people(part) for part in attribute.split(BOTH))


def _names_people(attribute: str) -> bool:
    from cxdesk.domain.attribute_words import COMPUTED

    if attribute in COMPUTED:
        return False
    known = _declared().get(attribute)
    if known is not None:
        return known
    words = {word for form in (attribute, _HUMP.sub(" ", attribute)) for word in _PIECE.findall(fold(form))}
    certain = bool((CERTAIN | TOGETHER) & words)
    return certain or (bool(WORDS & words) and not THINGS & words)


def kept_secret(condition: Condition) -> Condition:
    """A filter as a stranger may read it: that it asks for one customer, not for whom."""
    return Condition(condition.field, condition.op, (MASK,)) if is_identifying(condition.field) else condition


def masked(text: str, names: Iterable[str] = ()) -> str:
    """A text without e-mail addresses, links, telephone numbers and the words of `names`. No guarantee: a person can
    be recognised by much else.
    """
    clean = _PHONE.sub(MASK, _LINK.sub(MASK, _EMAIL.sub(MASK, text)))
    parts = {fold(word) for name in names for word in _WORD.findall(name)}
    parts = {word for word in parts if len(word) >= _SHORTEST}
    return _WORD.sub(lambda found: MASK if fold(found[0]) in parts else found[0], clean) if parts else clean
