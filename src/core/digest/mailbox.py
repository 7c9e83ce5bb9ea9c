"""What TPOP's mails came to: how many were read and speak of orders, when the last came, what was set aside and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from core.digest.words import Words
from core.model import MailPull

WHYS_MAX = 4
"""Reasons told one by one; what is left is counted as one more."""


def said(words: Words, mails: MailPull) -> list[str]:
    """Sentences for what was checked."""
    days = 0 if mails.since is None else max(1, round((words.say.now - mails.since) / timedelta(days=1)))
    told = _read(words, mails, days)
    if mails.newest:
        told.append(words("mailbox.newest", when=words.say.at(mails.newest)))
    for key, counts in (("mailbox.unreadable", mails.not_readable), ("mailbox.aside", mails.not_trusted)):
        if count := sum(counts.values()):
            told.append(f"{words.n(key, count)}{words('colon')}{_whys(words, counts)}.")
    if any(mails.left_out.values()):
        told.append(words("mailbox.parts", whys=_whys(words, mails.left_out)))
    if mails.unread:
        told.append(f"{words.n('mailbox.unread', mails.unread)}.")
    return told


def _read(words: Words, mails: MailPull, days: int) -> list[str]:
    read, understood = mails.understood + mails.nothing, mails.understood
    if read == 1:
        return [words("mailbox.one" if understood else "mailbox.one.not")]
    if read:
        key = "not" if not understood else "all" if understood == read else "some"
        return [
            words(f"mailbox.{key}", n=words.say.figure(read), understood=words.n("mailbox.understood", understood))
        ]
    if mails.trusted or mails.not_readable or mails.unread:
        return []  # some came; what became of them is told next
    return [words("mailbox.none.days", days=words.n("days", days)) if days else words("mailbox.none")]


def _whys(words: Words, counts: Mapping[str, int]) -> str:
    """ "expéditeur inconnu (2), preuve d'origine absente (1)": the most frequent first."""
    told: dict[str, int] = {}
    for why, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        known = words.has(f"mailbox.why.{why}") and len(told) < WHYS_MAX
        key = why if known else "other"
        told[key] = told.get(key, 0) + count
    parts = (f"{words(f'mailbox.why.{why}')} ({words.say.figure(count)})" for why, count in told.items() if count)
    return ", ".join(parts)
