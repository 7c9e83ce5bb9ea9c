"""Each refusal of a WooCommerce becomes one plain sentence that says what to change, and quotes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from core.errors import SourceError
from sandbox import faults
from sandbox.faults import Fault
from sources.woocommerce.refusals import SENTENCES
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
        (faults.status(401, said("woocommerce_rest_cannot_view")), "refused", "header", "Authorization header"),
        (faults.status(401, b"<html>"), "refused", "locked", "wants a login"),
        (faults.status(401, said("rest_not_logged_in")), "refused", "locked", "/wp-json/wc/"),
        (faults.status(403, said("woocommerce_rest_cannot_view")), "refused", "role", "may not read orders"),
        (faults.status(403, b"<html>" + PERSON.encode()), "refused", "firewall", "firewall"),
        (faults.status(404, said("rest_no_route")), "refused", "no_route", "Is WooCommerce active"),
        (faults.status(404, b"<html>"), "refused", "not_found", "Permalinks"),
        (faults.status(410, b""), "refused", "not_found", "Permalinks"),
        (faults.status(400, said("rest_invalid_param")), "refused", "question", "does not understand"),
        (faults.status(400, b"[]"), "refused", "firewall", "turns us away"),
        (faults.status(406, b'{"code": ["x"]}'), "refused", "firewall", "turns us away"),
        (faults.status(418, b"<html>"), "refused", "firewall", "turns us away"),
        (faults.replaced(b""), "not_json", "empty", "nothing at all"),
        (faults.replaced(b'[{"id": 1}, {"id"'), "not_json", "cut", "cut short"),
        (faults.replaced(b"<br />\n<b>Fatal error</b>: Uncaught x in y"), "not_json", "fatal", "critical error"),
        (faults.died("The database needs an update."), "unreachable", "status", "does not answer"),
        (faults.html_page(), "not_json", "permalinks", "Permalinks"),
        (faults.replaced(b"hello" + b'[{"id":1}]'), "not_json", "noise", "WP_DEBUG_DISPLAY"),
        (faults.database_down(), "unreachable", "database", "database"),
        (faults.fatal(), "unreachable", "fatal", "critical error"),
        (faults.status(503, b"<html>busy"), "unreachable", "status", "does not answer"),
        (faults.maintenance(), "unreachable", "maintenance", "maintenance"),
    ],
)
def test_a_refusal_says_what_to_change(stand: Stand, fault: Fault, kind: str, why: str, words: str) -> None:
    stand.faults.plant(ORDERS, fault, times=None)
    with pytest.raises(SourceError) as info:
        stand.pull()
    error = info.value
    assert (error.kind, error.detail["why"], error.detail["host"]) == (kind, why, "127.0.0.1")
    assert why in ("status", *SENTENCES)
    assert words in str(error)
    assert PERSON not in str(error) + repr(error.detail)
    assert "{" not in str(error)
    assert error.__context__ is None
    assert error.__cause__ is None


def test_maintenance_keeps_how_long_it_will_take(stand: Stand) -> None:
    stand.faults.plant(ORDERS, faults.maintenance("600"), times=None)
    with pytest.raises(SourceError) as info:
        stand.pull()
    assert info.value.detail["retry_after"] == 600
    assert len(stand.asked()) == 1, "nobody waits ten minutes"
