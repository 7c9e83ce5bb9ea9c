"""docs/pictures/flow.svg: the way of a run, left to right, with the world outside above and below."""

from __future__ import annotations

from collections.abc import Mapping

from tools import svg
from tools.code_map import STEPS
from tools.flow_page import short_names

WIDE, GAP, EDGE = 108, 14, 18
TOP, BAR, STEP, BELOW = 18, 96, 122, 266
HIGH = 104
COLOURS = {"handlers": "#7b61c9", "sources": "#2f7ed8", "core": "#2e9e6b", "sinks": "#d9822b"}


def picture() -> str:
    columns = {step.name: EDGE + place * (WIDE + GAP) for place, step in enumerate(STEPS)}
    wide = 2 * EDGE + len(STEPS) * (WIDE + GAP) - GAP
    body = [svg.box(0.5, 0.5, wide - 1, BELOW + 61, fill=svg.BACK, stroke=svg.BACK, round_=12)]
    for package, colour in COLOURS.items():
        mine = [columns[step.name] for step in STEPS if step.package == package]
        body.append(svg.box(mine[0], BAR, mine[-1] - mine[0] + WIDE, 18, fill=colour, stroke=colour, round_=4))
        middle = (mine[0] + mine[-1] + WIDE) / 2
        body.append(
            svg.text(middle, BAR + 13, f"src/{package}", size=11, fill=svg.PAPER, weight=600, anchor="middle")
        )
    for step in STEPS:
        x = columns[step.name]
        body.append(svg.box(x, STEP, WIDE, HIGH, stroke=COLOURS[step.package]))
        body.append(svg.text(x + WIDE / 2, STEP + 24, step.name, size=15, weight=700, anchor="middle"))
        for row, name in enumerate(short_names(step)):
            said = svg.text(
                x + WIDE / 2, STEP + 48 + 16 * row, name, size=11, fill=svg.SOFT, font=svg.MONO, anchor="middle"
            )
            body.append(said)
    for step in STEPS[:-1]:
        x = columns[step.name] + WIDE
        body.append(svg.arrow(x + 1, STEP + HIGH / 2, x + GAP - 1, STEP + HIGH / 2))
    body += _outside(columns)
    names = " → ".join(step.name for step in STEPS)
    return svg.document(wide, BELOW + 62, f"The way of a run: {names}", body)


def _outside(columns: Mapping[str, float]) -> list[str]:
    made = []
    for name, said, out in (
        ("event", "EventBridge", False),
        ("pull", "shop, TPOP list", False),
        ("publish", "mail and SMS", True),
    ):
        x = columns[name]
        made += [
            svg.box(x, TOP, WIDE, 38, round_=19),
            svg.text(x + WIDE / 2, TOP + 24, said, size=12, anchor="middle"),
        ]
        start, end = (BAR - 2, TOP + 41) if out else (TOP + 39, BAR - 3)
        made.append(svg.arrow(x + WIDE / 2, start, x + WIDE / 2, end))
    left, right = columns["diff"], columns["mark"] + WIDE
    made.append(svg.box(left, BELOW, right - left, 38, round_=19))
    made.append(svg.text((left + right) / 2, BELOW + 24, "history, in DynamoDB", size=12, anchor="middle"))
    for name, reads in (("diff", True), ("record", False), ("mark", False)):
        middle = columns[name] + WIDE / 2
        start, end = (BELOW - 1, STEP + HIGH + 3) if reads else (STEP + HIGH + 1, BELOW - 3)
        made.append(svg.arrow(middle, start, middle, end))
    return made
