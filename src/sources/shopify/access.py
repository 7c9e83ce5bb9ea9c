"""How Vigie is let in: a permanent token, or one that is asked for with the app's id and secret and lasts 24 hours.

Source: Shopify, "Client credentials grant": asked for again whenever it is needed, there is nothing to refresh.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import urlencode

from core.errors import SourceError
from sources.http import Answer, Door
from sources.shopify.refusals import of_status, refusal

_GRANT = "admin/oauth/access_token"
_HEADER = "X-Shopify-Access-Token"
_REFUSALS = ("shop_not_permitted", "app_not_installed", "invalid_client")
"""Shopify's own words for why it gives no token; the second and third also for an id of the old kind of app."""


class Access:
    """One shop's token. Nothing is asked for before it is needed."""

    def __init__(self, credentials: Mapping[str, str]) -> None:
        self._token = credentials.get("token", "").strip()
        self._id = credentials.get("client_id", "").strip()
        self._secret = credentials.get("client_secret", "").strip()
        self._renewed = False

    def __repr__(self) -> str:
        return "Access()"

    def headers(self) -> Mapping[str, str]:
        return {_HEADER: self._token} if self._token else {}

    def ready(self, door: Door) -> None:
        """Raises SourceError where no token can be had."""
        if not self._token:
            self._token = self._grant(door)

    def renew(self, door: Door) -> bool:
        """The token was refused. True where there is another one now; asked for once a run, and only if there can be one."""
        if self._renewed or not self._id:
            return False
        self._renewed = True
        self._token = self._grant(door)
        return True

    def _grant(self, door: Door) -> str:
        form = {"grant_type": "client_credentials", "client_id": self._id, "client_secret": self._secret}
        body = urlencode(form).encode()
        answer = door.post(_GRANT, body, "application/x-www-form-urlencoded", as_nobody=True)
        detail = {"host": door.host, "status": answer.status}
        if 300 <= answer.status < 500 or answer.status == 501:
            why = _why(answer)
            raise refusal("refused", why or of_status(answer.status), detail)
        try:
            token = json.loads(door.json_text(answer)).get("access_token")
        except (ValueError, AttributeError, RecursionError):
            token = None
        if not isinstance(token, str) or not token:
            raise SourceError("not_json", f"{door.host} gave no token.", detail)
        return token


def _why(answer: Answer) -> str:
    """Shopify says it in JSON, or on a web page: "Oauth error shop_not_permitted: …"."""
    for name in _REFUSALS:
        if name.encode() in answer.body[:20_000]:
            return name
    return "invalid_client" if answer.status in (400, 401) else ""
