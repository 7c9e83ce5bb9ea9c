"""What was said against what is true: every fault that the set can show is told, and nothing is claimed beyond that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from core.model import iso
from core.ports import Remembered
from sandbox.carried import Fault
from sandbox.channels import World
from tests.channels.known import Wrong, known
from tests.channels.oracle import AT_TPOP, BLIND, BLOCKED, CONFLICT, GRACE, IN_SHOP, MISSING, UNPROVED, Claim, Oracle
from tests.channels.play import Channels, Ran, named, play
from tests.channels.sides import Sides

OF_ORDERS = frozenset({MISSING, UNPROVED, IN_SHOP, AT_TPOP, *BLOCKED.values()})
TELLS = (
    ("blocked", frozenset(BLOCKED.values())),
    ("cancelled only at", frozenset({AT_TPOP})),
    ("cancelled", frozenset({IN_SHOP})),
    ("", frozenset({MISSING, UNPROVED})),
)
"""How a kind of fault begins, and the checks that may tell it."""


@dataclass
class Tally:
    """What one set of channels could show in some worlds, and what was told."""

    could: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    """Of those: told at every run at which it could be shown."""
    excused: Counter[str] = field(default_factory=Counter)
    """Of those: not told, and why is known."""
    false: int = 0
    clear: int = 0
    wrong: list[str] = field(default_factory=list)
    """Every fault of Vigie's that nobody knows yet, in words."""
    known: Counter[str] = field(default_factory=Counter)
    owed: set[Fault] = field(default_factory=set)
    """Of one world: what could be shown."""
    kept: set[Fault] = field(default_factory=set)
    """Of one world: what could be shown and was told, every time."""
    said: set[Fault] = field(default_factory=set)
    """Of one world: faults of which some claim stood open while they stood."""

    def add(self, other: Tally) -> None:
        self.could += other.could
        self.told += other.told
        self.excused += other.excused
        self.false += other.false
        self.clear += other.clear
        self.wrong += other.wrong
        self.known += other.known


def judge(world: World, channels: Channels, sides: list[Sides]) -> Tally:
    """Play a world through a set of channels, and hold each run against what the set can know."""
    tally = Tally()
    missed: set[Fault] = set()
    excused: set[Fault] = set()
    before: frozenset[Claim] = frozenset()
    for ran in play(world, channels, sides):
        oracle = Oracle(world, channels, ran.run)
        standing = {(item.check, item.number): item for item in ran.items if item.status == "open"}
        for wrong, fault in _all(oracle, ran, standing, before):
            if name := known(oracle, wrong):
                tally.known[name] += 1
                excused |= {fault} if fault else set()
                continue
            tally.wrong.append(f"world {world.seed}, {named(channels)}, run {ran.run}: {wrong.kind}: {wrong.text}")
            tally.false += wrong.kind == "false"
            if fault:
                missed.add(fault)
        tally.owed |= {owed.fault for owed in oracle.owed}
        tally.said |= {
            fault
            for fault in world.faults
            if fault.since <= oracle.now < fault.until
            and any(number == fault.order and check in tellers(fault) for check, number in standing)
        }
        tally.clear += ran.look.can_clear
        before = frozenset(standing)
    tally.could.update(fault.kind for fault in tally.owed)
    tally.kept = tally.owed - missed - excused
    tally.told.update(fault.kind for fault in tally.kept)
    tally.excused.update(fault.kind for fault in excused - missed)
    return tally


def tellers(fault: Fault) -> frozenset[str]:
    return next(checks for begins, checks in TELLS if fault.kind.startswith(begins))


Standing = dict[Claim, Remembered]


def _all(
    oracle: Oracle, ran: Ran, standing: Standing, before: frozenset[Claim]
) -> Iterator[tuple[Wrong, Fault | None]]:
    for owed in oracle.owed:
        if not owed.by & standing.keys():
            first = sorted(owed.by, key=lambda claim: claim[0] == MISSING)[0]
            yield Wrong("not told", first, f"{owed.fault[:4]} by {sorted(owed.by)}"), owed.fault
    for wrong in (*_false(oracle, ran, standing, before), *_ended(oracle, ran), *_sums(oracle, ran, standing)):
        yield wrong, None


def _false(oracle: Oracle, ran: Ran, standing: Standing, before: frozenset[Claim]) -> Iterator[Wrong]:
    """What is said and should not be, what of the channels is not said, and what claims too much."""
    for claim, item in standing.items():
        told = f"{claim} {dict(item.evidence)}"
        if not oracle.may(claim, claim in before):
            yield Wrong("false", claim, told)
        elif item.last_seen == iso(oracle.now) and claim[0] in OF_ORDERS and (why := _beyond(oracle, claim, item)):
            yield Wrong("beyond", claim, f"{why}: {told}")
        if item.reminders and (item.evidence.get("unlisted") or claim[0] == CONFLICT):
            yield Wrong("beyond", claim, f"reminded, though told once: {told}")
    for claim, must in oracle.sources().items():
        if must and claim not in standing:
            yield Wrong("channel", claim, f"{claim}")
    if ran.look.can_clear and (standing or not oracle.may_be_clear()):
        yield Wrong("clear", ("", ""), f"all clear, and open: {sorted(standing)}")
    if oracle.channels == {"list"} and oracle.whole and not standing and not ran.look.can_clear:
        yield Wrong("clear", ("", ""), "no all clear, though all is well")


def _ended(oracle: Oracle, ran: Ran) -> Iterator[Wrong]:
    for item in ran.resolved:
        claim = (item.check, item.number)
        if item.check in OF_ORDERS and not oracle.is_over(claim):
            yield Wrong("resolved", claim, f"nothing shows it mended: {claim} {dict(item.evidence)}")


def _beyond(oracle: Oracle, claim: Claim, item: Remembered) -> str:
    """Why a finding claims more than its evidence; "" where it does not."""
    told, order = item.evidence, oracle.orders[claim[1]]
    words = oracle.at_hand(order)
    rows = [word for word in words if word.form == "row"]
    mails = [word for word in words if word.channel == "mail"]
    grade = told.get("grade")
    if claim[0] == MISSING:
        lists = {iso(feed.as_of) for feed in oracle.absent(order, oracle.feeds)}
        return "" if grade == "listed" and told.get("list_as_of") in lists else "no such list"
    if claim[0] == UNPROVED:
        return "" if grade == ("mentioned" if mails else "none") and not rows else "its grade"
    if told.get("unlisted"):
        return "" if grade == "none" and not words else "there is more to say"
    seen = {"listed": rows, "mentioned": mails}.get(str(grade), [])
    if told.get("seen_in") == "list":
        seen = [word for word in oracle.ever(order) if word.form == "row"]  # kept when its file was gone
    if seen and told.get("list_status") == "blocked":
        seen = rows  # the list shows that it is blocked, and a mail why
    status = "blocked" if claim[0] in BLOCKED.values() else "cancelled" if claim[0] == AT_TPOP else ""
    if claim[0] == IN_SHOP and told.get("tpop_state") != "presumed production":
        status = str(told.get("tpop_state"))
    seen = [word for word in seen if status in ("", word.status)]
    if (told.get("mailed_at") or told.get("seen_at")) not in {iso(word.at) for word in seen}:
        return "no such word at that time"
    return "a deadline that is over" if item.deadline and item.deadline <= str(iso(oracle.now)) else ""


def _sums(oracle: Oracle, ran: Ran, standing: Standing) -> Iterator[Wrong]:
    """expected + excluded = shop; expected = found + missing + unknown fate; each as the truth has it."""
    orders, now = ran.look.orders, str(iso(oracle.now))
    expected = [one for one in oracle.orders.values() if oracle.expected(one)]
    unseen = [one for one in expected if not oracle.at_hand(one) and not one.is_tracked(oracle.now)]
    fresh = max((feed.as_of for feed in oracle.whole), default=None)
    waiting = 0
    if fresh and oracle.now - fresh <= BLIND:  # a list of just now may simply be a little older than they are
        waiting = sum(1 for one in unseen if (due := oracle.due(one)) and due + GRACE > fresh)
    missing = sum(check == MISSING and item.last_seen == now for (check, _), item in standing.items())
    listed = [one for one in expected if any(word.form == "row" for word in oracle.at_hand(one))]
    tracked = sum(one.is_tracked(oracle.now) and one not in listed for one in expected)
    least, most = oracle.found()
    for name, here, there in (
        ("of the shop", orders.shop, len(oracle.orders)),
        ("expected and excluded", orders.expected + sum(orders.excluded.values()), orders.shop),
        ("expected", orders.expected, len(expected) - waiting),
        ("found", orders.found, min(max(orders.found, least), most)),
        ("of unknown fate", orders.unknown_fate, orders.expected - orders.found - missing),
        ("written back", orders.written_back, tracked),
    ):
        if here != there or here < 0:
            yield Wrong("sums", ("", ""), f"{name}: {here}, not {there}")
