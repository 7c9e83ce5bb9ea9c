"""The mail box: reads the mails that lie below a prefix, each with its receipt, and what they say. Reads only."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from core.errors import SourceError
from core.model import MailPull, Trouble, Window
from sources.tpop.identity import Cleaner
from sources.tpop.mail import message, read, receipt
from sources.tpop.mail.read import MailRead, MailSettings
from sources.tpop.mail.receipt import Verdict
from sources.tpop.mail.references import References

MAILS_MAX = 500
"""Only so many of those that are trusted, the newest."""
RECEIPTS_MAX = 5_000
"""Of so many, the newest, the receipt is looked at: strangers may fill the box, and must not hide what TPOP says."""
NO_MAILS = ("AMAZON_SES_SETUP_NOTIFICATION",)
"""What SES itself leaves in a bucket when it is told to put mails there."""
_LISTS = (".json", ".csv", ".tsv", ".xlsx", ".txt")


class Entry(Protocol):
    """One file as a store lists it."""

    @property
    def key(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def stored_at(self) -> datetime: ...


class Store(Protocol):
    """Where the mails lie: the inbox's own stores fit."""

    def entries(self, prefix: str) -> Iterator[Entry]: ...

    def body(self, key: str) -> bytes: ...


class Mailbox:
    """Mails forwarded to one shop's address. They prove presence, never absence: nothing is said by a mail not sent."""

    def __init__(
        self,
        store: Store,
        prefix: str,
        *,
        settings: MailSettings,
        reference_pattern: str,
        now: datetime,
        name: str = "tpop-mail",
    ) -> None:
        """`reference_pattern`: the policy's, for the shop's number inside TPOP's reference. Raises SettingsError."""
        self.name = name
        self._store, self._prefix, self._settings, self._now = store, prefix, settings, now
        self._clean = Cleaner(reference_pattern)

    def mentions(
        self, references: Mapping[str, str], window: Window, theirs: Mapping[str, str] | None = None
    ) -> MailPull:
        """What is said of these orders (number -> shop order id; `theirs`: TPOP's number -> shop order id).

        Raises SourceError where the box cannot be listed.
        """
        # Their warnings quote what stands in a PDF.
        logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)
        known = References(references, self._clean, theirs)
        since = max(window.since, self._now - timedelta(days=self._settings.days))
        files = {entry.key: entry for entry in self._store.entries(self._prefix)}
        mails = sorted(
            (entry for entry in files.values() if _is_mail(entry) and entry.stored_at >= since),
            key=lambda entry: (entry.stored_at, entry.key),
        )
        judged = [(entry, self._judge(entry, files)) for entry in mails[-RECEIPTS_MAX:]]
        trusted = [(entry, one) for entry, one in judged if isinstance(one, Verdict)]
        reads = [one for _, one in judged if isinstance(one, MailRead)]
        reads += [self._read(entry, verdict, known) for entry, verdict in trusted[-MAILS_MAX:]]
        left = max(0, len(trusted) - MAILS_MAX)
        return replace(_told(reads, left), since=since, unread=left + len(mails) - len(judged))

    def _judge(self, entry: Entry, files: Mapping[str, Entry]) -> Verdict | MailRead:
        """The verdict on a mail that is trusted; of any other what becomes of it."""
        beside = entry.key + receipt.SUFFIX
        try:
            lies = files.get(beside)
            judged = None if lies is None else b"" if lies.size > receipt.BYTES_MAX else self._store.body(beside)
            verdict = receipt.judge(entry.key, judged, self._settings.trust, self._now)
        except SourceError:
            return MailRead((), "not_readable", "store")
        return verdict if verdict.trusted else MailRead((), "not_trusted", verdict.why, verdict.at)

    def _read(self, entry: Entry, verdict: Verdict, references: References) -> MailRead:
        try:
            if entry.size > message.BYTES_MAX:
                return MailRead((), "not_readable", "too_large", verdict.at)
            body = self._store.body(entry.key)
        except SourceError:
            return MailRead((), "not_readable", "store")
        return read.read_trusted(body, verdict, references, self._settings)


def _is_mail(entry: Entry) -> bool:
    name = entry.key.rpartition("/")[2]
    return bool(entry.size) and name not in NO_MAILS and not name.lower().endswith(_LISTS)


def _told(reads: list[MailRead], unread: int) -> MailPull:
    """`unread`: trusted, and more than are read."""
    trusted = [one for one in reads if one.outcome != "not_trusted" and one.at]
    not_trusted = Counter(one.why for one in reads if one.outcome == "not_trusted")
    not_readable = Counter(one.why for one in reads if one.outcome == "not_readable")
    left_out = Counter(why for one in reads if one.outcome != "not_readable" for why in one.troubles)
    ambiguous = sorted({word for one in reads for word in one.ambiguous})
    # What strangers send is counted and no trouble, nor is what turned out to be no word of TPOP's.
    parts = Counter({why: count for why, count in left_out.items() if why not in read.SET_ASIDE})
    troubles = [
        Trouble("other", {"what": what, "mails": counts.total(), "why": dict(sorted(counts.items()))})
        for what, counts in (("mails_not_readable", not_readable), ("mail_parts", parts))
        if counts
    ]
    if ambiguous:
        troubles.append(
            Trouble("other", {"what": "mail_references", "references": ambiguous[:10], "all": len(ambiguous)})
        )
    if unread:
        troubles.append(Trouble("other", {"what": "mails_unread", "mails": unread}))
    return MailPull(
        mentions=tuple(
            sorted((mention for one in trusted for mention in one.mentions), key=lambda mention: mention.at)
        ),
        seen=len(reads),
        trusted=len(trusted),
        understood=sum(one.outcome == "understood" for one in reads),
        nothing=sum(one.outcome == "nothing" for one in reads),
        not_trusted=not_trusted,
        not_readable=not_readable,
        left_out=left_out,
        newest=max((one.at for one in trusted if one.at), default=None),
        troubles=tuple(troubles),
        elsewhere=tuple((word, one.at) for one in trusted for word in one.elsewhere if one.at),
    )
