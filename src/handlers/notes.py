"""What every mail of a look must say besides its findings: what was set that does not fit, and what the shop hides."""

from __future__ import annotations

from collections.abc import Sequence

from core.diff import Diffed
from core.expect import DIGITAL
from core.look import OrderCounts
from core.match import Matched
from handlers import notices
from handlers.reading import Reading


def knows_no_sku(reading: Reading) -> bool:
    """Lines are told by the skus TPOP has shown, and it has shown none: nothing is expected of it."""
    return reading.shop.policy.lines.mode == "known" and not reading.skus


def only_downloads(orders: OrderCounts) -> bool:
    """The shop calls every order of the window a download, so none is expected at TPOP. It may be wrong about that."""
    return orders.excluded.get(DIGITAL, 0) > 0 and not orders.expected


def foreign_at_tpop(reading: Reading, matched: Matched) -> int:
    """Orders that TPOP has, though by the policy's `lines` nothing of them is TPOP's: the rule does not fit."""
    if reading.is_ours is None:
        return 0
    return sum(
        1
        for case in matched.cases
        if case.alive
        and case.shop
        and case.shop[0].lines
        and all(reading.is_ours(line) is False for line in case.shop[0].lines)
    )


def tests_at_tpop(matched: Matched) -> list[str]:
    """Numbers of test orders that TPOP has and has not shipped: nobody paid for them, and it will print and bill them."""
    return [
        case.number
        for case in matched.cases
        if any(order.aside == "test" for order in case.shop)
        and any(order.status in ("open", "blocked", "production", "unknown") for order in case.alive)
    ]


def notes_for(
    reading: Reading, diffed: Diffed, foreign: int, orders: OrderCounts, tests: Sequence[str] = ()
) -> tuple[str, ...]:
    """What the merchant wrote or set that does not fit, and how the shop can be read: said in every mail until mended."""
    english, damaged, notes = reading.shop.policy.language == "en", reading.damaged, []
    if diffed.unreadable_mutes:
        numbers = " ".join(diffed.unreadable_mutes[:5])
        notes.append(
            f"I cannot read the date of the mute of {numbers}: write it like 2026-12-31."
            if english
            else f"Je ne lis pas la date de sourdine de {numbers} : écrivez-la ainsi, 2026-12-31."
        )
    if damaged:
        notes.append(
            f"I cannot read {len(damaged)} row(s) of the history: {damaged[0]}."
            if english
            else f"Je ne peux pas lire {len(damaged)} ligne(s) de l'historique : {damaged[0]}."
        )
    if knows_no_sku(reading):
        notes.append(
            "TPOP's list has shown me no sku yet: until it does, I expect no order there."
            if english
            else "La liste TPOP ne m'a encore montré aucun SKU : d'ici là, je n'y attends aucune commande."
        )
    if only_downloads(orders):
        notes.append(
            "Your shop calls all its orders downloads: I expect none at TPOP. Is that so?"
            if english
            else "Votre boutique dit toutes ses commandes téléchargeables : je n'en attends aucune chez TPOP. Est-ce bien cela ?"
        )
    if foreign:
        notes.append(
            f'TPOP has {foreign} order(s) of which I expect nothing: the setting "lines" does not fit.'
            if english
            else f"TPOP a {foreign} commande(s) dont je n'attends rien : le réglage « lines » ne convient pas."
        )
    if tests:
        named = " ".join(tests[:5])
        notes.append(
            f"TPOP has {len(tests)} test order(s) of your shop ({named}): cancel there what is not to be printed."
            if english
            else f"TPOP a {len(tests)} commande(s) d'essai de votre boutique ({named}) : "
            "annulez là-bas ce qui n'est pas à imprimer."
        )
    said = notices.told((one for sight in reading.sights for one in sight.notices), reading.shop.policy.language)
    return (*notes, *said)
