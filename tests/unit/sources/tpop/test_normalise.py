"""The feed's rows to our orders: what each field becomes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import SettingsError
from core.model import Recipient, TpopLine, TpopOrder
from sources.tpop.collect import shows
from sources.tpop.identity import Cleaner

from .lists import AS_OF, POLICY, bare, row
from .rows import only


def test_every_field() -> None:
    order = only(
        row(
            status="Bloquée",
            block_reason="paiement",
            block_code="insufficient_funds",
            updated_at="2026-11-22T12:04:00+01:00",
            tracking=[{"carrier": "La Poste", "number": None}, {"number": "6A1"}],
            production_at="2026-11-22T13:00:00Z",
            shipped_at="2026-11-22T14:00:00Z",
        )
    )
    assert order == TpopOrder(
        id="T-88001",
        reference="1042",
        shop_order_id="5551042",
        status="blocked",
        as_of=AS_OF,
        channel="tpop-http",
        created_at=datetime(2026, 11, 22, 10, 4, tzinfo=UTC),
        updated_at=datetime(2026, 11, 22, 11, 4, tzinfo=UTC),
        manual=False,
        block_reason="payment",
        block_code="insufficient_funds",
        lines=(TpopLine("TP-MUG-001-WHT", 1),),
        recipient=Recipient("Éloïse Trévidic", "12 rue de l'Église", "", "75020", "Ménilmontant", "FR"),
        tracked=True,
        production_at=datetime(2026, 11, 22, 13, tzinfo=UTC),
        shipped_at=datetime(2026, 11, 22, 14, tzinfo=UTC),
    )


def test_nothing_but_what_is_compulsory() -> None:
    order = only(bare())
    assert order == TpopOrder("T-88001", "1042", "", "open", AS_OF, "tpop-http")
    assert order.lines is None
    assert order.recipient is None
    assert shows([order]) == frozenset()


@pytest.mark.parametrize("identity", [{"reference": "1042"}, {"shop_order_id": "5551042"}, {"manual": True}])
def test_one_of_three_says_whose_it_is(identity: dict[str, Any]) -> None:
    assert only({"id": "T-1", "status": "open", **identity}).id == "T-1"


def test_null_is_the_same_as_missing() -> None:
    nulls = dict.fromkeys((*row(), "shop"), None)
    assert only({**nulls, "id": "T-88001", "status": "open", "reference": "1042"}) == only(bare())


def test_numbers_are_text() -> None:
    order = only(row(88001, reference=1042, shop_order_id=5551042, lines=[{"sku": 77, "quantity": "2"}]))
    assert (order.id, order.reference, order.shop_order_id) == ("88001", "1042", "5551042")
    assert order.lines == (TpopLine("77", 2),)


@pytest.mark.parametrize(
    ("raw", "pattern", "clean"),
    [
        ("#1042", None, "1042"),
        (" # 1042 ", None, "1042"),
        ("FR-1042", None, "FR-1042"),
        ("001042", None, "001042"),
        ("##1042", None, "#1042"),
        ("FR-1042", r"^FR-(\d+)$", "1042"),
        ("commande 1042", r"\d+", "1042"),
        ("LYON-7", r"^FR-(\d+)$", "LYON-7"),  # it shows in the samples of what met nothing
    ],
)
def test_the_shops_number_inside_the_reference(raw: str, pattern: str | None, clean: str) -> None:
    assert only(row(reference=raw), pattern=pattern or POLICY.reference_pattern).reference == clean


@given(st.text(alphabet="#1a Z-\té", max_size=8))
def test_the_short_way_answers_what_the_pattern_would(text: str) -> None:
    short = Cleaner(POLICY.reference_pattern)
    long = Cleaner("(?:)" + POLICY.reference_pattern)
    assert short(text) == long(text)


def test_a_pattern_that_is_none() -> None:
    with pytest.raises(SettingsError, match="reference_pattern"):
        Cleaner("(")


def test_lines() -> None:
    assert only(row(lines=[])).lines == ()
    assert only(row(lines=[{"sku": None, "quantity": 2, "id": 9}])).lines == (TpopLine("", 2, "9"),)
    assert only(row(lines=[{"sku": "A", "quantity": 1}, {"quantity": 1}])).lines == (
        TpopLine("A", 1),
        TpopLine("", 1),
    )
    # Without a quantity nobody can compare: taking it for 1 would be a guess.
    assert only(row(lines=[{"sku": "A"}])).lines is None
    assert only(row(lines=[{"sku": "A", "quantity": 1}, {"sku": "B", "quantity": None}])).lines is None


def test_a_recipient_that_is_not_shown_is_not_an_empty_one() -> None:
    assert only(row(recipient={})).recipient is None
    assert only(row(recipient={"name": None})).recipient is None
    assert only(row(recipient={"name": "", "city": ""})).recipient == Recipient()
    assert only(row(recipient={"postcode": 75011})).recipient == Recipient(postcode="75011")


@pytest.mark.parametrize(
    ("tracking", "tracked"), [([{"number": "6A1"}], True), ([{"number": ""}], False), ([{}], False), ([], False)]
)
def test_tracked(tracking: list[dict[str, str]], tracked: bool) -> None:
    assert only(row(tracking=tracking)).tracked is tracked


def test_a_bank_code_says_payment() -> None:
    order = only(row(status="blocked", block_code="stolen_card"))
    assert (order.block_reason, order.block_code) == ("payment", "stolen_card")
    misplaced = only(row(status="blocked", block_reason="Do not honor"))
    assert (misplaced.block_reason, misplaced.block_code) == ("payment", "do_not_honor")
    told = only(row(status="blocked", block_code="Carte de Mme Trévidic refusée"))
    assert (told.block_reason, told.block_code) == ("", "")
