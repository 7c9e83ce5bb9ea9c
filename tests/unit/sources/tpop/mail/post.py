"""Letters, orders and readings for these tests; and the people whose names must never come out."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from core.model import Mention, Window
from sandbox import mailbox, people
from sandbox.letters import Sale
from sources.tpop.mail.letter import Letter, Passage
from sources.tpop.mail.lines import plain
from sources.tpop.mail.read import MailRead, MailSettings, read_mail
from sources.tpop.mail.references import References
from sources.tpop.mail.spot import Spotted, spot
from sources.tpop.mail.trust import Trust

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
AT = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
WINDOW = Window(NOW - timedelta(days=30), NOW)
NUMBERS = {
    **{number: f"555{number}" for number in ("1042", "1043", "1050", "1051", "1053", "1066", "128", "12", "2026")},
    "FR-1001": "5559001",
    "MP-0042": "5559002",
    "75011": "5559003",
    "5551050": "5559004",
}
"""Number -> id. 5551050 is one order's number and another's id."""
REFERENCES = References(NUMBERS)
TRUST = Trust(forwarders=("bonjour@mugs-paris.example",))
SETTINGS = MailSettings(trust=TRUST)
SECRET = "tok-very-secret-4711"


def sales(*numbers: str, status: str = "blocked", seed: int = 4) -> list[Sale]:
    rng = random.Random(seed)
    return [
        Sale(number, NUMBERS.get(number, f"555{number}"), f"T-88{number[-3:]}", people.customer(rng), status)
        for number in numbers
    ]


def spotted(text: str, subject: str = "", where: Any = "text", references: References = REFERENCES) -> Spotted:
    return spot(Letter(subject, (Passage(where, plain(text.split("\n"))),)), references, AT)


def mentions(text: str, subject: str = "", where: Any = "text") -> dict[str, str]:
    """Number -> status of all that is spotted."""
    return {one.reference: one.status for one in spotted(text, subject, where).mentions}


def only(text: str, subject: str = "", where: Any = "text") -> Mention:
    (one,) = spotted(text, subject, where).mentions
    return one


def read(
    body: bytes, *, numbers: References = REFERENCES, settings: MailSettings = SETTINGS, **said: Any
) -> MailRead:
    """A mail that SES received at AT, from TPOP and with every verdict PASS unless told otherwise."""
    mail = mailbox.mail("m1", body, at=AT, **said)
    return read_mail(mail.key, mail.body, mail.receipt, numbers, settings, NOW)


def told(done: MailRead) -> dict[str, str]:
    return {one.reference: one.status for one in done.mentions}


def assert_private(done: object, people_told: Sequence[Sale]) -> None:
    """Nothing of a person, and no secret, in what leaves this package."""
    text = f"{done!r} {done}"
    for sale in people_told:
        for word in (*sale.buyer.words(), sale.buyer.first, sale.buyer.city, sale.buyer.address1):
            assert word not in text, word
    assert SECRET not in text
