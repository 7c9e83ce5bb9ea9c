"""Every recorded WooCommerce order still means what somebody read and found right; none of a recorded list is lost."""

from __future__ import annotations

import json
import warnings
from collections import Counter
from pathlib import Path

import pytest

from sources.woocommerce import normalise
from tests.golden import renew
from tests.golden.woocommerce_answer import KNOWN

RECORDED = Path(__file__).resolve().parents[3] / "shared" / "fixtures" / "woocommerce"
WHOLE_LISTS = ("orders_per_page_100_p1", "orders_per_page_100_p2", "status_trash", "status_checkout-draft")
"""Together every order of the recorded shop, once. The bin and drafts stand in no other list."""
UNRECORDED = {"to_delete": "deleted for good while the shop was filled: no recorded answer shows it"}
"""Orders that were named, and of which nothing is left to read."""
PAIRS = [pytest.param(raw, golden, id=raw.name.split(".")[0]) for raw, golden in renew.pairs("woocommerce")]


@pytest.mark.parametrize(("raw", "golden"), PAIRS)
def test_a_recorded_order_means_what_it_meant(raw: Path, golden: Path) -> None:
    assert golden.exists(), "new: `python -m tests.golden.renew --write`, then read what it wrote"
    assert json.loads(renew.text("woocommerce", raw)) == json.loads(golden.read_text())


def test_nothing_is_renewed_without_being_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "woocommerce"
    folder.mkdir()
    (folder / "one.raw.json").write_text("{}")
    (folder / "one.order.json").write_text("what somebody read")
    monkeypatch.setattr(renew, "HERE", tmp_path)
    for arguments in ([], ["--force"]):
        assert renew.main(arguments) != 0
        assert (folder / "one.order.json").read_text() == "what somebody read"
    assert renew.main(["--write"]) == 0
    assert "unreadable" in (folder / "one.order.json").read_text()


@pytest.fixture(scope="module")
def recorded() -> dict[str, dict]:
    if not RECORDED.is_dir():
        warnings.warn(f"recordings are not there, so nothing was compared with them: {RECORDED.name}", stacklevel=1)
        pytest.skip("../shared/fixtures/woocommerce is not there")
    files = sorted(RECORDED.glob("[!_]*.json"))
    return {file.stem: json.loads(file.read_text()) for file in files}


@pytest.mark.shared
def test_every_recorded_order_has_its_golden_answer(recorded: dict[str, dict]) -> None:
    """Those with a recording of their own, and those that were named when the shop was filled."""
    ours = {param.id for param in PAIRS}
    alone = {name.removeprefix("order_") for name in recorded if name.startswith("order_")}
    named = json.loads((RECORDED / "_seed.json").read_text())["orders"]
    assert len(named) == 44
    assert not ours & set(UNRECORDED)
    assert set(named) <= ours | set(UNRECORDED)
    assert ours <= alone | set(named), "not from a recording"
    assert alone <= ours
    for raw, _ in renew.pairs("woocommerce"):
        name = raw.name.split(".")[0]
        assert json.loads(raw.read_text()).get("id") == named.get(name), name


@pytest.mark.shared
def test_the_recordings_are_as_they_were_recorded(recorded: dict[str, dict]) -> None:
    rows = {row["id"]: row for name in WHOLE_LISTS for row in recorded[name]["body"]}
    for raw, _ in renew.pairs("woocommerce"):
        name, ours = raw.name.split(".")[0], json.loads(raw.read_text())
        alone = recorded.get(f"order_{name}")
        assert ours == (alone["body"] if alone else rows[ours["id"]]), f"{name}: a recording was changed"


@pytest.mark.shared
def test_every_refund_is_as_it_was_recorded(recorded: dict[str, dict]) -> None:
    """An order's own list of refunds, else its rows in the list of all: the same, which also say whose they are."""
    for raw, _ in renew.pairs("woocommerce"):
        name, order = raw.name.split(".")[0], json.loads(raw.read_text())
        refunds = raw.with_name(f"{name}.refunds.raw.json")
        assert refunds.exists() == bool(order.get("refunds")), name
        if refunds.exists():
            alone = recorded.get(f"refunds_of_{name}")
            rows = [row for row in recorded["refunds_all"]["body"] if row["parent_id"] == order["id"]]
            assert json.loads(refunds.read_text()) == (alone["body"] if alone else rows), name
            assert {row["id"] for row in rows} == {row["id"] for row in order["refunds"]}, name


@pytest.mark.shared
def test_every_order_of_every_recorded_list_is_read_or_named(recorded: dict[str, dict]) -> None:
    lists = {
        name: one["body"]
        for name, one in recorded.items()
        if isinstance(one.get("body"), list) and "/wc/v3/orders?" in one["request"]["url"]
    }
    seen = Counter[str]()
    for name, rows in lists.items():
        page = normalise.read_page(json.dumps(rows).encode(), KNOWN)
        assert page.problem == ""
        read = Counter(order.id for order in page.orders) + Counter(one.id for one in page.unreadable)
        assert read == Counter(str(row["id"]) for row in rows), name
        # A list of which only a few fields were asked for cannot be understood; a whole one must be, all of it.
        if rows and "_fields" not in recorded[name]["request"]["url"]:
            assert page.unreadable == [], name
            seen[name] = len(rows)
        else:
            assert all(one.field and one.problem for one in page.unreadable)
    assert sum(seen.values()) >= 130 + 30
    assert set(WHOLE_LISTS) <= set(seen)


@pytest.mark.shared
def test_the_recorded_shop_as_a_whole(recorded: dict[str, dict]) -> None:
    orders = [
        order
        for name in WHOLE_LISTS
        for order in normalise.read_page(json.dumps(recorded[name]["body"]).encode(), KNOWN).orders
    ]
    assert Counter(order.status for order in orders) == {
        "completed": 64,
        "processing": 58,
        "on-hold": 2,
        "refunded": 2,
        "pending": 1,
        "failed": 1,
        "cancelled": 1,
        "packed": 1,
        "trash": 2,
        "checkout-draft": 1,
    }
    assert Counter(order.state for order in orders) == {
        "due": 122,
        "unpaid": 4,
        "cancelled": 5,
        "draft": 1,
        "other": 1,
    }
    by_id = {order.id: order for order in orders}
    assert by_id["52"].lines == (), "an order without lines has none, which is not the same as unknown"
    assert by_id["168"].paid_at is None, "cash on delivery: to be made, and not paid"
    assert by_id["66"].created_at < by_id["67"].created_at, "the hour that autumn repeats"
    assert {by_id[id_].created_at for id_ in ("68", "69", "70")} == {by_id["68"].created_at}
