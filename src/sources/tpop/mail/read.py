"""One mail, read: is it trusted, can it be opened, and of which of the shop's orders does it speak. Never raises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple

from core.model import Mention, TpopStatus
from sources.tpop.mail import message, receipt
from sources.tpop.mail.letter import Letter
from sources.tpop.mail.message import LEFT_OUT, UNREADABLE
from sources.tpop.mail.receipt import CASES, NOT_JUDGED
from sources.tpop.mail.references import References
from sources.tpop.mail.spot import spot
from sources.tpop.mail.trust import Trust

Outcome = Literal["understood", "nothing", "not_trusted", "not_readable"]
"""understood: it speaks of at least one order of the window · nothing: it speaks of none, as far as we can tell."""

WHYS: Mapping[str, str] = {
    **{why: meaning for why, trusted, _, meaning in CASES if not trusted},
    **NOT_JUDGED,
    **UNREADABLE,
    **LEFT_OUT,
    "not_tpops": "a mail of the merchant that does not name TPOP: it may be the shop's own",
    "store": "a mail that the store did not hand out",
    "crashed": "a mail that made Vigie stumble",
}
"""Every reason that can stand beside an outcome or among the troubles, and what it means."""
SET_ASIDE = ("own_message", "not_tpops")
"""Read, and found to be no word of TPOP's."""


@dataclass(frozen=True, slots=True)
class MailSettings:
    """What a merchant decides about mails. Nothing here is documented by TPOP."""

    trust: Trust = field(default_factory=Trust)
    invoice_means_production: bool = True
    """GUESS, from facts 0.4: the invoice exists only once the order is in production."""
    days: float = 7
    """How far back mails are read."""


class MailRead(NamedTuple):
    """What one mail says of the shop's orders. Nothing of its text, and of nobody in it."""

    mentions: tuple[Mention, ...]
    outcome: Outcome
    why: str
    """How a trusted mail came to be (CASES), or the word of WHYS that says what became of it."""
    at: datetime | None = None
    """When SES received it, where its receipt could be read."""
    troubles: tuple[str, ...] = ()
    """What of a trusted mail could not be read: words of WHYS."""
    ambiguous: tuple[str, ...] = ()
    """References that mean two orders; they count for neither."""
    elsewhere: tuple[str, ...] = ()
    """Numbers of orders that were not asked about."""


def read_mail(
    key: str, body: bytes, receipt_body: bytes | None, references: References, settings: MailSettings, now: datetime
) -> MailRead:
    """What the mail under this key says. `receipt_body`: what lies beside it."""
    verdict = receipt.judge(key, receipt_body, settings.trust, now)
    if not verdict.trusted:
        return MailRead((), "not_trusted", verdict.why, verdict.at)
    return read_trusted(body, verdict, references, settings)


def read_trusted(body: bytes, verdict: receipt.Verdict, references: References, settings: MailSettings) -> MailRead:
    """The same, where its receipt has been judged."""
    at = verdict.at
    assert at is not None  # a trusted mail has its time
    try:
        opened = message.open_mail(body)
        spotted = [
            spot(letter, references, at, invoice_means_production=settings.invoice_means_production)
            for letter in opened.letters
        ]
    except message.Unreadable as unreadable:
        return MailRead((), "not_readable", unreadable.why, at)
    except Exception:  # a mail is anybody's: whatever it makes fail, the next one is read
        return MailRead((), "not_readable", "crashed", at)
    told = [one.mentions for one in spotted]
    if verdict.why == "merchant":
        told = [_of_tpop(letter, mentions) for letter, mentions in zip(opened.letters, told, strict=True)]
    mentions = _merged([mention for some in told for mention in some])
    ambiguous = tuple(sorted(frozenset[str]().union(*(one.ambiguous for one in spotted))))
    others = ["not_tpops"] if sum(map(len, told)) < sum(len(one.mentions) for one in spotted) else []
    left_out = [why for why in opened.left_out if why != "picture" or _may_be_a_list(opened, verdict, mentions)]
    troubles = tuple(dict.fromkeys([*left_out, *others]))
    speaking = [one for letter, one in zip(opened.letters, spotted, strict=True) if _speaks(letter, verdict)]
    elsewhere = tuple(sorted(frozenset[str]().union(*(one.elsewhere for one in speaking))))
    if mentions:
        return MailRead(mentions, "understood", verdict.why, at, troubles, ambiguous, elsewhere)
    unread = [why for why in troubles if why not in SET_ASIDE]
    if unread:
        return MailRead((), "not_readable", unread[0], at, troubles, ambiguous)
    return MailRead((), "nothing", troubles[0] if troubles else verdict.why, at, troubles, ambiguous, elsewhere)


def _speaks(letter: Letter, verdict: receipt.Verdict) -> bool:
    """Is it TPOP's word? The merchant's own mails are, where they name TPOP."""
    return verdict.why != "merchant" or letter.names_tpop


def _may_be_a_list(opened: message.Opened, verdict: receipt.Verdict, mentions: tuple[Mention, ...]) -> bool:
    """A picture in a mail of the merchant that names TPOP and says nothing else: TPOP's list, as a screen shows it."""
    return verdict.why == "merchant" and not mentions and any(letter.names_tpop for letter in opened.letters)


def _of_tpop(letter: Letter, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """A shop writes from the merchant's address too ("new order 1042"), and its word for TPOP's would hide what is missing.

    So TPOP must be named in what the merchant sends; a list with a column for the status speaks for itself.
    """
    return mentions if letter.names_tpop else tuple(one for one in mentions if one.kind == "table" and one.status)


def _merged(mentions: list[Mention]) -> tuple[Mention, ...]:
    """Each order once, though several letters in one mail may speak of it. If they contradict each other: unknown."""
    known: dict[str, Mention] = {}
    for mention in mentions:
        before = known.setdefault(mention.reference, mention)
        if before is mention:
            continue
        told = [one for one in (before, mention) if one.status]
        kept = told[0] if told else before
        status: TpopStatus | Literal[""] = "unknown" if len({one.status for one in told}) > 1 else kept.status
        known[mention.reference] = kept._replace(
            status=status,
            block_reason=kept.block_reason if status == "blocked" else "",
            block_code=kept.block_code if status == "blocked" else "",
            tpop_id=before.tpop_id if before.tpop_id == mention.tpop_id else before.tpop_id or mention.tpop_id,
        )
    return tuple(known.values())
