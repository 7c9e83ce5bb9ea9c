"""The feed's rows to our orders: pure, never raises, and never repeats what stood in a field it cannot read.

One bad field costs that field, as long as it is known whose order the row is: an order that is there, but told in part,
must not be called missing. The hot path: hence named tuples made without their constructor's detour.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from typing import Any

from core.errors import SettingsError
from core.model import BlockReason, Recipient, TpopLine, TpopOrder, TpopStatus
from sources.tpop import words
from sources.tpop.feed import FeedLine, FeedOrder, FeedRecipient
from sources.tpop.times import BadTime, moment

_make: Any = tuple.__new__
ID_MAX = 200
"""Characters of an id or a reference. Longer ones are no ids, and would not fit the history's keys."""


class Fault(Exception):
    """A field that cannot be read. `lost`: then nobody knows whose order this is."""

    def __init__(self, field: str, problem: str, lost: bool = False) -> None:
        super().__init__(field, problem)
        self.field, self.problem, self.lost = field, problem, lost


class _Shops(dict[str, bool]):
    """Is this the configured shop? However its name is written: "Mugs Paris" is mugs-paris."""

    def __init__(self, shop: str) -> None:
        super().__init__({"": True, shop: True})
        self._shop = words.fold(shop)

    def __missing__(self, name: str) -> bool:
        self[name] = answer = words.fold(name) == self._shop
        return answer


class Cleaner:
    """The shop's number inside TPOP's reference, by the policy's `reference_pattern` (its first group)."""

    def __init__(self, pattern: str) -> None:
        """Raises SettingsError where the pattern is no regular expression."""
        try:
            self._search = re.compile(pattern).search
        except re.error:
            raise SettingsError("policy.reference_pattern is not a regular expression.") from None

    def __call__(self, reference: str) -> str:
        """Where the pattern does not fit, the reference as it stands: it shows in the samples of what met nothing."""
        match = self._search(reference)
        if match is None:
            return reference
        return (match[1] if match.re.groups else match[0]) or ""


class Rows:
    """Reads one row at a time, and remembers the words it met: a list of thousands has a handful of them."""

    def __init__(self, *, shop: str, channel: str, pattern: str) -> None:
        self.clean = Cleaner(pattern)
        self.ours = _Shops(shop)
        self.unknown: Counter[str] = Counter()
        """Status words that nobody knows, and on how many rows they stand."""
        self._channel = channel
        self._statuses: dict[str, TpopStatus] = {}
        self._reasons: dict[tuple[str, str], tuple[BlockReason, str]] = {}

    def read(self, row: FeedOrder, as_of: datetime, status_told: bool = True) -> TpopOrder:
        """One checked row as an order. `status_told` False: its status is known to be unreadable. Raises Fault."""
        get = row.get
        order_id = get("id")
        if not order_id:
            raise Fault("id", "is missing", lost=True)
        reference, shop_order_id, manual = get("reference") or "", get("shop_order_id") or "", get("manual") or False
        if reference:
            reference = self.clean(reference)
        elif not shop_order_id and not manual:
            raise Fault("reference", "is missing, and so is shop_order_id", lost=True)
        if len(order_id) > ID_MAX or len(reference) > ID_MAX or len(shop_order_id) > ID_MAX:
            raise Fault("id" if len(order_id) > ID_MAX else "reference", "is too long", lost=True)
        word = get("status") or ""
        if not word and status_told:
            raise Fault("status", "is missing")
        status = self._statuses.get(word)
        if status is None:
            status = self._statuses[word] = words.status_of(word)
        block = get("block_reason") or "", get("block_code") or ""
        why = self._reasons.get(block)
        if why is None:
            why = self._reasons[block] = _block(*block)
        field = "created_at"
        try:
            created = moment(text) if (text := get("created_at")) else None
            field = "updated_at"
            updated = moment(text) if (text := get("updated_at")) else None
            field = "production_at"
            production = moment(text) if (text := get("production_at")) else None
            field = "shipped_at"
            shipped = moment(text) if (text := get("shipped_at")) else None
        except BadTime as wrong:
            raise Fault(field, str(wrong)) from None
        lines, to, parcels = get("lines"), get("recipient"), get("tracking")
        if status == "unknown" and word:
            self.unknown[word] += 1
        order: TpopOrder = _make(
            TpopOrder,
            (
                order_id,
                reference,
                shop_order_id,
                status,
                as_of,
                self._channel,
                created,
                updated,
                manual,
                why[0],
                why[1],
                None if lines is None else _lines(lines),
                None if to is None else _recipient(to),
                bool(parcels) and any(parcel.get("number") for parcel in parcels),
                production,
                shipped,
            ),
        )
        return order


def _block(reason: str, code: str) -> tuple[BlockReason, str]:
    # A list may put the bank's code where the reason belongs.
    return words.reason_of(reason, code), words.code_of(code) or words.code_of(reason)


def _lines(lines: list[FeedLine]) -> tuple[TpopLine, ...] | None:
    """None where a quantity is missing: taking it for 1 would be a guess."""
    made = []
    for line in lines:
        quantity = line.get("quantity")
        if quantity is None:
            return None
        made.append(_make(TpopLine, (line.get("sku") or "", quantity, line.get("id") or "")))
    return tuple(made)


def _recipient(to: FeedRecipient) -> Recipient | None:
    """None where no field is shown: that is not the same as an empty address."""
    get = to.get
    name, address1, address2, postcode = get("name"), get("address1"), get("address2"), get("postcode")
    shown: Recipient = _make(
        Recipient,
        (
            name or "",
            address1 or "",
            address2 or "",
            postcode or "",
            get("city") or "",
            get("country") or "",
            get("company") or "",
        ),
    )
    if not name and not address1 and not postcode and not any(value is not None for value in to.values()):
        return None
    return shown
