"""The inbox channel, from a folder and from S3: which file proves what, and which one wins."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError
from hypothesis import given, settings
from hypothesis import strategies as st
from moto import mock_aws

from core.errors import SourceError
from core.model import Recipient, TpopLine, TpopPull, Window
from core.ports import TpopChannel
from sources.tpop.inbox import normalise
from sources.tpop.inbox import pull as inbox_pull
from sources.tpop.inbox.pull import Bucket, Folder, Inbox, store

from .lists import AS_OF, NOW, POLICY, SHOP, WINDOW, as_bytes, assert_private, bare, document, kinds, many, row

BUCKET = "vigie-inbox"
PREFIX = "inbox/mugs-paris/"
Put = Callable[..., None]


class Box:
    """Drops files into a store and pulls them."""

    def __init__(self, put: Put, made: Any) -> None:
        self.put, self.store = put, made

    def pull(self, window: Window = WINDOW, **settings: Any) -> TpopPull:
        wanted = {"shop": SHOP, "policy": POLICY, "now": NOW, **settings}
        return Inbox(self.store, PREFIX, **wanted).pull(window)


@pytest.fixture(params=["folder", "s3"])
def box(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Box]:
    if request.param == "folder":
        yield folder_box(tmp_path)
        return
    with mock_aws():
        client = boto3.client("s3", region_name="eu-west-3", aws_access_key_id="x", aws_secret_access_key="x")
        client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-3"})

        def put(name: str, body: bytes, prefix: str = PREFIX, **_: Any) -> None:
            client.put_object(Bucket=BUCKET, Key=prefix + name, Body=body)

        yield Box(put, store(BUCKET, lambda: client))


def folder_box(root: Path) -> Box:
    def put(name: str, body: bytes, prefix: str = PREFIX, at: datetime = NOW) -> None:
        path = root / prefix / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
        os.utime(path, (at.timestamp(), at.timestamp()))

    return Box(put, store(f"{root}/", boto3_must_not_be_needed))


def boto3_must_not_be_needed() -> Any:
    raise AssertionError("a folder needs no client")


@pytest.fixture
def folder(tmp_path: Path) -> Box:
    return folder_box(tmp_path)


HEADER = "id;reference;shop_order_id;created_at;status;name;address1;postcode;city;country;sku;title;quantity"
WHO = "Éloïse Trévidic;12 rue de l'Église;75020;Ménilmontant;FR"
MUG = "TP-MUG-001-WHT;Mug;2"


def csv(*rows: str, header: str = HEADER, encoding: str = "utf-8") -> bytes:
    return ("\r\n".join((header, *rows)) + "\r\n").encode(encoding)


def line(
    order_id: str, number: str, made: str = "2026-11-20T08:00:00Z", status: str = "Bloquée", end: str = MUG
) -> str:
    return f"{order_id};{number};;{made};{status};{WHO};{end}"


# ------------------------------------------------------------------------------------------------ JSON documents


def test_it_is_a_channel(folder: Box) -> None:
    it: TpopChannel = Inbox(folder.store, PREFIX, shop=SHOP, policy=POLICY, now=NOW)
    assert it.name == "tpop-inbox"
    assert it.lookup("1042") is None


def test_a_json_document(box: Box) -> None:
    box.put("list.json", as_bytes(document(many(3))))
    pull = box.pull()
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


def test_covers_all_stands_in_for_what_a_document_does_not_say(folder: Box) -> None:
    rows = many(2, created_at="2026-11-02T00:00:00Z")
    folder.put("list.json", as_bytes(document(rows, complete=..., since=..., until=...)))
    coverage = folder.pull(covers="all").coverage
    assert coverage.complete
    assert coverage.window == Window(datetime(2026, 11, 2, tzinfo=UTC), AS_OF)
    folder.put("list.json", as_bytes(document(rows, complete=False)))
    assert not folder.pull(covers="all").coverage.complete  # what it says itself stands above


def test_yesterdays_list(box: Box) -> None:
    yesterday = AS_OF - timedelta(days=1)
    box.put("list.json", as_bytes(document([row()], as_of="2026-11-22T06:55:00Z")))
    pull = box.pull()
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


# ------------------------------------------------------------------------------------------------------ CSV files


def test_a_csv_file(box: Box) -> None:
    box.put(
        "tpop-2026-11-23T0755.csv",
        csv(
            line("T-1", "01042"),
            line("T-1", "01042", end="TP-TEE-9;T-shirt;1"),
            line("T-2", "1043", "2026-11-01T08:00:00+01:00", "En production"),
        ),
    )
    pull = box.pull(covers="all")
    one, two = pull.orders
    assert (one.id, one.reference, one.status) == ("T-1", "01042", "blocked")  # leading zeros stay
    assert one.lines == (TpopLine("TP-MUG-001-WHT", 2), TpopLine("TP-TEE-9", 1))
    assert one.recipient == Recipient("Éloïse Trévidic", "12 rue de l'Église", "", "75020", "Ménilmontant", "FR")
    assert one.created_at == datetime(2026, 11, 20, 8, tzinfo=UTC)
    assert two.status == "production"
    assert pull.coverage.window == Window(datetime(2026, 11, 1, 7, tzinfo=UTC), AS_OF)
    assert (pull.coverage.as_of, pull.coverage.complete) == (AS_OF, True)
    assert (pull.troubles, pull.unreadable) == ((), ())


def test_without_covers_it_proves_presence_only(box: Box) -> None:
    box.put("2026-11-23T0755.csv", csv(line("T-1", "1042")))
    pull = box.pull()
    assert (pull.coverage.complete, pull.coverage.window, pull.coverage.as_of) == (False, None, AS_OF)
    assert kinds(pull) == ["no_window"]
    assert len(pull.orders) == 1


def test_without_times_of_creation_it_covers_nothing(folder: Box) -> None:
    folder.put("2026-11-23T0755.csv", b"id,reference,status\nT-1,1042,open\n")
    pull = folder.pull(covers="all")
    assert (pull.coverage.complete, kinds(pull)) == (False, ["no_window"])
    (order,) = pull.orders
    assert (order.lines, order.recipient, order.as_of) == (None, None, AS_OF)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ","])
@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r"])
def test_as_spreadsheets_write_it(folder: Box, encoding: str, delimiter: str, ending: str) -> None:
    text = csv(line("T-1", "1042")).decode().replace(";", delimiter).replace("\r\n", ending)
    folder.put("2026-11-23T0755.csv", text.encode(encoding))
    pull = folder.pull(covers="all")
    (order,) = pull.orders
    assert order.recipient is not None
    assert order.recipient.name == "Éloïse Trévidic"
    assert order.status == "blocked"
    assert pull.troubles == ()


def test_excels_hint_and_quoted_cells(folder: Box) -> None:
    header = "sep=,\n" + "id,reference,status,created_at,address1,sku,quantity"
    body = f'{header}\nT-1,1042,open,2026-11-20T08:00:00Z,"12, rue de\nl\'Église ""bis""",A,"2,0"\n\n,,,,,,\n'
    folder.put("2026-11-23T0755.csv", body.encode())
    (order,) = (pull := folder.pull(covers="all")).orders
    assert order.recipient == Recipient(address1='12, rue de\nl\'Église "bis"')
    assert order.lines == (TpopLine("A", 2),)
    assert pull.coverage.complete


def test_columns_with_names_of_their_own(folder: Box) -> None:
    columns = {"reference": "N° commande boutique", "status": "Statut", "id": "N° TPOP"}
    text = "N° TPOP ;STATUT;n° commande  boutique;created_at\nT-1;Expédiée;1042;2026-11-20T08:00:00Z\n"
    folder.put("2026-11-23T0755.csv", text.encode("cp1252"))
    pull = folder.pull(covers="all", columns=columns)
    assert [(o.id, o.reference, o.status) for o in pull.orders] == [("T-1", "1042", "shipped")]
    assert pull.troubles == ()


class TestAWrongColumn:
    @pytest.mark.parametrize(("gone", "missing"), [("id", ["id"]), ("status", ["status"])])
    def test_that_is_compulsory(self, box: Box, gone: str, missing: list[str]) -> None:
        box.put("list.csv", csv(line("T-1", "1042"), header=HEADER.replace(gone, "xx", 1)))
        pull = box.pull(covers="all")
        assert (pull.orders, pull.unreadable, pull.coverage.complete) == ((), (), False)
        assert pull.coverage.as_of is None
        assert [(t.kind, dict(t.detail)) for t in pull.troubles] == [
            ("bad_columns", {"missing": missing, "file": "list.csv"})
        ]
        assert_private(pull.troubles)

    def test_that_says_whose_order_it_is(self, folder: Box) -> None:
        folder.put("list.csv", b"id;status;N\xc2\xb0 commande\nT-1;open;1042\n")
        assert folder.pull().troubles[0].detail["missing"] == ["reference"]

    def test_that_the_merchant_named(self, folder: Box) -> None:
        folder.put("2026-11-23T0755.csv", csv(line("T-1", "1042")))
        pull = folder.pull(covers="all", columns={"updated_at": "Modifiée le"})
        assert not pull.coverage.complete  # the file is another one than it used to be
        assert len(pull.orders) == 1
        (trouble,) = pull.troubles
        assert (trouble.kind, trouble.detail["missing"], trouble.detail["named"]) == (
            "bad_columns",
            ["updated_at"],
            {"updated_at": "Modifiée le"},
        )

    def test_that_stands_there_twice(self, folder: Box) -> None:
        folder.put("list.csv", b"id;status;reference;reference\nT-1;open;1042;1043\n")
        pull = folder.pull(covers="all")
        assert pull.orders == ()
        assert pull.troubles[0].detail["twice"] == ["reference"]

    def test_whose_times_are_all_local(self, folder: Box) -> None:
        rows = [line(f"T-{n}", f"104{n}", "2026-11-20 08:00") for n in range(4)]
        folder.put("2026-11-23T0755.csv", csv(*rows))
        pull = folder.pull(covers="all")
        assert len(pull.orders) == 4
        assert pull.unreadable == ()
        assert not pull.coverage.complete
        assert kinds(pull) == ["bad_columns", "no_window"]
        assert "time zone" in pull.troubles[0].detail["unreadable"]["created_at"]

    @pytest.mark.parametrize("body", [b"", b"\n\n", b"\x00\x01", b"PK\x03\x04\x00\xff", b"sep=;\n"])
    def test_a_file_that_is_no_table(self, folder: Box, body: bytes) -> None:
        folder.put("list.csv", body or b"\xef\xbb\xbf")
        assert kinds(folder.pull()) == ["bad_columns"]


class TestABadRow:
    def pull(self, folder: Box, *rows: str, **settings: Any) -> TpopPull:
        folder.put("2026-11-23T0755.csv", csv(line("T-1", "1042"), *rows, line("T-9", "1049")))
        return folder.pull(**{"covers": "all", **settings})

    def test_costs_one_field_where_the_order_is_known(self, folder: Box) -> None:
        pull = self.pull(folder, line("T-2", "1043", end="A;Mug;zwei"), line("T-3", "1044", "gestern"))
        assert [(f.id, f.field) for f in pull.unreadable] == [("T-2", "lines.quantity"), ("T-3", "created_at")]
        assert [(o.id, o.lines is None) for o in pull.orders] == [
            ("T-1", False),
            ("T-2", True),
            ("T-3", False),
            ("T-9", False),
        ]
        assert pull.coverage.complete

    @pytest.mark.parametrize(
        ("bad", "field"),
        [
            (line("", "1043"), "id"),
            (line("T-2", ""), "reference"),
            (line("T-2", "1043") + ";Éloïse;x", "row"),
            ('T-2;"1043"x;;;open;;;;;;;;', "row"),
        ],
    )
    def test_costs_one_row_where_it_is_not_and_then_the_list_is_not_complete(
        self, folder: Box, bad: str, field: str
    ) -> None:
        pull = self.pull(folder, bad)
        assert [order.id for order in pull.orders] == ["T-1", "T-9"]
        assert field in {fault.field for fault in pull.unreadable}
        assert not pull.coverage.complete
        assert ("not_complete", 1) in [(t.kind, t.detail.get("unreadable")) for t in pull.troubles]
        assert_private(pull.unreadable, pull.troubles)

    @pytest.mark.parametrize("bad", [line("T-1", "1042") + ";x", line("", "", "", "")])
    def test_may_have_been_a_line_of_the_order_above(self, folder: Box, bad: str) -> None:
        pull = self.pull(folder, bad)
        assert [(o.id, o.lines is None) for o in pull.orders] == [("T-1", True), ("T-9", False)]
        assert ("T-1", "lines") in [(f.id, f.field) for f in pull.unreadable]

    @pytest.mark.parametrize("end", ["", '"'])
    def test_a_quotation_mark_that_swallows_rows(self, folder: Box, end: str) -> None:
        opened = line("T-2", '"1043')
        pull = self.pull(folder, opened, line("T-3", "1044"), line("T-4", f"1045{end}"))
        assert not pull.coverage.complete
        assert "T-1" in [order.id for order in pull.orders]
        assert pull.unreadable

    def test_rows_that_disagree(self, folder: Box) -> None:
        pull = self.pull(folder, line("T-2", "1043"), line("T-2", "1043", status="En cours"), line("T-3", "1044"))
        assert [(o.id, o.status) for o in pull.orders][1] == ("T-2", "unknown")
        assert [(f.id, f.field) for f in pull.unreadable] == [("T-2", "status")]
        pull = self.pull(folder, line("T-2", "1043"), line("T-2", "1044"))
        assert [o.id for o in pull.orders] == ["T-1", "T-9"]
        assert not pull.coverage.complete

    def test_rows_that_leave_out_what_the_first_one_said(self, folder: Box) -> None:
        pull = self.pull(folder, line("T-2", "1043"), "T-2;;;;;;;;;;B;;3")
        assert pull.orders[1].lines == (TpopLine("TP-MUG-001-WHT", 2), TpopLine("B", 3))
        assert pull.unreadable == ()

    def test_another_shops_orders(self, folder: Box) -> None:
        header = HEADER + ";shop;manual;tracking;line_id"
        rows = [
            line("T-1", "1042") + ";mugs-paris;;;",
            line("T-2", "1042") + ";tasses-lyon;;;",
            line("T-3", "") + ";;oui;6A1;7",
        ]
        folder.put("2026-11-23T0755.csv", csv(*rows, header=header))
        pull = folder.pull(covers="all")
        assert ([o.id for o in pull.orders], pull.left_aside) == (["T-1", "T-3"], 1)
        assert [(o.manual, o.tracked) for o in pull.orders] == [(False, False), (True, True)]

    def test_an_unknown_status_word(self, box: Box) -> None:
        box.put("2026-11-23T0755.csv", csv(line("T-1", "1042", status="Wartend"), line("T-2", "1043")))
        pull = box.pull(covers="all")
        assert [o.status for o in pull.orders] == ["unknown", "blocked"]
        assert [(t.kind, t.detail["words"], t.detail["file"]) for t in pull.troubles] == [
            ("unknown_status", {"Wartend": 1}, "2026-11-23T0755.csv")
        ]


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200) | st.text(alphabet='id;status,reference"\n\r é1', max_size=200).map(str.encode))
def test_a_table_never_raises(body: bytes) -> None:
    for start in (b"", csv(line("T-1", "1042"))):
        table = normalise.read(start + body, {})
        assert set(table.faults) <= set(range(len(table.rows)))


# ------------------------------------------------------------------------------------------------ several files


class TestSeveralFiles:
    def test_the_newest_list_wins_per_order(self, box: Box) -> None:
        box.put("2026-11-22T0755.csv", csv(line("T-1", "1042"), line("T-2", "1043")))
        box.put("2026-11-23T0755.csv", csv(line("T-1", "1042", status="En production"), line("T-3", "1044")))
        pull = box.pull(covers="all")
        yesterday = AS_OF - timedelta(days=1)
        assert {(o.id, o.status, o.as_of) for o in pull.orders} == {
            ("T-1", "production", AS_OF),
            ("T-2", "blocked", yesterday),
            ("T-3", "blocked", AS_OF),
        }
        assert pull.coverage.as_of == AS_OF
        assert pull.coverage.orders == 3

    def test_the_newest_complete_list_is_what_is_covered(self, folder: Box) -> None:
        old, new = "2026-11-22T06:55:00Z", "2026-11-23T06:55:00Z"
        folder.put("a.json", as_bytes(document([row("T-1")], as_of=old)), at=NOW - timedelta(days=1))
        folder.put("b.json", as_bytes(document([row("T-1", status="shipped")], as_of=new, complete=False)))
        pull = folder.pull()
        assert pull.coverage.complete
        assert pull.coverage.as_of == AS_OF - timedelta(days=1)
        assert [(o.status, o.as_of) for o in pull.orders] == [("shipped", AS_OF)]
        assert [(t.kind, t.detail["file"]) for t in pull.troubles] == [("not_complete", "b.json")]

    def test_an_order_that_the_newest_list_garbles_is_still_there(self, folder: Box) -> None:
        folder.put(
            "a.json", as_bytes(document([row("T-1")], as_of="2026-11-22T06:55:00Z")), at=NOW - timedelta(days=1)
        )
        folder.put("b.json", as_bytes(document([row("T-1", reference=[], shop_order_id=None)])))
        pull = folder.pull()
        assert pull.coverage.as_of == AS_OF - timedelta(days=1)
        assert [o.id for o in pull.orders] == ["T-1"]

    def test_what_was_wrong_with_older_files_is_not_told_again(self, folder: Box) -> None:
        folder.put("a.csv", b"nonsense", at=NOW - timedelta(days=2))
        folder.put("b.json", as_bytes(document([row("T-1", lines=3)], as_of="2026-11-22T06:55:00Z")), at=NOW)
        folder.put("c.json", as_bytes(document([row("T-1")])), at=NOW + timedelta(seconds=1))
        pull = folder.pull()
        assert (pull.troubles, pull.unreadable) == ((), ())
        folder.put("d.csv", b"nonsense", at=NOW + timedelta(seconds=2))
        assert kinds(folder.pull()) == ["bad_columns"]  # but what came after the good one is
        assert folder.pull().coverage.complete

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


class TestTheStore:
    def test_no_file(self, box: Box) -> None:
        box.put("notes.txt", b"hello")
        box.put("list.json", as_bytes(document([row()])), prefix="inbox/tasses-lyon/")
        pull = box.pull()
        assert (pull.coverage.as_of, pull.coverage.complete, pull.coverage.window) == (None, False, None)
        assert [(t.kind, t.detail) for t in pull.troubles] == [("no_file", {"prefix": PREFIX})]

    def test_a_file_that_is_too_large(self, box: Box) -> None:
        box.put("list.json", as_bytes(document([row()])))
        pull = box.pull(bytes_max=100)
        assert pull.orders == ()
        assert [(t.kind, t.detail["file"], t.detail["max_bytes"]) for t in pull.troubles] == [
            ("too_large", "list.json", 100)
        ]

    def test_a_file_that_is_no_json(self, box: Box) -> None:
        box.put("list.json", b"<html>Tr\xc3\xa9vidic")
        assert kinds(box.pull()) == ["not_json"]

    def test_below_the_prefix_at_any_depth(self, box: Box) -> None:
        box.put("2026/11/LIST.JSON", as_bytes(document([row()])))
        assert len(box.pull().orders) == 1

    def test_a_slash_or_a_dot_is_a_folder(self) -> None:
        assert isinstance(store("./inbox", boto3_must_not_be_needed), Folder)
        assert isinstance(store(".", boto3_must_not_be_needed), Folder)
        assert isinstance(store("vigie-inbox", boto3_must_not_be_needed), Bucket)  # and makes no client yet

    @pytest.mark.parametrize("prefix", ["../", "a/../../b/", "/etc/"])
    def test_a_prefix_stays_below_its_folder(self, tmp_path: Path, prefix: str) -> None:
        with pytest.raises(SourceError):
            list(Folder(str(tmp_path)).entries(prefix))

    def test_a_bucket_that_refuses(self) -> None:
        with mock_aws():
            client = boto3.client("s3", region_name="eu-west-3", aws_access_key_id="x", aws_secret_access_key="x")
            with pytest.raises(SourceError) as caught:
                Box(lambda: None, store("no-such-bucket", lambda: client)).pull()
        assert (caught.value.kind, caught.value.detail) == ("refused", {"code": "NoSuchBucket"})

    def test_a_bucket_that_cannot_be_reached(self) -> None:
        class Broken:
            def get_paginator(self, _: str) -> Any:
                raise EndpointConnectionError(endpoint_url="http://127.0.0.1:1/secret")

        with pytest.raises(SourceError) as caught:
            Box(lambda: None, store("bucket", Broken)).pull()  # type: ignore[arg-type]
        assert caught.value.kind == "unreachable"
        assert "secret" not in repr(caught.value) + repr(caught.value.__context__)

    def test_a_file_that_vanishes_meanwhile(self, folder: Box, monkeypatch: pytest.MonkeyPatch) -> None:
        folder.put("a.json", as_bytes(document([row("T-1")])), at=NOW - timedelta(hours=1))
        folder.put("b.json", as_bytes(document([row("T-2")])))
        read = Folder.body

        def gone(self: Folder, key: str) -> bytes:
            return read(self, key + ".gone" if key.endswith("b.json") else key)

        monkeypatch.setattr(Folder, "body", gone)
        pull = folder.pull()
        assert [o.id for o in pull.orders] == ["T-1"]
        assert [(t.kind, t.detail["file"]) for t in pull.troubles] == [("refused", "b.json")]
