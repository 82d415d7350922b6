"""Orders: one row per order, or one per line of an order.

Rows of one order id are its lines, told apart by `line_id` where the file has one and by their order in the file.
What an order is worth, without tax and refunds, is worked out once per order, never per row:

1. `net_amount` where any row has it: it speaks of the whole order, so the first filled one counts and repetitions on
   further lines do not;
2. else `gross_amount` (also of the whole order) less `tax` and `shipping`;
3. else the sum over the lines of `line_amount`, or of `quantity` × `unit_price` less `discount` where that is empty.

`refund` is taken off in all cases; of the whole order too, once, whatever its sign. Where the worth comes from
`gross_amount`, so does the refund: of both the same part is tax and shipping. An order with `cancelled_at` does not
count, whatever its status. Negative quantities and amounts are returns. `count`
is for files of totals: the row then stands for so many orders, and its amounts are their sums.
"""

from cxdesk.domain.kinds import Field, Kind, Type, named, words
from cxdesk.domain.recurring_fields import (
    CAMPAIGN,
    COUNTRY,
    CURRENCY,
    CUSTOMER,
    INTERNAL,
    PERSON,
    PRODUCT,
    SESSION,
    VISITOR,
)
from cxdesk.system.i18n import N_

ORDER_KIND = Kind(
    name="order",
    title=N_("Order"),
    plural=N_("Orders"),
    meaning=N_("Something bought: one row per order, or one per line of an order."),
    position=50,
    key=("order", "line_id"),
    at="placed_at",
    lines=True,
    telling=(
        ("order", "placed_at", "customer", "person"),
        ("net_amount", "gross_amount", "line_amount", "unit_price", "count"),
    ),
    fields=(
        Field(
            "order",
            Type.REF,
            N_("Order id"),
            ref="order",
            synonyms=named(
                en="order id | order number | order no | order # | invoice no | invoiceno | invoice number | invoice"
                " | invoice id | transaction id | receipt number | order name | order | sales order | id | name"
                " | job number | job no | booking number | booking id | sale id | appointment number"
                " | visit number | document number | document no | doc no | transaction no | booking reference"
                " | reservation number | reservation id | confirmation number | order reference | reference",
                fr="commande | id commande | n° commande | numéro de commande | n° facture | numéro de facture"
                " | n° de réservation | n° de vente | n° de bon | n° de ticket de caisse | n° pièce | n° document"
                " | n° transaction | id transaction | référence de la commande | référence commande | référence",
                ro="comandă | id comandă | nr comandă | număr comandă | nr factură | număr factură"
                " | nr rezervare | nr bon | nr vânzare | nr document | nr doc | nr tranzacție | id tranzacție"
                " | cod rezervare | referință comandă | referință",
            ),
        ),
        Field(
            "line_id",
            Type.TEXT,
            N_("Order line"),
            N_("Tells the lines of one order apart."),
            synonyms=named(
                en="line number | line no | line | lineitem id | line item id | item no | order line",
                fr="ligne | n° de ligne | numéro de ligne",
                ro="linie | nr linie | rând comandă",
            ),
        ),
        CUSTOMER,
        PERSON,
        VISITOR,
        Field(
            "placed_at",
            Type.INSTANT,
            N_("Ordered at"),
            synonyms=named(
                en="order date | ordered at | invoice date | invoicedate | purchase date | placed at | date of order"
                " | transaction date | sale date | purchased at | created at | created | date | paid at | timestamp"
                " | day"
                " | date of sale | job date | booking date | visit date | reservation date | booked on | booked at"
                " | date booked | document date",
                fr="date de commande | commandé le | date de facture | date d'achat | passée le | créé le | date"
                " | jour"
                " | date de vente | date de visite | jour de vente | date de réservation | réservé le"
                " | date de création | date de transaction | date pièce",
                ro="data comenzii | comandat la | data facturii | data achiziției | plasată la | creat la | data | zi"
                " | data vânzării | data vizitei | ziua | data rezervării | data creării | data tranzacției"
                " | data documentului | data doc",
            ),
        ),
        Field(
            "status",
            Type.LABEL,
            N_("Status"),
            synonyms=named(
                en="order status | financial status | payment status | state",
                fr="statut | état | statut de la commande | état de la commande",
                ro="stare | stare comandă | status comandă",
            ),
            words=words(
                paid="completed | complete | succeeded | successful | payé | payée | réglé | réussi"
                " | réussie | accepté | acceptée | paiement accepté | încasat | încasată"
                " | terminée | plătit"
                " | plătită | finalizată | achitat",
                pending="processing | on hold | open | authorized | unpaid | en attente | en cours | impayé"
                " | en traitement | en préparation | în procesare"
                " | în așteptare | în curs | neplătit",
                fulfilled="shipped | delivered | sent | expédié | expédiée | livré | livrée | expediat"
                " | livrat | livrată",
                cancelled="canceled | cancelled | voided | void | failed | annulé | annulée | échoué | échouée"
                " | refusé | refusée | declined"
                " | anulat | anulată"
                " | eșuat",
                refunded="refund | returned | remboursé | remboursée | retourné | rambursat | rambursată | returnat",
                partly_refunded="partially refunded | partial refund | partiellement remboursé | rambursat parțial",
            ),
        ),
        Field(
            "type",
            Type.LABEL,
            N_("Sort of transaction"),
            synonyms=named(
                en="transaction type | order type | sale type",
                fr="type | type de transaction | type de commande",
                ro="tip | tip tranzacție | tip comandă",
            ),
        ),
        Field(
            "net_amount",
            Type.MONEY,
            N_("Net amount"),
            N_("Of the whole order, without tax; counted once however many lines repeat it."),
            synonyms=named(
                en="net amount | net revenue | subtotal | order amount | net sales | amount | revenue | order value"
                " | sales | net total | amount excl tax"
                " | net | net price | fee | total excl vat | total ex vat | value",
                fr="montant ht | montant net | total ht | montant | chiffre d'affaires | sous-total | ventes"
                " | ca ht | ht | total net | recette ht",
                ro="sumă netă | valoare netă | valoare fără tva | subtotal comandă | sumă | vânzări | valoare comandă"
                " | net | total fără tva | total net | valoare",
            ),
        ),
        Field(
            "gross_amount",
            Type.MONEY,
            N_("Total"),
            N_("Of the whole order, with tax and shipping."),
            synonyms=named(
                en="order total | total amount | total price | grand total | order total amount | gross amount"
                " | amount incl tax | invoice total"
                " | gross | gross total | gross sales | total incl vat | total inc vat | takings | total rate",
                fr="total ttc | montant ttc | montant total | total de la commande"
                " | ca ttc | ttc | recette | recette ttc | encaissé | total encaissé | total général | prix total"
                " | tarif total | coût total",
                ro="total comandă | total cu tva | valoare totală | sumă totală"
                " | brut | total brut | total de plată | încasări | tarif total | preț total | total general"
                " | cost total",
            ),
        ),
        Field(
            "line_amount",
            Type.MONEY,
            N_("Amount of the line"),
            synonyms=named(
                en="line total | line amount | item total | lineitem total | line revenue | extended price"
                " | item amount | order lines/subtotal",
                fr="total ligne | montant de la ligne | total de la ligne | lignes de commande/sous-total",
                ro="total linie | valoare linie | suma liniei | linii comandă/subtotal",
            ),
        ),
        Field(
            "unit_price",
            Type.MONEY,
            N_("Unit price"),
            synonyms=named(
                en="price | unitprice | price each | item price | lineitem price | price per unit",
                fr="prix unitaire | prix | pu | prix de l'article",
                ro="preț unitar | preț | preț articol",
            ),
        ),
        Field(
            "quantity",
            Type.NUMBER,
            N_("Quantity"),
            synonyms=named(
                en="qty | units | lineitem quantity | items sold | item quantity | pieces",
                fr="quantité | qté | nombre d'articles",
                ro="cantitate | cant | bucăți | număr articole",
            ),
        ),
        Field(
            "discount",
            Type.MONEY,
            N_("Discount"),
            synonyms=named(
                en="discount amount | discounts | rebate | lineitem discount",
                fr="remise | réduction | rabais",
                ro="reducere | rabat",
            ),
        ),
        Field(
            "refund",
            Type.MONEY,
            N_("Refunded"),
            synonyms=named(
                en="refunded amount | amount refunded | refund amount | refunds | returns",
                fr="montant remboursé | remboursement | remboursé",
                ro="sumă rambursată | rambursare | rambursat",
            ),
        ),
        Field(
            "tax",
            Type.MONEY,
            N_("Tax"),
            synonyms=named(en="taxes | vat | tax amount | sales tax", fr="taxe | tva | taxes", ro="tva | taxă | taxe"),
        ),
        Field(
            "shipping",
            Type.MONEY,
            N_("Shipping"),
            synonyms=named(
                en="shipping cost | shipping amount | delivery fee | freight",
                fr="frais de port | livraison | frais de livraison",
                ro="cost livrare | transport | taxă de livrare",
            ),
        ),
        Field(
            "cogs",
            Type.MONEY,
            N_("Cost of the goods"),
            synonyms=named(
                en="cost of goods | cost of goods sold | unit cost | product cost",
                fr="coût des marchandises | coût d'achat | coût de revient",
                ro="costul mărfii | cost de achiziție | cost marfă",
            ),
        ),
        CURRENCY,
        PRODUCT,
        Field(
            "category",
            Type.LABEL,
            N_("Category"),
            synonyms=named(
                en="product category | product type | department | lineitem category",
                fr="catégorie | catégorie de produit | rayon",
                ro="categorie | categorie produs | raion",
            ),
        ),
        Field(
            "channel",
            Type.LABEL,
            N_("Channel"),
            synonyms=named(
                en="source | sales channel | order source | source name | via",
                fr="canal | canal de vente | source",
                ro="canal | canal de vânzare | sursă",
            ),
        ),
        Field(
            "store",
            Type.LABEL,
            N_("Shop"),
            synonyms=named(
                en="store | shop name | location | branch | outlet | store id | pos",
                fr="magasin | boutique | point de vente | agence",
                ro="magazin | locație | punct de vânzare | sucursală",
            ),
        ),
        COUNTRY,
        Field(
            "payment",
            Type.LABEL,
            N_("Paid by"),
            synonyms=named(
                en="payment method | payment type | tender | payment method title",
                fr="moyen de paiement | mode de paiement",
                ro="metodă de plată | mod de plată",
            ),
        ),
        SESSION,
        CAMPAIGN,
        Field(
            "fulfilled_at",
            Type.INSTANT,
            N_("Delivered at"),
            synonyms=named(
                en="shipped at | fulfilled at | delivery date | delivered on | shipping date",
                fr="expédié le | livré le | date de livraison",
                ro="expediat la | livrat la | data livrării",
            ),
        ),
        Field(
            "cancelled_at",
            Type.INSTANT,
            N_("Cancelled at"),
            synonyms=named(
                en="canceled at | cancelled on | cancellation date",
                fr="annulé le | date d'annulation",
                ro="anulat la | data anulării",
            ),
        ),
        Field(
            "count",
            Type.NUMBER,
            N_("How many orders"),
            N_("How many orders the row stands for, in a file of totals; 1 when empty."),
            synonyms=named(
                en="orders | number of orders | order count | transactions | purchases"
                " | receipts | number of receipts | number of sales",
                fr="nombre de commandes | commandes | transactions | nombre d'achats"
                " | nb tickets | nb de tickets | nombre de tickets | nb ventes | nombre de ventes"
                " | nb commandes",
                ro="număr de comenzi | comenzi | tranzacții"
                " | nr bonuri | număr bonuri | bonuri | nr comenzi | nr vânzări",
            ),
        ),
        INTERNAL,
    ),
)
