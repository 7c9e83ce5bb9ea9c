"""docs/pictures/history.svg: the findings of the history table, as one reads them in the console."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox import show
from tools import svg
from tools.story_read import story

COLUMNS = (
    ("reference", 84),
    ("check", 184),
    ("severity", 76),
    ("status", 80),
    ("first_seen", 158),
    ("told_at", 158),
    ("due", 158),
    ("title", 330),
)
TITLES = {"en": "The history table after three days", "fr": "L'historique après trois jours"}
ROW, TOP, EDGE = 30, 40, 14
SHADES = {"urgent": "#d93636", "act": "#f08a24", "note": "#3b7ddd", "resolved": "#2e7d4f", "open": "#b3401f"}


def picture(language: str) -> str:
    findings = [row for row in story(language).rows if str(row["item"]).startswith("finding#")]
    findings.sort(key=lambda row: (row["status"] != "open", str(row["due"]), str(row["item"])))
    wide = 2 * EDGE + sum(size for _, size in COLUMNS)
    high = TOP + ROW * (len(findings) + 1) + EDGE
    body = [svg.box(0.5, 0.5, wide - 1, high - 1)]
    body.append(
        svg.text(EDGE + 6, 26, f"shop = mugs-paris   item begins with finding#   ({len(findings)})", font=svg.MONO)
    )
    body.append(svg.box(EDGE, TOP, wide - 2 * EDGE, ROW, fill=svg.BACK, stroke=svg.BACK, round_=4))
    x = float(EDGE)
    for name, size in COLUMNS:
        body.append(svg.text(x + 6, TOP + 20, name, size=12, weight=700, fill=svg.SOFT))
        for at, row in enumerate(findings, 1):
            body.append(_cell(x + 6, TOP + ROW * at + 20, name, row, int((size - 8) / 7.3)))
        x += size
    for at in range(1, len(findings) + 1):
        body.append(svg.rule(EDGE, TOP + ROW * at, wide - EDGE, TOP + ROW * at))
    return svg.document(wide, high, TITLES[language], body)


def _cell(x: float, y: float, name: str, row: Mapping[str, Any], room: int) -> str:
    said = (
        show.title(row)
        if name == "title"
        else str(row.get(name, row.get("number", "")) if name == "reference" else row.get(name, ""))
    )
    said = said if len(said) <= room else said[: room - 1] + "…"
    return svg.text(x, y, said, size=12, font=svg.MONO, fill=SHADES.get(said, svg.INK))
