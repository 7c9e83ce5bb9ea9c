"""What may be turned on a stand-in Shopify shop: who may read what, how fast, and what fails."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Literal

from sandbox.shopify_books import ShopifyBooks

VERSION = "2026-10"
CustomerData = Literal["all", "none", "redacted"]
Ending = Literal["COMPLETED", "FAILED", "EXPIRED", "CANCELED"]
ErrorCode = Literal["ACCESS_DENIED", "INTERNAL_SERVER_ERROR", "TIMEOUT"]


class ShopifyKnobs(ShopifyBooks):
    """The shop as it stands at `now`; everything may be set at any time between two requests."""

    def __init__(self, *, now: datetime | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self.now = now or datetime.now(UTC)
        """Decides how far back may be read, and what the search knows already. It stands still unless moved."""
        self.clock = clock
        """Counts the seconds of the bucket, of tokens and of exports."""
        self.name, self.domain = "Mugs Paris", "mugs-paris.myshopify.com"
        self.zone: tzinfo = UTC
        """In which the days of a search begin."""

        # who is let in
        self.client_id, self.client_secret = "c1" * 16, "shpss_" + "c7" * 16
        self.token = "shpat_" + "5a" * 16
        """The permanent token of an app of the old kind; "": the shop has none."""
        self.token_seconds = 86_399
        self.refuses_tokens = ""
        """A word such as shop_not_permitted, app_not_installed, invalid_client: whoever asks for a token gets that."""
        self.refuses_with_a_page = False
        """And gets it as a web page instead of JSON."""
        self.minted = 0
        """How many tokens were given so far."""
        self.closed = 0
        """402, 403, 404 or 423: the API answers nothing else."""
        self.oldest_version, self.newest_version = "2026-01", VERSION

        # what they may see
        self.scopes = {"read_orders", "read_products"}
        self.customer_data: CustomerData = "all"
        self.reach = timedelta(days=60)
        """How far back orders are there without read_all_orders."""

        # how much, and how fast
        self.most_points = 1_000
        """Of one question."""
        self.bucket_size, self.restore_rate = 2_000.0, 100.0
        self.deepest = 25_000
        """So many rows into one list, no more are given."""

        # what fails
        self.broken: set[int] = set()
        """Orders whose lines cannot be told: an internal error."""
        self.index_lag = timedelta()
        """Orders younger than this are in no list and no count yet; by id they are there."""

        # exports
        self.bulk_start_seconds = 0.0
        """How long an export is CREATED."""
        self.bulk_seconds_per_1000 = 1.0
        """How long it is RUNNING for each thousand orders."""
        self.bulk_at_once = 1
        self.bulk_base = ""
        """Where the files lie ("http://127.0.0.1:1234"); "": where the shop itself answers."""
        self.bulk_ending: Ending = "COMPLETED"
        self.bulk_error: ErrorCode = "INTERNAL_SERVER_ERROR"
        """Why it FAILED."""
        self.bulk_never_ends = False
        self.bulk_lost_lines = self.bulk_lost_bytes = 0
        """So many are missing at the end of the file."""
