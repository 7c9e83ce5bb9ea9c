"""What may be read, by the permissions as they stand now; what cannot be told is taken for the narrowest."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.model import Notice, Window
from sandbox.faults import Answer
from sources.shopify import reach
from sources.shopify.graph import VERSION
from sources.shopify.reach import HORIZON, Reach
from sources.shopify.refusals import SENTENCES
from tests.builders import DAY, HOUR, NOW, window
from tests.unit.sources.shopify.answering import data, error, failed, page, refused, sent, shop

SERVICES = (
    "read_assigned_fulfillment_orders",
    "read_merchant_managed_fulfillment_orders",
    "read_third_party_fulfillment_orders",
)


def scopes(*handles: str) -> Answer:
    return data({"currentAppInstallation": {"accessScopes": [{"handle": handle} for handle in handles]}})


def read(answer: Answer, wants_services: bool = False) -> Reach:
    with shop(answer) as one:
        return reach.read(one.graph, NOW, wants_services)


class TestWhatIsGranted:
    def test_orders_alone(self) -> None:
        assert read(scopes("read_orders")) == Reach(
            NOW, all_orders=False, articles=False, addresses=True, services=False
        )

    def test_all_orders_and_articles(self) -> None:
        assert read(scopes("read_orders", "read_all_orders", "read_products")) == Reach(
            NOW, all_orders=True, articles=True
        )

    def test_to_write_is_to_read(self) -> None:
        assert read(scopes("write_orders", "write_products")) == Reach(NOW, articles=True)

    def test_it_is_one_small_question(self) -> None:
        with shop(scopes("read_orders")) as one:
            reach.read(one.graph, NOW, False)
            assert [sent(request) for request in one.asked] == [{"query": "query reach", "variables": {}}]

    @pytest.mark.parametrize("handles", [(), ("read_products",), ("read_orders_of_others",), SERVICES])
    def test_without_orders_it_is_refused(self, handles: tuple[str, ...]) -> None:
        with refused("refused", why="scope", host="127.0.0.1") as told:
            read(scopes(*handles))
        assert str(told[0]) == SENTENCES["scope"].format(host="127.0.0.1")

    @pytest.mark.parametrize(
        "answer",
        [
            data({"currentAppInstallation": None}),
            data({"currentAppInstallation": {"accessScopes": None}}),
            data({"currentAppInstallation": {"accessScopes": [{"name": "read_orders"}]}}),
            data({}),
            data(None),
            failed(error("ACCESS_DENIED", "currentAppInstallation"), document={"currentAppInstallation": None}),
            failed(error("ACCESS_DENIED")),
            failed(error("undefinedField")),
            failed(error("INTERNAL_SERVER_ERROR")),
        ],
    )
    @pytest.mark.parametrize("services", [True, False])
    def test_where_it_cannot_be_told_sixty_days_are_assumed(self, answer: Answer, services: bool) -> None:
        assert read(answer, services) == Reach(
            NOW, all_orders=False, articles=True, addresses=True, services=services
        )

    def test_what_keeps_the_shop_from_being_asked_at_all_goes_through(self) -> None:
        for answer, kind, why in (
            (page("x", 404), "refused", "shopify_not_found"),
            (failed(error("SHOP_INACTIVE")), "refused", "frozen"),
            (page("x", 401), "refused", "token"),
            (page("x", 403), "refused", "shopify_forbidden"),
        ):
            with refused(kind, why=why):
                read(answer)
        with refused("not_json"):
            read(page("x"))


class TestWhoFulfils:
    def test_granted_it_is_asked_for(self) -> None:
        assert read(scopes("read_orders", *SERVICES), True).services is True

    def test_not_wanted_it_is_not_asked_for(self) -> None:
        assert read(scopes("read_orders", *SERVICES)).services is False
        assert read(scopes("read_orders")).services is False

    @pytest.mark.parametrize("lacking", [SERVICES, *((one,) for one in SERVICES)])
    def test_wanted_and_not_wholly_granted_it_is_refused(self, lacking: tuple[str, ...]) -> None:
        """A line whose service is hidden would be nobody's: TPOP's orders would seem to be none of its."""
        granted = [one for one in SERVICES if one not in lacking]
        with refused("refused", why="services") as told:
            read(scopes("read_orders", "read_products", *granted), True)
        assert str(told[0]) == SENTENCES["services"].format(host="127.0.0.1")


class TestTheWindow:
    SIXTY = NOW - HORIZON + HOUR
    """Less an hour: Shopify counts by its own clock."""

    def test_sixty_days(self) -> None:
        assert timedelta(days=60) == HORIZON
        assert Reach(NOW).narrowed(window(NOW - 90 * DAY)) == Window(self.SIXTY, NOW)

    def test_what_is_younger_stays_as_it_is(self) -> None:
        for since in (self.SIXTY, NOW - 30 * DAY):
            assert Reach(NOW).narrowed(window(since)) == window(since)

    def test_all_orders_are_all(self) -> None:
        assert Reach(NOW, all_orders=True).narrowed(window(NOW - 900 * DAY)) == window(NOW - 900 * DAY)

    def test_of_a_window_that_is_wholly_older_nothing_is_left(self) -> None:
        until = NOW - 70 * DAY
        assert Reach(NOW).narrowed(Window(NOW - 90 * DAY, until)) == Window(until, until)

    def test_half_of_it(self) -> None:
        until = NOW - 50 * DAY
        assert Reach(NOW).narrowed(Window(NOW - 90 * DAY, until)) == Window(self.SIXTY, until)


class TestIsItGone:
    """Ids grow with time: what is younger than an order that is shown would be shown, too."""

    def test_nobody_knows_before_anything_was_read(self) -> None:
        assert not Reach(NOW).shows("5551042")

    def test_from_the_oldest_that_was_read_on(self) -> None:
        one = Reach(NOW)
        for order_id in ("5551050", "5551042", "5551099", "", "no id"):
            one.note(order_id)
        assert [one.shows(str(n)) for n in (5551041, 5551042, 5551043, 99999999)] == [False, True, True, True]
        assert not one.shows("999"), "numbers, not texts"

    def test_with_all_orders_what_is_not_there_is_gone(self) -> None:
        assert Reach(NOW, all_orders=True).shows("1")


class TestWhatIsSaidOfIt:
    def test_nothing_where_all_is_shown(self) -> None:
        assert Reach(NOW).notices(window(), VERSION) == ()
        assert Reach(NOW, all_orders=True).notices(window(NOW - 900 * DAY), VERSION) == ()

    def test_each_limit_once(self) -> None:
        one = Reach(NOW, articles=False, addresses=False)
        assert one.notices(window(NOW - 90 * DAY), "2027-01") == (
            Notice("reach", {"days": 60}),
            Notice("version", {"asked": VERSION, "answered": "2027-01"}),
            Notice("addresses"),
            Notice("articles"),
        )
