"""Who buys and what is sold: invented French customers and TPOP-like products. Nobody here exists."""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Customer:
    """One invented person and where the parcel goes."""

    first: str
    last: str
    address1: str
    address2: str
    postcode: str
    city: str
    country: str
    email: str
    phone: str

    def words(self) -> set[str]:
        """What must never leave memory: each of these identifies somebody."""
        name = f"{self.first} {self.last}"
        return {self.last, name, self.address1, self.email, self.phone} | ({self.address2} - {""})


@dataclass(frozen=True, slots=True)
class Product:
    """One thing that TPOP prints."""

    sku: str
    title: str
    cents: int
    """Price with tax, as the customer sees it."""
    product_id: int
    variation_id: int = 0
    options: tuple[tuple[str, str], ...] = ()

    @property
    def variant(self) -> str:
        return ", ".join(value for _, value in self.options)


def _colour(value: str) -> tuple[str, str]:
    return ("couleur", value)


PRODUCTS = (
    Product("TP-MUG-001-WHT", "Mug Vigie", 1490, 201, 211, (_colour("Blanc"),)),
    Product("TP-MUG-001-BLK", "Mug Vigie", 1490, 201, 212, (_colour("Noir"),)),
    Product("TP-MUG-002-WHT", "Mug Café d'abord", 1590, 202, 213, (_colour("Blanc"),)),
    Product("TP-TEE-010-BLK-S", "T-shirt Marée haute", 2490, 203, 214, (_colour("Noir"), ("taille", "S"))),
    Product("TP-TEE-010-BLK-M", "T-shirt Marée haute", 2490, 203, 215, (_colour("Noir"), ("taille", "M"))),
    Product("TP-TEE-010-WHT-L", "T-shirt Marée haute", 2490, 203, 216, (_colour("Blanc"), ("taille", "L"))),
    Product("TP-TOT-003-NAT", "Sac Marché du samedi", 1690, 204),
    Product("TP-PST-020-A3", "Affiche Phare d'Ar-Men", 1990, 205, 217, (("format", "A3"),)),
    Product("TP-PST-020-A2", "Affiche Phare d'Ar-Men", 2790, 205, 218, (("format", "A2"),)),
    Product("TP-CAP-005-NVY", "Casquette Large", 2290, 206),
)

# fmt: off
_FIRST = (
    "Éloïse", "Zacharie", "Maëlys", "Anatole", "Clémence", "Gaspard", "Ondine", "Barnabé",
    "Héloïse", "Côme", "Apolline", "Théodule", "Violaine", "Isaure", "Malo", "Sidonie", "Aurèle",
    "Faustine", "Loïc", "Bérénice", "Octave", "Françoise", "Noëmie", "Ulysse",
)
_LAST = (
    "Trévidic", "Quillambert", "Desmarquoy", "Vaujouan", "Lacoustère", "Fontbrillac", "Roquebrenne",
    "Haudricourtin", "Bézandrieu", "Kerzalenn", "Montgaillot", "Plessardière", "Saintoncelle",
    "Courvoisine", "Trémoulinas", "Ablaincour", "Guéthannec", "Ouvradour",
)
# fmt: on
_STREETS = (
    "rue de l'Église",
    "avenue des Tilleuls",
    "rue du Général-Leclerc",
    "impasse du Vieux-Puits",
    "quai de la Tournelle",
    "place de la Liberté",
    "chemin des Mûriers",
    "boulevard Émile-Zola",
    "rue Saint-Rémi",
    "allée des Érables",
)
_CITIES = (
    ("75011", "Paris"),
    ("69003", "Lyon"),
    ("29200", "Brest"),
    ("42000", "Saint-Étienne"),
    ("13006", "Marseille"),
    ("31000", "Toulouse"),
    ("44000", "Nantes"),
    ("59800", "Lille"),
    ("67000", "Strasbourg"),
    ("38000", "Grenoble"),
    ("51100", "Reims"),
    ("56100", "Lorient"),
)
_MORE = ("", "", "", "Bâtiment C, 3e étage", "Résidence Les Cèdres", "Appt. 12")


def customer(rng: random.Random) -> Customer:
    """Somebody new; e-mail and phone from what is reserved for fiction."""
    first, last = rng.choice(_FIRST), rng.choice(_LAST)
    postcode, city = rng.choice(_CITIES)
    serial = rng.randrange(10**6)
    return Customer(
        first,
        last,
        f"{rng.randrange(1, 190)}{rng.choice((' bis', '', '', ''))} {rng.choice(_STREETS)}",
        rng.choice(_MORE),
        postcode,
        city,
        "FR",
        f"client{serial:06d}@courriel.example",
        f"+33 6 39 98 {serial // 100 % 100:02d} {serial % 100:02d}",
    )


def basket(rng: random.Random) -> list[tuple[Product, int]]:
    """One to three articles, mostly one."""
    count = rng.choices((1, 2, 3), (70, 23, 7))[0]
    return [(product, rng.choices((1, 2, 3), (80, 15, 5))[0]) for product in rng.sample(PRODUCTS, count)]
