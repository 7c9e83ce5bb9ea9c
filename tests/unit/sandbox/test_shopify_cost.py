"""What a question costs at the stand-in Shopify, by the published rules, and how fast points come back."""

from __future__ import annotations

import pytest

from sandbox.shopify import ShopifyShop
from tests.unit.sandbox.small_shopify import ask, codes, cost, six, wait


@pytest.fixture
def shop() -> ShopifyShop:
    return six()


@pytest.mark.parametrize(
    ("question", "points"),
    [
        ("{ shop { name } }", 1),
        ("{ currentAppInstallation { accessScopes { handle } } }", 2),  # a list without a size counts once
        ("{ ordersCount { count precision } }", 1),
        ("{ orders(first: 10) { nodes { id name } } }", 2 + 10),
        ("{ orders(first: 10) { edges { cursor node { id name } } pageInfo { endCursor } } }", 2 + 10),
        ("{ orders(first: 10) { pageInfo { hasNextPage } } }", 2 + 10),
        ("{ orders(first: 10) { nodes { shippingAddress { city } } } }", 2 + 10 * 2),
        ("{ orders(first: 10) { nodes { tags } } }", 2 + 10),
        ("{ orders(first: 10) { nodes { lineItems(first: 5) { nodes { id } } } } }", 2 + 10 * (1 + 2 + 5)),
        ("{ orders(first: 10) { nodes { lineItems(first: 5) { nodes { variant { id } } } } } }", 2 + 10 * 13),
        ("{ orders(first: 10) { nodes { fulfillments(first: 3) { id } } } }", 2 + 10 * (1 + 3)),
        (
            "{ orders(first: 10) { nodes { fulfillments(first: 3) { trackingInfo(first: 2) { number } } } } }",
            2 + 10 * (1 + 3 * 3),
        ),
        ("{ orders(first: 10) { nodes { fulfillments { trackingInfo { number } } } } }", 2 + 10 * 3),
        ("{ a: orders(first: 10) { nodes { id } } b: orders(first: 5) { nodes { id } } }", 12 + 7),
        ("{ orders(first: 10) { nodes { ...part id } } } fragment part on Order { shippingAddress { city } }", 22),
        ("{ orders(first: 10) { nodes { ... on Node { id } shippingAddress @skip(if: true) { city } } } }", 12),
        ("{ orders(first: 10) @include(if: false) { nodes { id } } shop { name } }", 1),
        ('{ nodes(ids: ["gid://shopify/Order/1", "gid://shopify/Order/2"]) { ... on Order { name } } }', 2),
        ('mutation { bulkOperationCancel(id: "gid://shopify/BulkOperation/1") { bulkOperation { id } } }', 10),
    ],
)
def test_the_rules(shop: ShopifyShop, question: str, points: int) -> None:
    assert cost(ask(shop, question))[0] == points


def test_variables_decide_too(shop: ShopifyShop) -> None:
    text = (
        "query($n: Int!, $a: Boolean!) { orders(first: $n) { nodes { shippingAddress @include(if: $a) { city } } } }"
    )
    assert cost(ask(shop, text, n=20, a=True))[0] == 42
    assert cost(ask(shop, text, n=20, a=False))[0] == 22


def test_only_what_was_really_answered_is_paid(shop: ShopifyShop) -> None:
    text = "{ orders(first: 10) { nodes { lineItems(first: 5) { nodes { customAttributes { key } variant { id } } } } } }"
    told = ask(shop, text)
    assert cost(told) == (2 + 10 * (1 + 2 + 5 * 3), 2 + 6 * (1 + 2 + 2 * 3))
    status = told["extensions"]["cost"]["throttleStatus"]
    assert status == {"maximumAvailable": 2000.0, "currentlyAvailable": 2000 - 56, "restoreRate": 100.0}


def test_what_is_not_there_costs_nothing(shop: ShopifyShop) -> None:
    assert cost(ask(shop, '{ order(id: "gid://shopify/Order/99") { lineItems(first: 5) { nodes { id } } } }')) == (
        8,
        0,
    )


def test_a_question_over_a_thousand_points_is_not_run(shop: ShopifyShop) -> None:
    text = "{ orders(first: %d) { nodes { lineItems(first: 7) { nodes { id } } } } }"
    told = ask(shop, text % 99)
    assert cost(told)[0] == 992
    told = ask(shop, text % 100)
    assert codes(told) == ["MAX_COST_EXCEEDED"]
    assert (told["errors"][0]["extensions"]["cost"], cost(told)) == (1002, (1002, None))
    assert "data" not in told
    shop.most_points = 1002
    assert "data" in ask(shop, text % 100)


DEAR = "{ orders(first: 49) { nodes { lineItems(first: 17) { nodes { id } } } } }"
"""Asks for 982 points, and costs 2 + 6 x 5 = 32."""


def test_the_bucket_must_hold_what_is_asked_for_and_loses_what_is_answered(shop: ShopifyShop) -> None:
    for left in range(2000 - 32, 982 - 32, -32):
        told = ask(shop, DEAR)
        assert cost(told) == (982, 32)
        assert told["extensions"]["cost"]["throttleStatus"]["currentlyAvailable"] == left
    told = ask(shop, DEAR)
    assert codes(told) == ["THROTTLED"]
    assert "data" not in told
    status = told["extensions"]["cost"]["throttleStatus"]
    assert (cost(told), status["currentlyAvailable"]) == ((982, None), 976)


def test_points_come_back_with_the_seconds_and_no_more_than_fit(shop: ShopifyShop) -> None:
    while "data" in (told := ask(shop, DEAR)):
        pass
    lacking = 982 - told["extensions"]["cost"]["throttleStatus"]["currentlyAvailable"]
    wait(shop, lacking / 100 - 0.01)
    assert codes(ask(shop, DEAR)) == ["THROTTLED"], "a refusal costs nothing, and gives nothing"
    wait(shop, 0.01)
    assert "data" in ask(shop, DEAR)
    wait(shop, 3600)
    told = ask(shop, "{ shop { name } }")
    assert told["extensions"]["cost"]["throttleStatus"]["currentlyAvailable"] == 1999


def test_a_better_plan_fills_faster(shop: ShopifyShop) -> None:
    shop.bucket_size, shop.restore_rate = 1000, 1000
    ask(shop, DEAR)
    assert codes(ask(shop, DEAR)) == ["THROTTLED"]
    wait(shop, 0.02)
    assert "data" in ask(shop, DEAR)


def test_a_deleted_product_makes_the_answer_cheaper(shop: ShopifyShop) -> None:
    text = "{ orders(first: 1) { nodes { lineItems(first: 5) { nodes { variant { id } } } } } }"
    before = cost(ask(shop, text))[1]
    shop.delete_product(shop.orders[1]["lineItems"][0]["product"]["id"])
    assert before is not None
    assert cost(ask(shop, text))[1] == before - 2  # its two lines are of one product
