"""Each refusal of a WooCommerce becomes one plain sentence that says what to change, and quotes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from core.errors import SourceError
from sandbox import faults
from sandbox.faults import Fault
from tests.unit.sources.woocommerce.shop import ORDERS, Stand, standing

PERSON = "Trévidic"


@pytest.fixture
def stand() -> Iterator[Stand]:
    with standing() as one:
        one.fill(2)
        yield one


def said(code: str) -> bytes:
    return json.dumps({"code": code, "message": PERSON, "data": {"params": PERSON}}).encode()


@pytest.mark.parametrize(
    ("fault", "kind", "why", "words"),
    [
        (faults.status(401, said("woocommerce_rest_authentication_error")), "refused", "secret", "consumer secret"),
        (faults.status(401, said("woocommerce_rest_cannot_view")), "refused", "key", "permission Read"),
        (faults.status(401, b"<html>"), "refused", "key", "Authorization header"),
        (faults.status(403, said("woocommerce_rest_cannot_view")), "refused", "role", "may not read orders"),
        (faults.status(403, b"<html>" + PERSON.encode()), "refused", "firewall", "firewall"),
        (faults.status(404, said("rest_no_route")), "refused", "no_route", "Is WooCommerce active"),
        (faults.status(404, b"<html>"), "refused", "not_found", "Permalinks"),
        (faults.status(410, b""), "refused", "not_found", "Permalinks"),
        (faults.status(400, said("rest_invalid_param")), "refused", "question", "does not understand"),
        (faults.status(400, b"[]"), "refused", "question", "does not understand"),
        (faults.status(406, b'{"code": ["x"]}'), "refused", "question", "does not understand"),
        (faults.html_page(), "not_json", "permalinks", "Permalinks"),
        (faults.php_warning(), "not_json", "permalinks", "no plugin writes"),
        (faults.maintenance(), "unreachable", "maintenance", "maintenance"),
    ],
)
def test_a_refusal_says_what_to_change(stand: Stand, fault: Fault, kind: str, why: str, words: str) -> None:
    stand.faults.plant(ORDERS, fault, times=None)
    with pytest.raises(SourceError) as info:
        stand.pull()
    error = info.value
    assert (error.kind, error.detail["why"], error.detail["host"]) == (kind, why, "127.0.0.1")
    assert words in str(error)
    assert PERSON not in str(error) + repr(error.detail)
    assert "{" not in str(error)
    assert error.__context__ is None
    assert error.__cause__ is None


def test_the_stand_ins_own_refusals_are_told_apart(stand: Stand) -> None:
    with pytest.raises(SourceError) as wrong:
        stand.pull(secret="cs_wrong")
    stand.shop.trusts_http = False
    with pytest.raises(SourceError) as unseen:
        stand.pull()
    assert (wrong.value.detail["why"], unseen.value.detail["why"]) == ("secret", "key")


def test_maintenance_keeps_how_long_it_will_take(stand: Stand) -> None:
    stand.faults.plant(ORDERS, faults.maintenance("600"), times=None)
    with pytest.raises(SourceError) as info:
        stand.pull()
    assert info.value.detail["retry_after"] == 600
    assert len(stand.asked()) == 1, "nobody waits ten minutes"
