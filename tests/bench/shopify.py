"""`make bench OF=shopify`: how fast a Shopify shop is read, by its own rules and by ours; and how much memory that takes.

Seconds are those of the shop's own clock (tests.bench.shopify_month): 100 points a second, 2,000 at first, 0.3 s an answer.
How long real exports take is not published, so two guesses stand side by side. Only the ratio to `orjson.loads` (CPU time,
medians of pairs, the cyclic collector off as in the handler) and memory are this machine's.
`python -m tests.bench.shopify [orders …]`.
"""

from __future__ import annotations

import gc
import json
import multiprocessing
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

import orjson

from core.model import ShopOrder
from sandbox.loopback import Loopback, Request
from sandbox.shopify import API, ShopifyShop
from sources.http import Door
from sources.shopify import normalise, pull
from tests.bench import shopify_month as month

SIZES = (100, 300, 1_000, 3_000, 10_000)
GUESSES = {"fast": (2.0, 3.0), "slow": (10.0, 30.0)}
"""Of an export: seconds until it begins, and for each 1,000 orders."""
PAIRS = 15


# ---- the shop's clock


def against_the_floor(count: int) -> None:
    with month.opened(count) as shop:
        least, got = month.floor(shop.shop), shop.pull(export_seconds=month.PAGES)
        assert got.pull.coverage.complete
        assert len(got.ids) == count
        ratio = f"{got.seconds / least:.3f}" if least else "-"
        print(
            f"{count:>8} {least:>8.0f} {got.seconds:>8.0f} {ratio:>7} {got.requests:>9} {got.points:>8.0f}"
            f" {got.points / count:>12.1f} {got.throttled:>10}"
        )


def exports(count: int) -> None:
    cells: list[str] = []
    worlds = [{"bulk_start_seconds": start, "bulk_seconds_per_1000": each} for start, each in GUESSES.values()]
    for choice in (month.PAGES, month.EXPORT, None):
        for world in [{}] if choice == month.PAGES else [*worlds, {"bulk_never_ends": True}]:
            with month.opened(count, **world) as shop:
                got = shop.pull(export_seconds=choice)
                assert got.pull.coverage.complete
                exported = choice != month.PAGES and got.questions["Orders"] == 1
                cells.append(f"{got.seconds:>9.0f}{'*' if exported else ' '}")
    print(f"{count:>8}", *cells)


def usual(count: int) -> None:
    start, each = GUESSES["slow"]
    with month.opened(count, bulk_start_seconds=start, bulk_seconds_per_1000=each) as shop:
        for name, window in (("daily, 30 days", month.MONTH), ("hourly, 4 days", month.WATCH)):
            got = shop.pull(window)
            assert got.pull.coverage.complete
            print(f"{count:>8} {name:>15} {len(got.ids):>7} {got.requests:>9} {got.points:>7.0f} {got.seconds:>8.1f}")


# ---- this machine's


def parsing(size: int) -> None:
    with month.opened(1_000) as shop:
        shop.shop.most_points, shop.shop.bucket_size = 10**6, 10.0**9
        pages = _pages(shop, size)
    by, ratios, ours = normalise.rules(month.POLICY), [], []
    gc.collect()
    gc.disable()
    for _ in range(PAIRS):
        start = time.process_time()
        for body in pages:
            orjson.loads(body)
        floor = time.process_time() - start
        start = time.process_time()
        count = sum(len(normalise.read_page(body, by).orders) for body in pages)
        spent = time.process_time() - start
        assert count == 1_000
        ratios.append(spent / floor)
        ours.append(spent / count * 1e6)
        gc.collect()
    gc.enable()
    length = sum(map(len, pages)) / 1_000
    print(f"{size:>8} {length:>12.0f} {statistics.median(ours):>9.1f} {statistics.median(ratios):>6.2f}")


def _pages(shop: month.Shop, size: int) -> list[bytes]:
    """The bytes of all answers to orders.graphql."""
    question = Path(pull.__file__).with_name("orders.graphql").read_text(encoding="utf-8")
    found: list[bytes] = []
    after: str | None = None
    while not found or after:
        asked = {
            "first": size,
            "after": after,
            "search": "",
            "counted": not found,
            "articles": True,
            "addresses": True,
        }
        body = json.dumps({"query": question, "variables": asked}).encode()
        headers = {"x-shopify-access-token": shop.shop.token, "host": "localhost"}
        answer = shop.answer(Request("POST", API, (), headers, body)).body
        info = json.loads(answer)["data"]["orders"]["pageInfo"]
        after = info["endCursor"] if info["hasNextPage"] else None
        found.append(answer)
    return found


def serve(pipe: Connection, count: int) -> None:
    """The shop in a process of its own, with points for everything and exports that are done at once."""
    shop = ShopifyShop(now=month.NOW)
    shop.bucket_size = shop.restore_rate = 1e9
    shop.bulk_seconds_per_1000 = 0.0
    month.fill(shop, count)
    with Loopback(shop.answer) as loopback:
        pipe.send((loopback.url, shop.token))
        pipe.recv()


def memory(count: int, how: str) -> None:
    here, there = multiprocessing.Pipe()
    shop = multiprocessing.get_context("spawn").Process(target=serve, args=(there, count))
    shop.start()
    url, token = here.recv()
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.shopify", "--pull", url, token, how],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    here.send("end")
    shop.join()
    got = json.loads(done.stdout)
    assert got["complete"]
    assert got["orders"] == count
    print(f"{count:>8} {how:>7} {got['peak_mb']:>8.0f} {got['before_mb']:>8.0f}")


def pull_once(url: str, token: str, how: str) -> dict[str, object]:
    """In this process: reads, counts, and keeps nothing."""
    pull.EXPORT_SECONDS = month.EXPORT if how == "export" else month.PAGES
    door = partial(Door, timeout=(5.0, 900.0), whole=900.0)  # the stand-in renders a whole export in one answer
    source = pull.Shopify(url, {"token": token}, policy=month.POLICY, now=month.NOW, door=door)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    gc.disable()
    seen = 0

    def take(orders: Sequence[ShopOrder]) -> None:
        nonlocal seen
        seen += len(orders)

    done = source.pull(month.MONTH, take)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    covered = done.coverage
    return {
        "peak_mb": peak / 1024,
        "before_mb": before / 1024,
        "orders": covered.orders,
        "complete": covered.complete and seen >= covered.orders,
    }


def main(sizes: tuple[int, ...]) -> None:
    print("memory of a process that pulls and counts")  # first: a child's peak begins at what its parent holds
    print(f"{'orders':>8} {'by':>7} {'peak MB':>8} {'before':>8}")
    for count, how in ((10_000, "pages"), (10_000, "export"), (50_000, "export")):
        memory(count, how)
    print("\npages alone, against the floor of the cost rules (seconds of the shop's clock)")
    print(f"{'orders':>8} {'floor s':>8} {'took s':>8} {'ratio':>7} {'requests':>9} {'points':>8} {'points/order':>12}"
          f" {'throttled':>10}")  # fmt: skip
    for count in sizes:
        against_the_floor(count)
    print(
        f"\npages alone, an export first, and as shipped: pages up to {pull.EXPORT_SECONDS:.0f} s (seconds; * by export)"
    )
    worlds = (*GUESSES, "never")
    print(f"{'orders':>8} {'pages':>9} ", *(f"{word:>9} " for word in (*worlds, *(f"or {one}" for one in worlds))))
    for count in sizes:
        exports(count)
    print("\na usual run, as shipped (exports: the slow guess)")
    print(f"{'orders':>8} {'run':>15} {'read':>7} {'requests':>9} {'points':>7} {'seconds':>8}")
    for count in (10, 100, 1_000, 10_000):
        usual(count)
    print("\nbytes -> orders, against orjson.loads of the same bytes (CPU, median of pairs)")
    print(f"{'page of':>8} {'bytes/order':>12} {'us/order':>9} {'ratio':>6}")
    for size in (35, 250):
        parsing(size)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--pull", url, token, how]:
            print(json.dumps(pull_once(url, token, how)))
        case given:
            main(tuple(map(int, given)) or SIZES)
