"""`make bench`, second part: wall time of a pull against the shop's own floor, requests ÷ parallel x latency.

The shop answers from another process, each page after `latency`, so that nothing but the reader's own work is measured.
`python -m tests.bench.wall [orders] [latency in ms] [parallel]`.
"""

from __future__ import annotations

import json
import multiprocessing
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from multiprocessing.connection import Connection

from core.model import ShopOrder, Window
from core.policy import Policy
from sandbox.faults import Answer
from sandbox.loopback import Loopback, Request
from sources.woocommerce.pull import WooCommerce
from tests.bench import data

RUNS = 3


def serve(pipe: Connection, count: int, latency: float, uneven: bool) -> None:
    """A shop of so many orders: rows made beforehand, filtered by date and cut into pages as WooCommerce does."""
    bodies = [row for page in data.make(count, lean=True).woo for row in json.loads(page)]
    rows = sorted((int(row["id"]), row["date_created_gmt"], json.dumps(row).encode()) for row in bodies)
    if uneven:  # all of a month's orders on its last two days
        late = (data.NOW - timedelta(days=2)).replace(tzinfo=None).isoformat()
        rows = [
            (id_, max(made, late), body.replace(made.encode(), max(made, late).encode())) for id_, made, body in rows
        ]

    @lru_cache  # the shop's own work is not what is measured
    def listed(after: str, before: str) -> list[bytes]:
        return [body for _, made, body in rows if after < made < before]

    def answer(request: Request) -> Answer:
        found = listed(request.one("after"), request.one("before"))
        page, size = int(request.one("page")), int(request.one("per_page"))
        body = b"[" + b",".join(found[(page - 1) * size : page * size]) + b"]"
        headers = (("Content-Type", "application/json"), ("X-WP-Total", str(len(found))))
        return Answer(200, headers, body)

    with Loopback(answer) as loopback:
        loopback.latency = latency
        pipe.send(loopback.url)
        while pipe.recv() == "count":
            pipe.send((len(loopback.log), loopback.most_at_once))
            loopback.log.clear()


def measure(count: int, latency: float, parallel: int, uneven: bool) -> dict[str, float]:
    here, there = multiprocessing.Pipe()
    shop = multiprocessing.get_context("spawn").Process(target=serve, args=(there, count, latency, uneven))
    shop.start()
    url, ratios, requests = here.recv(), [], 0
    for _ in range(RUNS):
        seen: list[int] = []

        def take(orders: Sequence[ShopOrder], seen: list[int] = seen) -> None:
            seen.append(len(orders))

        source = WooCommerce(url, "ck", "cs", policy=replace(Policy(), requests_at_once=parallel), now=data.NOW)
        begun = time.perf_counter()
        pull = source.pull(Window(data.NOW - timedelta(days=30), data.NOW), take)
        wall = time.perf_counter() - begun
        here.send("count")
        requests, most = here.recv()
        assert pull.coverage.complete, pull.troubles
        assert pull.coverage.orders == count <= sum(seen)
        assert most <= parallel
        ratios.append(wall / (requests / parallel * latency))
    here.send("end")
    shop.join()
    return {"ratio": statistics.median(ratios), "requests": requests, "wall": wall}


def main(count: int = 10_000, latency_ms: float = 100, parallel: int = 2) -> None:
    print(
        f"wall time of a pull of {count} orders, {latency_ms:.0f} ms an answer, {parallel} at once; median of {RUNS}"
    )
    for uneven in (False, True):
        got = measure(count, latency_ms / 1000, parallel, uneven)
        name = "all on two days" if uneven else "evenly spread"
        print(f"{name:>16}: {got['requests']:.0f} requests, {got['wall']:.2f} s, {got['ratio']:.3f} times the floor")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
