"""Makes the golden mails, only when told to: `python -m tests.golden.mailbox_made --write`; without it, shows what differs.

An answer says what somebody read with their own eyes and found right. Renew, then read what changed, then commit.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from core.model import iso
from sandbox import mailbox, people
from sandbox.letters import BY_MERCHANT, OF_MANY, OF_ONE, Sale
from sources.tpop.mail.read import MailSettings, read_mail
from sources.tpop.mail.references import References
from sources.tpop.mail.trust import Trust
from tests.golden import mailbox_late

HERE = Path(__file__).parent / "mailbox"
AT = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
SETTINGS = MailSettings(trust=Trust(forwarders=(mailbox.FORWARDER,)))
STATUSES = (
    ("1042", "blocked"),
    ("1043", "production"),
    ("FR-1044", "shipped"),
    ("1045", "open"),
    ("1046", "cancelled"),
)


def sales() -> list[Sale]:
    """Five orders of invented people."""
    rng = random.Random(1123)
    return [
        Sale(number, f"555{number[-4:]}", f"T-88{number[-3:]}", people.customer(rng), status)
        for number, status in STATUSES
    ]


def made() -> Iterator[mailbox.Mail]:
    """The mails, as the sandbox makes them."""
    orders = sales()
    written = {
        **{name: make(orders[0]) for name, make in OF_ONE.items()},
        **{name: make(*orders) for name, make in OF_MANY.items()},
        **{name: make(orders) for name, make in mailbox_late.LATE.items()},
    }
    by_merchant = BY_MERCHANT | mailbox_late.BY_MERCHANT
    theirs = {"author": mailbox.MERCHANT, "source": mailbox.FORWARDER}
    for name, body in written.items():
        yield mailbox.mail(f"{name}.eml", body, at=AT, **(theirs if name in by_merchant else {}))


def answer(key: str, body: bytes, receipt: bytes | None) -> dict[str, Any]:
    """What we make of a mail, as plain JSON."""
    references = References({order.number: order.shop_id for order in sales()})
    done = read_mail(key, body, receipt, references, SETTINGS, NOW)
    mentions = [{**one._asdict(), "at": iso(one.at)} for one in done.mentions]
    return {
        **done._asdict(),
        "at": iso(done.at),
        "mentions": mentions,
        "troubles": list(done.troubles),
        "ambiguous": [],
        "elsewhere": list(done.elsewhere),
    }


def files() -> Iterator[tuple[Path, bytes]]:
    """Every golden file, and what would be written there."""
    for mail in made():
        assert mail.receipt is not None
        said = json.dumps(answer(*mail), ensure_ascii=False, indent=1) + "\n"
        yield HERE / mail.key, mail.body
        yield HERE / f"{mail.key}.receipt.json", mail.receipt
        yield HERE / f"{mail.key}.mentions.json", said.encode()


def main(arguments: list[str]) -> int:
    """0 where nothing differs or all was written, 1 where something differs."""
    differ = [(path, body) for path, body in files() if not path.exists() or path.read_bytes() != body]
    for path, body in differ:
        print(f"{'written' if arguments == ['--write'] else 'differs'}: {path.name}")
        if arguments == ["--write"]:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(body)
    return 0 if arguments == ["--write"] or not differ else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
