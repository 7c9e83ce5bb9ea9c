"""What a host and its plugins do to a shop: one switch each, all off in a shop that is well.

The numbers are those of the observed traps (facts: woocommerce-observed).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from urllib.parse import quote, urlencode, urlsplit

from sandbox import faults, woo_links
from sandbox.faults import HTML, Answer
from sandbox.loopback import Request

HOME_PAGE = Answer(200, HTML, b"<!doctype html><title>Mugs Paris</title><p>Bonjour")
NOT_FOUND = Answer(404, HTML, b"<!doctype html><title>Page introuvable</title>")
MOVED = b"<html>\r\n<head><title>301 Moved Permanently</title></head>\r\n</html>\r\n"


def nobody(_: int) -> bool:
    return False


@dataclass(slots=True)
class Hosting:
    """The switches of one shop."""

    sees_https: bool = True
    """WordPress's own is_ssl(). False: plain http, or a proxy that ends the encryption and does not say so. Then a Basic
    header and keys in the query are as good as none, and a signature counts if it was made for http (14, 15, 17)."""
    drops_authorization: bool = False
    """The Authorization header never arrives, neither a Basic one nor a signed one (16)."""
    redirects_to_https: bool = False
    """The web server sends every request to https first, where many clients no longer send the header (19)."""
    plain_permalinks: bool = False
    """The API has no address: 301 to the same with a slash, then 200 and the home page (19)."""
    forbidden_user: bool = False
    """The key is right, but its user lost the role: 403 (14)."""
    woocommerce_off: bool = False
    """The plugin is switched off: 404 rest_no_route (21)."""
    hides: Callable[[int], bool] = nobody
    """A permission filter: rows of these orders are dropped after paging, and the total stays (9)."""
    breaks: set[int] = field(default_factory=set)
    """Orders over which a plugin dies: every page that shows them is 500, unless only `_fields=id` is asked (21)."""
    before: str = ""
    """Text in front of every JSON body: a byte order mark, PHP's warnings as HTML or as text (21)."""
    after: str = ""
    """Text behind every JSON body: what a cache or a debug bar adds."""
    clock: Callable[[], float] = time.time
    """The server's own time, against which a signature's timestamp is held (17)."""

    def detour(self, request: Request, home: str) -> Answer | None:
        """What answers before the API does: the web server, or WordPress showing a page."""
        asked = f"?{urlencode(request.query, quote_via=quote)}" if request.query else ""
        if self.redirects_to_https:
            secure = f"https://{urlsplit(home).netloc}{request.path}{asked}"
            return Answer(301, (("Content-Type", "text/html"), ("Location", secure)), MOVED)
        if request.path in {"", "/"}:
            return None if request.has("rest_route") else HOME_PAGE
        if not f"{request.path}/".startswith("/wp-json/"):
            return NOT_FOUND
        if not self.plain_permalinks:
            return None
        if request.path.endswith("/"):
            return HOME_PAGE
        slashed = f"{home}{request.path}/{asked}"
        return Answer(301, (*HTML, ("X-Redirect-By", "WordPress"), ("Location", slashed)))

    def dressed(self, answer: Answer) -> Answer:
        """A JSON answer with what plugins write around it; it still says that it is JSON."""
        if not dict(answer.headers)["Content-Type"].startswith("application/json"):
            return answer
        return replace(answer, body=self.before.encode() + answer.body + self.after.encode())


def fatal(request: Request, home: str) -> Answer:
    """One order breaks the page. JSON only for those who ask for it; a page for the others (21)."""
    page = "application/json" not in request.headers.get("accept", "")
    died = faults.wp_died(500, faults.CRITICAL, word="internal_server_error", page=page)
    return replace(died, headers=(*died.headers, *woo_links.to_index(home)))
