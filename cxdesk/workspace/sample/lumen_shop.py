"""What Atelier Lumen sells: order lines of the shop system and of the Romanian till, baskets left behind, the books."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from cxdesk.workspace.sample.files import DAY_FIRST, comma, moment, write_csv
from cxdesk.workspace.sample.lumen_story import CAMPAIGN, END, START, THIN_BOX, Bought
from cxdesk.workspace.sample.people import Person

CARTS_SINCE = date(2026, 6, 1)
ROMANIAN_SHOP = "Cluj"
ARTICLES = {
    "Table lamp": ("Nacre", "Petite Lune", "Sabot"),
    "Floor lamp": ("Grand Roseau", "Héron"),
    "Pendant": ("Cloche", "Trois Soleils"),
    "Spare shade": ("Abat-jour verre", "Abat-jour lin"),
}
BULBS = ("Ampoule E27", 690)


def not_rated(rng: Random, customers: Sequence[Person], rated: Sequence[Bought]) -> list[Bought]:
    """Orders that nobody rated: about one for every nine that somebody did."""
    found = []
    for like in rated:
        if rng.random() < 0.11:
            person = rng.choice(customers)
            at = like.at + timedelta(minutes=rng.randrange(600))
            found.append(Bought(person, at, like.shop, like.line, comma(rng.uniform(39, 420)), False, None))
    return found


def write(folder: Path, rng: Random, bought: list[Bought]) -> list[Path]:
    """Order lines in French and in Romanian, baskets in English as the web shop's app gives them, costs in French."""
    names = ("lumen_commandes.csv", "lumen_comenzi_cluj.csv", "lumen_carts.csv", "lumen_couts.csv")
    files = [folder / name for name in names]
    numbered = list(enumerate(sorted(bought, key=lambda order: order.at), 10001))
    _orders(files[0], rng, [pair for pair in numbered if pair[1].shop != ROMANIAN_SHOP])
    _romanian_orders(files[1], rng, [pair for pair in numbered if pair[1].shop == ROMANIAN_SHOP])
    _carts(files[2], rng, [pair for pair in numbered if pair[1].online and pair[1].at.date() >= CARTS_SINCE])
    _costs(files[3], rng)
    return files


def _lines(rng: Random, order: Bought) -> Iterator[tuple[int, str, int, int]]:
    """(number, article, quantity, cents of one piece): the lines add up to the order's amount."""
    rest = order.cents
    bulbs = rng.choice((0, 0, 0, 1, 2)) if rest > 6000 else 0
    rest -= bulbs * BULBS[1]
    yield 1, rng.choice(ARTICLES[order.line]), 1, rest
    if bulbs:
        yield 2, BULBS[0], bulbs, BULBS[1]


def _sold(rng: Random, order: Bought) -> Iterator[list[object]]:
    """Cells of an order's lines: line, article, quantity, price, total, refund, cost of one piece."""
    for number, article, pieces, cents in _lines(rng, order):
        back = cents if order.broken and number == 1 and rng.random() < 0.7 else 0
        money = (cents / 100, cents * pieces / 100, back / 100, round(cents * rng.uniform(0.36, 0.44)) / 100)
        yield [number, article, pieces, *(comma(amount) for amount in money)]


def _orders(path: Path, rng: Random, orders: list[tuple[int, Bought]]) -> None:
    head = [
        *("N° commande", "Date de commande", "Code client", "Canal", "Boutique", "Statut", "Moyen de paiement"),
        *("Campagne", "N° de ligne", "Article", "Quantité", "Prix unitaire", "Total ligne", "Montant remboursé"),
        "Coût d'achat",
    ]
    rows: list[list[object]] = []
    for number, order in orders:
        paid = (
            rng.choice(("carte", "carte", "PayPal", "virement")) if order.online else rng.choice(("carte", "espèces"))
        )
        status = "annulée" if order.nps is None and rng.random() < 0.08 else "payée"
        way = "Site" if order.online else "Boutique"
        first = [f"L{number}", moment(order.at, DAY_FIRST), order.person.id, way, order.shop, status, paid]
        rows += [[*first, CAMPAIGN if order.campaign else "", *cells] for cells in _sold(rng, order)]
    write_csv(path, [head], rows, delimiter=";")


def _romanian_orders(path: Path, rng: Random, orders: list[tuple[int, Bought]]) -> None:
    head = [
        *("Nr comandă", "Data comenzii", "Cod client", "Canal", "Magazin", "Stare"),
        *("Nr linie", "Produs", "Cantitate", "Preț unitar", "Total linie", "Sumă rambursată", "Cost de achiziție"),
    ]
    rows: list[list[object]] = []
    for number, order in orders:
        at = order.at.strftime("%d.%m.%Y %H:%M")
        way = "Site" if order.online else "Boutique"
        first = [f"L{number}", at, order.person.id, way, order.shop, "plătită"]
        rows += [[*first, *cells] for cells in _sold(rng, order)]
    write_csv(path, [head], rows, delimiter=";")


def _carts(path: Path, rng: Random, orders: list[tuple[int, Bought]]) -> None:
    """The baskets of the web shop: those that became an order, and more than two others for each of them."""
    head = [
        *("Cart id", "Created at", "Checkout started at", "Completed at", "Order id", "Customer id", "Visitor id"),
        *("Cart value", "Items", "Device"),
    ]
    rows: list[list[object]] = []
    for number, order in orders:
        start = order.at - timedelta(minutes=rng.randrange(4, 55))
        till = order.at - timedelta(minutes=2)
        device = rng.choice(("mobile", "desktop"))
        done = [moment(start), moment(till), moment(order.at), f"L{number}", order.person.id, _visitor(rng)]
        rows.append([*done, f"{order.cents / 100:.2f}", rng.choice((1, 1, 2)), device])
        rows += [_left(rng, order.at) for _nth in range(rng.choice((2, 2, 2, 3)))]
    rows.sort(key=lambda row: str(row[0]))
    write_csv(path, [head], [[f"K{n:05d}", *row] for n, row in enumerate(rows, 1)])


def _left(rng: Random, near: datetime) -> list[object]:
    start = near + timedelta(minutes=rng.randrange(-600, 300))
    device = rng.choices(("mobile", "desktop", "tablet"), (0.68, 0.27, 0.05))[0]
    till = moment(start + timedelta(minutes=rng.randrange(2, 15))) if rng.random() < 0.38 else ""
    value = f"{rng.uniform(29, 460):.2f}"
    return [moment(start), till, "", "", "", _visitor(rng), value, rng.choice((1, 1, 1, 2, 3)), device]


def _visitor(rng: Random) -> str:
    return f"v{rng.getrandbits(40):010x}"


COSTS = (  # category, detail, channel, euros a month
    ("Publicité", "Recherche payante", "Recherche payante", 3100),
    ("Publicité", "Réseaux sociaux", "Réseaux sociaux", 2400),
    ("Fidélisation", "Carte de fidélité", "", 900),
    ("SAV", "Équipe", "", 4200),
    ("Divers", "Logiciels", "", 700),
)


def _costs(path: Path, rng: Random) -> None:
    head = ["N° pièce", "Du", "Au", "Catégorie", "Détail", "Canal", "Campagne", "Montant", "Devise"]
    rows: list[list[object]] = []
    day = START
    while day < END:
        after = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        end = min(after, END) - timedelta(days=1)
        for category, detail, way, euros in COSTS:
            more = 1.5 if day >= THIN_BOX and category == "SAV" else 1.0
            share = (end - day).days / 30
            amount = comma(euros * more * share * rng.uniform(0.92, 1.08))
            dates = [at.strftime("%d/%m/%Y") for at in (day, end)]
            rows.append([f"LC{len(rows) + 1:04d}", *dates, category, detail, way, "", amount, "EUR"])
        day = after
    rows.append(
        [f"LC{len(rows) + 1:04d}", "22/09/2026", "22/09/2026", "Publicité", "Envoi", "", CAMPAIGN, "640,00", "EUR"]
    )
    write_csv(path, [head], rows, delimiter=";")
