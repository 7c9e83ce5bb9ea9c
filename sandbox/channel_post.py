"""What reaches Vigie in those days: TPOP's mails as a mail box passes them on, a pasted list, and mails nobody asked for.

All invented, as in sandbox.letters: TPOP shows neither its mails nor its table in public.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

from sandbox import letters, mailbox
from sandbox.letters import WORDS, Sale

OWNER = "marie@boutique.example"
MARIE = f"Marie <{OWNER}>"
PARIS = ZoneInfo("Europe/Paris")
_HEADS = ("Commande TPOP", "Commande boutique", "Date", "Client", "Montant", "Statut")


Why = Literal["forwarded", "forwarder", "merchant", "unproven", "stranger", "list"]
"""What is to become of it: the first three are believed. Written when it is made; a test holds Vigie to it."""


class Came(NamedTuple):
    """One mail that SES received, or one file that the merchant put into the inbox."""

    at: datetime
    kind: Literal["invoice", "blocked", "table", "forged", "stranger", "screen"]
    numbers: tuple[str, ...]
    """The orders it names."""
    key: str
    """Of a mail, SES's own id."""
    body: bytes
    why: Why
    ses: dict[str, Any] | None = None
    """What SES says of it; None: a file."""

    @property
    def believed(self) -> bool:
        return self.why in ("forwarded", "forwarder", "merchant")

    @property
    def channel(self) -> str:
        return "mail" if self.ses else "inbox"

    @property
    def event(self) -> dict[str, Any]:
        """What SES hands to the mail function."""
        return {"Records": [{"eventSource": "aws:ses", "eventVersion": "1.0", "ses": self.ses}]}


def _mail(kind: Any, why: Why, sales: Sequence[Sale], body: bytes, at: datetime, **said: Any) -> Came:
    key = f"{kind}-{sales[0].number}-{at:%d%H%M}"
    ses = mailbox.receipt(key, at=at, **{"source": OWNER, **said})
    return Came(at, kind, tuple(sale.number for sale in sales), key, body, why, ses)


def invoice(sale: Sale, at: datetime) -> Came:
    """Passed on by a rule of her mail box, untouched: TPOP's signature holds."""
    return _mail("invoice", "forwarded", [sale], letters.invoice_fr(sale), at)


def blocked(sale: Sale, at: datetime) -> Came:
    """The same rule; here something on the way changed the mail, and TPOP's signature broke."""
    return _mail(
        "blocked", "forwarder", [sale], letters.blocked_fr(sale), at, dkim="FAIL", dmarc="FAIL", policy="none"
    )


def forged(sale: Sale, at: datetime) -> Came:
    """In TPOP's name, from anywhere: an invoice for an order that TPOP never got."""
    said = {"source": "bounce@envoi.example", "dkim": "FAIL", "dmarc": "FAIL", "policy": "none"}
    return _mail("forged", "unproven", [sale], letters.invoice_fr(sale), at, **said)


def stranger(sale: Sale, at: datetime) -> Came:
    """Somebody who found the address."""
    author = "Impression Express <offres@impression-express.example>"
    text = f"Bonjour,\n\nvotre commande {sale.number} est bloquée : paiement refusé. Cliquez vite ici !\n"
    body = mailbox.letter(f"Commande {sale.number} bloquée", author=author, text=text)
    return _mail("stranger", "stranger", [sale], body, at, author=author, source="offres@impression-express.example")


def table(sales: Sequence[Sale], at: datetime) -> Came:
    """The top of TPOP's table of orders, copied into a mail by the merchant."""
    head = "".join(f"<th>{name}</th>" for name in _HEADS)
    rows = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in _cells(sale, "&nbsp;€")) + "</tr>" for sale in sales
    )
    html = f"<p>Ma liste TPOP de ce matin.</p><table><tr>{head}</tr>{rows}</table><p>Marie</p>"
    return _mail("table", "merchant", sales, mailbox.letter("Liste TPOP", author=MARIE, html=html), at, author=MARIE)


def screen(sales: Sequence[Sale], total: int, shop: str, at: datetime) -> Came:
    """The first screen of TPOP's table as a browser copies it, in a file named after the moment."""
    lines = ["Commandes", "", "\t".join(_HEADS), *("\t".join(_cells(sale, " €")) for sale in sales)]
    lines += ["", f"1–{len(sales)} sur {total}", "Suivant"]
    key = f"inbox/{shop}/{at.astimezone(PARIS):%Y-%m-%d_%H%M}.txt"
    return Came(at, "screen", tuple(sale.number for sale in sales), key, "\r\n".join(lines).encode(), "list")


def _cells(sale: Sale, currency: str) -> tuple[str, ...]:
    assert sale.made is not None
    made = f"{sale.made.astimezone(PARIS):%d/%m/%Y %H:%M}"
    return (sale.tpop_id, f"#{sale.number}", made, sale.name, f"{sale.amount}{currency}", WORDS["fr"][sale.status])


LETTERS: Mapping[str, Callable[[Sale, datetime], Came]] = {"blocked": blocked, "forged": forged, "stranger": stranger}
