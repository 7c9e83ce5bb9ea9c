"""How every check must speak: in both languages, without gaps, short where a phone shows it, naming what it is about."""

from __future__ import annotations

import re
from datetime import datetime

from core.checks import BY_ID
from core.look import Text
from core.model import Finding
from tests.builders import NOW, all_said, said

SHORT = 32
"""Characters that a subject and an SMS have for it."""
GAPS = ("None", "{", "}", "« ? »", '"?"', "  ", "()", "not-", "[]")
LANGUAGES = ("fr", "en")
FOREIGN = {
    "fr": re.compile(r"\b(the|it|of|seen|before|order|orders|ask|cancel it|list)\b", re.IGNORECASE),
    "en": re.compile(r"[éèêàçùîô«»]|\b(la|le|les|une|chez|avant|commandes?|dans|vue?)\b", re.IGNORECASE),
}
"""Words of the other language."""


def all_different(*findings: Finding) -> None:
    """Each of these has its own text, in both languages."""
    for language in LANGUAGES:
        texts = {all_said(said(one, language)) for one in findings}  # type: ignore[arg-type]
        assert len(texts) == len(findings), language


def well_said(finding: Finding, *names: str, now: datetime = NOW) -> dict[str, Text]:
    """Both texts of a finding, looked at; `names` must stand in each of them."""
    texts = {language: said(finding, language, now) for language in LANGUAGES}  # type: ignore[arg-type]
    assert texts["fr"] != texts["en"], "one of the two is not translated"
    assert texts["fr"].title != texts["en"].title
    for language, text in texts.items():
        everything = all_said(text)
        assert text.short.strip()
        assert text.title.strip()
        assert len(text.short) <= SHORT, f"{language}: {text.short!r} is {len(text.short)} characters"
        assert "\n" not in everything
        for gap in GAPS:
            assert gap not in everything, f"{language}: {gap!r} in {everything!r}"
        for part in (text.short, text.title, *text.facts, *text.steps):
            assert part == part.strip(), f"{language}: blanks around {part!r}"
        for sentence in (*text.facts, *text.steps):
            assert sentence, f"{language}: an empty sentence"
        for name in names:
            assert name in everything, f"{language}: {name!r} is not named in {everything!r}"
        stray = FOREIGN[language].search(everything)
        assert stray is None, f"{language}: {stray and stray[0]!r} in {everything!r}"
    mended = BY_ID[finding.check].mended
    assert mended["fr"] != mended["en"]
    assert all(mended[language].strip() for language in LANGUAGES)
    return texts
