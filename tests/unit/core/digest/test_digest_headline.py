"""Subject and SMS: always there, always in their alphabet and length, the worst news first."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core.digest import compose
from core.digest.gsm import SEGMENT, is_gsm, septets
from core.digest.wrap import COLUMNS, width
from core.look import Look, News, Text
from core.model import Trouble
from core.policy import Policy
from core.ports import Message
from tests.looks import NOW, finding, hours, look, news, sane
from tests.situations import SITUATIONS, address, cancelled, missing, refused


def message(*looks: Look) -> Message:
    composed = compose(looks)
    assert composed is not None
    return composed.message


def test_worst_first_and_grouped() -> None:
    told = (*(refused("fr", number) for number in ("1050", "1051", "1053", "1055")), cancelled("fr"))
    assert message(look(*told)).subject == "Vigie : 1042 annulee, 3 h ; carte refusee (4)"
    english = (*(refused("en", number) for number in ("1050", "1051", "1053", "1055")), cancelled("en"))
    assert message(look(*english, language="en")).subject == "Vigie: 1042 cancelled, 3 h; card refused (4)"


def test_the_sms_says_the_worst_in_full() -> None:
    told = (*(refused("fr", number) for number in ("1050", "1051", "1053", "1055")), cancelled("fr"))
    assert message(look(*told)).sms == (
        "Vigie Mugs Paris : 1042 annulée chez vous, pas chez TPOP, avant 11 h. Carte refusée (4). Détail par mail."
    )


def test_a_group_with_a_deadline_says_the_soonest() -> None:
    told = [
        news(
            finding("cancelled-only-in-shop", str(n), deadline=NOW + hours(n)),
            text=Text(f"annulée, {n} h", "annulée"),
        )
        for n in (5, 3)
    ]
    assert message(look(*told)).subject == "Vigie : annulees chez vous, pas chez TPOP (2), 3 h"


def test_a_countdown_the_check_left_out_is_added() -> None:
    told = news(finding("quantity-differs", "9", deadline=NOW + hours(3)), text=Text("quantité 1 au lieu de 2", "x"))
    assert message(look(told)).subject == "Vigie : 9 quantite 1 au lieu de 2, 3 h"


def test_all_clear_and_its_resolved() -> None:
    assert message(sane()).subject == "Vigie : rien a faire, 132 verifiees"
    over = news(finding("missing-at-tpop", "1"), "resolved")
    assert message(sane(news=(over,))).subject == "Vigie : rien a faire, 132 verifiees ; 1 resolue"
    assert message(sane(), sane(shop="b")).subject == "Vigie : rien a faire, 264 verifiees (2 boutiques)"
    assert message(sane()).sms == "Vigie Mugs Paris : rien à faire, 132 vérifiées. Détail par mail."


def test_trouble_names_what_could_not_be_looked_at() -> None:
    one = finding("source-unreachable", "woocommerce", "act", ref="source:woocommerce", evidence={"side": "shop"})
    assert message(look(news(one), state="partial")).subject == (
        "Vigie : pas pu tout regarder (boutique injoignable)"
    )


def test_a_monday_with_nothing_new() -> None:
    told = (address("fr", "1"), address("fr", "2"))
    assert message(look(*told)).subject == "Vigie : rien de neuf, 2 encore ouvertes"


def test_what_does_not_fit_is_counted() -> None:
    checks = [
        "missing-line",
        "quantity-differs",
        "unexpected-line",
        "address-differs",
        "duplicated-at-tpop",
        "x",
        "y",
        "z",
    ]
    told = [
        news(finding(check, str(1000 + n)), text=Text("quelque chose ne va pas du tout", "t"))
        for n, check in enumerate(checks)
    ]
    said = message(look(*told))
    assert said.subject.endswith(" ; et 6 autres")
    assert "et " in said.sms.lower()
    assert said.sms.endswith("Détail par mail.")


def test_shops_are_named_where_there_are_several() -> None:
    said = message(look(cancelled("fr")), look(missing("fr", "7"), shop="mugs-lyon"))
    assert said.subject == "Vigie : Mugs Paris 1042 annulee, 3 h ; Mugs Lyon 7 absente de TPOP"
    assert said.sms.startswith("Vigie : Mugs Paris 1042 annulée")


def test_not_all_seen_comes_before_what_can_wait() -> None:
    partial: dict[str, Any] = {"state": "partial", "troubles": (("http", Trouble("page_failed")),)}
    said = message(look(address("fr", "1", "new"), cancelled("fr"), **partial))
    assert said.subject == "Vigie : 1042 annulee, 3 h ; pas tout vu ; 1 adresse differente"


TEXT = st.text(max_size=120) | st.text(alphabet="é ’œ€[]{}🔴\n\r\x00ab", max_size=400)


@st.composite
def anything(draw: Any) -> Look:
    """Looks whose every text is somebody else's."""
    count = draw(st.integers(0, 12))
    told: list[News] = []
    for _ in range(count):
        severity = draw(st.sampled_from(["urgent", "act", "note", "clear"]))
        check = draw(st.sampled_from(["missing-at-tpop", "address-differs", "source-stale", "check-crashed"]))
        status = draw(
            st.sampled_from(["new", "worse", "reminded", "reopened", "unmuted", "resolved", "closed", "open"])
        )
        number = draw(TEXT)
        text = Text(
            draw(TEXT), draw(TEXT), tuple(draw(st.lists(TEXT, max_size=3))), tuple(draw(st.lists(TEXT, max_size=3)))
        )
        left = draw(st.sampled_from([None, hours(1), hours(-1)]))
        one = finding(check, number, severity, ref=draw(TEXT), deadline=NOW + left if left else None)
        made = news(one, status, text=text)
        told.append(replace(made, item=replace(made.item, mute_reason=draw(TEXT), closed_because=draw(TEXT))))
    language = draw(st.sampled_from(["fr", "en"]))
    trouble = Trouble(draw(TEXT), {"words": draw(st.lists(TEXT, max_size=3)), "to": draw(TEXT)})
    return look(
        *told,
        language=language,
        shop=draw(TEXT),
        run=draw(st.sampled_from(["daily", "watch"])),
        first_run=draw(st.booleans()),
        state=draw(st.sampled_from(["complete", "partial", "failed"])),
        troubles=draw(st.sampled_from([(), (("woocommerce", trouble),)])),
        can_clear=draw(st.booleans()),
        drill_passed=draw(st.booleans()),
        list_channel=draw(st.booleans()),
        unlooked=tuple(draw(st.lists(TEXT, max_size=12))),
        too_recent=tuple(draw(st.lists(TEXT, max_size=12))),
        needs_words=tuple(draw(st.lists(TEXT, max_size=2))),
        policy=Policy(away_until=draw(st.sampled_from([None, NOW + hours(48)]))),
    )


def well_made(said: Message) -> None:
    assert said.subject.strip() == said.subject
    assert 0 < len(said.subject) <= 99
    assert all(" " <= character <= "~" for character in said.subject)
    assert said.sms
    assert is_gsm(said.sms)
    assert septets(said.sms) <= SEGMENT
    assert said.email.strip()
    for line in said.email.splitlines():
        assert len(line) <= COLUMNS
        assert width(line) <= COLUMNS
    said.email.encode()


@given(st.lists(anything(), min_size=1, max_size=3))
@settings(max_examples=150, deadline=None)
def test_whatever_the_texts_the_message_is_well_made(looks: list[Look]) -> None:
    composed = compose(looks)
    if composed is not None:
        well_made(composed.message)
    assert compose(looks) == composed


def test_every_situation_is_well_made() -> None:
    for situation in SITUATIONS.values():
        for language in ("fr", "en"):
            well_made(message(*situation(language)))
