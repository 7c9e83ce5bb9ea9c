"""`make bench`: bytes to findings as a ratio to `orjson.loads` of the same bytes, and memory per order.

Each figure is the median of pairs run one after the other in a fresh process, CPU time, the cyclic collector off as
in the handler. A run whose findings are not the planted truth is void. Options: `python -m tests.bench 1000 10000`.
"""

from __future__ import annotations

import gc
import json
import resource
import statistics
import subprocess
import sys
import time

import orjson

from tests.bench import data, engine

SIZES = (1_000, 10_000, 100_000)
PAIRS = {1_000: 15, 10_000: 7}


def cpu_once(count: int, lean: bool) -> dict[str, float]:
    """In this process: the ratio of CPU times, pair by pair."""
    bench = data.make(count, lean=lean)
    gc.collect()
    gc.disable()
    ratios, ours, floors = [], [], []
    for _ in range(PAIRS.get(count, 5)):
        start = time.process_time()
        for body in (*bench.feed, *bench.woo):
            orjson.loads(body)
        floor = time.process_time() - start
        start = time.process_time()
        found = engine.reconcile(bench.woo, bench.feed, data.NOW)
        spent = time.process_time() - start
        if found != bench.truth:
            missed, extra = bench.truth - found, found - bench.truth
            raise SystemExit(
                f"void: {len(missed)} missed, {len(extra)} extra: {sorted(missed, key=str)[:3]} {sorted(extra, key=str)[:3]}"
            )
        ratios.append(spent / floor)
        ours.append(spent)
        floors.append(floor)
        gc.collect()
    return {
        "ratio": statistics.median(ratios),
        "us": statistics.median(ours) / count * 1e6,
        "floor_us": statistics.median(floors) / count * 1e6,
        "bytes": bench.size / count,
        "findings": len(bench.truth),
    }


def memory_once(count: int, lean: bool) -> dict[str, float]:
    """In this process: the peak of a run over pages read from disk one at a time, above what was there before."""
    import pathlib
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        made = subprocess.run(
            [sys.executable, "-m", "tests.bench", "--write", folder, str(count), str(int(lean))], check=True
        )
        assert made.returncode == 0
        woo = sorted(pathlib.Path(folder).glob("woo-*"))
        feed = sorted(pathlib.Path(folder).glob("feed-*"))
        engine.reconcile([path.read_bytes() for path in woo[:1]], [path.read_bytes() for path in feed[:1]], data.NOW)
        gc.collect()
        gc.disable()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        engine.reconcile(_Lazy(woo), _Lazy(feed), data.NOW)  # type: ignore[arg-type]
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"per_order": (after - before) * 1024 / count, "peak_mb": after / 1024, "base_mb": before / 1024}


class _Lazy:
    """Pages as the network brings them: one at a time."""

    def __init__(self, paths: list) -> None:  # type: ignore[type-arg]
        self._paths = paths

    def __iter__(self):  # type: ignore[no-untyped-def]
        return (path.read_bytes() for path in self._paths)


def write(folder: str, count: int, lean: bool) -> None:
    import pathlib

    bench = data.make(count, lean=lean)
    for name, pages in (("woo", bench.woo), ("feed", bench.feed)):
        for number, body in enumerate(pages):
            (pathlib.Path(folder) / f"{name}-{number:06d}").write_bytes(body)


def fresh(what: str, count: int, lean: bool) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench", what, str(count), str(int(lean))],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


def main(sizes: tuple[int, ...]) -> None:
    print(
        "bytes -> findings, every check on, findings equal to the planted truth; CPU, median of pairs in one process"
    )
    print(f"{'orders':>8} {'pages':>6} {'bytes/order':>12} {'findings':>9} {'floor us':>9} {'ours us':>8} {'ratio':>6}"
          f" {'B/order':>8} {'peak MB':>8}")  # fmt: skip
    for lean in (False, True):
        for count in sizes:
            cpu, memory = fresh("--cpu", count, lean), fresh("--memory", count, lean)
            print(
                f"{count:>8} {'lean' if lean else 'full':>6} {cpu['bytes']:>12.0f} {cpu['findings']:>9.0f}"
                f" {cpu['floor_us']:>9.1f} {cpu['us']:>8.1f} {cpu['ratio']:>6.2f}"
                f" {memory['per_order']:>8.0f} {memory['peak_mb']:>8.0f}"
            )
    print("lean: only the fields Vigie asks WooCommerce for. floor: orjson.loads of the same bytes, dropped.")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--cpu", count, lean]:
            print(json.dumps(cpu_once(int(count), lean == "1")))
        case ["--memory", count, lean]:
            print(json.dumps(memory_once(int(count), lean == "1")))
        case ["--write", folder, count, lean]:
            write(folder, int(count), lean == "1")
        case sizes:
            main(tuple(int(size) for size in sizes) or SIZES)
