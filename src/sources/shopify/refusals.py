"""What keeps a Shopify shop from being read, as one plain sentence each that says what to change.

The mails say the same in the merchant's language (core/digest/troubles_*): the keys are `detail["why"]`. Where to click:
docs/shops/shopify.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.errors import SourceError

SENTENCES: Mapping[str, str] = {
    "token": "Shopify does not accept the token for {host}: it is wrong or revoked, or the app was uninstalled. Look under "
    "Settings > Apps; install the app again from the Dev Dashboard, or give a new permanent token (shpat_).",
    "shop_not_permitted": "The app and the shop {host} are not in the same Shopify organisation. Make the app in the "
    "shop's own Dev Dashboard (Settings > Apps > Develop apps), and give its client ID and secret.",
    "app_not_installed": "The app is not installed on the shop {host} (Dev Dashboard > the app > Install app); or client "
    "ID and secret are those of an app made in the admin, whose permanent token is needed instead (credentials.token).",
    "invalid_client": "Shopify does not know the client ID or its secret ({host}). Copy both again: "
    "Dev Dashboard > the app > Settings.",
    "scope": "The app may not read the orders of {host}: read_orders is not granted. Add it under Dev Dashboard > the app > "
    "Versions, release, and accept it on the shop.",
    "services": "The app may not read who fulfils the orders of {host}, which the setting lines.mode service needs. Add "
    "read_assigned_, read_merchant_managed_ and read_third_party_fulfillment_orders under Dev Dashboard > the app > "
    "Versions, release, and accept them on the shop; or choose another mode.",
    "horizon": "Shopify shows the app only the last 60 days of {host}, and all that was asked for is older. "
    "Grant read_all_orders, or ask for younger days.",
    "orders_hidden": "Shopify hides the orders of {host} from the app: it has no access to protected customer data, "
    "level 1. Ask for it in the Dev Dashboard; an app made in the shop's own organisation has it.",
    "frozen": "Shopify has closed the shop {host}: paused, unpaid or locked. Settings > Plan and Billing say why.",
    "shopify_not_found": "There is no Shopify shop at {host}. The url must be the one that ends in .myshopify.com "
    "(Settings > Domains).",
    "shopify_forbidden": "Shopify does not let us into the shop {host}, and does not say why. Does its admin open, without "
    "a warning? Then install the app again from the Dev Dashboard.",
    "query": "Shopify does not understand the question for {host}: Vigie must be updated. Nothing is to be changed on the "
    "shop.",
    "cost": "Shopify finds even the smallest question for {host} too expensive: Vigie must be updated.",
}
"""`{host}` is the shop's."""

_CLOSED = frozenset({402, 423})
"""Not paid for; locked. Source: Shopify, "Response status and error codes"."""
_FORBIDDEN = frozenset({403, 430})
"""430 is Shopify's own: it took the request for an attack."""
_NOT_FOUND = frozenset({404, 410})


def refusal(kind: str, why: str, detail: Mapping[str, Any]) -> SourceError:
    """`detail` holds the host, and the status or the codes of the answer."""
    sentence = SENTENCES[why].format_map({"host": detail["host"]})
    if status := detail.get("status"):
        sentence += f" (Status {status}.)"
    return SourceError(kind, sentence, {**detail, "why": why})


def of_status(status: int) -> str:
    """Why an answer holds no data, by its status alone: what its body says is for people, and changes."""
    if status == 401:
        return "token"
    if status in _CLOSED:
        return "frozen"
    if status in _FORBIDDEN:
        return "shopify_forbidden"
    if status < 400 or status in _NOT_FOUND:  # sent on to another address: not the shop's own
        return "shopify_not_found"
    return "query"
