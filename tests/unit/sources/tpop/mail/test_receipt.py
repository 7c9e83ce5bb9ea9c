"""Who is trusted: every case of the table, and whoever tries to get past it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import SettingsError
from sandbox.mailbox import BOX, MERCHANT, TPOP, receipt
from sources.tpop.mail.receipt import CASES, NOT_JUDGED, Verdict, judge, kept
from sources.tpop.mail.trust import Trust

from .post import AT, NOW, TRUST

SOMEBODY = "Jean <jean@elsewhere.example>"


def verdict(trust: Trust = TRUST, key: str = "mails/m1", **said: Any) -> Verdict:
    return judge(key, json.dumps(receipt("m1", at=AT, **said)).encode(), trust, NOW)


# Each line: who writes (From), who sent (envelope), what SES says, and the case that this is.
TABLE: list[tuple[dict[str, Any], bool, str]] = [
    # From TPOP itself.
    ({}, True, "direct"),
    ({"dmarc": "GRAY"}, True, "direct"),
    ({"source": "bounces@mailer.example", "dmarc": "PASS"}, True, "direct"),
    ({"source": "prvs=1a2b3c=bounce@tpop.com", "dmarc": "GRAY"}, True, "direct"),
    ({"author": "a@mail.tpop.com", "source": "b@bounces.tpop.com", "dmarc": "GRAY"}, True, "direct"),
    # By way of the merchant's mailbox.
    ({"source": "bonjour+caf_=x@mugs-paris.example"}, True, "forwarded"),
    ({"source": "bonjour@mugs-paris.example", "spf": "FAIL"}, True, "forwarded"),
    ({"source": "bonjour@mugs-paris.example", "dkim": "FAIL", "dmarc": "GRAY"}, True, "forwarder"),
    ({"source": "bonjour@mugs-paris.example", "dkim": "FAIL", "dmarc": "FAIL", "policy": "none"}, True, "forwarder"),
    (
        {"source": "bonjour@mugs-paris.example", "dkim": "FAIL", "dmarc": "FAIL", "policy": "quarantine"},
        True,
        "forwarder",
    ),
    # Written by the merchant: a pasted list, a mail passed on by hand.
    ({"author": MERCHANT, "source": "bonjour@mugs-paris.example"}, True, "merchant"),
    ({"author": MERCHANT, "source": "bonjour@mugs-paris.example", "dkim": "GRAY", "dmarc": "GRAY"}, True, "merchant"),
    # Refused, whoever it is.
    ({"virus": "FAIL"}, False, "virus"),
    ({"spam": "FAIL"}, False, "spam"),
    ({"virus": "FAIL", "author": SOMEBODY}, False, "virus"),
    ({"dmarc": "FAIL", "policy": "reject"}, False, "forged"),
    ({"source": "bonjour@mugs-paris.example", "dmarc": "FAIL", "policy": "reject"}, False, "forged"),
    # Names TPOP or the merchant, and nothing proves it.
    ({"source": "x@elsewhere.example", "dmarc": "GRAY"}, False, "unproven"),
    ({"source": "x@elsewhere.example", "dmarc": "FAIL", "policy": "none"}, False, "unproven"),
    ({"spf": "FAIL", "dmarc": "GRAY"}, False, "unproven"),
    ({"dkim": "FAIL", "dmarc": "GRAY"}, False, "unproven"),
    ({"spf": "GRAY", "dkim": "GRAY", "dmarc": "GRAY"}, False, "unproven"),
    ({"dmarc": "PROCESSING_FAILED", "spf": "PROCESSING_FAILED"}, False, "unproven"),
    ({"source": "bonjour@mugs-paris.example", "spf": "FAIL", "dkim": "PASS", "dmarc": "GRAY"}, False, "unproven"),
    ({"author": MERCHANT, "source": "bounce@tpop.com", "dmarc": "GRAY"}, False, "unproven"),
    (
        {"author": MERCHANT, "source": "bonjour@mugs-paris.example", "dmarc": "FAIL", "policy": "none"},
        False,
        "unproven",
    ),
    # Nobody we know.
    ({"author": SOMEBODY, "source": "jean@elsewhere.example"}, False, "stranger"),
    ({"author": SOMEBODY, "source": "bonjour@mugs-paris.example"}, False, "stranger"),
    ({"author": "TPOP <factures@tpop.com.evil.example>"}, False, "stranger"),
    ({"author": "TPOP <factures@nottpop.com>"}, False, "stranger"),
    ({"author": '"TPOP <factures@tpop.com>" <x@evil.example>'}, False, "stranger"),
    ({"author": "x@evil.example, TPOP <factures@tpop.com>"}, False, "stranger"),
    ({"author": '"a" x@evil.example, "b" <factures@tpop.com>'}, False, "stranger"),
    ({"author": ["x@evil.example", TPOP]}, False, "stranger"),
    ({"author": []}, False, "stranger"),
    ({"author": "factures@tрop.com"}, False, "stranger"),  # a Cyrillic letter
    ({"author": "Autre <autre@mugs-paris.example>", "source": "autre@mugs-paris.example"}, False, "stranger"),
]


@pytest.mark.parametrize(
    ("said", "trusted", "why"), TABLE, ids=lambda value: str(value) if isinstance(value, str) else None
)
def test_every_case(said: dict[str, Any], trusted: bool, why: str) -> None:
    assert verdict(**said) == Verdict(trusted, why, AT)


def test_every_reason_has_been_seen() -> None:
    seen = {why for _, _, why in TABLE} | {"other_address"} | set(NOT_JUDGED)
    assert seen == {why for why, *_ in CASES} | set(NOT_JUDGED)


def test_a_mail_to_another_shop_is_not_read() -> None:
    ours = Trust(addresses=(BOX,))
    assert verdict(ours).trusted
    assert verdict(ours, recipients=(BOX.upper(), "x@vigie.example")).trusted
    assert verdict(ours, recipients=("mugs-paris+x@vigie.example",)).why == "other_address"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (None, "no_receipt"),
        (b"", "bad_receipt"),
        (b"[]", "bad_receipt"),
        (b"null", "bad_receipt"),
        (b"{", "bad_receipt"),
        (b'{"mail": {}, "receipt": {}}', "bad_receipt"),
        (b'{"Records": []}', "bad_receipt"),
        (b"[" * 100_000, "bad_receipt"),
        (b" " * 600_000, "bad_receipt"),
        (b"\xff\xfe", "bad_receipt"),
    ],
)
def test_a_receipt_that_is_none(body: bytes | None, why: str) -> None:
    assert judge("m1", body, TRUST, NOW) == Verdict(False, why)


def test_a_receipt_of_another_mail() -> None:
    assert verdict(key="mails/m2").why == "other_receipt"
    assert verdict(key="m1/m2").why == "other_receipt"
    assert verdict(key="mails/m1.eml").trusted


def test_a_receipt_from_the_future() -> None:
    assert (
        judge("m1", json.dumps(receipt("m1", at=NOW + timedelta(hours=1))).encode(), TRUST, NOW).why == "bad_receipt"
    )


@pytest.mark.parametrize(
    "field", ["spamVerdict", "virusVerdict", "spfVerdict", "dkimVerdict", "dmarcVerdict", "timestamp", "recipients"]
)
@pytest.mark.parametrize("value", [None, 1, True, {}, {"status": 1}, {"status": None}, ...])
def test_a_field_that_is_not_what_it_should_be(field: str, value: Any) -> None:
    ses = receipt("m1", at=AT)
    ses["receipt"][field] = value
    if value is ...:
        del ses["receipt"][field]
    done = judge("m1", json.dumps(ses).encode(), Trust(addresses=(BOX,)), NOW)
    assert not done.trusted
    assert done.why == "bad_receipt" or (field == "recipients" and done.why == "other_address")


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda c: st.lists(c) | st.dictionaries(st.text(), c)
    )
)
def test_no_json_makes_it_stumble(said: Any) -> None:
    assert not judge("m1", json.dumps({"mail": said, "receipt": said}).encode(), TRUST, NOW).trusted
    assert not judge("m1", json.dumps(said).encode(), TRUST, NOW).trusted


def test_the_whole_event_says_the_same_as_what_is_kept_of_it() -> None:
    ses = receipt("m1", at=AT)
    event = {"Records": [{"eventSource": "aws:ses", "ses": ses}]}
    for said in (ses, event, kept(ses)):
        assert judge("m1", json.dumps(said).encode(), TRUST, NOW) == Verdict(True, "direct", AT)


def test_no_subject_is_kept() -> None:
    ses = receipt("m1", at=AT)
    ses["mail"]["commonHeaders"]["subject"] = "Éloïse Trévidic"
    ses["mail"]["headers"].append({"name": "Subject", "value": "Éloïse Trévidic"})
    assert "Trévidic" not in json.dumps(kept(ses), ensure_ascii=False)


@pytest.mark.parametrize(
    "lists",
    [
        {"forwarders": ("gmail.com",)},
        {"forwarders": ("Orange.fr",)},
        {"senders": ("",)},
        {"senders": ("tpop",)},
        {"senders": ("TPOP <a@tpop.com>",)},
        {"forwarders": ("me@",)},
        {"forwarders": ("a b@c.example",)},
        {"addresses": ("x@y@z,w",)},
    ],
)
def test_a_list_that_would_trust_everybody_or_nobody_is_refused(lists: dict[str, Any]) -> None:
    with pytest.raises(SettingsError) as refused:
        Trust(**lists)
    assert f"mail.{next(iter(lists))}" in str(refused.value)
    assert all(not entry or entry not in str(refused.value) for entries in lists.values() for entry in entries)


def test_an_address_at_a_public_host_may_be_named() -> None:
    trust = Trust(forwarders=("mugs.paris@gmail.com",))
    assert verdict(trust, author="Mugs <Mugs.Paris+vigie@gmail.com>", source="x@gmail.com").why == "merchant"
    assert verdict(trust, author="Mugs <other@gmail.com>", source="mugs.paris@gmail.com").why == "stranger"
