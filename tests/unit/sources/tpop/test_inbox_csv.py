"""CSV files of the inbox: as spreadsheets write them, with wrong columns, with bad rows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from core.model import Recipient, TpopLine, TpopPull, Window

from .boxes import HEADER, Box, csv, line
from .lists import AS_OF, assert_private, kinds


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


def test_what_only_windows_writes(folder: Box) -> None:
    text = "id;reference;status;address1\nT-1;1042;Expédiée;1 rue de l’Œuvre\n"
    folder.put("2026-11-23T0755.csv", text.encode("cp1252"))
    (order,) = folder.pull().orders
    assert order.recipient == Recipient(address1="1 rue de l’Œuvre")


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
        folder.put("list.csv", b"id;status;Kommission\nT-1;open;1042\n")
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

    def test_whose_times_cannot_be_read(self, folder: Box) -> None:
        rows = [line(f"T-{n}", f"104{n}", "gestern") for n in range(4)]
        folder.put("2026-11-23T0755.csv", csv(*rows))
        pull = folder.pull(covers="all")
        assert len(pull.orders) == 4
        assert pull.unreadable == ()
        assert not pull.coverage.complete
        assert kinds(pull) == ["bad_columns", "no_window"]
        assert pull.troubles[0].detail["unreadable"] == {"created_at": "is not a date that can be read"}

    @pytest.mark.parametrize("body", [b"", b"\n\n", b"\x00\x01", b"PK\x03\x04\x00\xff", b"sep=;\n"])
    def test_a_file_that_is_no_table(self, folder: Box, body: bytes) -> None:
        folder.put("list.csv", body or b"\xef\xbb\xbf")
        assert kinds(folder.pull()) == ["not_understood"]


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


class TestLocalTimes:
    """Who pastes, pastes local times: they are read in the shop's zone (JSON must tell its own)."""

    def made(self, folder: Box, text: str) -> datetime | None:
        folder.put("2026-11-23T0755.csv", csv(line("T-1", "1042", text)))
        return folder.pull(covers="all").orders[0].created_at

    @pytest.mark.parametrize("text", ["2026-11-20 08:00", "2026-11-20T08:00:00", "20/11/2026 08:00"])
    def test_are_the_shops(self, folder: Box, text: str) -> None:
        assert self.made(folder, text) == datetime(2026, 11, 20, 7, tzinfo=UTC)

    def test_and_times_that_tell_their_zone_stay(self, folder: Box) -> None:
        assert self.made(folder, "2026-11-20T08:00:00+05:00") == datetime(2026, 11, 20, 3, tzinfo=UTC)

    def test_the_newest_update_counts_whatever_its_writing(self, folder: Box) -> None:
        """As text, 02/12 would come before 23/11."""
        header = "id;reference;status;updated_at;sku;quantity"
        folder.put(
            "list.csv", csv("T-1;1;open;23/10/2026 08:00;A;1", "T-1;1;open;02/11/2026 08:00;B;1", header=header)
        )
        assert folder.pull().orders[0].updated_at == datetime(2026, 11, 2, 7, tzinfo=UTC)
