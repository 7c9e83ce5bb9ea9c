"""Small pictures in plain SVG: boxes, text, arrows. No library, no font to fetch; all text escaped."""

from __future__ import annotations

from html import escape

SANS = "Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif"
MONO = "SFMono-Regular, Menlo, Consolas, DejaVu Sans Mono, Liberation Mono, monospace"
INK, SOFT, LINE, PAPER, BACK = "#1f2933", "#61707f", "#c5ced8", "#ffffff", "#f4f6f8"


def text(
    x: float,
    y: float,
    said: str,
    *,
    size: float = 13,
    fill: str = INK,
    font: str = SANS,
    weight: int = 400,
    anchor: str = "start",
) -> str:
    """One line; spaces are kept as they are."""
    return (
        f'<text x="{x:g}" y="{y:g}" font-family="{font}" font-size="{size:g}" font-weight="{weight}" '
        f'fill="{fill}" text-anchor="{anchor}" xml:space="preserve">{escape(said)}</text>'
    )


def box(
    x: float, y: float, wide: float, high: float, *, fill: str = PAPER, stroke: str = LINE, round_: float = 8
) -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{wide:g}" height="{high:g}" rx="{round_:g}" fill="{fill}" stroke="{stroke}"/>'


def dot(x: float, y: float, radius: float, fill: str, stroke: str = "none") -> str:
    return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{fill}" stroke="{stroke}"/>'


def rule(x: float, y: float, to_x: float, to_y: float, stroke: str = LINE) -> str:
    return f'<path d="M{x:g} {y:g} L{to_x:g} {to_y:g}" stroke="{stroke}" fill="none"/>'


def arrow(x: float, y: float, to_x: float, to_y: float, stroke: str = SOFT) -> str:
    return f'<path d="M{x:g} {y:g} L{to_x:g} {to_y:g}" stroke="{stroke}" stroke-width="1.5" fill="none" marker-end="url(#tip)"/>'


def document(wide: float, high: float, title: str, body: list[str], more: str = "") -> str:
    """The whole picture; `title` is what a reader hears who cannot see it. `more`: further definitions."""
    tip = (
        '<marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        f'<path d="M0 0 L8 4 L0 8 z" fill="{SOFT}"/></marker>'
    )
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:g} {high:g}" width="{wide:g}" height="{high:g}" role="img">',
        f"<title>{escape(title)}</title>",
        f"<defs>{tip}{more}</defs>",
        *body,
        "</svg>",
    ]
    return "\n".join(lines) + "\n"
