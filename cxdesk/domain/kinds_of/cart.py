"""Carts: filled, taken to the checkout, ordered or left."""

from cxdesk.domain.kinds import Field, Kind, Type, named, words
from cxdesk.domain.recurring_fields import (
    CAMPAIGN,
    CHANNEL,
    CURRENCY,
    CUSTOMER,
    INTERNAL,
    ORDER,
    PERSON,
    PLATFORM,
    SESSION,
    VISITOR,
)
from cxdesk.system.i18n import N_

CART = Kind(
    name="cart",
    title=N_("Cart"),
    plural=N_("Carts"),
    meaning=N_("A shopping cart with at least one article, ordered or left."),
    position=55,
    key=("cart",),
    at="created_at",
    telling=(
        ("state", "checkout_at", "ordered_at", "order"),
        ("created_at",),
        ("value", "items", "checkout_at", "cart"),
    ),
    fields=(
        Field(
            "cart",
            Type.REF,
            N_("Cart id"),
            ref="cart",
            synonyms=named(
                en="cart id | basket id | basket | checkout id | cart token | id",
                fr="panier | id panier | n° panier",
                ro="coș | id coș | nr coș",
            ),
        ),
        SESSION,
        VISITOR,
        CUSTOMER,
        PERSON,
        Field(
            "created_at",
            Type.INSTANT,
            N_("Begun at"),
            synonyms=named(
                en="created at | created | cart created | started at | date | added at | timestamp",
                fr="créé le | date de création | date du panier | date",
                ro="creat la | data creării | data coșului | data",
            ),
        ),
        Field(
            "checkout_at",
            Type.INSTANT,
            N_("Checkout at"),
            synonyms=named(
                en="checkout started | checkout started at | checkout date | begin checkout",
                fr="passage en caisse le | début de la commande",
                ro="finalizare începută la | început comandă",
            ),
        ),
        Field(
            "ordered_at",
            Type.INSTANT,
            N_("Ordered at"),
            synonyms=named(
                en="completed at | converted at | order date | purchased at | recovered at",
                fr="commandé le | date de commande | finalisé le",
                ro="comandat la | data comenzii | finalizat la",
            ),
        ),
        ORDER,
        Field(
            "state",
            Type.LABEL,
            N_("State"),
            synonyms=named(
                en="cart status | status | cart state | outcome | recovered | checkout status",
                fr="état | statut | état du panier | statut du panier",
                ro="stare | stare coș | status coș",
            ),
            words=words(
                open="active | pending | en cours | ouvert | actif | deschis | activ | în curs",
                checkout="in checkout | checkout started | en caisse | la finalizare",
                ordered="completed | complete | converted | purchased | recovered | commandé | finalisé | converti"
                " | acheté | récupéré | comandat | finalizat | cumpărat | recuperat",
                abandoned="abandon | left | lost | not recovered | expired | abandonné | perdu | expiré | abandonat"
                " | pierdut | expirat",
            ),
        ),
        Field(
            "value",
            Type.MONEY,
            N_("Value"),
            synonyms=named(
                en="cart value | cart total | basket value | total | amount | subtotal | total price",
                fr="valeur du panier | montant du panier | montant | valeur",
                ro="valoarea coșului | total coș | sumă | valoare",
            ),
        ),
        CURRENCY,
        Field(
            "items",
            Type.NUMBER,
            N_("Articles"),
            synonyms=named(
                en="item count | number of items | quantity | line items | items count",
                fr="nombre d'articles | articles | quantité",
                ro="număr de articole | articole | cantitate",
            ),
        ),
        CHANNEL,
        CAMPAIGN,
        PLATFORM,
        Field(
            "count",
            Type.NUMBER,
            N_("How many carts"),
            N_("How many carts the row stands for, in a file of totals; 1 when empty."),
            synonyms=named(en="carts | number of carts", fr="nombre de paniers | paniers", ro="număr de coșuri"),
        ),
        INTERNAL,
    ),
)
