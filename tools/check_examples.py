"""One example for every check, made by the code itself: a small situation, judged, and told in a real mail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from core.checks import BY_ID, check_crashed
from core.checks.contract import SourceSight
from core.digest import compose
from core.expect import Expectation
from core.look import Look, News, OrderCounts
from core.lookout import assess
from core.match import Matching
from core.model import (
    Coverage,
    Finding,
    Recipient,
    ShopLine,
    ShopOrder,
    TpopLine,
    TpopOrder,
    Trouble,
    Unreadable,
    Window,
    iso,
)
from core.policy import Policy
from core.ports import Remembered
from core.say import Language, Say
from tools.code_map import Stale

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
LIST = NOW - timedelta(minutes=5)
MADE = NOW - timedelta(hours=21)
WINDOW = Window(NOW - timedelta(days=30), NOW)
HOME = Recipient("Camille Exemple", "1 rue de l'Exemple", "", "75011", "Paris", "FR")
MUG, TEE, BAG = "TP-MUG-001-WHT", "TP-TEE-010-BLK-M", "TP-BAG-004-NAT"
SHOP = SourceSight("woocommerce", "shop", Coverage("woocommerce", "shop", WINDOW, NOW, complete=True, orders=132))
SHOWS = frozenset({"lines", "recipient", "created_at", "block_reason"})


def list_sight(as_of: datetime = LIST, *troubles: Trouble, complete: bool = True) -> SourceSight:
    window = Window(WINDOW.since, as_of)
    return SourceSight(
        "tpop-http", "tpop", Coverage("tpop-http", "tpop", window, as_of, complete, 131, SHOWS), troubles
    )


def ours(number: str, **changes: object) -> ShopOrder:
    lines = (ShopLine(MUG, 1, 1, "1"), ShopLine(TEE, 2, 2, "2"))
    order = ShopOrder(number, number, "due", "processing", MADE, MADE, MADE, lines, HOME)
    return order._replace(**changes)  # type: ignore[arg-type]


def its(number: str, **changes: object) -> TpopOrder:
    lines = (TpopLine(MUG, 1), TpopLine(TEE, 2))
    order = TpopOrder(f"T-8{number}", number, "", "open", LIST, "tpop-http", MADE, MADE, lines=lines, recipient=HOME)
    return order._replace(**changes)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Scene:
    """What there is to see."""

    shop: tuple[ShopOrder, ...] = ()
    tpop: tuple[TpopOrder, ...] = ()
    sights: tuple[SourceSight, ...] = (SHOP, list_sight())
    unreadable: tuple[Unreadable, ...] = ()
    asked: str = ""
    """The order that TPOP was asked for by its number."""


def blocked(number: str, reason: str, code: str = "") -> Scene:
    return Scene((ours(number),), (its(number, status="blocked", block_reason=reason, block_code=code),))


def lines(number: str, *theirs: TpopLine) -> Scene:
    return Scene((ours(number),), (its(number, lines=theirs),))


MOVED = HOME._replace(address1="8 avenue du Modèle", postcode="69003", city="Lyon")
TWO_WEEKS = MADE - timedelta(days=14)
OLD = LIST - timedelta(days=2)
SCENES: Mapping[str, Callable[[], Scene]] = {
    "missing-at-tpop": lambda: Scene((ours("1044"), ours("1042")), (its("1042"),), asked="1044"),
    "missing-line": lambda: lines("1051", TpopLine(TEE, 2)),
    "no-proof-of-production": lambda: Scene((ours("1017", created_at=TWO_WEEKS, paid_at=TWO_WEEKS),), (), (SHOP,)),
    "unreadable-order": lambda: Scene(unreadable=(Unreadable("1061", "created_at", "not a time"),)),
    "blocked-payment": lambda: blocked("1050", "payment", "insufficient_funds"),
    "blocked-address": lambda: blocked("1052", "address"),
    "blocked-artwork": lambda: blocked("1055", "artwork"),
    "blocked-unexplained": lambda: blocked("1056", ""),
    "quantity-differs": lambda: lines("1053", TpopLine(MUG, 1), TpopLine(TEE, 1)),
    "unexpected-line": lambda: lines("1060", TpopLine(MUG, 1), TpopLine(TEE, 2), TpopLine(BAG, 1)),
    "address-differs": lambda: Scene((ours("1031", recipient=MOVED),), (its("1031"),)),
    "cancelled-only-in-shop": lambda: Scene((ours("1042", state="cancelled", status="cancelled"),), (its("1042"),)),
    "cancelled-only-at-tpop": lambda: Scene((ours("1058"),), (its("1058", status="cancelled"),)),
    "duplicated-at-tpop": lambda: Scene((ours("1047"),), (its("1047"), its("1047", id="T-88031"))),
    "ambiguous-reference": lambda: Scene(
        (ours("1049", id="5551"), ours("1049", id="5552", recipient=MOVED)), (its("1049"),)
    ),
    "evidence-conflicts": lambda: Scene(
        (ours("1042"),), (its("1042"), its("1042", status="production", as_of=LIST - timedelta(hours=3)))
    ),
    "source-unreachable": lambda: Scene(
        sights=(SourceSight("woocommerce", "shop", None, (Trouble("unreachable"),)), list_sight())
    ),
    "source-partial": lambda: Scene(
        sights=(SHOP, list_sight(LIST, Trouble("unknown_status", {"words": {"en vérification": 3}}), complete=False))
    ),
    "source-stale": lambda: Scene((ours("1061"), ours("1062")), (), (SHOP, list_sight(OLD))),
    "references-unreadable": lambda: Scene(
        (ours("1042"),), tuple(its(f"FR-88-{n}", reference=f"FR-88-{n}") for n in (1042, 1043, 1044))
    ),
}


def example(check: str, language: Language) -> list[str]:
    """The mail's own lines about that check's example. Raises Stale where the check does not find it."""
    policy = Policy(language=language)
    scene = SCENES[check]() if check in SCENES else Scene()
    found = [_crash()] if check == check_crashed.ID else _judged(scene, policy, check)
    if not found:
        raise Stale(f"{check}: its example in tools/check_examples.py is not found by it (or there is none)")
    say = Say(language, PARIS, NOW)
    blind = check in ("references-unreadable", "check-crashed") or check.startswith("source-")
    look = Look(
        shop="mugs-paris",
        run="daily",
        now=NOW,
        policy=policy,
        state="partial" if blind else "complete",
        coverage=tuple(one.coverage for one in scene.sights if one.coverage),
        troubles=tuple((one.name, trouble) for one in scene.sights for trouble in one.troubles),
        orders=OrderCounts(shop=132, expected=132, tpop=131, found=132),
        news=tuple(_news(one, say) for one in found),
        counts={"new": len(found)},
        list_channel=any(one.side == "tpop" for one in scene.sights),
        first_run_at=NOW - timedelta(days=22),
    )
    composed = compose([look])
    if composed is None:
        raise Stale(f"{check}: its example says nothing")
    paragraphs = composed.message.email.strip().split("\n\n")
    if not blind:
        return paragraphs[1].splitlines()[1:]  # without the head of the section
    end = next(
        (at for at, text in enumerate(paragraphs) if text.startswith(("VU ", "SEEN ", "Vérifié", "Checked"))), 4
    )
    return "\n\n".join(paragraphs[1:end]).splitlines()


def _judged(scene: Scene, policy: Policy, check: str) -> list[Finding]:
    matching = Matching(Expectation(policy, NOW), scene.tpop, watched=(), judge_absent=True)
    matching.take(scene.shop)
    if scene.asked:
        matching.asked(scene.asked)
    _, judged = assess(
        matching.close(),
        scene.sights,
        [(scene.sights[0], one) for one in scene.unreadable],
        policy=policy,
        now=NOW,
        zone=PARIS,
    )
    return [one for one in judged.findings.values() if one.check == check]


def _news(finding: Finding, say: Say) -> News:
    """As this morning's run would have recorded it."""
    now, text = iso(NOW) or "", BY_ID[finding.check].words[say.language](finding, say)
    item = Remembered(
        shop="mugs-paris",
        ref=finding.ref,
        check=finding.check,
        line=finding.line,
        number=finding.number,
        status="open",
        severity=finding.severity,
        first_seen=now,
        last_seen=now,
        checked_at=now,
        version=1,
        deadline=iso(finding.deadline),
        title=text.title,
        evidence=finding.evidence,
    )
    return News("new", item, finding, text, told=True)


def _crash() -> Finding:
    return check_crashed.finding_of("1063", "1063", "address-differs", ValueError())
