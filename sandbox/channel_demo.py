"""`make run DEMO=mail`: one merchant's three days, with what came in, what Vigie made of it, and what it told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TextIO

from sandbox import show
from sandbox.channel_play import Morning, mornings
from sandbox.channel_post import Came
from sandbox.channel_story import MERCHANTS, Life
from sandbox.cloud import Row
from sandbox.drive import KEPT, Handler, Printer, shown
from sandbox.story import PARIS

DEMOS = tuple(MERCHANTS)
TEXTS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "write-back": "VIGIE · trois jours sans rien donner : la boutique, et ce que TPOP y écrit",
        "mail": "VIGIE · trois jours de mails de TPOP, transférés par la boîte de Marie",
        "weekly": "VIGIE · trois jours avec le premier écran de TPOP, collé le lundi",
        "all": "VIGIE · trois jours avec la liste TPOP, ses mails et un écran collé",
        "played": "Boutique WooCommerce et TPOP en miniature ; les mails entrent par l'événement de\n"
        "SES ; les vrais programmes ; SNS, DynamoDB, S3 et SSM par moto. Tout est\n"
        "inventé : TPOP ne montre ses mails nulle part.",
        "log": "Journal des fonctions : {}",
        "came": "CE QUI EST ARRIVÉ",
        "nothing": "Rien : ni mail, ni liste.",
        "invoice": "mail de TPOP, transféré par la boîte de Marie : facture de {}",
        "blocked": "mail de TPOP, transféré par la boîte de Marie : paiement refusé, {}",
        "table": "mail de Marie : le haut de sa liste TPOP, {}",
        "forged": "mail qui se dit de TPOP : facture de {}",
        "stranger": "mail d'un inconnu : {} serait bloquée",
        "screen": "premier écran de TPOP, collé par Marie : {}",
        "why forwarded": "cru : la signature de TPOP est intacte",
        "why forwarder": "cru : signature de TPOP abîmée en route, mais c'est bien Marie qui transfère",
        "why merchant": "cru : c'est bien Marie qui écrit",
        "why unproven": "écarté : rien ne prouve qu'il vient de TPOP",
        "why stranger": "écarté : son expéditeur n'est pas sur la liste de Marie",
        "why list": "lu comme une liste, qui ne montre pas tout",
        "understood": "CE QUE VIGIE A COMPRIS ({} mails crus et compris en une semaine)",
        "nothing new": "Rien de nouveau.",
        "told": "CE QU'ELLE DIT À MARIE",
        "colon": " : ",
        "open": "en attente",
        "blocked order": "bloquée",
        "production": "en production",
        "shipped": "expédiée",
        "cancelled": "annulée",
        "payment": "paiement",
        "address": "adresse",
        "artwork": "visuel",
        "an invoice": "facture",
        "a blocked": "mail de blocage",
        "a table": "tableau collé",
        "pdf": "PDF joint",
        "html": "corps du mail",
        "text": "corps du mail",
        "subject": "objet",
        "mentions": "Ce qu'elle garde des mails : ni leur texte, ni un nom (heures UTC)",
        "heads": "réf. said reason code kind where_found at",
    },
    "en": {
        "write-back": "VIGIE · three days on nothing: the shop, and what TPOP writes there",
        "mail": "VIGIE · three days of TPOP's mails, passed on by Marie's mail box",
        "weekly": "VIGIE · three days with TPOP's first screen, pasted on Monday",
        "all": "VIGIE · three days with TPOP's list, its mails and a pasted screen",
        "played": "A WooCommerce shop and a TPOP in miniature; mails come in by SES's event; the\n"
        "real programs; SNS, DynamoDB, S3 and SSM by moto. All invented: TPOP shows its\nown mails nowhere.",
        "log": "The functions' log: {}",
        "came": "WHAT CAME IN",
        "nothing": "Nothing: neither a mail nor a list.",
        "invoice": "mail of TPOP's, passed on by Marie's mail box: invoice of {}",
        "blocked": "mail of TPOP's, passed on by Marie's mail box: payment refused, {}",
        "table": "mail of Marie's: the top of her TPOP list, {}",
        "forged": "mail that calls itself TPOP's: invoice of {}",
        "stranger": "mail of a stranger: {} is said to be blocked",
        "screen": "TPOP's first screen, pasted by Marie: {}",
        "why forwarded": "believed: TPOP's signature is intact",
        "why forwarder": "believed: TPOP's signature broke on the way, but it is Marie who passed it on",
        "why merchant": "believed: it is Marie who writes",
        "why unproven": "set aside: nothing proves that it is TPOP's",
        "why stranger": "set aside: its sender is not on Marie's list",
        "why list": "read as a list that does not show everything",
        "understood": "WHAT VIGIE UNDERSTOOD ({} mails believed and understood in a week)",
        "nothing new": "Nothing new.",
        "told": "WHAT IT TELLS MARIE",
        "colon": ": ",
        "open": "open",
        "blocked order": "blocked",
        "production": "in production",
        "shipped": "shipped",
        "cancelled": "cancelled",
        "payment": "payment",
        "address": "address",
        "artwork": "artwork",
        "an invoice": "invoice",
        "a blocked": "mail of a block",
        "a table": "pasted table",
        "pdf": "PDF",
        "html": "body of the mail",
        "text": "body of the mail",
        "subject": "subject",
        "mentions": "What it keeps of mails: neither their text nor a name (times in UTC)",
        "heads": "ref. said reason code kind where_found at",
    },
}


def demo(
    name: str,
    *,
    language: str = "fr",
    handler: Handler | None = None,
    out: TextIO | None = None,
    log: Path = KEPT / "run.log",
) -> list[Morning]:
    """One merchant's three days, morning by morning."""
    texts, words, say = TEXTS[language], show.WORDS[language], Printer(out)
    say(texts[name], "", texts["played"], texts["log"].format(shown(log)))
    played: list[Morning] = []
    for number, morning in enumerate(mornings(Life(name), language=language, handler=handler, log=log), 1):
        say(*show.heading(f"{words['day']} {number} · {show.day(morning.now.astimezone(PARIS), language)}"))
        say(texts["came"], *_came(morning, texts), "")
        if "mail" in MERCHANTS[name]:
            before = played[-1].rows if played else ()
            say(texts["understood"].format(_read(morning)), *_understood(before, morning.rows, texts), "")
        say(texts["told"])
        say.messages(list(morning.messages), language, words["no mail"])
        played.append(morning)
    rows = played[-1].rows
    if kept := _mentions(rows):
        say(*show.table(texts["mentions"], texts["heads"].split(), [_cells(row) for row in kept]))
    say(*show.history(rows, language))
    return played


def _came(morning: Morning, texts: Mapping[str, str]) -> list[str]:
    """What came in, alike things together; each with what Vigie made of it."""
    groups: dict[tuple[str, str], list[Came]] = {}
    for one in morning.came:
        groups.setdefault((one.kind, f"why {one.why}"), []).append(one)
    lines: list[str] = []
    for (kind, why), some in groups.items():
        numbers = " ".join(number for one in some for number in one.numbers)
        count = f"{len(some)} × " if len(some) > 1 else ""
        lines += _item(f"{count}{texts[kind].format(numbers)}")
        lines += ["    " + line for line in show.fold(f"→ {texts[why]}", show.COLUMNS - 4)]
    return lines or [texts["nothing"]]


def _read(morning: Morning) -> int:
    """How many mails of the last week Vigie itself says that it believed and understood."""
    coverage = morning.report["shops"][0]["coverage"]
    return sum(one["orders"] for one in coverage if one["grade"] == "mentioned")


def _understood(before: Sequence[Row], after: Sequence[Row], texts: Mapping[str, str]) -> list[str]:
    """The mentions that are new or changed: alike ones together, in Vigie's own words."""
    known = {row["item"]: row for row in _mentions(before)}
    groups: dict[tuple[str, ...], list[str]] = {}
    for row in _mentions(after):
        if known.get(row["item"]) != row:
            number, *told, _ = _cells(row)
            groups.setdefault(tuple(told), []).append(number)
    lines: list[str] = []
    for (state, reason, code, kind, where), numbers in groups.items():
        why = ", ".join(texts.get(word, word) for word in (reason, code) if word != "-")
        said = texts.get(f"{state} order", texts.get(state, state)) + (f" ({why})" if why else "")
        source = f"{texts.get(f'a {kind}', texts.get(f'an {kind}', kind))}, {texts.get(where, where)}"
        lines += _item(f"{' '.join(numbers)}{texts['colon']}{said} ← {source}")
    return lines or [texts["nothing new"]]


def _item(text: str) -> list[str]:
    first, *more = show.fold(text, show.COLUMNS - 2)
    return [f"• {first}", *(f"  {line}" for line in more)]


def _mentions(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if str(row["item"]).startswith("mention#")]


def _cells(row: Row) -> list[str]:
    said = [
        str(row.get(key) or "-") for key in ("number", "said", "block_reason", "block_code", "kind", "where_found")
    ]
    return [*said, show.short(row["at"])]
