"""No name, address, e-mail or secret leaves memory: every output is searched for the planted ones."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from sandbox import faults as wire
from sandbox.loopback import Loopback, Request, as_json
from sandbox.tpop import PATH
from tests.integration.rig import EVENTS, MORNING, everything_said, rigged
from tests.integration.test_days import CHECKS

ORDERS = "/wp-json/wc/v3/orders"


def leaks(private: set[str], text: str) -> list[str]:
    """Planted words of at least five characters found in the text, however it is cased."""
    folded = text.casefold()
    return sorted(word for word in private if len(word) >= 5 and word.casefold() in folded)


def test_nothing_private_is_ever_said() -> None:
    with rigged(60) as rig:
        for check in CHECKS:
            rig.world.plant(check)
        reports: list[Any] = [rig.run()]
        # Rows that cannot be read hold names where numbers should be.
        sale = rig.world.sales[-1]
        name = f"{sale.who.first} {sale.who.last}"
        rig.world.woo.edit(sale.order_id, rig.world.now, date_created_gmt=name, line_items=[{"quantity": name}])
        twin = next(iter(rig.world.tpop.orders))
        rig.world.tpop.edit(twin, rig.world.now, created_at=name, lines=[{"quantity": name}])
        rig.world.advance(MORNING + timedelta(hours=2))
        reports.append(rig.run())
        errors = []
        for fault in (wire.status(401), wire.html_page(), wire.truncated(), wire.maintenance()):
            rig.doors.woo.faults.clear()
            rig.doors.tpop.faults.clear()
            rig.doors.woo.faults.plant("*", fault, times=None)
            rig.doors.tpop.faults.plant("*", fault, times=None)
            with pytest.raises(Exception, match="No shop") as raised:
                rig.run()
            errors.append(repr(raised.value))
        private = rig.world.private_words()
        assert len(private) > 100
        said = "\n".join([everything_said(rig), json.dumps(reports, default=str), *errors])
        assert len(said) > 20_000
        assert leaks(private, said) == []
        assert leaks({name}, json.dumps([name], ensure_ascii=False)), "the search itself works"


def test_a_redirect_to_another_host_is_not_followed_and_gets_no_token() -> None:
    def greedy(request: Request) -> Any:
        return as_json([])

    with rigged() as rig, Loopback(greedy) as elsewhere:
        rig.run()
        rig.new()
        rig.doors.woo.faults.plant(ORDERS, wire.redirect(elsewhere.url + ORDERS), times=None)
        rig.doors.tpop.faults.plant(PATH, wire.redirect(elsewhere.url + PATH), times=None)
        with pytest.raises(Exception, match="No shop"):
            rig.run()
        assert elsewhere.log == []
        assert "redirig" in rig.new()[-1].texts["email"].casefold().replace(
            "\n", " "
        ) or "adresse" in everything_said(rig)


# mail.json is SES's, for the other handler: tests/integration/test_mail_comes_in.py sends it.
OF_THE_RUNS = sorted(path for path in EVENTS.glob("*.json") if path.stem != "mail")


@pytest.mark.parametrize("path", OF_THE_RUNS, ids=lambda path: path.stem)
def test_every_event_goes_through_the_handler(path: Any) -> None:
    event = json.loads(path.read_text())
    with rigged() as rig:
        planted = rig.world.plant("blocked-payment")
        event = {**event, "now": f"{rig.world.now:%Y-%m-%dT%H:%M:%SZ}"}
        if "shops" in event:
            event["shops"] = ["mugs-paris"]
        before = rig.cloud.rows()
        report = rig.run(**{key: value for key, value in event.items() if key != "now"})
        assert report["run"] == event["run"]
        (shop,) = report["shops"]
        orders = shop["orders"]
        assert orders["expected"] + sum(orders["excluded"].values()) + orders["unreadable"] == orders["shop"]
        if event.get("dry_run"):
            assert rig.cloud.rows() == before
            assert rig.new() == []
            if "since" not in event:
                assert planted.reference in json.dumps(report["would_tell"])
