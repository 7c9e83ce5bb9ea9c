"""What keeps a WooCommerce from being read, as one plain sentence each that says what to change.

The mails say the same in the merchant's language (core/digest/troubles_*): the keys are `detail["why"]`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.errors import SourceError
from sources.woocommerce.wrapping import holds_json

SENTENCES: Mapping[str, str] = {
    "secret": "The shop {host} says that the consumer secret is wrong, or that the key may not read. "
    "Copy key and secret again, or make a new pair with permission Read.",
    "key": "The shop {host} does not accept the key and its secret (status {status}). Make a new pair with permission "
    "Read under WooCommerce > Settings > Advanced > REST API.",
    "header": "The key never reaches the shop {host} (status {status}): its host drops the Authorization header. "
    'Ask the host to pass it on, or set "auth": "oauth1" in the credentials.',
    "unseen": "The shop {host} does not see or know the key (status {status}). Make a new one with permission Read under "
    "WooCommerce > Settings > Advanced > REST API; if it is refused too, ask the host to pass on the Authorization header.",
    "signature": "The shop {host} refuses the signature (status {status}). The url must be exactly the Site Address of "
    "Settings > General, and key and secret must be its own.",
    "locked": "The site {host} wants a login before it answers at all (status {status}): a password in front of it, or "
    "a plugin that closes the REST API to visitors. Let /wp-json/wc/ through.",
    "role": "The shop {host} knows the key, but its user may not read orders (status {status}). "
    "Make a key for an administrator or shop manager.",
    "firewall": "Something in front of the shop {host} turns us away (status {status}): "
    "a firewall or a security plugin. Let User-Agent Vigie through.",
    "no_route": "The site {host} has no WooCommerce REST API (status {status}). Is WooCommerce active, the address right?",
    "not_found": "The site {host} has no REST API at this address (status {status}). "
    "Check the address, and that Settings > Permalinks is not Plain.",
    "maintenance": "The shop {host} is closed for maintenance (status {status}).",
    "database": "The database of the shop {host} does not answer (status {status}): its host must look.",
    "fatal": "The shop {host} shows a critical error (status {status}): a plugin or its theme fails. "
    "WooCommerce > Status > Logs names it.",
    "permalinks": "The shop {host} answers with a web page where its orders should be. "
    "Check that Settings > Permalinks is not Plain, and that nothing in front of it asks visitors for a proof.",
    "empty": "The shop {host} answers with nothing at all (status {status}): PHP may have died. Its error log says why.",
    "cut": "The answer of the shop {host} is cut short.",
    "noise": "Something writes into the answers of the shop {host}: a plugin, or PHP's own messages. "
    "Switch WP_DEBUG_DISPLAY off, and look at plugins that are new.",
    "question": "The shop {host} does not understand the question (status {status}). Is its WooCommerce very old?",
}


_DATABASE = ("database", "base de données", "datenbank", "base de datos", "banca dati")
_CONNECTION = ("connection", "connexion", "verbindung", "conexión", "connessione")
_LOOKED_AT = 64 * 1024


def refusal(kind: str, why: str, detail: Mapping[str, Any]) -> SourceError:
    """`detail` holds host and status."""
    return SourceError(kind, SENTENCES[why].format_map(detail), {**detail, "why": why})


def of_no_json(body: bytes) -> str:
    """Why an answer with a good status is no JSON."""
    text = body.strip(b"\xef\xbb\xbf \t\r\n")
    if not text:
        return "empty"
    if b"Fatal error</b>:" in text[:_LOOKED_AT] or b"Fatal error:" in text[:_LOOKED_AT]:
        return "fatal"
    if text[:1] in (b"[", b"{"):
        return "cut"
    return "noise" if holds_json(text) else "permalinks"


def names_the_database(message: str) -> bool:
    """That it cannot be reached: WordPress says so in the language of the shop."""
    said = message.casefold()
    return any(word in said for word in _DATABASE) and any(word in said for word in _CONNECTION)
