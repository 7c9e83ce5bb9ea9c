"""PDF to lines: whatever puts the text there, rows stay rows; whatever could act is refused."""

from __future__ import annotations

import time
import zlib
from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter

from sandbox import pdf as maker
from sources.tpop.mail import pdf
from sources.tpop.mail.pdf import REFUSED, Refused

PAGE = maker.page(
    [
        "Facture F-2026-0099",
        "Réf. boutique : 1042",
        [(0, "Commande"), (120, "Date"), (220, "Statut"), (330, "Montant")],
        [(0, "1042"), (120, "23/11/2026"), (220, "En production"), (330, "12,50 €")],
        [(0, "1043"), (120, "23/11/2026"), (220, "Bloquée"), (330, "9,90 €")],
    ]
)


def tried(body: bytes) -> str:
    """The reason for a refusal, or "read"."""
    try:
        standing, flowing, _ = pdf.lines_of(body)
    except Refused as refusal:
        return refusal.why
    return "read" if sum(map(len, standing)) + sum(map(len, flowing)) < 3 * pdf.TEXT_MAX else "too much"


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("way", ["lines", "words", "columns", "kerned"])
def test_rows_stay_rows(way: maker.Way, packed: bool) -> None:
    standing, flowing, _ = pdf.lines_of(maker.write([PAGE], way=way, packed=packed))
    rows = [line.split() for line in standing if line.strip()]
    assert rows[2] == ["Commande", "Date", "Statut", "Montant"]
    assert rows[4] == ["1043", "23/11/2026", "Bloquée", "9,90", "€"]
    assert any("   " in line for line in standing)
    assert any("1042" in line for line in flowing)


def test_what_stands_in_a_form_is_seen() -> None:
    _, flowing, _ = pdf.lines_of(maker.write([PAGE], way="form"))
    assert "Réf. boutique : 1042" in flowing


def test_twenty_pages_and_no_more() -> None:
    pages = [maker.page([f"page {number}"]) for number in range(1, 31)]
    standing, _, cut = pdf.lines_of(maker.write(pages))
    assert cut
    assert not pdf.lines_of(maker.write(pages[:20])).cut
    assert "page 20" in standing
    assert "page 21" not in standing


SCRIPT = "<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
EMBEDDED = "/Names << /EmbeddedFiles << /Names [(x) 10 0 R] >> >>"
FILE = "<< /Type /EmbeddedFile /Length 1 >>\nstream\nx\nendstream"


@pytest.mark.parametrize(
    ("why", "parts"),
    [
        ("pdf_script", {"catalogue": f"/OpenAction {SCRIPT}"}),
        ("pdf_script", {"catalogue": "/OpenAction 10 0 R", "more": ["<< /S /Java#53cript /J#53 (1) >>"]}),
        ("pdf_script", {"catalogue": "/Names << /JavaScript << /Names [(a) 10 0 R] >> >>", "more": [SCRIPT]}),
        ("pdf_script", {"page_extra": f"/AA << /O {SCRIPT} >>"}),
        ("pdf_script", {"page_extra": f"/Annots [ << /Type /Annot /Subtype /Link /A {SCRIPT} >> ]"}),
        ("pdf_script", {"page_extra": f"/Annots [ << /A << /S /URI /URI (https://x.example) /Next {SCRIPT} >> >> ]"}),
        ("pdf_script", {"catalogue": "/AcroForm << /XFA (x) >>"}),
        ("pdf_launch", {"catalogue": "/OpenAction << /S /Launch /F (calc.exe) >>"}),
        ("pdf_launch", {"page_extra": "/Annots [ << /A << /S /SubmitForm /F (https://x.example) >> >> ]"}),
        ("pdf_embedded", {"catalogue": EMBEDDED, "more": ["<< /F (tool.exe) /EF << /F 11 0 R >> >>", FILE]}),
        (
            "pdf_embedded",
            {"catalogue": EMBEDDED, "more": ["<< /F (factur-x.xml) /UF (a.exe) /EF << /F 11 0 R >> >>", FILE]},
        ),
        ("pdf_embedded", {"catalogue": EMBEDDED, "more": ["<< /EF << /F 11 0 R >> >>", FILE]}),
        ("pdf_embedded", {"page_extra": "/Annots [ << /Subtype /FileAttachment /FS << /F (a) /EF << >> >> >> ]"}),
    ],
)
def test_what_could_act_is_refused(why: str, parts: dict[str, object]) -> None:
    assert tried(maker.write([PAGE], **parts)) == why  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "parts",
    [
        {"page_extra": "/Annots [ << /Type /Annot /Subtype /Link /A << /S /URI /URI (https://x.example) >> >> ]"},
        {"catalogue": "/OpenAction [ 10 0 R /Fit ]", "more": ["null"]},
        {"catalogue": "/OpenAction << /S /GoTo /D [ 10 0 R /Fit ] >>", "more": ["null"]},
        # The same invoice for machines, as a European invoice must carry it: not opened, and no reason to refuse.
        {"catalogue": EMBEDDED, "more": ["<< /F (factur-x.xml) /UF (factur-x.xml) /EF << /F 11 0 R >> >>", FILE]},
    ],
)
def test_what_only_points_somewhere_is_read(parts: dict[str, object]) -> None:
    standing, *_ = pdf.lines_of(maker.write([PAGE], **parts))  # type: ignore[arg-type]
    assert any("1042" in line for line in standing)


@pytest.mark.parametrize("how", ["RC4-40", "RC4-128", "AES-128", "AES-256"])
@pytest.mark.parametrize("password", ["", "secret"])
def test_a_password_is_refused_even_an_empty_one(how: str, password: str) -> None:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(maker.write([PAGE]))))
    writer.encrypt(password, "owner", algorithm=how)
    made = BytesIO()
    writer.write(made)
    assert tried(made.getvalue()) == "pdf_encrypted"


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"%PDF-1.7", b"hello" * 1000, b"%PDF-1.7\n%%EOF", maker.write([PAGE])[300:], maker.write([])),
        maker.write([PAGE]).replace(b"/Kids [10 0 R]", b"/Kids [2 0 R]"),
        maker.write([PAGE]).replace(b"/Pages 2 0 R", b"/Pages 1 0 R"),
        maker.write([PAGE]).replace(b"startxref", b"startxref 99999999 "),
    ],
)
def test_what_is_broken_is_refused_or_read(body: bytes) -> None:
    assert tried(body) in {"read", *REFUSED}


def test_every_cut_and_every_changed_byte_is_refused_or_read() -> None:
    body = maker.write([PAGE], packed=True)
    for at in range(0, len(body), 7):
        for bad in (body[:at], body[:at] + b"\x00(" + body[at + 2 :]):
            assert tried(bad) in {"read", *REFUSED}


def bomb(size: int) -> bytes:
    packed = zlib.compress(b" " * size)
    return (
        maker.write([PAGE], more=["x"])
        .replace(
            b"10 0 obj\nx",
            b"10 0 obj\n<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed),
        )
        .replace(b"/Contents 12 0 R", b"/Contents 10 0 R")
    )


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(bomb(200_000_000), id="unpacks to 200 MB"),
        pytest.param(
            maker.write([maker.page(["x"])]).replace(b"(x) Tj", b"(x) Tj " * 200_000), id="too many operators"
        ),
        pytest.param(maker.write([maker.page(["x"])]).replace(b"BT", b"q " * 50_000 + b"BT", 1), id="deep stack"),
        pytest.param(maker.write([maker.page(["x"])]).replace(b"(x)", b"[" * 50_000), id="deep array"),
        pytest.param(maker.write([[maker.Text(1e9, -1e9, "x"), maker.Text(-1e9, 1e9, "y")] * 50]), id="far apart"),
        pytest.param(maker.write([PAGE], catalogue="/X " + "<< /Y " * 20_000), id="deep dictionary"),
        pytest.param(maker.write([PAGE], more=["<< /A 10 0 R >>"] * 30_000), id="many objects"),
        pytest.param(
            maker.write([PAGE], catalogue="/X [" + "10 0 R " * 300_000 + "]", more=["null"]), id="long array"
        ),
        pytest.param(b"%PDF-1.7\n" + b" " * (pdf.BYTES_MAX + 1), id="too large"),
    ],
)
def test_what_would_take_long_is_refused_or_read_in_time(body: bytes) -> None:
    start = time.process_time()
    assert tried(body) in {"read", *REFUSED}
    assert time.process_time() - start < 30


def test_time_runs_out() -> None:
    now = iter(range(0, 100_000, 6))
    with pytest.raises(Refused, match="pdf_too_slow"):
        pdf.lines_of(maker.write([PAGE] * 5), clock=lambda: float(next(now)))


def test_a_refusal_quotes_nothing() -> None:
    with pytest.raises(Refused) as why:
        pdf.lines_of("%PDF-1.7 Trévidic".encode())
    assert why.value.__cause__ is None
    assert why.value.__context__ is None
