"""Skus renamed, emptied and deleted in the shop, day after day: no false alarm, and no true fault lost."""

from __future__ import annotations

import pytest

from core.model import ShopLine, ShopOrder, TpopLine, TpopOrder
from core.policy import LinesPolicy
from core.ports import Past
from tests.builders import MUG, NOW, TEE, shop_line, shop_order, tpop_order
from tests.unit.handlers.shops import after, ended, found, seen, settings

MUGS = shop_line(MUG, 2, id="l1", product="211")
TEES = shop_line(TEE, id="l2", product="215")
AT_TPOP = (TpopLine(MUG, 2), TpopLine(TEE, 1))
BY_SKU = settings(lines=LinesPolicy("sku", pattern="^TP-"))
KNOWN = settings(lines=LinesPolicy("known"))


def order(*lines: ShopLine, id: str = "5551042") -> ShopOrder:
    return shop_order(id, lines=lines)


def theirs(*lines: TpopLine) -> list[TpopOrder]:
    return [tpop_order(lines=lines or AT_TPOP)]


def yesterday() -> Past:
    """All was well, and what TPOP accepted is remembered."""
    one = seen([order(MUGS, TEES)], theirs())
    assert found(one) == set()
    return after(one)


class TestRenamed:
    NEW = MUGS._replace(sku="TP-NEW")

    def test_no_false_alarm(self) -> None:
        for mugs in (self.NEW, MUGS._replace(sku="")):
            one = seen([order(mugs, TEES)], theirs(), yesterday())
            assert (found(one), one.look.can_clear) == (set(), True)

    def test_without_a_history_nobody_can_know(self) -> None:
        assert found(seen([order(self.NEW, TEES)], theirs())) == {
            ("5551042", "missing-line"),
            ("5551042", "unexpected-line"),
        }

    @pytest.mark.parametrize(
        ("lines", "at_tpop", "check", "line"),
        [
            ((NEW, TEES), (TpopLine(MUG, 1), TpopLine(TEE, 1)), "quantity-differs", "TP-NEW"),
            ((NEW, TEES), (TpopLine(TEE, 1),), "missing-line", "TP-NEW"),
            ((NEW, TEES), (*AT_TPOP, TpopLine("TP-BAG", 1)), "unexpected-line", "TP-BAG"),
            ((NEW._replace(remaining=0), TEES), AT_TPOP, "unexpected-line", "TP-NEW"),
        ],
    )
    def test_a_true_fault_is_told_under_the_present_sku(
        self, lines: tuple[ShopLine, ...], at_tpop: tuple[TpopLine, ...], check: str, line: str
    ) -> None:
        one = seen([order(*lines)], theirs(*at_tpop), yesterday())
        assert [(news.item.check, news.item.line) for news in one.look.news] == [(check, line)]

    def test_another_article_in_its_place_is_told(self) -> None:
        swapped = MUGS._replace(sku="TP-OTHER", product="999")
        assert found(seen([order(swapped, TEES)], theirs(), yesterday())) == {
            ("5551042", "missing-line"),
            ("5551042", "unexpected-line"),
        }

    def test_two_tpop_orders_of_it_are_told_as_twice(self) -> None:
        twice = [*theirs(), tpop_order("T-2", lines=AT_TPOP)]
        assert found(seen([order(self.NEW, TEES)], twice, yesterday())) == {("5551042", "duplicated-at-tpop")}

    def test_a_fault_that_was_told_goes_on_under_its_name_and_ends_when_it_is_mended(self) -> None:
        short = theirs(TpopLine(MUG, 1), TpopLine(TEE, 1))
        told = after(seen([order(MUGS, TEES)], short))
        one = seen([order(self.NEW, TEES)], short, told)
        assert [(news.item.line, news.told) for news in one.look.news] == [(MUG, False)]
        mended = seen([order(self.NEW, TEES)], theirs(), after(one, told))
        assert [(news.item.line, news.status) for news in mended.look.news] == [(MUG, "resolved")]

    def test_it_stays_known_for_days(self) -> None:
        """Meanwhile the old sku goes to another article, and TPOP prints that too."""
        day, known = NOW, yesterday()
        another = shop_order("5551043", lines=(shop_line(MUG, product="305"),))
        for _ in range(3):
            one = seen(
                [order(self.NEW, TEES), another],
                [*theirs(), tpop_order("T-3", "1043", lines=(TpopLine(MUG, 1),))],
                known,
                now=day,
            )
            assert found(one) == set()
            known = after(one, known)
        assert known.products[MUG] == "211 305"

    def test_two_articles_that_exchanged_their_skus(self) -> None:
        mugs, tees = order(MUGS._replace(sku=TEE)), order(TEES._replace(sku=MUG), id="5551043")
        known = yesterday()
        for _ in range(2):
            at_tpop = [tpop_order(lines=(TpopLine(MUG, 2),)), tpop_order("T-2", "1043", lines=(TpopLine(TEE, 1),))]
            one = seen([mugs, tees], at_tpop, known)
            assert found(one) == set()
            known = after(one, known)
        confused = [tpop_order(lines=(TpopLine(MUG, 1),)), tpop_order("T-2", "1043", lines=(TpopLine(TEE, 1),))]
        assert found(seen([mugs, tees], confused, known)) == {("5551042", "quantity-differs")}


class TestUnderARuleForLines:
    @pytest.mark.parametrize("of", [BY_SKU, KNOWN])
    def test_a_renamed_article_is_still_tpops(self, of: object) -> None:
        for sku in ("MUG", ""):
            renamed = order(MUGS._replace(sku=sku))
            assert found(seen([renamed], [], yesterday(), of=of)) == {("5551042", "missing-at-tpop")}  # type: ignore[arg-type]
            one = seen([renamed], theirs(TpopLine(MUG, 2)), yesterday(), of=of)  # type: ignore[arg-type]
            assert (found(one), one.look.can_clear) == (set(), True)

    def test_an_article_of_the_merchants_own_never_becomes_tpops(self) -> None:
        own = order(shop_line("OWN", product="7"))
        for of in (BY_SKU, KNOWN):
            assert seen([own], [], yesterday(), of=of).look.orders.excluded == {"no TPOP line": 1}

    @pytest.mark.parametrize("of", [BY_SKU, KNOWN])
    def test_what_a_deleted_product_may_explain_is_not_told(self, of: object) -> None:
        gone = MUGS._replace(sku="", product="")
        for lines in ((gone,), (gone, TEES)):
            one = seen([order(*lines)], theirs(), yesterday(), of=of)  # type: ignore[arg-type]
            assert (found(one), one.look.needs_words) == (set(), ())

    def test_nor_is_what_was_told_of_it_called_resolved(self) -> None:
        extra = theirs(*AT_TPOP, TpopLine("TP-BAG", 1))
        told = after(seen([order(MUGS, TEES)], extra, of=BY_SKU))
        one = seen([order(MUGS._replace(sku="", product=""), TEES)], extra, told, of=BY_SKU)
        assert (found(one), ended(one)) == ({("5551042", "unexpected-line")}, set())

    @pytest.mark.parametrize("of", [BY_SKU, KNOWN])
    def test_an_order_of_a_deleted_product_is_missed_only_where_that_was_told(self, of: object) -> None:
        whole, gone = order(MUGS), order(MUGS._replace(sku="", product=""))
        assert found(seen([gone], [], yesterday(), of=of)) == set()  # type: ignore[arg-type]
        told = after(seen([whole], [], yesterday(), of=of), yesterday())  # type: ignore[arg-type]
        one = seen([gone], [], told, of=of)  # type: ignore[arg-type]
        assert (found(one), ended(one)) == ({("5551042", "missing-at-tpop")}, set())
        arrived = seen([gone], theirs(TpopLine(MUG, 2)), after(one, told), of=of)  # type: ignore[arg-type]
        assert ended(arrived) == {("5551042", "missing-at-tpop")}

    def test_nor_where_another_fault_of_it_was_told(self) -> None:
        gone = order(MUGS._replace(sku="", product=""))
        blocked = [tpop_order(status="blocked", block_reason="payment", lines=(TpopLine(MUG, 2),))]
        one = seen([gone], blocked, of=BY_SKU)
        assert found(one) == {("5551042", "blocked-payment")}
        assert seen([gone], blocked, after(one), of=BY_SKU).look.orders == one.look.orders


class TestWhatIsRemembered:
    @pytest.mark.parametrize("lines", [LinesPolicy(), LinesPolicy("sku", pattern="x"), LinesPolicy("vendor")])
    def test_what_tpop_has_shown_and_a_line_of_the_shop_bears(self, lines: LinesPolicy) -> None:
        shown = theirs(*AT_TPOP, TpopLine("TP-ODD", 1), TpopLine("", 1))
        bag = order(MUGS, TEES._replace(product=""), shop_line("OWN", product="7"), shop_line("", product="8"))
        writing = seen([bag], shown, of=settings(lines=lines)).writing
        assert (writing.known_skus, dict(writing.products)) == ((MUG,), {MUG: "211"})

    def test_by_known_skus_those_without_an_article_too(self) -> None:
        writing = seen([order(MUGS)], theirs(), of=KNOWN).writing
        assert (writing.known_skus, dict(writing.products)) == ((MUG, TEE), {MUG: "211"})

    def test_nothing_where_tpops_lists_show_nothing(self) -> None:
        assert seen([order(MUGS)], []).writing.products == {}
