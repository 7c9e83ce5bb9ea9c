"""One round's steps over its shops: every write and every message of a run happens here, and each step's failures.

A shop that fails never stops the others; a topic that refuses never stops the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from core.digest import Composed, compose
from core.drill import drill
from core.errors import LeaseHeld, NothingDone, SettingsError, VigieError
from core.look import Look
from core.model import Trouble, iso
from core.ports import History, Past, Writing
from handlers.event import Asked
from handlers.look import failed, look
from handlers.report import shop_report, unseen
from handlers.settings import Settings, Shop
from handlers.voice import Voice, place
from handlers.wiring import Wiring

LEASE = timedelta(minutes=16)
"""A little longer than the function may run (900 s): a lease that is not given back ends by itself."""


@dataclass(frozen=True, slots=True)
class Looked:
    """One shop that was looked at, with its history at hand."""

    shop: Shop
    history: History
    look: Look
    writing: Writing
    kept: bool = True
    """False: the history could not be read, so nothing is written to it either."""


class Round:
    """Everything one run holds: what was asked, the wiring, and what happened so far."""

    def __init__(self, asked: Asked, settings: Settings, wiring: Wiring, token: str, voice: Voice) -> None:
        self.asked, self.settings, self.wiring, self.token, self.voice = asked, settings, wiring, token, voice
        self.stage = settings.stage
        self.drilled = drill(asked.now, ZoneInfo("Europe/Paris"))
        self._shops: list[dict[str, Any]] = []
        self._told: list[dict[str, Any]] = []
        self._would_tell: list[dict[str, Any]] = []
        self._held: list[str] = []
        self._refused: list[str] = []
        self._topics: list[str] = []

    def topics(self) -> Iterable[tuple[str, list[Shop]]]:
        """Shops by topic and language. Raises SettingsError for shops that are asked for and not known."""
        wanted, asked = list(self.settings.shops), self.asked.shops
        if asked is not None:
            if unknown := sorted(set(asked) - {shop.id for shop in wanted}):
                raise SettingsError(f"The event asks for shops that have no parameter: {', '.join(unknown)}.")
            wanted = [shop for shop in wanted if shop.id in asked]

        def key(shop: Shop) -> tuple[str, str]:
            return (shop.topic_arn, shop.policy.language)

        for (topic, _), shops in groupby(sorted(wanted, key=key), key=key):
            self._topics.append(topic)
            yield topic, list(shops)

    def look_at(self, shops: Sequence[Shop]) -> list[Looked]:
        """Look at each shop in turn, under its lease. Nothing is written but the lease."""
        return [looked for shop in shops if (looked := self._look(shop)) is not None]

    def _look(self, shop: Shop) -> Looked | None:
        past: Past | None = None
        history: History | None = None
        try:
            history = self.wiring.history(self.settings, shop)
            if not self.asked.dry_run and not history.acquire(
                shop.id, self.token, self.asked.now, self.asked.now + LEASE
            ):
                self._held.append(shop.id)
                self._shops.append(unseen(shop.id, "another run holds the lease"))
                self.voice.held(shop.id)
                return None
            past = history.load(shop.id, self.asked.now)
            damaged = tuple(history.damaged)
            if shop.parameter is None:
                self.voice.settings(shop.id, shop.trouble)
                trouble = Trouble("settings", {"what": shop.trouble})
                seen = failed(shop, past, self.asked, self.drilled, "settings", trouble)
            else:
                sources = self.wiring.sources(self.settings, shop, self.asked.now)
                seen = look(shop, sources, past, self.asked, self.drilled, damaged)
        except Exception as error:  # one shop's fault must not cost the others
            self.voice.fell(shop.id, error)
            return self._fallen(shop, history, past, error)
        return Looked(shop, history, seen.look, seen.writing)

    def _fallen(self, shop: Shop, history: History | None, past: Past | None, error: Exception) -> Looked | None:
        """A shop that could not be looked at: told like a source that is out, by the daily even without a history."""
        kind, name = ("history", "history") if past is None else ("other", "vigie")
        trouble = Trouble(kind, {"error": type(error).__name__, "where": place(error)})
        if history is None or (past is None and self.asked.run != "daily"):
            self._shops.append(unseen(shop.id, "the history could not be read"))
            return None
        try:
            # Without a history nobody knows whether this was told before; it is no reason to be silent about it.
            known = past or Past(first_run_at=iso(self.asked.now))
            seen = failed(shop, known, self.asked, self.drilled, name, trouble)
        except Exception as again:
            self.voice.fell(shop.id, again)
            self._shops.append(unseen(shop.id, "its settings cannot be worked with"))
            return None
        return Looked(shop, history, seen.look, seen.writing, kept=past is not None)

    def record(self, looks: Sequence[Looked]) -> list[Looked]:
        """Write what was found, before anybody is told. What could not be recorded is not told either."""
        if self.asked.dry_run:
            return list(looks)
        return [each for each in looks if not each.kept or self._held_fast(each, self._record)]

    def _record(self, each: Looked) -> None:
        each.history.record(each.shop.id, self.token, each.writing)

    def compose(self, topic: str, looks: Sequence[Looked]) -> Composed | None:
        """What to tell the shops of one topic together; what cannot be worded stays untold, and is news again."""
        try:
            return compose([each.look for each in looks], self.stage) if looks else None
        except Exception as error:  # one topic's texts must not cost the others theirs
            self.voice.fell(",".join(each.shop.id for each in looks), error)
            self._refused.append(topic)
            return None

    def publish(self, topic: str, composed: Composed | None) -> Composed | None:
        """Tell. None where there was nothing to say, or the topic refused: then it stays untold, and is news again."""
        if composed is None:
            return None
        message = composed.message
        if self.asked.dry_run:
            self._would_tell.append(
                {"topic": topic, "kind": message.kind, "subject": message.subject, "email": message.email}
                | {"sms": message.sms if message.send_sms else None, "message": message.payload}
            )
            return None
        try:
            self.wiring.publisher.publish(topic, message)
        except VigieError as error:
            self._refused.append(topic)
            self.voice.refused(error)
            return None
        self._told.append({"kind": message.kind, "topic": topic, "sms": message.send_sms})
        return composed

    def mark(self, looks: Sequence[Looked], composed: Composed | None) -> None:
        """Copy onto the items what was published; keep the run's report; give the leases back."""
        for each in looks:
            report = shop_report(each.look)
            self._shops.append(report)
            self.voice.looked(each.look)
            if self.asked.dry_run or not each.kept:
                continue
            self.voice.damaged(each.shop.id, each.history.damaged)
            if composed is not None and each.shop.id in composed.told:
                self._held_fast(each, lambda one: self._mark(one, composed))
            self._held_fast(each, lambda one: self._close(one, self._shops[-1], composed))

    def _mark(self, each: Looked, composed: Composed) -> None:
        shop = each.shop.id
        sent = composed.sent.get(shop, ())
        each.history.mark(shop, self.token, self.asked.now, composed.told[shop], sent)

    def _close(self, each: Looked, report: Mapping[str, Any], composed: Composed | None) -> None:
        drill = {"planted": self.drilled.planted, "caught": self.drilled.caught}
        welcomed = each.look.first_run and composed is not None and each.shop.id in composed.told
        if each.look.first_run_at is None and not welcomed:
            # Nothing was seen, or the welcome did not go out: the first run is still to come.
            each.history.release(each.shop.id, self.token)
            return
        each.history.log_run(each.shop.id, self.token, self.asked.now, self.asked.run, {**report, "drill": drill})
        each.history.release(each.shop.id, self.token)

    def _held_fast(self, each: Looked, step: Callable[[Looked], None]) -> bool:
        """Do one step of one shop's writing; where it fails, the next run goes on from what stands."""
        try:
            step(each)
        except Exception as error:  # lease lost, DynamoDB away: nothing is lost, it is told at the next run
            self.voice.fell(each.shop.id, error)
            if not any(one["shop"] == each.shop.id for one in self._shops):
                self._shops.append(unseen(each.shop.id, "the history could not be written"))
            return False
        return True

    def report(self) -> dict[str, Any]:
        """The answer of the function. Raises where Lambda's retry should mean something."""
        report: dict[str, Any] = {
            "run": self.asked.run,
            "at": iso(self.asked.now),
            "drill": {"planted": self.drilled.planted, "caught": self.drilled.caught},
            "shops": self._shops,
            "told": self._told,
        }
        if self.asked.dry_run:
            report |= {"dry_run": True, "would_tell": self._would_tell}
        subscribers = None if self.asked.dry_run else self.wiring.subscribers(self._topics)
        self.voice.speak(report, self.stage, self.drilled.passed, subscribers)
        if self._held and self.asked.run == "daily":
            raise LeaseHeld(f"Another run holds the lease of {', '.join(self._held)}. Lambda tries again by itself.")
        if self._refused:
            raise NothingDone(
                f"The topic refused the message: {', '.join(self._refused)}. It is told at the next run."
            )
        worked = [shop for shop in self._shops if shop["shop"] not in self._held]
        if worked and all(shop["state"] == "failed" for shop in worked):
            told = "It was told" if self._told else "Nothing new was told"
            raise NothingDone(f"No shop could be looked at. {told}; the log names each cause.")
        return report
