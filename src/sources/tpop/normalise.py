"""The feed's rows to our orders: pure, and never repeats what stood in a field it cannot read.

One bad field costs that field, as long as it is known whose order the row is: an order that is there, but told in part,
must not be called missing. The hot path: hence `itemgetter`, and named tuples made without their constructor's detour.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from operator import itemgetter
from typing import Any

from core.model import BlockReason, Recipient, TpopLine, TpopOrder, TpopStatus
from sources.tpop import words
from sources.tpop.feed import FeedLine, FeedOrder, FeedRecipient, FeedTracking
from sources.tpop.identity import NOTHING, Cleaner
from sources.tpop.times import BadTime, moment

KEY_MAX = 300
"""Characters of id, reference and shop order id together. Longer ones are none, and would not fit the history's keys."""

_make: Any = tuple.__new__
_LISTED = ("listed", "listed", "", None)
"""What stands behind it: this very list (core.model.TpopOrder, the last four fields)."""
_ORDER = (
    *("id", "reference", "shop_order_id", "status", "created_at", "updated_at", "production_at", "shipped_at"),
    *("manual", "block_reason", "block_code", "lines", "recipient", "tracking"),
)
_ADDRESS = ("name", "address1", "address2", "postcode", "city", "country", "company")
_line_fields = itemgetter("sku", "quantity")
_UNBLOCKED: tuple[BlockReason, str] = ("", "")


class Fault(Exception):
    """A field that cannot be read. `lost`: then nobody knows whose order this is."""

    def __init__(self, field: str, problem: str, lost: bool = False) -> None:
        super().__init__(field, problem)
        self.field, self.problem, self.lost = field, problem, lost


class Rows:
    """Reads one row at a time, and remembers the words it met: a list of thousands has a handful of them."""

    def __init__(self, *, channel: str, pattern: str) -> None:
        self.clean = Cleaner(pattern)
        self.unknown: Counter[str] = Counter()
        """Status words that nobody knows, and on how many rows they stand."""
        self._channel = channel
        self._statuses: dict[str, TpopStatus] = {}
        self._line = _Lines().__getitem__
        self._blocks: dict[tuple[str, str], tuple[BlockReason, str]] = {}

    def read(self, row: FeedOrder, as_of: datetime, status_told: bool = True) -> TpopOrder:
        """One checked row as an order. `status_told` False: its status is known to be unreadable. Raises Fault."""
        get: Any = row.get
        (
            order_id,
            reference,
            shop_order_id,
            word,
            created,
            updated,
            made,
            sent,
            manual,
            reason,
            code,
            lines,
            to,
            parcels,
        ) = map(get, _ORDER)
        if not order_id:
            raise Fault("id", "is missing", lost=True)
        reference = self.clean(reference) if reference and reference != NOTHING else ""
        shop_order_id = shop_order_id if shop_order_id and shop_order_id != NOTHING else ""
        if not (reference or shop_order_id or manual):
            raise Fault("reference", "is missing, and so is shop_order_id", lost=True)
        if len(order_id) + len(reference) + len(shop_order_id) > KEY_MAX:
            raise Fault("id" if len(order_id) > KEY_MAX // 2 else "reference", "is too long", lost=True)
        status = self._statuses.get(word) or self._status(word, status_told)
        why = self._block(reason or "", code or "") if reason or code else _UNBLOCKED
        field = "created_at"
        try:
            created_at = moment(created) if created else None
            field = "updated_at"
            updated_at = created_at if updated == created else moment(updated) if updated else None
            field = "production_at"
            production_at = moment(made) if made else None
            field = "shipped_at"
            shipped_at = moment(sent) if sent else None
        except BadTime as wrong:
            raise Fault(field, str(wrong)) from None
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
                created_at,
                updated_at,
                manual or False,
                why[0],
                why[1],
                None if lines is None else self._lines(lines),
                None if to is None else _recipient(to),
                bool(parcels) and _tracked(parcels),
                production_at,
                shipped_at,
                *_LISTED,
            ),
        )
        return order

    def _lines(self, lines: list[FeedLine]) -> tuple[TpopLine, ...] | None:
        try:
            return tuple(map(self._line, map(_line_fields, lines)))
        except KeyError:
            return _with_ids(lines)

    def _status(self, word: str | None, told: bool) -> TpopStatus:
        if not word:
            if told:
                raise Fault("status", "is missing")
            return "unknown"
        status = self._statuses[word] = words.status_of(word)
        return status

    def _block(self, reason: str, code: str) -> tuple[BlockReason, str]:
        known = self._blocks.get((reason, code))
        if known is None:
            # A list may put the bank's code where the reason belongs.
            known = words.reason_of(reason, code), words.code_of(code) or words.code_of(reason)
            self._blocks[reason, code] = known
        return known


class _Lines(dict[tuple[str, int], TpopLine]):
    """Lines by sku and quantity: a merchant sells the same articles again and again, so most lines are made once."""

    def __missing__(self, key: tuple[str, int]) -> TpopLine:
        if None in key or not key[0]:
            raise KeyError
        line: TpopLine = _make(TpopLine, (*key, ""))
        self[key] = line
        return line


def _with_ids(lines: list[FeedLine]) -> tuple[TpopLine, ...] | None:
    """Lines of which some have no sku. None where a quantity is missing: taking it for 1 would be a guess."""
    made = []
    for line in lines:
        quantity = line.get("quantity")
        if quantity is None:
            return None
        made.append(TpopLine(line.get("sku") or "", quantity, line.get("id") or ""))
    return tuple(made)


def _recipient(to: FeedRecipient) -> Recipient | None:
    """None where no field is shown: that is not the same as an empty address."""
    get: Any = to.get
    name, address1, address2, postcode, city, country, company = map(get, _ADDRESS)
    if not (name or address1 or postcode or city) and all(value is None for value in to.values()):
        return None
    recipient: Recipient = _make(
        Recipient,
        (name or "", address1 or "", address2 or "", postcode or "", city or "", country or "", company or ""),
    )
    return recipient


def _tracked(parcels: list[FeedTracking]) -> bool:
    for parcel in parcels:  # noqa: SIM110 (any() would make a generator for every order)
        if parcel.get("number"):
            return True
    return False
