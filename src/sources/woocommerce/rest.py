"""One question to a WooCommerce: asked with the keys as the host lets them through, answered with the JSON text alone.

Source: recorded answers (facts: woocommerce-observed, points 14 to 21). Answers are never quoted: they may hold anything.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple

from core.errors import SourceError
from sources.http import Answer, Door
from sources.woocommerce import refusals
from sources.woocommerce.keys import Keys
from sources.woocommerce.wrapping import unwrap

API = "wp-json/wc/v3/"
_GONE = "woocommerce_rest_shop_order_invalid_id"
"""404 for an order that was deleted or never was: the two look the same."""
_REFUSED = "woocommerce_rest_authentication_error"
"""The shop saw a key, a pair or a signature, and it is wrong. Where it saw none, it says "cannot view" (14)."""
_CANNOT_VIEW = "woocommerce_rest_cannot_view"
_ODD_TRIES = 3
"""An answer that is cut short or no JSON may be sound a moment later."""


class Rows(NamedTuple):
    """One page as it came."""

    text: bytes
    total: int | None
    """X-WP-Total: how many rows there are on all pages; None where it is not said. 0 past the last page (12)."""
    at: datetime | None = None
    """When the shop answered, by its own clock."""

    def __repr__(self) -> str:
        return f"Rows({len(self.text)} bytes, total={self.total})"  # people's addresses stand in it


class Rest:
    """wc/v3 of one shop, below its site address. Raises SourceError whose detail holds `host`, `status` and `why`."""

    def __init__(self, door: Door, keys: Keys) -> None:
        self._door, self._keys = door, keys
        self._let_in = False
        self._unseen = ""
        """Why the keys did not count, once every way that needs no setting was tried."""

    def rows(self, path: str, params: Mapping[str, str], tries: int | None = None) -> Rows:
        """A list, whatever it holds."""
        for attempt in range(1, _ODD_TRIES + 1):
            answer = self._ask(path, params, tries)
            try:
                text = self._text(answer)
            except SourceError as error:
                if error.kind != "not_json" or attempt == (tries or _ODD_TRIES):
                    raise
            else:
                total = answer.headers.get("X-WP-Total", "").strip()
                return Rows(text, _count(total), _clock(answer))
            self._door.wait(attempt)
        raise AssertionError("the last attempt answers or raises")

    def one(self, path: str, params: Mapping[str, str], tries: int | None = None) -> bytes | None:
        """One order; None: the shop does not have it."""
        answer = self._ask(path, params, tries)
        if answer.status == 404 and not _said(answer)[0]:
            answer = self._ask(path, params, tries)  # WordPress says why: this one was cut short on its way
        if answer.status == 404 and _said(answer)[0] == _GONE:
            return None
        return self._text(answer)

    def _ask(self, path: str, params: Mapping[str, str], tries: int | None) -> Answer:
        if self._keys.how == "oauth1" and not self._unseen:
            self._unseen = "signature"
            self._keys.sign(self._home(), "http", in_header=False)
        answer = self._get(API + path, params, tries)
        if answer.status != 401:
            self._let_in |= answer.status < 400
            return answer
        if self._let_in:
            self._door.wait(1)  # it knew us a moment ago
            return self._get(API + path, params, tries)
        if self._keys.how == "header" and not self._unseen and _said(answer)[0] == _CANNOT_VIEW:
            return self._try_signed(answer, path, params)
        if self._keys.how == "oauth1" and _said(answer)[0] == _REFUSED:
            # Signed for a shop behind a proxy; one that knows its connection to be safe signs for https.
            self._keys.sign(self._home(), "https", in_header=False)
            return self._get(API + path, params, tries)
        return answer

    def _try_signed(self, refused: Answer, path: str, params: Mapping[str, str]) -> Answer:
        """The shop does not see the pair. Behind a proxy that ends the encryption it still takes a signature (15); it
        then also shows whether the header reached it at all."""
        self._unseen = "unseen"
        try:
            self._keys.sign(self._home(), "http", in_header=True)
            signed = self._get(API + path, params, None)
        except SourceError:
            self._keys.signs_in_header = False
            return refused
        if signed.status < 400:
            self._let_in = True
            return signed
        self._keys.signs_in_header = False
        if signed.status == 401:
            self._unseen = "key" if _said(signed)[0] == _REFUSED else "header"
        return refused

    def _home(self) -> str:
        """The site address as the shop knows it: its index needs no key (26). "" where it does not say."""
        try:
            answer = self._door.get("wp-json/", {"_fields": "home"}, as_nobody=True)
            home = json.loads(unwrap(answer.body) or b"{}").get("home")
        except (SourceError, ValueError, AttributeError, RecursionError):
            return ""
        return home if isinstance(home, str) else ""

    def _get(self, path: str, params: Mapping[str, str], tries: int | None) -> Answer:
        try:
            return self._door.get(path, params, tries=tries)
        except SourceError as error:
            if error.detail.get("why") not in refusals.SENTENCES:
                raise
            failure = refusals.refusal(error.kind, error.detail["why"], error.detail)
        raise failure

    def _text(self, answer: Answer) -> bytes:
        detail: dict[str, Any] = {"host": self._door.host, "status": answer.status}
        if answer.status >= 400:
            raise refusals.refusal("refused", self._why(answer), detail)
        text = unwrap(answer.body)
        if text is None:
            raise refusals.refusal("not_json", refusals.of_no_json(answer.body), detail)
        return text

    def _why(self, answer: Answer) -> str:
        code = _said(answer)[0]
        if code == _REFUSED:
            return "signature" if self._keys.signs else "secret"
        if code == "rest_no_route":
            return "no_route"
        if answer.status == 401 and code != _CANNOT_VIEW:
            return "locked"
        if answer.status == 401:
            return self._unseen if self._keys.how == "header" and self._unseen else "unseen"
        if answer.status == 403:
            return "role" if code.startswith("woocommerce_") else "firewall"
        if answer.status in (404, 410):
            return "not_found"
        return "question" if code.startswith("rest_") else "firewall"


def explain(answer: Answer) -> Mapping[str, str]:
    """What a failing answer says of itself, for the door: `why`, where WordPress says it."""
    code, message = _said(answer)
    if answer.status == 503 and code == "wp_die":
        return {"why": "maintenance"}
    if code == "wp_die":
        return {"why": "database"} if refusals.names_the_database(message) else {}
    return {"why": "fatal"} if answer.status == 500 and code == "internal_server_error" else {}


def _count(total: str) -> int | None:
    """A proxy may have doubled the header: "250, 250"."""
    said = {part.strip() for part in total.split(",")}
    text = said.pop() if len(said) == 1 else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


def _clock(answer: Answer) -> datetime | None:
    try:
        return parsedate_to_datetime(answer.headers["Date"]).astimezone(UTC)
    except (KeyError, ValueError, TypeError, OverflowError):
        return None


def _said(answer: Answer) -> tuple[str, str]:
    """WordPress's own word for an error, and its text, which is looked at and never told; "" where there is none."""
    try:
        body = json.loads(unwrap(answer.body) or b"{}")
        code, message = body.get("code"), body.get("message")
    except (ValueError, AttributeError, RecursionError):
        return "", ""
    return code if isinstance(code, str) else "", message if isinstance(message, str) else ""
