"""An article whose sku was changed in the shop: told by its product alone, and only where the history knows it."""

from __future__ import annotations

import pytest

from core.articles import learnt, note, products_of, same_article, under_present_skus
from core.model import ShopLine, TpopLine, TpopOrder
from tests.builders import shop_line, shop_order, tpop_order

WAS = {"OLD": "211"}
NEW = shop_line("NEW", id="l1", product="211")
BAG = shop_line("BAG", id="l2", product="204")


def lines_of(shop: tuple[ShopLine, ...], *theirs: TpopLine, known: dict[str, str] | None = None) -> list[TpopLine]:
    (order,) = under_present_skus(shop, (tpop_order(lines=theirs),), WAS if known is None else known)
    return list(order.lines or ())


class TestUnderPresentSkus:
    def test_a_renamed_article_bears_its_new_name(self) -> None:
        assert lines_of((BAG, NEW), TpopLine("OLD", 2, "t1"), TpopLine("BAG", 1)) == [
            TpopLine("NEW", 2, "t1"),
            TpopLine("BAG", 1),
        ]

    def test_one_that_bears_no_sku_any_more_is_told_by_its_line(self) -> None:
        emptied = shop_line("", id="l1", product="211")
        assert lines_of((emptied, BAG), TpopLine("OLD", 2, "t1")) == [TpopLine("", 2, "l1")]
        assert lines_of((shop_line("", product="211"),), TpopLine("OLD", 2)) == [TpopLine("OLD", 2)]

    @pytest.mark.parametrize(
        ("shop", "known"),
        [
            ((NEW,), {}),  # nothing is known: a first run
            ((NEW,), {"OTHER": "211"}),
            ((shop_line("NEW", product="305"),), WAS),  # the merchant put another article into the order
            ((shop_line("NEW"),), WAS),  # deleted: no product to tell it by
            ((shop_line("NEW"),), {"OLD": ""}),
            ((NEW, shop_line("OLD", product="305")), WAS),  # some line bears that very sku
            ((NEW, shop_line("NEWER", product="212")), {"OLD": "211 212"}),  # which of the two?
            ((shop_line("NEW", product="21"),), WAS),
            ((), WAS),
        ],
    )
    def test_nothing_else_is_renamed(self, shop: tuple[ShopLine, ...], known: dict[str, str]) -> None:
        assert lines_of(shop, TpopLine("OLD", 1), known=known) == [TpopLine("OLD", 1)]

    def test_two_articles_that_exchanged_their_skus(self) -> None:
        """Each is told by its product where it is alone; together, the skus stand for what bears them now."""
        known = {"A": "1", "B": "2"}
        now_b, now_a = shop_line("B", product="1"), shop_line("A", product="2")
        assert lines_of((now_b,), TpopLine("A", 1), known=known) == [TpopLine("B", 1)]
        assert lines_of((now_a,), TpopLine("B", 1), known=known) == [TpopLine("A", 1)]
        assert lines_of((now_b,), TpopLine("B", 1), known=known) == [TpopLine("B", 1)]
        both = [TpopLine("A", 1), TpopLine("B", 2)]
        assert lines_of((now_b, now_a), *both, known=known) == both

    def test_twice_the_same_article(self) -> None:
        assert lines_of((NEW, NEW._replace(id="l9")), TpopLine("OLD", 2)) == [TpopLine("NEW", 2)]
        nameless = (NEW._replace(sku=""), NEW._replace(sku="", id="l9"))
        assert lines_of(nameless, TpopLine("OLD", 2)) == [TpopLine("OLD", 2)]

    def test_a_sku_that_went_from_one_article_to_another(self) -> None:
        assert lines_of((NEW,), TpopLine("OLD", 1), known={"OLD": "7 211"}) == [TpopLine("NEW", 1)]

    def test_orders_that_it_does_not_touch_stay_the_very_same(self) -> None:
        orders = (tpop_order(lines=None), tpop_order("T-2", lines=(TpopLine("BAG", 1),)))
        assert under_present_skus((NEW, BAG), orders, WAS) is orders
        old: TpopOrder = tpop_order("T-3", lines=(TpopLine("OLD", 1),))
        found = under_present_skus((NEW, BAG), (*orders, old), WAS)
        assert (found[0] is orders[0], found[1] is orders[1]) == (True, True)
        assert found[2].lines == (TpopLine("NEW", 1),)
        assert under_present_skus(None, (old,), WAS) == (old,)


def test_the_line_of_the_same_article() -> None:
    assert same_article("OLD", (BAG, NEW), WAS) is NEW
    assert same_article("BAG", (BAG, NEW), WAS) is None


def test_the_products_of_skus_that_fit() -> None:
    known = {"TP-1": "1", "TP-2": "2 3", "OWN": "4"}
    assert products_of(known, lambda sku: sku.startswith("TP-")) == {"1", "2", "3"}


class TestLearnt:
    def test_what_tpop_has_shown_and_a_line_bears(self) -> None:
        borne: dict[str, str] = {}
        lines = (shop_line("A", product="1"), shop_line("B", product="2"), shop_line("C"), shop_line("", product="4"))
        note([shop_order(lines=lines), shop_order("2", lines=None)], borne)
        assert learnt({}, borne, frozenset({"A", "C", "Z"})) == {"A": "1"}

    def test_nothing_known_is_lost(self) -> None:
        assert learnt({"A": "1"}, {"1": "A"}, frozenset("A")) == {"A": "1"}
        assert learnt({"A": "1"}, {"9": "A"}, frozenset("A")) == {"A": "1 9"}
        assert learnt({"A": "12"}, {"1": "A"}, frozenset("A")) == {"A": "12 1"}
        assert learnt({"A": "1"}, {"1": "B"}, frozenset("AB")) == {"B": "1"}

    def test_one_sku_of_two_articles(self) -> None:
        assert learnt({}, {"2": "A", "1": "A"}, frozenset("A")) == {"A": "1 2"}
