"""Which order a word means: whole words, case and '#' ignored, and never one of two."""

from __future__ import annotations

import pytest

from sources.tpop.identity import Cleaner
from sources.tpop.mail.references import Order, References, is_weak, shape

from .post import NUMBERS, REFERENCES


@pytest.mark.parametrize("word", ["1042", "#1042", "5551042"])
def test_a_number_and_an_id_mean_the_same_order(word: str) -> None:
    assert REFERENCES.find(word) == Order("1042", "5551042")


@pytest.mark.parametrize("word", ["FR-1001", "fr-1001", "#Fr-1001"])
def test_letters_in_any_case(word: str) -> None:
    assert REFERENCES.find(word) == Order("FR-1001", NUMBERS["FR-1001"])


@pytest.mark.parametrize("word", ["", "104", "10422", "1001", "FR1001", "x1042", "1042-1", "01042", "1" * 10_000])
def test_no_part_of_a_word(word: str) -> None:
    assert REFERENCES.find(word) is None
    assert not REFERENCES.is_ambiguous(word)


def test_a_word_that_means_two_orders_means_none() -> None:
    assert REFERENCES.find("5551050") is None
    assert REFERENCES.is_ambiguous("5551050")
    assert REFERENCES.find("1050") == Order("1050", "5551050")


def test_a_plain_shop_where_number_and_id_are_one() -> None:
    assert References({"77": "77"}).find("77") == Order("77", "77")


def test_the_policys_pattern_is_tried_too() -> None:
    shop = References({"1042": "5551042"}, Cleaner(r"^MUGS-(\d+)$"))
    assert shop.find("MUGS-1042") == shop.find("1042") == Order("1042", "5551042")


@pytest.mark.parametrize(
    ("word", "weak"), [("12", True), ("2026", True), ("1999", True), ("128", False), ("FR-1", False), ("3026", False)]
)
def test_numbers_so_common_that_they_need_more(word: str, weak: bool) -> None:
    assert is_weak(word) is weak


def test_shapes() -> None:
    assert shape("FR-1001") == shape("DE-2002") != shape("1001")


class TestTheirs:
    """TPOP's own numbers, as lists have shown them."""

    def test_an_order_is_found_by_tpops_number_too(self) -> None:
        references = References({"1042": "5551042"}, theirs={"T-88001": "5551042", "T-9": "of nobody"})
        found = references.find("t-88001")
        assert found is not None
        assert (found.number, found.id) == ("1042", "5551042")
        assert references.find_theirs("T-88001") == found
        assert references.find_theirs("1042") is None
        assert references.find("T-9") is None

    def test_tpops_number_of_one_and_the_shops_of_another_mean_neither(self) -> None:
        references = References({"1042": "5551042", "1043": "5551043"}, theirs={"1043": "5551042"})
        assert references.find("1043") is None
        assert references.find_theirs("1043") is None
        assert references.is_ambiguous("1043")

    def test_the_same_number_on_both_sides_is_one_order(self) -> None:
        references = References({"1042": "5551042"}, theirs={"1042": "5551042"})
        assert references.find("1042") == ("1042", "5551042")

    def test_the_shops_number_inside_a_word(self) -> None:
        assert References({}).plain(" #1042") == "1042"
        assert References({}, lambda word: word.removeprefix("FR-")).plain("FR-1042") == "1042"
