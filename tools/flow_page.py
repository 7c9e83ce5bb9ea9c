"""docs/architecture.md's generated parts: the flow, who imports whom, and every file with its reason."""

from __future__ import annotations

from itertools import pairwise
from pathlib import PurePosixPath

from tools import code_map
from tools.code_map import STEPS, Step

KINDS = {
    "tests/": "unit, golden, contract, integration, house, bench: see CONTRIBUTING.md",
    "docs/": "this and the other pages; what comes from the code is made by `make docs`",
    "events/": "what really arrives: the payloads of the schedules, two to send by hand, and a mail as SES hands it over",
    "requirements/": "the locked lists, with hashes",
}
"""Folders that hold no package to ask."""


def parts() -> dict[str, str]:
    return {"flow": flow(), "imports": imports(), "files": files()}


def flow() -> str:
    """The steps of a run, in folders, with what each hands to the next."""
    code_map.check_order()
    lines = ["```mermaid", "flowchart LR"]
    for place, package in enumerate(dict.fromkeys(step.package for step in STEPS)):
        lines.append(f'  subgraph p{place} ["src/{package}"]')
        lines += [f"    {step.name}[{_label(step)}]" for step in STEPS if step.package == package]
        lines.append("  end")
    for step, then in pairwise(STEPS):
        lines.append(f'  {step.name} -- "{step.gives}" --> {then.name}')
    outside = (
        '  scheduler(["EventBridge Scheduler"]) --> event',
        '  shop(["the shop"]) --> pull',
        '  list(["TPOP\'s list"]) --> pull',
        '  publish --> people(["mail and SMS, by SNS"])',
        '  history[("history, in DynamoDB")] --> diff',
        "  record --> history",
        "  mark --> history",
    )
    return "\n".join([*lines, *outside, "```"])


def imports() -> str:
    """Packages, and how many files of the one import the other."""
    lines = ["```mermaid", "flowchart TD"]
    for (here, there), count in sorted(code_map.imports_between().items()):
        lines.append(f'  {here} -- "{count} {"file" if count == 1 else "files"}" --> {there}')
    return "\n".join([*lines, "```"])


def files() -> str:
    """A table for each folder of src/."""
    lines: list[str] = []
    for folder, reason, _ in code_map.folders("src"):
        lines += ["", f"### {folder}", "", cell(reason), ""]
        rows = list(code_map.files_of(folder))
        if rows:
            lines += ["| file | its reason |", "|---|---|", *(f"| `{name}` | {cell(why)} |" for name, why in rows)]
    return "\n".join(lines)


def folder_table() -> str:
    """README.md's: every folder in a line."""
    lines = ["| folder | what it is |", "|---|---|"]
    lines += [f"| `{folder}` | {cell(reason)} |" for folder, reason, _ in code_map.folders("src", "sandbox", "tools")]
    lines += [f"| `{folder}` | {what} |" for folder, what in KINDS.items()]
    return "\n".join(lines)


def short_names(step: Step) -> tuple[str, ...]:
    """What a small box can hold: the file, or whose files they are."""
    modules = code_map.modules_of(step)
    if step.name == "check":
        return (f"checks/ ({_registered()})",)
    if len(modules) == 1:
        return (PurePosixPath(modules[0]).name,)
    return tuple(str(PurePosixPath(path).parent).removeprefix("sources/") for path in modules)


def cell(text: str) -> str:
    return text.replace("|", "\\|")


def _label(step: Step) -> str:
    modules = code_map.modules_of(step)
    shown = modules if len(modules) <= 4 else (f"{PurePosixPath(modules[0]).parent}/",)
    return '"<b>' + step.name + "</b><br/>" + "<br/>".join(shown) + '"'


def _registered() -> int:
    from core.checks import CHECKS

    return len(CHECKS)
