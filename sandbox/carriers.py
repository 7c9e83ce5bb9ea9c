"""What a channel carries, as real bytes: mails as mail programs send them, and lists as files of three kinds."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Iterable
from datetime import datetime, timedelta

from sandbox import letters
from sandbox.carried import Feed, Order, Word
from sandbox.channels import World
from sandbox.mailbox import FORWARDER, MERCHANT, Mail, letter, mail

FRENCH = ("N° TPOP", "Commande boutique", "Créée le", "Statut", "Motif", "SKU", "Quantité")
ENGLISH = ("id", "reference", "created_at", "status", "block_reason", "sku", "quantity")
REASONS = {"payment": "paiement", "address": "adresse", "artwork": "visuel", "": ""}


def file(world: World, feed: Feed) -> tuple[str, bytes]:
    """One list as a file: its name, which tells its time, and what stands in it. A screen is a table of few columns."""
    orders = {order.number: order for order in world.orders}
    rows = [(orders[word.order], word) for word in world.shown(feed)]
    name = f"{feed.channel}/tpop-{feed.as_of:%Y-%m-%dT%H%M%SZ}"
    if feed.channel == "screen":
        return f"{name}.csv", _table([(order.tpop_id, order.number, _french(word)) for order, word in rows])
    if world.seed % 2:
        return f"{name}.json", _document(feed, rows, lines=world.seed % 4 == 1)
    return f"{name}.csv", _csv(rows, feed.says_why, french=world.seed % 4 == 0)


def _french(word: Word) -> str:
    return letters.WORDS["fr"][word.status]


def _table(rows: Iterable[tuple[str, str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(("N° TPOP", "Commande boutique", "Statut"))
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def _csv(rows: Iterable[tuple[Order, Word]], says_why: bool, *, french: bool) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if french else ",")
    heads = FRENCH if french else ENGLISH
    writer.writerow(heads if says_why else [head for at, head in enumerate(heads) if at != 4])
    for order, word in rows:
        for product, count in order.items:
            status = _french(word) if french else word.status
            reason = (REASONS[word.reason] if french else word.reason,) if says_why else ()
            writer.writerow((order.tpop_id, order.number, _iso(order.reached), status, *reason, product.sku, count))
    return out.getvalue().encode("cp1252" if french else "utf-8")


def _document(feed: Feed, rows: Iterable[tuple[Order, Word]], *, lines: bool) -> bytes:
    orders = []
    for order, word in rows:
        told = {"id": order.tpop_id, "reference": f"#{order.number}", "status": word.status}
        told |= {"created_at": _iso(order.reached)} | ({"block_reason": word.reason} if word.reason else {})
        made = [{"sku": product.sku, "quantity": count} for product, count in order.items]
        orders.append({**told, "lines": made} if lines else told)
    return json.dumps({"as_of": _iso(feed.as_of), "orders": orders}).encode()


def _iso(at: datetime | None) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}" if at else ""


def mails(world: World) -> list[tuple[datetime, Mail]]:
    """Every mail of the world, with the moment of its arrival, for which its receipt stands."""
    rng = random.Random(world.seed)
    orders = {order.number: order for order in world.orders}
    words = [word for order in world.orders for word in order.words if word.channel == "mail"]
    made = [
        (word.at, _single(f"m{at:03d}.eml", orders[word.order], word, rng))
        for at, word in enumerate(words)
        if word.form != "table"
    ]
    for at, moment in enumerate(world.tables):
        rows = [(orders[word.order], word) for word in words if word.form == "table" and word.at == moment]
        if rows:
            make = rng.choice(list(letters.OF_MANY.values()))
            body = make(*(_sale(order, word) for order, word in rows))
            pasted = mail(f"t{at:03d}.eml", body, at=moment, prefix="mail/", author=MERCHANT, source=FORWARDER)
            made.append((moment, pasted))
    return made


def _single(name: str, order: Order, word: Word, rng: random.Random) -> Mail:
    """An invoice, or a payment that was refused. What comes late, the merchant passed on from their own mailbox."""
    makers = (
        (letters.invoice_fr, letters.invoice_en, letters.invoice_de)
        if word.form == "invoice"
        else (letters.blocked_fr, letters.blocked_en)
    )
    body = rng.choice(makers)(_sale(order, word))
    if word.at - word.true_at < timedelta(hours=1):
        return mail(name, body, at=word.at, prefix="mail/")
    passed_on = letter("Fwd: TPOP", author=MERCHANT, text="Pour Vigie.\n", attached=(body,))
    return mail(name, passed_on, at=word.at, prefix="mail/", author=MERCHANT, source=FORWARDER)


def _sale(order: Order, word: Word) -> letters.Sale:
    return letters.Sale(
        order.number, order.id, order.tpop_id, order.buyer, word.status, "12,50", order.reached or order.created
    )
