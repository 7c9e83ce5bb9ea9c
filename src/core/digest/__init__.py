"""One message for the shops that share a topic and a language: what is said, what it tells, what is counted as sent.

choose.py says which kind · headline.py, subject.py, sms.py and mail.py write it · payload.py is for machines.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from core.digest import news as of
from core.digest.choose import Choice, choose, kind_of, sent_keys, severity_of
from core.digest.headline import parts
from core.digest.mail import mail
from core.digest.payload import payload
from core.digest.sms import sms
from core.digest.subject import subject
from core.digest.words import words_for
from core.look import Look
from core.model import rank
from core.ports import Message, Told

IN_MAIL = 50
"""Findings told in the mail; the rest is counted."""
IN_JSON = 200
LARGEST = 200_000
"""Bytes of mail, SMS and JSON together, as they travel: SNS takes 256 KB."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A message, and what is marked for each shop once it is out."""

    message: Message
    told: Mapping[str, tuple[Told, ...]]
    sent: Mapping[str, tuple[str, ...]]


def compose(looks: Sequence[Look], stage: str = "prod", zone: Callable[[str], tzinfo] = ZoneInfo) -> Composed | None:
    """The message for these looks, all of one topic and one language; None where there is nothing to say."""
    chosen = [choose(words_for(look, zone)) for look in looks]
    choices = sorted((one for one in chosen if one.kind is not None), key=_worst)
    if not choices:
        return None
    silent = [one for one in chosen if one.kind is None]
    return Composed(
        message=_message(choices, silent, stage),
        told={one.look.shop: tuple(of.told(news) for news in one.told) for one in choices},
        sent={one.look.shop: sent_keys(one) for one in choices},
    )


def _message(choices: Sequence[Choice], silent: Sequence[Choice], stage: str) -> Message:
    kind, words = kind_of(choices), choices[0].words
    headline = parts(choices, silent, kind)
    alone = choices[0].look.shop if len(choices) + len(silent) == 1 else ""
    short = sms(words, headline, alone)
    in_mail, in_json = IN_MAIL, IN_JSON
    while True:
        text = mail(choices, silent, in_mail)
        body = payload(choices, kind, stage, in_json)
        if _size(text, short, body) < LARGEST or not (in_mail or in_json):
            break
        # The larger half gives way first: the mail is for people, and is short unless somebody's texts are not.
        if in_json and (not in_mail or _bytes(json.dumps(body)) > _bytes(text)):
            in_json //= 2
        else:
            in_mail //= 2
    return Message(
        subject=subject(words, headline),
        email=text,
        sms=short,
        payload=body,
        kind=kind,
        severity=severity_of(choices, kind),
        send_sms=any(one.sms for one in choices),
        shops=tuple(one.look.shop for one in choices),
    )


def _size(text: str, short: str, body: object) -> int:
    """As SNS gets it: JSON inside JSON, every accent escaped."""
    return _bytes(json.dumps({"email": text, "sms": short, "default": json.dumps(body)}))


def _bytes(text: str) -> int:
    return len(text.encode())


def _worst(choice: Choice) -> tuple[int, datetime, str]:
    """The shop with the worst and soonest news comes first."""
    worst = min(
        ((-rank(of.severity(news)), of.deadline(news) or of.FAR) for news in choice.faults), default=(1, of.FAR)
    )
    return *worst, choice.look.shop
