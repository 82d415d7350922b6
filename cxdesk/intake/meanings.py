"""What the names of events mean, by their words in three languages: cart, checkout, order, a stage, the core action."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from cxdesk.domain.kinds import fold_word, words

CART, CHECKOUT, ORDER, STAGE, CORE = "cart", "checkout", "order", "stage", "core"

WORDS: Mapping[str, tuple[str, ...]] = words(
    cart="add to cart | addtocart | added to cart | cart add | product added | add to basket | add to bag | item added"
    " | cart created | ajout au panier | ajouter au panier | ajout panier | mise au panier | adaugă în coș"
    " | adăugat în coș | adăugare în coș | pune în coș",
    checkout="checkout | begin checkout | start checkout | checkout started | initiate checkout | initiatecheckout"
    " | proceed to checkout | shipping details | payment details | add payment info | add shipping info"
    " | passage en caisse | passer commande | début de commande | finaliser la commande | finalizare comandă"
    " | începe comanda | detalii plată | detalii livrare",
    order="purchase | purchased | order | order placed | order completed | completed order | place order | buy"
    " | bought | transaction | checkout completed | payment succeeded | achat | commande | commande passée"
    " | commande payée | paiement réussi | cumpărare | comandă | comandă plasată | achiziție | cumpărat",
    stage="cart | view cart | cart view | cart viewed | voir le panier | vezi coșul"
    " | product view | view item | view product | product viewed | product detail | viewcontent | sign up | signup"
    " | signed up | register | registration | trial started | start trial | activation | activated | onboarding"
    " | awareness | consideration | evaluation | decision | retention | loyalty | advocacy | renewal | subscribe"
    " | subscribed | demo requested | vue produit | voir produit | inscription | essai commencé"
    " | découverte | considération | fidélisation | recommandation | renouvellement | vizualizare produs"
    " | înregistrare | înscriere | probă începută | activare | descoperire | evaluare | fidelizare | recomandare",
    core="core action | key action | report created | project created | message sent | document created"
    " | task completed | action clé | rapport créé | acțiune principală | raport creat",
)


@cache
def _known() -> Mapping[str, str]:
    return {fold_word(word): meaning for meaning, texts in WORDS.items() for word in texts}


def meaning_of(name: str) -> str | None:
    """What an event of that name means; None where its words say nothing we know."""
    return _known().get(fold_word(name))
