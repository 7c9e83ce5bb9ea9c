"""The http channel: asks a JSON endpoint for the list, page by page, or for one order. Network only."""

from __future__ import annotations

from collections.abc import Mapping, Set
from datetime import datetime
from typing import Any

import requests

from core.errors import SourceError
from core.model import Coverage, TpopOrder, TpopPull, Trouble, Unreadable, Window, iso
from core.policy import Policy
from sources import address
from sources.http import Door
from sources.tpop import page as pages
from sources.tpop.collect import Collection, shows
from sources.tpop.endpoint.mapping import HEAD, compiled
from sources.tpop.endpoint.translate import BLAMED, Translator
from sources.tpop.times import SKEW

PAGES_MAX = 2_000
LOOKUP_PAGES_MAX = 20
"""An endpoint that ignores `reference` answers its whole list: not read to the end for one order."""


class Endpoint:
    """A TpopChannel (core.ports): `GET <url>?since=&until=[&cursor=]`, `Authorization: Bearer <token>`."""

    def __init__(
        self,
        url: str,
        token: str,
        *,
        shop: str,
        policy: Policy,
        now: datetime,
        mapping: Mapping[str, str] | None = None,
        name: str = "tpop-http",
        door: Door | None = None,
    ) -> None:
        """`shop`: its id in Vigie · `now`: the run's time, in UTC · `mapping`: the setting `map`, which has no `faults`
        (sources.tpop.endpoint.mapping). Raises SourceError where the url is not acceptable."""
        self.name = name
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._session = requests.Session()
        self._door = door or self._door_to(url)
        self._at = address.parse(url)
        self._map = compiled(mapping or {})
        self._shop, self._policy, self._now = shop, policy, now

    def pull(self, window: Window) -> TpopPull:
        """Every order created at TPOP in the window. Raises SourceError where not even the first page can be read."""
        collection, translator = self._collection(), self._translator()
        since, until = window.since, window.until.replace(microsecond=0)  # asked for to the second
        asked = {"since": str(iso(since)), "until": str(iso(until))}
        heads, failure = self._pages(asked, collection, PAGES_MAX, translator)
        missed = translator.nothing() if translator else set()
        unreadable, troubles = _faults_of(collection, missed)
        if failure:
            troubles.append(failure)

        faults = {field: why for head in heads for field, why in head.faults.items()}
        faults |= dict.fromkeys(missed & set(HEAD), "finds nothing")
        ahead = [head.as_of for head in heads if head.as_of and head.as_of > self._now + SKEW]
        if faults:
            troubles.append(Trouble("other", {"what": "unreadable_fields", "fields": faults}))
        if ahead:
            troubles.append(Trouble("other", {"what": "as_of_ahead", "as_of": iso(max(ahead))}))
        # A list that says its time, but not so that it can be read, is not taken for one of this minute.
        undated = collection.newest if "as_of" in faults else None
        as_of = undated if "as_of" in faults else min(self._time_of(head) for head in heads)
        for head in heads:
            since = max(since, head.since) if head.since else since
            until = min(until, head.until) if head.until else until
        covered = Window(since, min(until, as_of)) if as_of else None
        if covered is not None and covered.since >= covered.until:
            covered = None
        said = any(head.complete for head in heads) and not any(head.complete is False for head in heads)
        whole = not (failure or faults or ahead or missed or collection.lost)
        if covered is None:
            troubles.append(Trouble("no_window"))
        elif not said or collection.lost:
            troubles.append(Trouble("not_complete", {"unreadable": collection.lost} if collection.lost else {}))
        orders = collection.orders((undated or window.since) if "as_of" in faults else None)
        return TpopPull(
            coverage=Coverage(
                source=self.name,
                side="tpop",
                window=covered,
                as_of=as_of,
                complete=said and whole and covered is not None,
                orders=len(orders),
                shows=shows(orders),
            ),
            orders=orders,
            unreadable=unreadable,
            troubles=tuple(troubles),
            left_aside=collection.left_aside,
        )

    def lookup(self, reference: str) -> tuple[TpopOrder, ...]:
        """`GET <url>?reference=`: the orders whose number or shop order id it is; () where TPOP has none.

        Raises SourceError where the answer does not allow to say so: a row that cannot be read, a page that is missing,
        orders in which the map finds no numbers, `complete: false`.
        """
        collection = self._collection()
        heads, failure = self._pages({"reference": reference}, collection, LOOKUP_PAGES_MAX, self._translator())
        wanted = {reference, collection.clean(reference)} - {""}
        orders = collection.orders()
        found = tuple(o for o in orders if o.reference in wanted or o.shop_order_id in wanted)
        unsure = failure or collection.lost or any(head.complete is False for head in heads)
        numberless = self._map and "reference" in self._map.order and not any(o.reference for o in orders)
        if (unsure or (orders and numberless)) and not found:
            raise SourceError("not_complete", f"{self._door.host} could not say whether it has this order.")
        return found

    def _collection(self) -> Collection:
        return Collection(shop=self._shop, channel=self.name, pattern=self._policy.reference_pattern)

    def _translator(self) -> Translator | None:
        return Translator(self._map) if self._map else None

    def _pages(
        self, asked: Mapping[str, str], collection: Collection, most: int, translator: Translator | None
    ) -> tuple[list[pages.Document], Trouble | None]:
        """Every page's head (its rows are in the collection by then), and what stopped us before the last."""
        heads: list[pages.Document] = []
        seen: set[str] = set()
        door, params = self._door, dict(asked)
        while True:
            number = len(heads) + 1
            try:
                body, _ = door.get_json("", params)
                page, faults = translator.read(body) if translator else (pages.read(body), None)
            except SourceError as error:
                if not heads:
                    raise
                return heads, _failed(number, error.kind, error.detail)
            collection.take(page.rows, self._time_of(page), checked=page.checked, faults=faults)
            heads.append(page._replace(rows=[]))
            if not page.next:
                # A cursor that cannot be read is not the last page's.
                return heads, _failed(number + 1, "cursor") if "next" in page.faults else None
            if page.next in seen:
                return heads, _failed(number + 1, "cursor_repeats")
            if number == most:
                return heads, _failed(number + 1, "too_many_pages")
            seen.add(page.next)
            door, params = self._following(page.next, asked)

    def _following(self, following: str, asked: Mapping[str, str]) -> tuple[Door, dict[str, str]]:
        """Where the next page is: by its cursor; or, of a page in another shape, at a whole address on our own host."""
        if self._map and self._at and following.startswith(("https://", "http://")):
            to = address.follow(self._at, following)
            if to is not None:
                return self._door_to(to.geturl()), {}
        return self._door, {**asked, "cursor": following}

    def _door_to(self, url: str) -> Door:
        return Door(url, headers=lambda: self._headers, session=self._session)

    def _time_of(self, page: pages.Document) -> datetime:
        """When the page was true; the run's own time where it does not say, and where it says a later one."""
        return min(page.as_of or self._now, self._now)


def _faults_of(collection: Collection, missed: Set[str]) -> tuple[tuple[Unreadable, ...], list[Trouble]]:
    """What the rows have wrong, and the list: what its map misses on all of them is the list's fault, told once."""
    unreadable, troubles = collection.unreadable(), list(collection.troubles())
    if columns := sorted(f"map.{name}" for name in missed - set(HEAD)):
        blamed = {BLAMED[name] for name in missed & BLAMED.keys()}
        unreadable = tuple(one for one in unreadable if not blamed.issuperset(one.field.split(", ")))
        troubles = [one for one in troubles if not blamed.issuperset(one.detail.get("unreadable", "?"))]
        troubles.append(Trouble("bad_columns", {"missing": columns, "unreadable": {}}))
    return unreadable, troubles


def _failed(page: int, why: str, detail: Mapping[str, Any] | None = None) -> Trouble:
    return Trouble("page_failed", {**(detail or {}), "page": page, "why": why})
