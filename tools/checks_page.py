"""docs/checks.md: what every check finds, why it matters and where it is blind, with its lines in a real mail."""

from __future__ import annotations

import importlib
import re

from core.checks import CHECKS
from core.checks.contract import Check
from tools.check_examples import example
from tools.code_map import Stale

FAMILIES = {
    1: ("Taken in charge", "Is every order at TPOP, whole?"),
    2: ("Blocked", "Does TPOP wait for something?"),
    3: ("Conformity", "Does each order match what the customer bought?"),
    4: ("Follow-through", "Was it made and sent?"),
    5: ("The lookout itself", "What Vigie could not see. It is never an all clear."),
}
HEADINGS = ("What it finds", "Why it matters", "Blind spots", "Example")
GRADES = {
    "listed": "a list",
    "mentioned": "a mail",
    "written back": "tracking in the shop",
    "none": "nothing but the shop",
}
SIDES = {"shop": "the shop's", "tpop": "TPOP's"}
HEAD = """# What Vigie checks

<!-- made by make docs from the checks' own files: change them, not this page -->

Each check looks for one fault. Its name is public: it stands in the history table and in the JSON of every message, and may
be switched off in the policy (`"off": ["address-differs"]`). The first three families are the three things that TPOP asks each
merchant to look at by hand.

What a check says of TPOP stands on one of four grades of evidence, strongest first: **listed** (a list that shows the order
and its status), **mentioned** (a mail or an invoice that speaks of it), **written back** (a shipment with tracking in the
shop), **none**. The last column says which of them let it speak; every finding says which one it stands on (`grade` in its
evidence). Where a younger mail tells a state that a list cannot show yet, the finding says both; where they cannot both be
right, the newest list is believed and [`evidence-conflicts`](#evidence-conflicts) shows it.

🔴 act today · 🟠 act this week · 🔵 for information · ⚪ could not look

The mails below are made by the checks themselves, from small examples judged on Monday 23 November 2026 at 08:00 in Paris.
"""


def page() -> str:
    lines = [HEAD]
    for number, (name, question) in FAMILIES.items():
        mine = [check for check in CHECKS if check.family == number]
        if mine:
            lines += [f"## {number} · {name}", "", question, "", "| check | | speaks on |", "|---|---|---|"]
            lines += [
                f"| [`{check.id}`](#{check.id}) | {_cell(told(check)[0])} | {_evidence(check)} |" for check in mine
            ]
            lines += ["", *(line for check in mine for line in _one(check))]
    return "\n".join(lines).rstrip() + "\n"


def told(check: Check) -> tuple[str, dict[str, str]]:
    """The headline, and what stands under each heading, of the check's own file. Raises Stale."""
    module = importlib.import_module(f"core.checks.{check.id.replace('-', '_')}")
    docstring = (module.__doc__ or "").strip()
    headline, _, body = docstring.partition("\n\n")
    start = f"{check.id}: "
    parts = re.split(rf"^({'|'.join(HEADINGS)}):", body, flags=re.MULTILINE)
    said = {name: _flat(text) for name, text in zip(parts[1::2], parts[2::2], strict=True)}
    if not headline.startswith(start) or tuple(said) != HEADINGS:
        raise Stale(f"{check.id}: its docstring needs its name and the headings {', '.join(HEADINGS)}")
    return _flat(headline.removeprefix(start)), said


def _one(check: Check) -> list[str]:
    headline, said = told(check)
    lines = [f"### {check.id}", "", headline[:1].upper() + headline[1:], ""]
    lines += [f"* **{name}.** {_sentence(text)}" for name, text in said.items() if name != "Example"]
    lines.append(f"* **Speaks.** {_needs(check)}")
    lines += ["", "```", *example(check.id, "fr"), "```", "```", *example(check.id, "en"), "```", ""]
    return lines


def _evidence(check: Check) -> str:
    return " · ".join(GRADES[grade] for grade in check.grades) if check.judge else ""


def _needs(check: Check) -> str:
    if check.needs:
        sides = " and ".join(SIDES[side] for side in sorted(check.needs))
        return f"Only where {sides} silence means something: a complete, fresh list that covers the order's time."
    if check.judge_source:
        return "Of every source, at every run."
    if check.judge:
        return "Of every order that was read, whatever else could not be."
    return "Whenever it happens, of that one order."


def _flat(text: str) -> str:
    return " ".join(text.split())


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
