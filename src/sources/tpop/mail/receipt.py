"""Who is trusted: the verdicts that SES itself gave when the mail came in, and nothing that stands inside the mail.

Headers can be forged, Authentication-Results and X-SES-… among them. The receipt lies beside the mail, as
`<key>.receipt.json`: `ses` of the event that SES hands to a function, or what `kept` leaves of it.

    what comes                                                        outcome
    a spoofed mail: From TPOP, and nothing proves it                  refused: unproven
    the same, and TPOP's domain asks to refuse it                     refused: forged
    verdicts written into the mail's own headers                      never looked at: as if they were not there
    no receipt beside it, one of another mail, one that is none       refused: no_receipt, other_receipt, bad_receipt
    forwarded: SPF broken, TPOP's DKIM signature intact               read: forwarded, or direct if the forwarder
                                                                      is not on the list
    forwarded: DKIM broken, but SPF proves the merchant's mailbox     read: forwarder (unless DMARC asks to refuse it)
    forwarded: both broken                                            refused: unproven, or forged
    forwarded by somebody else, DKIM broken                           refused: unproven
    a verdict that SES could not give (GRAY, PROCESSING_FAILED, …)    proves nothing; a missing one: bad_receipt

"forwarder" believes what the merchant's mailbox let in: it is the weakest of the trusted, and says so by its name.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sources.tpop.mail.trust import Trust, author, bare
from sources.tpop.times import SKEW, BadTime, moment

SUFFIX = ".receipt.json"
BYTES_MAX = 512 * 1024
VERDICTS = ("spamVerdict", "virusVerdict", "spfVerdict", "dkimVerdict", "dmarcVerdict")


class Facts(NamedTuple):
    """What SES says of one mail, put against the lists."""

    spam: str
    virus: str
    spf: str
    """Of the envelope's sender, no other: after a forwarding, that is the forwarder."""
    dkim: str
    dmarc: str
    """PASS: the domain in From stands behind it, by SPF or by DKIM. GRAY: that domain has no rule."""
    policy: str
    author: str
    """Which list From is on: sender, forwarder, or neither."""
    envelope: str
    """Which list the envelope's sender is on."""
    same: bool
    """Both are on their list by the same entry."""
    ours: bool
    """It came to the shop's own address."""


Case = tuple[str, bool, Callable[[Facts], bool], str]
CASES: tuple[Case, ...] = (
    ("virus", False, lambda f: f.virus == "FAIL", "SES found a virus"),
    ("spam", False, lambda f: f.spam == "FAIL", "SES takes it for spam"),
    ("forged", False, lambda f: f.dmarc == "FAIL" and f.policy == "reject", "its domain says: not mine, refuse it"),
    ("other_address", False, lambda f: not f.ours, "it was sent to another address than the shop's"),
    ("stranger", False, lambda f: not f.author, "its sender is not on the list"),
    ("merchant", True, lambda f: f.author == "forwarder" and f.dmarc == "PASS", "the merchant's own, by DMARC"),
    (
        *("forwarded", True),
        lambda f: f.author == "sender" and f.dmarc == "PASS" and f.envelope == "forwarder",
        "from TPOP by way of the merchant's mailbox, and TPOP's signature is intact",
    ),
    ("direct", True, lambda f: f.author == "sender" and f.dmarc == "PASS", "from TPOP, by DMARC"),
    (
        *("direct", True),
        lambda f: f.author == "sender" and f.same and f.spf == f.dkim == "PASS" and f.dmarc != "FAIL",
        "from TPOP, by SPF and DKIM, where TPOP's domain has no DMARC rule",
    ),
    (
        *("merchant", True),
        lambda f: f.author == "forwarder" and f.same and f.spf == "PASS" and f.dmarc != "FAIL",
        "the merchant's own, by SPF, where its domain has no DMARC rule",
    ),
    (
        *("forwarder", True),
        lambda f: f.author == "sender" and f.envelope == "forwarder" and f.spf == "PASS",
        "TPOP's signature did not survive, but the merchant's mailbox, proved by SPF, passed it on",
    ),
    ("unproven", False, lambda f: True, "it names a sender on the list, and nothing proves it"),  # noqa: ARG005
)
"""Every case, the first that fits: reason word, whether the mail is read, when, and what that means."""

NOT_JUDGED = {
    "no_receipt": "no receipt of SES lies beside it",
    "bad_receipt": "the receipt beside it cannot be read, or is none that SES gives",
    "other_receipt": "the receipt beside it is another mail's",
}
"""Reasons for not reading a mail before any verdict is looked at."""


class Verdict(NamedTuple):
    """Whether a mail is read."""

    trusted: bool
    why: str
    """A word of CASES or NOT_JUDGED."""
    at: datetime | None = None
    """When SES received it."""


def judge(key: str, receipt: bytes | None, trust: Trust, now: datetime) -> Verdict:
    """The case that this mail is. Never raises."""
    if receipt is None:
        return Verdict(False, "no_receipt")
    try:
        if len(receipt) > BYTES_MAX:
            return Verdict(False, "bad_receipt")
        ses = _ses(json.loads(receipt))
        mail, verdicts = ses["mail"], ses["receipt"]
        name = key.rpartition("/")[2]
        if mail["messageId"] not in (name, name.removesuffix(".eml")) or not mail["messageId"]:
            return Verdict(False, "other_receipt")
        at = moment(verdicts["timestamp"])
        facts = _facts(mail, verdicts, trust)
    except (ValueError, BadTime, KeyError, TypeError, AttributeError, RecursionError):
        return Verdict(False, "bad_receipt")
    if at > now + SKEW:
        return Verdict(False, "bad_receipt")
    why, trusted = next((why, trusted) for why, trusted, fits, _ in CASES if fits(facts))
    return Verdict(trusted, why, at)


def kept(ses: Mapping[str, Any]) -> dict[str, Any]:
    """What is stored of SES's event: no subject, no other header, only what `judge` reads."""
    mail, receipt = ses["mail"], ses["receipt"]
    return {
        "mail": {
            "messageId": mail["messageId"],
            "source": mail["source"],
            "commonHeaders": {"from": mail["commonHeaders"]["from"]},
        },
        "receipt": {
            name: receipt[name] for name in ("timestamp", "recipients", "dmarcPolicy", *VERDICTS) if name in receipt
        },
    }


def _ses(said: Any) -> Any:
    records = said.get("Records")
    if records is None:
        return said
    (record,) = records
    return record["ses"]


def _facts(mail: Any, receipt: Any, trust: Trust) -> Facts:
    spam, virus, spf, dkim, dmarc = (receipt[name]["status"].upper() for name in VERDICTS)
    written = mail["commonHeaders"]["from"]
    of_author = trust.listed(author(written[0]) if isinstance(written, list) and len(written) == 1 else "")
    of_envelope = trust.listed(bare(mail["source"]))
    return Facts(
        spam=spam,
        virus=virus,
        spf=spf,
        dkim=dkim,
        dmarc=dmarc,
        policy=str(receipt.get("dmarcPolicy") or "").casefold(),
        author=of_author[0],
        envelope=of_envelope[0],
        same=bool(of_author[0]) and of_author == of_envelope,
        ours=trust.is_ours(receipt["recipients"]),
    )
