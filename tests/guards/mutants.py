"""Every guard against the 26 traps of a real WooCommerce, taken out one at a time, with the test that turns red."""

from __future__ import annotations

from tests.guards import mutants_of_answers, mutants_of_lists

TRAPS = range(1, 27)
"""Numbered as they were observed (facts: woocommerce-observed)."""
MUTANTS = (*mutants_of_lists.MUTANTS, *mutants_of_answers.MUTANTS)
