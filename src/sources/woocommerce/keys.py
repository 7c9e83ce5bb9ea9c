"""How the key pair travels: in a header, in the address where the setting asks for it, or as a signature without it.

Source: what a real shop accepts and refuses (facts: woocommerce-observed, 14 to 17) and OAuth 1.0a (RFC 5849). WordPress
looks at a header or at keys in the address only where it knows that the connection is safe; a signature it always checks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode, urlsplit

How = Literal["header", "query", "oauth1"]
HOWS = ("header", "query", "oauth1")

_OURS = ("consumer_key", "consumer_secret", "oauth_")
"""Beginnings of parameters that a redirect may echo to us: taken off before ours are put on."""


class Keys:
    """One key pair. `sent` is asked anew for each try: a signature's number may be used once only (17)."""

    def __init__(self, key: str, secret: str, how: How = "header") -> None:
        self._key, self._secret, self.how = key, secret, how
        self.signs_in_header = False
        """A header whose signature the shop checks, instead of one with the pair itself."""
        self._home = ""
        self._scheme = "http"

    def __repr__(self) -> str:
        return f"Keys({self.how})"

    @property
    def signs(self) -> bool:
        return self.how == "oauth1" or self.signs_in_header

    def sign(self, home: str, scheme: Literal["http", "https"], *, in_header: bool) -> None:
        """From now on sign, for the site address `home` as the shop itself knows it. `scheme` is what its WordPress
        takes the connection to be: http where something in front of it ends the encryption (15)."""
        self._home, self._scheme, self.signs_in_header = home, scheme, in_header

    def sent(self, url: str) -> tuple[str, Mapping[str, str], tuple[str, str] | None]:
        """(the address to ask, headers, a pair for the Basic header)."""
        if self.signs:
            return *self._signed(_bare(url)), None
        if self.how == "query":
            pair = urlencode({"consumer_key": self._key, "consumer_secret": self._secret})
            bare = _bare(url)
            return f"{bare}{'&' if '?' in bare else '?'}{pair}", {}, None
        return url, {}, (self._key, self._secret)

    def _signed(self, url: str) -> tuple[str, Mapping[str, str]]:
        from oauthlib import oauth1  # few shops need it, and it costs every cold start 40 ms

        asked, home = urlsplit(url), urlsplit(self._home)
        as_known = asked._replace(scheme=self._scheme, netloc=home.netloc or asked.netloc)
        where = oauth1.SIGNATURE_TYPE_AUTH_HEADER if self.signs_in_header else oauth1.SIGNATURE_TYPE_QUERY
        client: Any = oauth1.Client(
            self._key, self._secret, signature_method=oauth1.SIGNATURE_HMAC_SHA256, signature_type=where
        )
        signed, headers, _ = client.sign(as_known.geturl(), "GET")
        return urlsplit(signed)._replace(scheme=asked.scheme, netloc=asked.netloc).geturl(), headers


def _bare(url: str) -> str:
    parts = urlsplit(url)
    if not any(name in parts.query for name in _OURS):
        return url
    kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not pair[0].startswith(_OURS)]
    return parts._replace(query=urlencode(kept)).geturl()
