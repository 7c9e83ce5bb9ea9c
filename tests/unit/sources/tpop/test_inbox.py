"""The inbox channel: which file proves what, when it was true, and which of several wins."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.model import Window
from core.ports import TpopChannel
from sources.tpop.inbox import pull as inbox_pull
from sources.tpop.inbox.pull import Inbox

from .boxes import PREFIX, Box, csv, line
from .lists import AS_OF, NOW, POLICY, SHOP, WINDOW, as_bytes, bare, document, kinds, many, row


def test_it_is_a_channel(folder: Box) -> None:
    it: TpopChannel = Inbox(folder.store, PREFIX, shop=SHOP, policy=POLICY, now=NOW)
    assert it.name == "tpop-inbox"
    assert it.lookup("1042") is None


def test_a_json_document(box: Box) -> None:
    box.put("list.json", as_bytes(document(many(3))))
    pull = box.pull(covers="all")
    assert [order.reference for order in pull.orders] == ["1001", "1002", "1003"]
    assert {(order.as_of, order.channel) for order in pull.orders} == {(AS_OF, "tpop-inbox")}
    coverage = pull.coverage
    assert coverage.window == Window(datetime(2026, 10, 24, tzinfo=UTC), AS_OF)
    assert (coverage.as_of, coverage.complete, coverage.orders) == (AS_OF, True, 3)
    assert (coverage.source, coverage.side) == ("tpop-inbox", "tpop")
    assert coverage.shows == {"lines", "recipient", "created_at"}
    assert pull.troubles == ()


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ({"complete": ...}, "not_complete"),
        ({"complete": False}, "not_complete"),
        ({"next": "2"}, "not_complete"),
        ({"since": ...}, "no_window"),
        ({"until": ...}, "no_window"),
        ({"since": "2026-11-24T00:00:00Z"}, "no_window"),
    ],
)
def test_a_document_that_does_not_vouch_proves_presence_only(folder: Box, head: dict[str, Any], kind: str) -> None:
    folder.put("list.json", as_bytes(document(many(2), **head)))
    pull = folder.pull()
    assert not pull.coverage.complete
    assert kinds(pull) == [kind]
    assert pull.troubles[0].detail["file"] == "list.json"
    assert len(pull.orders) == 2


def test_a_document_alone_does_not_make_the_inbox_whole(folder: Box) -> None:
    """CONTRACTS section 4: it is complete only where `covers` is `all`."""
    folder.put("list.json", as_bytes(document(many(2))))
    assert not folder.pull(covers="some").coverage.complete


def test_covers_all_stands_in_for_what_a_document_does_not_say(folder: Box) -> None:
    rows = many(2, created_at="2026-11-02T00:00:00Z")
    folder.put("list.json", as_bytes(document(rows, complete=..., since=..., until=...)))
    coverage = folder.pull(covers="all").coverage
    assert coverage.complete
    assert coverage.window == Window(datetime(2026, 11, 2, tzinfo=UTC), AS_OF)
    folder.put("list.json", as_bytes(document(rows, complete=False)))
    assert not folder.pull(covers="all").coverage.complete  # what it says itself stands above


def test_one_page_of_several_is_not_whole_whatever_it_says(folder: Box) -> None:
    folder.put("list.json", as_bytes(document(many(2), next="2")))
    assert not folder.pull(covers="all").coverage.complete


def test_yesterdays_list(box: Box) -> None:
    yesterday = AS_OF - timedelta(days=1)
    box.put("list.json", as_bytes(document([row()], as_of="2026-11-22T06:55:00Z")))
    pull = box.pull(covers="all")
    assert pull.coverage.as_of == yesterday  # however lately it was uploaded
    assert pull.coverage.window is not None
    assert pull.coverage.window.until == yesterday
    assert pull.coverage.complete


class TestWhenWasItTrue:
    def test_by_the_file_itself_then_its_name_then_its_newest_row(self, folder: Box) -> None:
        rows = [row(updated_at="2026-11-22T18:00:00Z")]
        folder.put("2026-11-23T0500.json", as_bytes(document(rows)))
        assert folder.pull().coverage.as_of == AS_OF
        folder.put("2026-11-23T0500.json", as_bytes(document(rows, as_of=...)))
        assert folder.pull().coverage.as_of == datetime(2026, 11, 23, 4, tzinfo=UTC)
        utc = folder.pull(policy=replace(POLICY, timezone="America/Montreal"))
        assert utc.coverage.as_of == datetime(2026, 11, 22, 18, tzinfo=UTC)  # 10:00 there is still to come

    def test_never_by_its_upload(self, box: Box) -> None:
        box.put("list.json", as_bytes(document([row()], as_of=..., until=...)))
        assert box.pull().coverage.as_of == datetime(2026, 11, 22, 10, 4, tzinfo=UTC)

    def test_a_list_that_tells_no_time_at_all(self, box: Box) -> None:
        box.put("list.json", as_bytes({"orders": [bare(status="blocked")]}))
        pull = box.pull(covers="all")
        assert (pull.coverage.as_of, pull.coverage.window, pull.coverage.complete) == (None, None, False)
        assert [(o.status, o.as_of) for o in pull.orders] == [("blocked", WINDOW.since)]
        assert [(t.kind, t.detail["undated"]) for t in pull.troubles] == [("no_window", True)]

    def test_a_time_that_cannot_be_read_proves_nothing(self, folder: Box) -> None:
        folder.put("2026-11-23T0755.json", as_bytes(document([row()], as_of="23/11/2026 07:55")))
        pull = folder.pull()
        assert not pull.coverage.complete
        assert pull.coverage.as_of == AS_OF
        assert kinds(pull) == ["other", "not_complete"]

    def test_a_time_to_come(self, folder: Box) -> None:
        folder.put("list.json", as_bytes(document([row()], as_of="2026-11-23T09:55:00Z")))
        pull = folder.pull()
        assert (pull.coverage.as_of, pull.coverage.complete) == (NOW, False)
        assert "other" in kinds(pull)


class TestSeveralFiles:
    def test_the_newest_list_wins_per_order(self, box: Box) -> None:
        box.put("2026-11-22T0755.csv", csv(line("T-1", "1042"), line("T-2", "1043")))
        box.put("2026-11-23T0755.csv", csv(line("T-1", "1042", status="En production"), line("T-3", "1044")))
        pull = box.pull(covers="all")
        yesterday = AS_OF - timedelta(days=1)
        assert {(o.id, o.status, o.as_of) for o in pull.orders} == {
            ("T-1", "production", AS_OF),
            ("T-3", "blocked", AS_OF),
        }, "today's whole list does not show T-2 any more"
        assert pull.coverage.as_of == AS_OF
        assert pull.coverage.orders == 2
        assert {(o.id, o.as_of) for o in box.pull(covers="").orders} >= {("T-2", yesterday)}, (
            "one in part may not show it"
        )

    def test_what_was_being_made_stays_though_a_younger_list_lacks_it(self, box: Box) -> None:
        box.put("2026-11-22T0755.csv", csv(line("T-1", "1042"), line("T-2", "1043", status="En production")))
        box.put("2026-11-23T0755.csv", csv(line("T-1", "1042"), line("T-3", "1044")))
        assert {order.id for order in box.pull(covers="all").orders} == {"T-1", "T-2", "T-3"}

    def test_the_newest_complete_list_is_what_is_covered(self, folder: Box) -> None:
        old, new = "2026-11-22T06:55:00Z", "2026-11-23T06:55:00Z"
        folder.put("a.json", as_bytes(document([row("T-1")], as_of=old)), at=NOW - timedelta(days=1))
        folder.put("b.json", as_bytes(document([row("T-1", status="shipped")], as_of=new, complete=False)))
        pull = folder.pull(covers="all")
        assert pull.coverage.complete
        assert pull.coverage.as_of == AS_OF - timedelta(days=1)
        assert [(o.status, o.as_of) for o in pull.orders] == [("shipped", AS_OF)]
        assert [(t.kind, t.detail["file"]) for t in pull.troubles] == [("not_complete", "b.json")]

    def test_an_order_that_the_newest_list_garbles_is_still_there(self, folder: Box) -> None:
        folder.put(
            "a.json", as_bytes(document([row("T-1")], as_of="2026-11-22T06:55:00Z")), at=NOW - timedelta(days=1)
        )
        folder.put("b.json", as_bytes(document([row("T-1", reference=[], shop_order_id=None)])))
        pull = folder.pull(covers="all")
        assert pull.coverage.as_of == AS_OF - timedelta(days=1)
        assert [o.id for o in pull.orders] == ["T-1"]

    def test_what_was_wrong_with_older_files_is_not_told_again(self, folder: Box) -> None:
        folder.put("a.csv", b"nonsense", at=NOW - timedelta(days=2))
        folder.put("b.json", as_bytes(document([row("T-1", lines=3)], as_of="2026-11-22T06:55:00Z")), at=NOW)
        folder.put("c.json", as_bytes(document([row("T-1")])), at=NOW + timedelta(seconds=1))
        pull = folder.pull(covers="all")
        assert (pull.troubles, pull.unreadable) == ((), ())
        folder.put("d.csv", b"nonsense", at=NOW + timedelta(seconds=2))
        assert kinds(folder.pull(covers="all")) == ["not_understood"]  # but what came after the good one is
        assert folder.pull(covers="all").coverage.complete

    def test_an_old_list_uploaded_again_does_not_become_young(self, folder: Box) -> None:
        folder.put("new.json", as_bytes(document([row(status="shipped")])), at=NOW - timedelta(hours=1))
        folder.put("old.json", as_bytes(document([row()], as_of="2026-11-20T06:55:00Z")), at=NOW)
        pull = folder.pull()
        assert [o.status for o in pull.orders] == ["shipped"]
        assert pull.coverage.as_of == AS_OF

    def test_only_so_many_the_newest(self, folder: Box, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(inbox_pull, "FILES_MAX", 2)
        for day in (20, 21, 22):
            name = f"2026-11-{day}T0755.json"
            folder.put(name, as_bytes(document([row(f"T-{day}")], as_of=...)), at=NOW - timedelta(minutes=day))
        assert {o.id for o in folder.pull().orders} == {"T-21", "T-22"}
