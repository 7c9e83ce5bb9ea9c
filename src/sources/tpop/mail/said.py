"""What a text says of an order: its status in TPOP's words, why it is blocked, whether an invoice is spoken of.

A word that is denied, announced or supposed ("n'est pas bloquée", "will be shipped", "si elle est annulée") says
nothing. Words that also mean other things in a sentence ("open", "en cours") count only where they stand alone.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from core.model import BlockReason, TpopStatus
from sources.tpop import words
from sources.tpop.mail import bills
from sources.tpop.words import DECLINES, fold, reason_of, status_of

ALONE_MAX = 40
NEAR = 12
"""Words before a status, in which a doubt counts."""
_LOOSE = frozenset({"open", "ouverte", "offen", "pending", "hold", "production", "in progress", "in bearbeitung"})
_LOOSE_TOO = frozenset({"en cours", "en attente"})
_ACCENTED = frozenset({"annule", "expedie", "bloque"})
"""Only with its accent a participle: "annulé"; without, a command or the present."""
_PHRASES: Mapping[str, TpopStatus] = {
    **{word: status for status, known in words.STATUSES.items() for word in known if word not in _LOOSE | _LOOSE_TOO},
    **dict.fromkeys(("suspendu", "suspendue"), "blocked"),  # French for "suspended", which is TPOP's
}
_DOUBTS = """
    pas plus jamais aucun aucune non ni sans not never without cannot nicht kein keine nie ohne niet geen nooit sin
    sera seront serait seraient passera passeront partira pourra pourrait peut peuvent pouvez doit devra devront va vont
    etre will shall would can could may might should must be wird werden kann konnen konnte soll sollte muss
    mussen sara saranno puo deve essere ser sera seran puede debe zal zullen kan moet worden
    si if wenn falls unless when once lorsque quand jusqu until before avant bevor sobald cuando quando wanneer zodra
    voordat antes prima whether whenever comment pourquoi how why wie warum
"""
_DOUBT = frozenset(_DOUBTS.split())
_DOUBLE_DOUBT = frozenset({"no longer", "des que", "une fois", "as soon"})
_AFTER = frozenset({"werden", "worden", "konnen", "konnte"})
"""German and Dutch put it behind: "muss versandt werden"."""
_FAILURES = """
    refuse refusee echoue echec rejete rejetee decline declined failed failure refused rejected abgelehnt fehlgeschlagen
    gescheitert rifiutato fallito rechazado fallido geweigerd mislukt
"""
_FAILED = frozenset(_FAILURES.split())
_ADDRESS = re.compile(r"\binvoice address\b")
"""Stands on a delivery note too."""
_STATE = re.compile(
    r"(?i)\b\w{0,12}(?:statut|status|[ée]tat|state|zustand|stato|estado|toestand)\b([^:\n\t]{0,30})[:\t]([^\n\t,;.(|]*)"
)
_OF = """de la du des commande of the order der bestellung actuel aktueller current dell ordine del pedido van votre your"""
_OF_ORDER = frozenset(_OF.split())
_SEGMENT = re.compile(r"\s[-–—/|]\s|[:;,()•·\[\]!?.\t|\n]|\s{2,}")
_PLACE = r"(?:adresse de (?:livraison|facturation)|(?:delivery|shipping|billing) address|(?:liefer|rechnungs)adresse)"
_PAID = r"(?:(?:moyen|mode) de )?paiement|payment(?: method)?|zahlung(?:sart|smethode)?"
_LABEL = re.compile(
    rf"(?i)[^\S\n]*(?:{_PLACE}[^\S\n]*:?[^\S\n]*|(?:{_PLACE}|adresse|address|{_PAID})[^\S\n]*[:\t][^\n\t]*\d.*)"
)
"""Says where a parcel goes, or how it was paid: not why it is blocked."""
_BUTTON = re.compile(
    r"(?i)(?:retry payment|(?:retenter|relancer|réessayer) le paiement|ritenta il pagamento|reintentar el pago"
    r"|zahlung wiederholen|betaling opnieuw proberen)\b"
)
"""TPOP's own, and some that are guessed. It clings to its neighbours, and may stand where no payment failed."""
_CODE = re.compile(r"(?<![a-z_])[a-z]{2,20}(?:_[a-z]+)+")
_ENDS = re.compile(r"[.,;:!?()\[\]\n\t|–—]")
_SENTENCES = re.compile(r"([.!?\n\t])")
_LINES = re.compile(r"[.!?\n\t]")
_CLAUSES = re.compile(r"[.,;:!?()\[\]\n\t|–—](?<![nN]\.)")
"""As _ENDS, but "n. 1042" goes on."""
_AND = frozenset({"et", "and", "und", "e", "y", "en"})


class Block(NamedTuple):
    """Why an order is blocked."""

    reason: BlockReason = ""
    code: str = ""


def exactly(text: str) -> TpopStatus | None:
    """The status that this text is, and nothing but that; None for any other text."""
    if len(text) > ALONE_MAX:
        return None
    folded = fold(text)
    for word in (folded, folded.removesuffix("s")):
        if (status := status_of(word)) != "unknown":
            return status
    return None


def statuses(text: str) -> frozenset[TpopStatus]:
    """Every status that the text asserts; `unknown` among them where a status is named by a word nobody knows."""
    told = _told(text)
    found = {status for piece in _SEGMENT.split(told) if (status := exactly(piece))}
    for state in _STATE.finditer(told):
        value = state[2].strip()
        if any(map(str.isalpha, value)) and len(value.split()) <= 3 and _OF_ORDER.issuperset(fold(state[1]).split()):
            found.add(exactly(value) or "unknown")
    found.update(_PHRASES[word] for clause in _ENDS.split(told) for word in _asserted(clause, _PHRASES))
    if not found and _fails(told):
        found.add("blocked")
    return frozenset(found)


def _told(text: str) -> str:
    """The text without its questions."""
    pieces = _SENTENCES.split(text)
    ends = [*pieces[1::2], ""]
    return "".join(f"{piece}{end}" if end != "?" else "? " for piece, end in zip(pieces[::2], ends, strict=True))


def block(text: str) -> Block:
    """What is said of the cause of a block."""
    code = next((code for code in _CODE.findall(text.casefold()) if code in DECLINES), "")
    told = "\n".join(line for line in text.split("\n") if not _is_label(line))
    reason = reason_of(_BUTTON.sub(" ", told), code)
    return Block(reason or ("payment" if _is_unpaid(told) else ""), code)


def _is_label(line: str) -> bool:
    return bool(_LABEL.fullmatch(line)) and not _FAILED.intersection(fold(line).split())


def speaks_of_invoice(text: str) -> bool:
    """An invoice that is there; not one that will come, nor an offer, a reminder or a credit note."""
    folded = fold(text)
    if "credit note" in folded or bills.NOT_INVOICE.intersection(folded.split()) or speaks_of_debt(text):
        return False
    told = _told(text)
    if any(_is_void(line) for line in _LINES.split(told)):
        return False
    clauses = [_ADDRESS.sub("", fold(clause)).split() for clause in _ENDS.split(told)]
    return any(bills.INVOICE.intersection(clause) and not _doubted(clause) for clause in clauses)


def speaks_of_debt(text: str) -> bool:
    """An invoice that is owed, refused or taken back: then no invoice of that letter proves anything."""
    return any(_is_owed(clause) or _is_void(clause) for clause in _ENDS.split(_told(text)))


def _is_owed(clause: str) -> bool:
    folded = fold(clause)
    return any(
        not _supposed(folded[max(0, found.start() - 100) : found.start()]) for found in bills.OWED.finditer(folded)
    )


def _is_void(clause: str) -> bool:
    words = fold(clause).split()
    return bool(bills.INVOICE.intersection(words)) and any(
        not _supposed(" ".join(words[max(0, at - NEAR) : at])) for at, word in enumerate(words) if word in bills.VOID
    )


def _supposed(before: str) -> bool:
    return _doubted(before.split()) or bool(bills.SUPPOSED.intersection(before.split()))


def _is_unpaid(text: str) -> bool:
    """Does it say of a payment, or a card, that it failed?"""
    for clause in _CLAUSES.split(text):
        folded = fold(clause)
        if not bills.PAYMENT.intersection(folded.split()):
            continue
        if any(_asserted(clause, _FAILED)):
            return True
        if any(not _doubted(folded[: found.start()].split()[-NEAR:]) for found in bills.UNPAID.finditer(folded)):
            return True
    return False


def is_doubted(text: str) -> bool:
    """Does it deny, announce or suppose anything?"""
    return any(_doubted(fold(clause).split()) for clause in _ENDS.split(text))


def _fails(text: str) -> bool:
    """GUESS: a payment that failed is a block; so is any of the bank's codes."""
    seen = block(text)
    if seen.reason != "payment":
        return False
    return bool(seen.code) or _is_unpaid(text) or any(any(_asserted(clause, _FAILED)) for clause in _ENDS.split(text))


def _asserted(clause: str, known: Container[str]) -> Iterator[str]:
    """The known words that a clause asserts."""
    raw = clause.casefold().split()
    folded = [fold(word) for word in raw]
    taken = -1
    for at, word in enumerate(folded):
        pair = " ".join(folded[at : at + 2])
        match = next((one for one in (pair, word, word.removesuffix("s")) if one in known), "")
        if not match or at <= taken:
            continue
        taken = at + (match == pair and " " in pair)
        if known is _PHRASES and _is_of_invoice(folded[max(0, at - NEAR) : at]):
            continue
        if match in _ACCENTED and not raw[at].strip("\"'«»*_").removesuffix("s").endswith("é"):
            continue
        if not _AFTER.intersection(folded[taken + 1 : taken + 2]) and not _doubted(folded[max(0, at - NEAR) : at]):
            yield match


def _is_of_invoice(before: list[str]) -> bool:
    """The invoice is what was sent or cancelled: "la facture de la commande 1042 est annulée"."""
    last = next((before[at:] for at in range(len(before) - 1, -1, -1) if before[at] in bills.INVOICE), [])
    return bool(last) and not _AND.intersection(last)


def _doubted(words: list[str]) -> bool:
    near = " ".join(words).split()
    pairs = list(pairwise([*near, ""]))
    # "order no. 1042" is no denial; "no está bloqueado" is one.
    denied = any(one == "no" and not any(map(str.isdigit, two)) for one, two in pairs)
    return denied or bool(_DOUBT.intersection(near)) or any(" ".join(pair) in _DOUBLE_DOUBT for pair in pairs)
