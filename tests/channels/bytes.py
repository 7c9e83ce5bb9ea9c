"""The same sides of a world, read from real bytes: mails through the mail box, lists through the inbox."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from core.model import MailPull, Window
from core.policy import Policy
from core.ports import MailBox, TpopChannel
from sandbox import carriers
from sandbox.channels import KEPT, World
from sandbox.mailbox import FORWARDER
from sources.tpop.inbox.pull import Entry, Inbox
from sources.tpop.mail.pull import Mailbox
from sources.tpop.mail.read import MailSettings
from sources.tpop.mail.trust import Trust
from tests.channels.sides import NAMES, Lying, Sides

POLICY = Policy()
TRUST = MailSettings(Trust(forwarders=(FORWARDER,)))


@dataclass(frozen=True)
class Files:
    """A bucket in memory, as it was at some moment: what is older than seven days is gone."""

    kept: Mapping[str, tuple[datetime, bytes]]
    now: datetime

    def entries(self, prefix: str) -> Iterator[Entry]:
        for key, (at, body) in self.kept.items():
            if key.startswith(prefix) and at <= self.now and self.now - at < KEPT:
                yield Entry(key, len(body), at)

    def body(self, key: str) -> bytes:
        return self.kept[key][1]


@lru_cache(maxsize=4)
def bucket(world: World) -> Mapping[str, tuple[datetime, bytes]]:
    """Everything that ever lies in the bucket, and since when."""
    kept = {}
    for feed in world.feeds:
        if feed.run < 0:
            name, body = carriers.file(world, feed)
            kept[name] = (feed.as_of, body)
    for at, mail in carriers.mails(world):
        kept[mail.key] = (at, mail.body)
        kept[f"{mail.key}.receipt.json"] = (at, mail.receipt or b"")
    return kept


@dataclass
class Once:
    """A mail box that is read once in a run, whatever set of channels asks for it."""

    box: Mailbox
    name: str = NAMES["mail"]
    read: dict[tuple[tuple[str, str], ...], MailPull] = field(default_factory=dict)

    def mentions(
        self, references: Mapping[str, str], window: Window, theirs: Mapping[str, str] | None = None
    ) -> MailPull:
        key = tuple(sorted(references.items()))
        if key not in self.read:
            self.read[key] = self.box.mentions(references, window)
        return self.read[key]


class Real(Sides):
    """Sides whose inboxes and mails are read from bytes."""

    def inbox(self, channel: str) -> TpopChannel:
        lies = Inbox(
            Files(bucket(self.world), self.now),
            f"{channel}/",
            shop="mugs-paris",
            policy=POLICY,
            now=self.now,
            covers="all" if channel == "weekly" else "some",
            name=NAMES[channel],
        )
        return Lying(lies.pull(Window(self.world.start, self.now)), NAMES[channel])

    def mailbox(self) -> MailBox:
        files = Files(bucket(self.world), self.now)
        return Once(Mailbox(files, "mail/", settings=TRUST, reference_pattern=POLICY.reference_pattern, now=self.now))


def misread(world: World, run: int) -> list[str]:
    """What the bytes are understood to say, where that is not what was put into them."""
    always = Window(world.start, world.runs[run])
    real, plain = (
        {line for channel in ("weekly", "screen") for line in _rows(side, channel, always)}
        | {
            f"mail {one.reference} {one.status} {one.block_reason} {one.at}"
            for one in side.mailbox().mentions({order.number: order.id for order in side.shop}, always).mentions
        }
        for side in (Real(world, run), Sides(world, run))
    )
    return sorted(real ^ plain)


def _rows(side: Sides, channel: str, window: Window) -> list[str]:
    rows = side.inbox(channel).pull(window).orders
    return [f"{channel} {one.reference} {one.status} {one.block_reason} {one.as_of}" for one in rows]
