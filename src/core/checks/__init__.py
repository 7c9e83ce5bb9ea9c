"""One file per fault, and an explicit tuple of them. Ids are public and never reused."""

from __future__ import annotations

from core.checks import (
    address_differs,
    ambiguous_reference,
    blocked_address,
    blocked_artwork,
    blocked_payment,
    blocked_unexplained,
    cancelled_only_at_tpop,
    cancelled_only_in_shop,
    check_crashed,
    duplicated_at_tpop,
    evidence_conflicts,
    missing_at_tpop,
    missing_line,
    no_proof_of_production,
    quantity_differs,
    references_unreadable,
    source_partial,
    source_stale,
    source_unreachable,
    unexpected_line,
    unreadable_order,
)
from core.checks.contract import Check

CHECKS: tuple[Check, ...] = (
    # 1 · taken in charge
    missing_at_tpop.CHECK,
    missing_line.CHECK,
    no_proof_of_production.CHECK,
    unreadable_order.CHECK,
    # 2 · blocked
    blocked_payment.CHECK,
    blocked_address.CHECK,
    blocked_artwork.CHECK,
    blocked_unexplained.CHECK,
    # 3 · conformity
    quantity_differs.CHECK,
    unexpected_line.CHECK,
    address_differs.CHECK,
    cancelled_only_in_shop.CHECK,
    cancelled_only_at_tpop.CHECK,
    duplicated_at_tpop.CHECK,
    ambiguous_reference.CHECK,
    # 5 · the lookout itself
    source_unreachable.CHECK,
    source_partial.CHECK,
    source_stale.CHECK,
    references_unreadable.CHECK,
    evidence_conflicts.CHECK,
    check_crashed.CHECK,
)

BY_ID = {check.id: check for check in CHECKS}
