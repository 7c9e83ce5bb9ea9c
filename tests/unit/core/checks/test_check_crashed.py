"""check-crashed: what fell over is named, and nothing of what it was reading."""

from __future__ import annotations

from core.checks.check_crashed import finding_of
from tests.unit.core.checks.wording import well_said


def test_the_kind_of_error_never_its_text() -> None:
    one = finding_of("5551042", "1042", "address-differs", ValueError("Camille Exemple"))
    assert (one.ref, one.line, one.severity) == ("5551042", "address-differs", "act")
    assert one.evidence == {"error": "ValueError"}
    assert "Camille" not in str(one)


def test_words() -> None:
    well_said(finding_of("5551042", "1042", "address-differs", ValueError()), "address-differs")
