"""What each channel, and each pair, could show and what was told: `python -m tests.channels.report [worlds]`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

from tests.channels.campaign import CHUNK, WORLDS, Tallies, campaign
from tests.channels.play import SETS, named
from tests.channels.verdict import Tally


def chunks(worlds: int) -> list[range]:
    return [range(first, min(first + CHUNK, worlds)) for first in range(0, worlds, CHUNK)]


def total(worlds: int, processes: int = 2) -> Tallies:
    """All of them, over some processes."""
    sums: Tallies = {channels: Tally() for channels in SETS}
    with ProcessPoolExecutor(processes) as pool:
        for tallies in pool.map(campaign, chunks(worlds)):
            for channels, tally in tallies.items():
                sums[channels].add(tally)
    return sums


def lines(sums: Tallies, worlds: int) -> Iterator[str]:
    yield f"{worlds} worlds, 3 runs each. could: planted faults that the set can show · told: at every run that could"
    yield f"{'channels':30} {'could':>6} {'told':>6} {'recall':>7} {'known':>6} {'false':>6} {'clear':>6} {'wrong':>6}"
    for channels, tally in sums.items():
        could, told, excused = (sum(one.values()) for one in (tally.could, tally.told, tally.excused))
        yield (
            f"{named(channels):30} {could:6} {told:6} {told / could if could else 1:7.4f} {excused:6} "
            f"{tally.false:6} {tally.clear:6} {len(tally.wrong):6}"
        )
    kinds = sorted({kind for tally in sums.values() for kind in tally.could})
    alone = [channels for channels in sums if len(channels) < 2]
    yield ""
    yield f"{'fault (could/told)':32}" + "".join(
        f"{named(channels).removesuffix(' alone'):>13}" for channels in alone
    )
    for kind in kinds:
        cells = (f"{sums[channels].could[kind]}/{sums[channels].told[kind]}" for channels in alone)
        yield f"{kind:32}" + "".join(f"{cell:>13}" for cell in cells)
    known = sum((tally.known for tally in sums.values()), Counter[str]())
    if known:
        yield ""
        yield "Known to be wrong (tests/channels/known.py), how often: " + ", ".join(
            f"{name} {count}" for name, count in known.most_common()
        )


def main(arguments: list[str]) -> int:
    worlds = int(arguments[0]) if arguments else WORLDS
    sums = total(worlds)
    print("\n".join(lines(sums, worlds)))
    wrong = [one for tally in sums.values() for one in tally.wrong]
    print("\n".join(wrong[:40]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
