"""docs/pictures/mail.svg: the first morning's mail on a telephone, and the day when all is well, with the SMS between."""

from __future__ import annotations

from dataclasses import dataclass, field

from sandbox.show import fold
from tools import svg
from tools.story_read import Morning, story

PILLS = {"🔴": "#d93636", "🟠": "#f08a24", "🔵": "#3b7ddd", "🟢": "#2e9e4f", "⚪": "#ffffff"}
COLUMN, ROW, SIZE = 7.83, 18, 13
WIDE, HIGH, EDGE, GAP = 366, 800, 12, 28
INSIDE = EDGE + 14
NOTICE, CASE = "#e9eef4", "#20262d"
FADE = (
    '<linearGradient id="fade" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#ffffff" stop-opacity="0"/>'
    '<stop offset="0.8" stop-color="#ffffff"/></linearGradient>'
)
WORDS = {
    "en": {"title": "What arrives: {first}, and two days later {last}", "sms": "SMS · {when}"},
    "fr": {"title": "Ce qui arrive : {first}, et deux jours plus tard {last}", "sms": "SMS · {when}"},
}


def picture(language: str) -> str:
    told, words = story(language), WORDS[language]
    first, last = told.mornings[0], told.mornings[-1]
    rang = next((morning for morning in told.mornings if morning.message.sms), None)
    left, right = Phone(0), Phone(WIDE + GAP)
    left.mail(first)
    if rang is not None:
        right.notice(words["sms"].format(when=rang.when), rang.message.sms or "")
    right.mail(last)
    title = words["title"].format(first=first.when, last=last.when)
    return svg.document(2 * WIDE + GAP, HIGH, title, [*left.drawn(), *right.drawn()], FADE)


@dataclass
class Phone:
    """One telephone, filled from top to bottom; what is too long fades out, as on a screen that goes on."""

    x: float
    y: float = EDGE + 30
    body: list[str] = field(default_factory=list)

    def notice(self, head: str, said: str) -> None:
        lines = fold(said, 42)
        high = 30 + ROW * len(lines)
        self.body.append(
            svg.box(self.x + EDGE + 8, self.y - 6, WIDE - 2 * EDGE - 16, high, fill=NOTICE, stroke=NOTICE)
        )
        self.body.append(svg.text(self.x + INSIDE + 4, self.y + 11, head, size=11, weight=700, fill=svg.SOFT))
        for at, line in enumerate(lines):
            self.body.append(svg.text(self.x + INSIDE + 4, self.y + 29 + ROW * at, line, size=SIZE))
        self.y += high + 14

    def mail(self, morning: Morning) -> None:
        x = self.x + INSIDE
        self.body.append(svg.dot(x + 15, self.y + 8, 15, "#1f4e79"))
        self.body.append(svg.text(x + 15, self.y + 14, "V", size=16, weight=700, fill=svg.PAPER, anchor="middle"))
        self.body.append(svg.text(x + 40, self.y + 4, "Vigie", size=SIZE, weight=700))
        self.body.append(svg.text(x + 40, self.y + 20, morning.when, size=11, fill=svg.SOFT))
        self.y += 46
        for line in fold(_stuck(morning.message.subject or ""), 42):
            self.body.append(svg.text(x, self.y, line, size=14, weight=700))
            self.y += ROW
        self.body.append(svg.rule(x, self.y - 6, self.x + WIDE - INSIDE, self.y - 6))
        self.y += 14
        for line in morning.mail.splitlines():
            if self.y < HIGH - EDGE:
                self._line(x, line)
            self.y += ROW if line else ROW * 0.6

    def _line(self, x: float, line: str) -> None:
        pill = PILLS.get(line[:1])
        weight = 700 if line.isupper() else 400
        if pill:
            self.body.append(svg.dot(x + COLUMN, self.y - 4.5, 5.5, pill, svg.LINE if pill == "#ffffff" else "none"))
            x, line, weight = x + 3 * COLUMN, line[2:], 600
        self.body.append(svg.text(x, self.y, line, size=SIZE, font=svg.MONO, weight=weight))

    def drawn(self) -> list[str]:
        name = f"screen{self.x:g}"
        screen = svg.box(self.x + EDGE, EDGE, WIDE - 2 * EDGE, HIGH - 2 * EDGE, round_=28)
        goes_on = self.y > HIGH - EDGE
        fade = svg.box(
            self.x + EDGE, HIGH - EDGE - 110, WIDE - 2 * EDGE, 110, fill="url(#fade)", stroke="none", round_=0
        )
        return [
            svg.box(self.x + 1, 1, WIDE - 2, HIGH - 2, fill=CASE, stroke=CASE, round_=38),
            f'<clipPath id="{name}">{screen}</clipPath>',
            screen,
            f'<g clip-path="url(#{name})">',
            *self.body,
            *([fade] if goes_on else []),
            "</g>",
            svg.box(self.x + WIDE / 2 - 45, EDGE + 8, 90, 6, fill=CASE, stroke=CASE, round_=3),
        ]


def _stuck(text: str) -> str:
    """No line begins with a French colon or semicolon."""
    return text.replace(" :", "\u00a0:").replace(" ;", "\u00a0;")
