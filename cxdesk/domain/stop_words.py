"""The small words of three languages, which say nothing about a topic but much about the language; folded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


STOP_WORDS: Mapping[str, frozenset[str]] = {
    "en": _words(
        "a about after again all also always am an and any are as at be because been before being but by can could "
        "did do does doing done dont down each even ever every few for from get got had has have having he her here "
        "him his how i if in into is it its just like ll made make many me more most much my never no nor not now of "
        "off on once one only or other our out over own re s same she should so some such t than that the their them "
        "then there these they this those through to too two under until up us ve very was we were what when where "
        "which while who why will with would you your"
    ),
    "fr": _words(
        "a ai ainsi alors apres as au aucun aucune aussi autre autres aux avait avant avec avez avoir avons c ca car "
        "ce cela ces cet cette chaque chez ci comme d dans de des deux donc du elle elles en encore entre est et "
        "etait ete etes etre eu eux faire fait fois font il ils j je l la le les leur leurs lors m ma mais me meme "
        "mes moi mon n ne ni non nos notre nous on ont ou par parce pas pendant peu peut plus pour pourquoi qu quand "
        "que quel quelle qui quoi s sa sans se sera ses si son sont sous sur t ta te tes toi ton tous tout toute "
        "toutes tres trop tu un une vos votre vous y"
    ),
    "ro": _words(
        "a acea aceasta aceea acel acela acest acesta acolo ai aici al ale alt alta am ar are as asa asta astazi ati "
        "atunci au avea avem avut b ba ca cand care cat cate ce cea cei cel cele ci cine cu cum d da daca dar de "
        "decat deci deja deloc despre din dintre doar dupa e ea ei el ele era este eu face fara fi fie fiind foarte "
        "fost iar ii il imi in inca intr intre isi iti la le li lor lui ma mai mea mei mele meu mi mult multa multe "
        "multi n ne ni nici nimic nu o or ori pana pe pentru peste pot prea prin s sa sale sau se si sub sunt suntem "
        "toata toate tot toti totul tu un una unde unei unele uneori unor unui va voi vom vor vreo"
    ),
}
EVERY = frozenset().union(*STOP_WORDS.values())


def likely_language(words: Iterable[str]) -> str:
    """The language whose small words are most among `words` (folded); "" where there is none, or no telling."""
    given = set(words)
    found = sorted(((len(given & small), language) for language, small in STOP_WORDS.items()), reverse=True)
    return found[0][1] if found[0][0] > found[1][0] else ""
