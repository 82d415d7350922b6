"""Whose a row is, where no heading names the customer as our lists know it: a number of a guest, a patient, a member;
an e-mail address; a name. In this order, since numbers and addresses tell people of one name apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from cxdesk.domain.kinds import Kind
from cxdesk.domain.text import fold
from cxdesk.intake.evidence import Guess
from cxdesk.intake.fields import MOST, can_be

CUSTOMER, PERSON = "customer", "person"
_SOMEBODY = (
    r"clients?|clienta|clientului|clientilor|customers?|consumers?|consommateur|guests?|oaspet\w*|turist\w*|voyageurs?"
    r"|hotes?|patients?|pacient\w*|members?|membres?|membr[ui]\w*|adherents?|abonnes?|abonat\w*|subscribers?|buyers?"
    r"|acheteurs?|cumparator\w*|payers?|payeurs?|platitor\w*|requesters?|demandeurs?|solicitant\w*|students?|eleves?"
    r"|elev\w*|learners?|cursant\w*|passengers?|passagers?|pasager\w*|visitors?|visiteurs?|vizitator\w*|from|caller"
    r"|appelant|apelant\w*|facture a|billed to|facturat\w*|bill to|recipients?|destinataires?|destinatar\w*"
    r"|respondents?|repondants?"
)
_NUMBER = re.compile(r"\b(?:id|nr|n°|no|numero|numar\w*|number|code?|cod|ref|card|carte|fisa|dossier)\b")
_NAME = re.compile(
    r"^(?:(?:full |display )?name|noms?|nume(?:le)?|denumire|noms? (?:et |& )?prenoms?|prenoms? (?:et |& )?noms?"
    r"|nume (?:si |& )?prenume(?:le)?|prenume (?:si |& )?nume(?:le)?|contact|who|persoana|personne)$"
)
_OF_SOMEBODY = re.compile(rf"\b(?:{_SOMEBODY})\b")
# Of us, of a thing, of a place: not who the row is about.
_OTHERS = re.compile(
    r"\b(?:agents?|vendeurs?|sellers?|operat\w*|assign\w*|medic\w*|doctor|docteur|staff|employ\w*|angajat\w*|teams?"
    r"|country|pays|tara|city|ville|oras\w*|address|adresse|adresa|phone|tel\w*|mobile|ip|type|tip\w*|segment|category"
    r"|status|statut|stare\w*|age|gender|sexe|language|langue|limba|since|depuis|date|data|to|note|comment\w*|nouveau"
    r"|new|nou|count|nombre|nb|total|value|interactions?|satisf\w*|domain|company reply)\b"
)


def who(
    kind: Kind, headings: Sequence[str], guesses: Sequence[Guess], uses: Mapping[int, str]
) -> tuple[int, str] | None:
    """(column, field) of whose the rows are; None where that is known, or nothing says it."""
    if not knows_its_customer(kind):
        return None
    if {CUSTOMER, PERSON, "visitor", "author"} & set(uses.values()):
        return None
    field = kind.field(CUSTOMER)
    found = [
        (rank, at)
        for at, guess in enumerate(guesses)
        if at not in uses and guess.filled and (rank := _rank(headings[at], guess)) and can_be(field, guess, kind)
    ]
    return (min(found)[1], CUSTOMER) if found else None


def knows_its_customer(kind: Kind) -> bool:
    """Whether rows of the kind are about customers who are known by whatever names them."""
    return kind.subject == CUSTOMER and kind.has(CUSTOMER) and not kind.has("email")


def is_of_others(heading: str) -> bool:
    """Whether a heading speaks of one of us, of a thing or a place."""
    return bool(_OTHERS.search(_words(heading)))


def _words(heading: str) -> str:
    return fold(heading.replace("_", " ").replace(".", " "))


def _rank(heading: str, guess: Guess) -> int:
    """1 for a number of somebody, 2 for an address, 3 for somebody's name, 4 for a name; 0 for what says nothing."""
    words = _words(heading)
    mail = guess.emails >= MOST * guess.filled
    if _OTHERS.search(words) and not (mail and "address" in words):
        return 0
    if mail:
        return 2
    if guess.layouts or guess.booleans:
        return 0
    if _OF_SOMEBODY.search(words):
        return 1 if _NUMBER.search(words) else 3
    return 4 if _NAME.match(words) and guess.numbers.cells * 2 < guess.filled else 0
