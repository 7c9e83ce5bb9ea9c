"""The Link header as WooCommerce builds it: from what the shop believes to be its own address (facts, 18)."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from sandbox.loopback import Request
from sandbox.woo_query import Listing

Links = tuple[tuple[str, str], ...]


def to_index(home: str) -> Links:
    """What every answer has that leads to no other page."""
    return (("Link", f'<{home}/wp-json/>; rel="https://api.w.org/"'),)


def to_pages(request: Request, listing: Listing, pages: int, rows: bool, home: str) -> Links:
    """Every parameter comes back, keys and signatures too: do not follow it, and do not keep it (16, 17)."""
    given = list(request.query)
    if request.path.endswith("/orders"):
        given = [(key, value) for key, value in given if not key.startswith("status")]
        given += [(f"status[{n}]", word) for n, word in enumerate(listing.statuses)]
    if rows:
        given += [(key, value) for key, value in (("dp", "2"), ("context", "view")) if not request.has(key)]
    links = []
    for rel, page in (("prev", min(listing.page - 1, pages)), ("next", listing.page + 1)):
        if (rel == "prev" and listing.page > 1) or (rel == "next" and page <= pages):
            turned = [(key, str(page) if key == "page" else value) for key, value in given]
            turned += [] if request.has("page") else [("page", str(page))]
            links.append(f'<{home}{request.path}?{urlencode(turned, quote_via=quote)}>; rel="{rel}"')
    return (("Link", ", ".join(links)),) if links else to_index(home)
