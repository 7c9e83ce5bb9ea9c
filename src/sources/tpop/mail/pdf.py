"""PDF to plain lines: at most twenty pages, nothing run, and whatever could do more than be read is refused.

Bounded by work (bytes unpacked, objects, operators), and by a clock between the steps.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pypdf import PdfReader

BYTES_MAX = 10 * 1024 * 1024
PAGES_MAX = 20
OBJECTS_MAX = 20_000
UNPACKED_MAX = 4 * 1024 * 1024
"""Bytes of any one stream, unpacked."""
WORK_MAX = 100_000
"""Operators and operands of one page."""
TEXT_MAX = 400_000
SECONDS_MAX = 10.0

REFUSED = {
    "pdf_encrypted": "a PDF with a password",
    "pdf_script": "a PDF with a script",
    "pdf_launch": "a PDF that would start or send something",
    "pdf_embedded": "a PDF with a file inside",
    "pdf_too_large": "a PDF that is too large",
    "pdf_too_slow": "a PDF that takes too long to read",
    "pdf_broken": "a PDF that cannot be read",
    "pdf_no_text": "a PDF in which no text is found: it may be a picture",
}
"""Why a PDF is not read: word and what it means."""

_ACTS = {
    **dict.fromkeys(("/JavaScript", "/Rendition", "/RichMediaExecute"), "pdf_script"),
    **dict.fromkeys(("/Launch", "/ImportData", "/SubmitForm", "/GoToE"), "pdf_launch"),
}
_SCRIPTS = ("/JS", "/JavaScript", "/XFA", "/RichMediaContent")
_E_INVOICES = frozenset(
    {"factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml", "order-x.xml", "facturx.xml", "cii.xml"}
)
"""The same invoice for machines, as European law asks for: it may lie inside. It is not opened."""


class Lines(NamedTuple):
    """What a PDF says."""

    standing: tuple[str, ...]
    """As it stands on the page, blanks between columns: this keeps rows together."""
    flowing: tuple[str, ...]
    """As the file tells it, one after the other: this sees what stands in a form, and words that a program set apart."""
    cut: bool
    """It goes on: only so many pages are read."""


class Refused(Exception):
    """A PDF that is not read. `why` is a word of REFUSED."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def lines_of(body: bytes, clock: Callable[[], float] = time.monotonic) -> Lines:
    """The lines of a PDF, told in two ways. Raises Refused, and nothing else."""
    if len(body) > BYTES_MAX:
        raise Refused("pdf_too_large")
    # Here, because it takes an eighth of a second, and most runs see no PDF.
    from pypdf import PdfReader, apply_configuration
    from pypdf.errors import DependencyError, LimitReachedError

    until = clock() + SECONDS_MAX
    try:
        with apply_configuration(
            maximum_declared_stream_length=BYTES_MAX,
            array_based_stream_maximum_output_length=UNPACKED_MAX,
            jbig2_maximum_output_length=0,
            lzw_maximum_output_length=UNPACKED_MAX,
            run_length_maximum_output_length=UNPACKED_MAX,
            zlib_maximum_output_length=UNPACKED_MAX,
            zlib_maximum_recovery_input_length=UNPACKED_MAX // 8,
            brotli_maximum_output_length=0,
            stream_filters_maximum_length=4,
            stream_decoding_work_maximum_length=4 * UNPACKED_MAX,
            stream_parsing_work_maximum_count=WORK_MAX,
            array_maximum_element_count=OBJECTS_MAX,
            dictionary_maximum_element_count=OBJECTS_MAX,
            page_tree_maximum_entries=1_000,
            page_tree_maximum_page_entries=20_000,
            xform_maximum_invocations_per_extraction=100,
            jbig2dec_binary=None,
            disable_legacy_handling=True,
        ):
            reader = PdfReader(
                BytesIO(body), root_object_recovery_limit=1_000, xref_stream_maximum_entries=OBJECTS_MAX
            )
            if reader.is_encrypted:
                raise Refused("pdf_encrypted")
            _look_for_more(reader, clock, until)
            return _read(reader, clock, until)
    except Refused:
        raise
    except DependencyError:
        why = "pdf_encrypted"
    except LimitReachedError:
        why = "pdf_too_large"
    except Exception:  # what a malformed file can raise, nobody has counted
        why = "pdf_encrypted" if b"/Encrypt" in body else "pdf_broken"
    raise Refused(why)  # outside `except`: the original may quote the file


def _read(reader: PdfReader, clock: Callable[[], float], until: float) -> Lines:
    from pypdf.errors import PyPdfError

    def in_time(*_: Any) -> None:
        if clock() > until:
            raise Refused("pdf_too_slow")

    standing: list[str] = []
    flowing: list[str] = []
    size = 0
    cut = False
    for number, page in enumerate(reader.pages):
        cut = number == PAGES_MAX or size > TEXT_MAX
        if cut:
            break
        in_time()
        flow = page.extract_text(visitor_operand_before=in_time)[:TEXT_MAX]
        in_time()
        try:
            stand = page.extract_text(extraction_mode="layout")[:TEXT_MAX]
        except (PyPdfError, RecursionError, ValueError, ArithmeticError, LookupError, TypeError, AttributeError):
            stand = ""
        size += len(flow) + len(stand)
        flowing += flow.split("\n")
        standing += stand.split("\n")
    if not any(map(str.strip, (*standing, *flowing))):
        raise Refused("pdf_no_text")
    return Lines(tuple(standing), tuple(flowing), cut)


def _look_for_more(reader: PdfReader, clock: Callable[[], float], until: float) -> None:
    """Walk over every object that can be reached, and refuse what could act, or carries a file. Raises Refused."""
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

    todo: list[Any] = [reader.trailer]
    seen: set[tuple[int, int]] = set()
    count = 0
    while todo:
        one = todo.pop()
        count += 1
        if count > 10 * OBJECTS_MAX or len(seen) > OBJECTS_MAX:
            raise Refused("pdf_too_large")
        if not count % 256 and clock() > until:
            raise Refused("pdf_too_slow")
        if isinstance(one, IndirectObject):
            if (one.idnum, one.generation) not in seen:
                seen.add((one.idnum, one.generation))
                todo.append(one.get_object())
        elif isinstance(one, DictionaryObject):
            if found := _acts(one):
                raise Refused(found)
            todo += [value for name, value in one.items() if name != "/EF"]
        elif isinstance(one, ArrayObject):
            todo += one


def _acts(one: Any) -> str:
    kind = one.get("/S")
    if isinstance(kind, str) and kind in _ACTS:
        return _ACTS[kind]
    if any(name in one for name in _SCRIPTS):
        return "pdf_script"
    names = [str(one[name]).rpartition("/")[2].casefold() for name in ("/F", "/UF") if name in one]
    if "/EF" in one and not (names and _E_INVOICES.issuperset(names)):
        return "pdf_embedded"
    return ""
