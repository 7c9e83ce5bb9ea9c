"""Mails in many layouts and three languages still mean what somebody read and found right."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.golden import mailbox_late, mailbox_made

MAILS = sorted(mailbox_made.HERE.glob("*.eml"))


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.stem)
def test_a_stored_mail_means_what_it_meant(path: Path) -> None:
    receipt, golden = Path(f"{path}.receipt.json"), Path(f"{path}.mentions.json")
    said = mailbox_made.answer(path.name, path.read_bytes(), receipt.read_bytes())
    assert said == json.loads(golden.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.stem)
def test_nobody_in_it_is_named_by_what_is_kept(path: Path) -> None:
    kept = Path(f"{path}.mentions.json").read_text(encoding="utf-8")
    for sale in mailbox_made.sales():
        for word in (*sale.buyer.words(), sale.buyer.first, sale.buyer.city):
            assert word not in kept


@pytest.mark.parametrize("name", mailbox_late.LATE)
def test_a_mail_written_after_the_code_is_read_less_well_at_worst_and_never_wrong(name: str) -> None:
    golden = json.loads((mailbox_made.HERE / f"{name}.eml.mentions.json").read_text(encoding="utf-8"))
    truth = mailbox_late.TRUTH[name]
    assert golden["outcome"] in ("understood", "nothing", "not_readable")
    for one in golden["mentions"]:
        assert one["status"] in (truth[one["reference"]], "", "unknown")
        assert one["block_reason"] in (mailbox_late.REASONS.get(name, {}).get(one["reference"], ""), "")
        assert one["tpop_id"] in ("", next(s.tpop_id for s in mailbox_made.sales() if s.number == one["reference"]))


def test_there_are_layouts_enough_in_every_language() -> None:
    for language in ("fr", "en", "de"):
        assert sum(f"late_{language}_" in path.name for path in MAILS) >= 3
    understood = [name for name, truth in mailbox_late.TRUTH.items() if _statuses(name) == truth]
    assert len(understood) >= 3


def _statuses(name: str) -> dict[str, str]:
    golden = json.loads((mailbox_made.HERE / f"{name}.eml.mentions.json").read_text(encoding="utf-8"))
    return {one["reference"]: one["status"] for one in golden["mentions"]}


def test_every_layout_of_the_sandbox_is_there() -> None:
    assert {mail.key for mail in mailbox_made.made()} == {path.name for path in MAILS}
    assert len(MAILS) >= 8


def test_nothing_is_renewed_without_being_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailbox_made, "HERE", tmp_path)
    assert mailbox_made.main([]) == 1
    assert not list(tmp_path.iterdir())
    assert mailbox_made.main(["--write"]) == 0
    assert mailbox_made.main([]) == 0
