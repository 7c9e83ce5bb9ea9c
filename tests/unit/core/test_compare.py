"""What differs between an order's two sides: quantities as parcels are split and refunded."""

from __future__ import annotations

import pytest

from core.compare import agreement, compare_lines, same_lines
from core.expect import line_rule
from core.model import ShopLine, TpopLine
from core.policy import LinesPolicy
from tests.builders import HOME, shop_line, shop_order, tpop_order

A, B = shop_line("A", 2), shop_line("B")
SAME = ([], [], [], 0)


def compared(
    shop: tuple[ShopLine, ...], *orders: tuple[TpopLine, ...], status: str = "open", rule: LinesPolicy | None = None
) -> tuple[list[tuple[str, int, int, int]], list[tuple[str, int, int, int]], list[tuple[str, int, int, int]], int]:
    theirs = [tpop_order(f"T-{n}", lines=lines, status=status) for n, lines in enumerate(orders)]
    found = compare_lines(shop, theirs, line_rule(rule or LinesPolicy(), frozenset()))
    return [tuple(d) for d in found.missing], [tuple(d) for d in found.quantity], [tuple(d) for d in found.extra], (
        found.not_compared
    )  # fmt: skip


class TestLines:
    def test_the_same_in_any_order(self) -> None:
        assert compared((A, B), (TpopLine("B", 1), TpopLine("A", 2))) == SAME

    def test_one_sku_on_two_lines(self) -> None:
        assert compared((A,), (TpopLine("A", 1), TpopLine("A", 1))) == SAME
        assert compared((shop_line("A"), shop_line("A")), (TpopLine("A", 2),)) == SAME

    def test_missing_short_over_and_extra(self) -> None:
        assert compared((A, B), (TpopLine("A", 2),)) == ([("B", 1, 1, 0)], [], [], 0)
        assert compared((A, B), (TpopLine("A", 1), TpopLine("B", 1))) == ([], [("A", 2, 2, 1)], [], 0)
        assert compared((A, B), (TpopLine("A", 2), TpopLine("B", 3))) == ([], [("B", 1, 1, 3)], [], 0)
        assert compared((A,), (TpopLine("A", 2), TpopLine("C", 4))) == ([], [], [("C", 0, 0, 4)], 0)

    def test_what_needs_no_sending_is_neither_missing_nor_too_much(self) -> None:
        """Its box was perhaps only not ticked: TPOP may have it or not, alone or beside what is expected."""
        for sku, id in (("X", "9"), ("X", ""), ("", "9")):
            load = shop_line(sku, 0, 2, id=id, sent="none")
            its = TpopLine(sku, 2, id)
            assert compared((A, load), (TpopLine("A", 2),)) == SAME
            assert compared((A, load), (TpopLine("A", 2), its)) == SAME
            assert compared((load,), (its,)) == SAME
        beside = (A, shop_line("X", 0, 2, id="9", sent="none"))
        assert compared(beside, (TpopLine("X", 1),)) == ([("A", 2, 2, 0)], [], [], 0)
        assert compared(beside, (TpopLine("A", 2), TpopLine("Y", 1))) == ([], [], [("Y", 0, 0, 1)], 0)

    def test_refunded_to_nothing_it_is_still_too_much(self) -> None:
        for sent in ("", "waiting", "closed", "tracked"):
            gone = shop_line("X", 0, 2, sent=sent)
            assert compared((A, gone), (TpopLine("A", 2), TpopLine("X", 2))) == ([], [], [("X", 0, 2, 2)], 0)

    def test_split_and_complementary_orders_add_up(self) -> None:
        assert compared((A, B), (TpopLine("A", 1),), (TpopLine("A", 1), TpopLine("B", 1))) == SAME
        assert compared((A,), (TpopLine("A", 2),), (TpopLine("A", 2),)) == ([], [("A", 2, 2, 4)], [], 0)

    def test_what_was_refunded_before_shipping_must_not_be_made(self) -> None:
        one_left = (shop_line("A", 1, 2), B)
        assert compared(one_left, (TpopLine("A", 1), TpopLine("B", 1))) == SAME
        assert compared(one_left, (TpopLine("A", 2), TpopLine("B", 1))) == ([], [("A", 1, 2, 2)], [], 0)
        for made in (1, 2):
            found = compared((shop_line("A", 0, 2), B), (TpopLine("A", made), TpopLine("B", 1)))
            assert found == ([], [], [("A", 0, 2, made)], 0)

    def test_what_was_shipped_may_have_been_refunded_since(self) -> None:
        for remaining in (0, 1, 2):
            line = (shop_line("A", remaining, 2), B)
            assert compared(line, (TpopLine("A", 2), TpopLine("B", 1)), status="shipped") == SAME
        too_many = (TpopLine("A", 3), TpopLine("B", 1))
        assert compared((shop_line("A", 1, 2), B), too_many, status="shipped") == ([], [("A", 1, 2, 3)], [], 0)

    def test_shipped_units_do_not_excuse_those_still_to_be_made(self) -> None:
        """Two ordered, one shipped, one refunded: the second TPOP order must not be made."""
        orders = [
            tpop_order("T-1", status="shipped", lines=(TpopLine("A", 1),)),
            tpop_order("T-2", lines=(TpopLine("A", 1),)),
        ]
        found = compare_lines((shop_line("A", 1, 2),), orders, None)
        assert [tuple(one) for one in found.quantity] == [("A", 1, 2, 2)]

    def test_only_tpops_lines_of_a_mixed_cart(self) -> None:
        ours = LinesPolicy("sku", pattern="^TP-")
        cart = (shop_line("TP-1"), shop_line("OWN-1", 3))
        assert compared(cart, (TpopLine("TP-1", 1),), rule=ours) == SAME
        assert compared(cart, (TpopLine("TP-1", 1), TpopLine("OWN-1", 1)), rule=ours) == SAME
        assert compared(cart, (TpopLine("TP-1", 1), TpopLine("TP-2", 1)), rule=ours)[2] == [("TP-2", 0, 0, 1)]
        assert compared(cart, (TpopLine("OWN-1", 1),), rule=ours)[0] == [("TP-1", 1, 1, 0)]

    def test_an_order_that_shows_no_lines_brings_none(self) -> None:
        found = compare_lines((A,), [tpop_order(lines=None), tpop_order("T-2", lines=(TpopLine("A", 2),))], None)
        assert found[:3] == ((), (), ())


class TestLinesOfWhichNobodyCanTellWhoseTheyAre:
    """Their product was deleted: no sku, no product. What they may explain is not told, and they are not expected."""

    OURS = LinesPolicy("sku", pattern="^TP-")
    GONE = shop_line("", 1, id="l7")

    def test_what_they_may_explain_is_not_told(self) -> None:
        assert compared((self.GONE,), (TpopLine("TP-1", 1),), rule=self.OURS) == ([], [], [], 1)
        both = (shop_line("TP-1", 1), self.GONE)
        assert compared(both, (TpopLine("TP-1", 1), TpopLine("TP-2", 1)), rule=self.OURS) == ([], [], [], 1)
        assert compared(both, (TpopLine("TP-1", 3),), rule=self.OURS)[1] == [("TP-1", 1, 1, 3)]

    def test_they_are_missed_by_nobody(self) -> None:
        both = (shop_line("TP-1", 1), self.GONE)
        assert compared(both, (TpopLine("TP-1", 1),), rule=self.OURS)[:3] == ([], [], [])
        assert compared(both, (TpopLine("X", 1),), rule=self.OURS)[0] == [("TP-1", 1, 1, 0)]

    def test_a_product_of_the_merchants_own_without_a_sku_explains_nothing(self) -> None:
        own = shop_line("", 1, id="l7", product="7")
        assert compared((own,), (TpopLine("TP-1", 1),), rule=self.OURS) == ([], [], [("TP-1", 0, 0, 1)], 0)


class TestLinesWithoutSku:
    """They meet their twin by id only. Where nobody can say, nothing is said, and it is counted."""

    def test_by_id(self) -> None:
        line = shop_line("", 2, id="l7")
        assert compared((line,), (TpopLine("", 2, "l7"),)) == SAME
        assert compared((line,), (TpopLine("", 1, "l7"),)) == ([], [("id:l7", 2, 2, 1)], [], 0)

    def test_the_id_decides_where_only_tpop_has_the_sku(self) -> None:
        assert compared((shop_line("", 2, id="l7"),), (TpopLine("A", 2, "l7"),)) == SAME

    def test_the_id_decides_where_only_the_shop_has_the_sku(self) -> None:
        assert compared((shop_line("A", 2, id="l7"),), (TpopLine("", 2, "l7"),)) == SAME
        assert compared((shop_line("A", 2, id="l7"),), (TpopLine("", 1, "l7"),))[1] == [("A", 2, 2, 1)]

    def test_a_line_of_tpops_without_sku_may_be_the_one_that_lacks(self) -> None:
        assert compared((A, B), (TpopLine("A", 2), TpopLine("", 1))) == ([], [], [], 1)
        assert compared((A,), (TpopLine("A", 1), TpopLine("", 1))) == ([], [], [], 1)
        assert compared((A,), (TpopLine("", 2, "t-own-id"),)) == ([], [], [], 1)

    def test_a_line_of_the_shops_without_sku_may_be_the_one_too_many(self) -> None:
        nameless = shop_line("", 1, id="l7")
        assert compared((A, nameless), (TpopLine("A", 2), TpopLine("C", 1))) == ([], [], [], 1)
        assert compared((A, nameless), (TpopLine("A", 3),)) == ([], [], [], 1)
        assert compared((A, shop_line("", 1)), (TpopLine("A", 3),)) == ([], [], [], 1)

    def test_but_it_excuses_no_more_than_its_own_units(self) -> None:
        nameless = shop_line("", 1, id="l7")
        assert compared((A, nameless), (TpopLine("A", 4),))[1] == [("A", 2, 2, 4)]
        twice = (TpopLine("A", 2), TpopLine("", 1))
        assert compared((A, nameless), twice, twice)[1] == [("A", 2, 2, 4)]

    def test_nor_what_was_refunded(self) -> None:
        cart = (shop_line("A", 0, 2), shop_line("", 1, id="l7"))
        assert compared(cart, (TpopLine("A", 2), TpopLine("C", 1))) == ([], [], [("A", 0, 2, 2)], 1)

    @pytest.mark.parametrize("id", ["", "l7"])
    def test_a_refunded_line_without_sku_counts_for_nothing(self, id: str) -> None:
        gone = shop_line("", 0, 1, id=id)
        assert compared((A, gone), (TpopLine("A", 2), TpopLine("C", 1)))[2:] == ([("C", 0, 0, 1)], 0)

    def test_nor_does_one_of_tpops_that_makes_nothing(self) -> None:
        assert compared((A,), (TpopLine("A", 1), TpopLine("", 0)))[1:] == ([("A", 2, 2, 1)], [], 0)
        assert compared((A,), (TpopLine("A", 2), TpopLine("C", 0))) == SAME


class TestTheFastQuestion:
    def test_same_lines_in_order(self) -> None:
        theirs = tpop_order(lines=(TpopLine("A", 2), TpopLine("B", 1)))
        assert same_lines((A, B), theirs, None)
        assert not same_lines((B, A), theirs, None)
        assert not same_lines((A,), theirs, None)
        assert not same_lines((A, shop_line("B", 2)), theirs, None)
        assert not same_lines((A, shop_line("C")), theirs, None)
        assert same_lines((A, shop_line("B", 1, 3)), theirs, None), "what remains counts, not what was ordered"

    def test_it_never_says_yes_without_a_sku_or_with_a_rule(self) -> None:
        assert not same_lines((shop_line(""),), tpop_order(lines=(TpopLine("", 1),)), None)
        assert not same_lines((A,), tpop_order(lines=(TpopLine("A", 2),)), lambda _line: True)
        assert not same_lines((A,), tpop_order(lines=None), None)


class TestAgreement:
    def test_equal(self) -> None:
        assert agreement(shop_order(), tpop_order(), None, {}) == "equal"

    def test_equal_but_for_the_writing(self) -> None:
        loud = HOME._replace(name="EXEMPLE CAMILLE", city="PARIS")
        assert agreement(shop_order(), tpop_order(recipient=loud), None, {}) == "equal"

    def test_equal_in_another_order(self) -> None:
        bag = shop_order(lines=(A, B))
        assert agreement(bag, tpop_order(lines=(TpopLine("B", 1), TpopLine("A", 2))), None, {}) == "equal"

    def test_uncompared(self) -> None:
        assert agreement(shop_order(), tpop_order(lines=None), None, {}) == "uncompared"
        nameless = shop_order(lines=(shop_line("", id="l1"),))
        assert agreement(nameless, tpop_order(lines=(TpopLine("X", 1),)), None, {}) == "uncompared"

    @pytest.mark.parametrize(
        "theirs",
        [
            {"lines": ()},
            {"lines": (TpopLine("TP-MUG-001-WHT", 2),)},
            {"lines": (TpopLine("TP-MUG-001-WHT", 1), TpopLine("C", 1))},
            {"recipient": HOME._replace(postcode="69000")},
            {"lines": None, "recipient": HOME._replace(postcode="69000")},
        ],
    )
    def test_differs(self, theirs: dict[str, object]) -> None:
        assert agreement(shop_order(), tpop_order(**theirs), None, {}) == "differs"

    def test_a_renamed_article_is_compared_under_its_present_sku(self) -> None:
        for sku in ("NEW", ""):
            ours = shop_order(lines=(shop_line(sku, 2, id="l1", product="211"),))
            for units, verdict in ((2, "equal"), (1, "differs")):
                theirs = tpop_order(lines=(TpopLine("OLD", units),))
                assert agreement(ours, theirs, None, {"OLD": "211"}) == verdict

    def test_lines_that_could_not_be_read_are_never_equal(self) -> None:
        assert agreement(shop_order(lines=None), tpop_order(), None, {}) == "differs"

    def test_an_address_that_one_side_does_not_show_is_not_compared(self) -> None:
        assert agreement(shop_order(recipient=None), tpop_order(), None, {}) == "equal"
        assert agreement(shop_order(), tpop_order(recipient=None), None, {}) == "equal"
