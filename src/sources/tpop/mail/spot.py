"""Which of the shop's own orders a letter speaks of, and what it says of each: a status near the reference, if one.

No layout is known, so none is read. Words nearer to the reference win; where the nearest contradict each other, the
status is unknown; where one word could be two orders', it is nobody's.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NamedTuple

from core.model import BlockReason, Mention, TpopStatus
from sources.tpop.mail import said
from sources.tpop.mail.letter import Letter, Passage
from sources.tpop.mail.near import Nearby, Seen
from sources.tpop.mail.places import Found, Place, find
from sources.tpop.mail.references import Order, References

Kind = Literal["invoice", "blocked", "table", "other"]
HEAD_LINES = 40
"""Of a PDF: there it says what it is."""


class Spotted(NamedTuple):
    """What a letter says of the shop's orders."""

    mentions: tuple[Mention, ...]
    ambiguous: frozenset[str]
    """Words beside a cue that mean two orders: not counted."""
    elsewhere: frozenset[str] = frozenset()
    """Numbers that a cue calls an order's, and that are none of these: an older order's, or TPOP's own."""


def spot(letter: Letter, references: References, at: datetime, *, invoice_means_production: bool = True) -> Spotted:
    """The orders of one letter, each once. `invoice_means_production`: TPOP bills what it begins to make (a guess)."""
    passages = (Passage("subject", (letter.subject,)), *letter.passages)
    founds = [_find(passage, references) for passage in passages]
    alone = _is_alone(founds)
    billed_all = said.speaks_of_invoice(letter.subject)
    owed = any(said.speaks_of_debt("\n".join(_first(passage))) for passage in passages)
    seen: dict[Order, list[Seen]] = {}
    billed: set[Order] = set()
    theirs: dict[Order, set[str]] = {}
    for passage, found in zip(passages, founds, strict=True):
        nearby = Nearby(found)
        heads = "\n".join(_first(passage)) if passage.where == "pdf" else ""
        billed_here = billed_all or said.speaks_of_invoice(heads)
        of_block = _by_block(found)
        for place in found.places:
            seen.setdefault(place.order, []).append(nearby.look(place, letter.subject if alone else ""))
            if not owed and ((billed_here and not nearby.is_denied(place)) or nearby.is_billed(place)):
                billed.add(place.order)
            theirs.setdefault(place.order, set()).update(of_block.get(place.block, ()))
    whole = "\n".join(line for passage in passages for line in passage.lines) if alone else ""
    numbers = {str(one.key) for found in founds for one in found.theirs} if alone else set()
    mentions = []
    for order, ones in seen.items():
        best = min(one.near for one in ones)
        statuses = frozenset[TpopStatus]().union(*(one.statuses for one in ones if one.near == best))
        shown = next(one for one in ones if one.near == best)
        status: TpopStatus | Literal[""] = ""
        if statuses:
            status = next(iter(statuses)) if len(statuses) == 1 else "unknown"
        cause = _cause(shown, whole) if status == "blocked" else said.Block()
        invoiced = order in billed and status != "blocked"
        own = theirs[order] or numbers
        mentions.append(
            Mention(
                reference=order.number,
                shop_order_id=order.id,
                status="production" if invoiced and not status and invoice_means_production else status,
                block_reason=cause.reason,
                block_code=cause.code,
                tpop_id=next(iter(own)) if len(own) == 1 else "",
                at=at,
                kind=_kind(shown.place, status, invoiced),
                where=shown.place.where,
            )
        )
    others = {one.key for found in founds for one in found.rivals if one.sure and isinstance(one.key, str)}
    return Spotted(
        tuple(mentions),
        frozenset[str]().union(*(found.ambiguous for found in founds)),
        frozenset(references.plain(word) for word in others),
    )


def _first(passage: Passage) -> tuple[str, ...]:
    """What it says it is: of a PDF its head, for below stands small print."""
    return (passage.lines + passage.otherwise)[:HEAD_LINES] if passage.where == "pdf" else passage.lines


def _find(passage: Passage, references: References) -> Found:
    found = find(passage, references)
    if passage.otherwise and not found.places:
        return find(passage._replace(lines=passage.otherwise), references)
    return found


def _by_block(found: Found) -> dict[int, set[str]]:
    """TPOP's numbers, where a block is about one order only."""
    orders: dict[int, set[Order | str]] = {}
    for place in found.places:
        orders.setdefault(place.block, set()).add(place.order)
    for rival in found.rivals:
        orders.setdefault(rival.block, set()).add(rival.key)
    numbers: dict[int, set[str]] = {}
    for one in found.theirs:
        if len(orders.get(one.block, ())) == 1:
            numbers.setdefault(one.block, set()).add(str(one.key))
    return numbers


def _is_alone(founds: list[Found]) -> bool:
    """Is the letter about one order only? Then all of it is about that."""
    orders = {place.order for found in founds for place in found.places}
    rivals = {one.key for found in founds for one in found.rivals if one.sure}
    theirs = {one.key for found in founds for one in found.theirs}
    return len(orders | rivals) == 1 and len(theirs) <= 1


def _cause(shown: Seen, whole: str) -> said.Block:
    """Why it is blocked: from the nearest text that says so; from the whole letter, if it is about one order only."""
    causes = [said.block(text) for text in (*shown.scopes, whole)]
    reason: BlockReason = next((cause.reason for cause in causes if cause.reason), "")
    code = next((cause.code for cause in causes if cause.code), "")
    return said.Block(reason, code if reason in ("", "payment") else "")


def _kind(place: Place, status: str, invoiced: bool) -> Kind:
    if invoiced and place.state is None:
        return "invoice"
    if place.tabled:
        return "table"
    return "blocked" if status == "blocked" else "other"
