"""The guards of traps 1 to 13, each taken out: what is asked for, in which order, and when it is called whole."""

from __future__ import annotations

from tests.guards.mutant import ASK, LOOK, WOO, cut

PULL, REST, PAGE = WOO + "pull.py", WOO + "rest.py", WOO + "page.py"
SLICES, SWEEP, PASSES, PROOF = WOO + "slices.py", WOO + "sweep.py", WOO + "passes.py", WOO + "proof.py"
NORMALISE, SHAPE = WOO + "normalise.py", WOO + "shape.py"
UTC_TO_THE_SECOND = "moment.astimezone(UTC).replace(microsecond=0)"
NAIVE = "moment.replace(tzinfo=None).isoformat()"
GMT = '"dates_are_gmt": "true"'
ORDERBY = '"orderby": "id"'
DISAGREES = "len(self.ids) != self.total or (self.moved and not self.settled)"

MUTANTS = (
    # 1 to 4 · times
    cut(1, "naive_utc_with_dates_are_gmt", (SLICES, NAIVE, "moment.isoformat()")),
    cut(1, "naive_utc_with_dates_are_gmt", (SLICES, GMT, '"dates_are_gmt": "false"')),
    cut(2, "no_fraction_of_a_second_is_sent", (SLICES, UTC_TO_THE_SECOND, "moment.astimezone(UTC)")),
    cut(2, "no_fraction_of_a_second_is_sent", (SLICES, "floor if floor == moment else floor + _SECOND", "floor")),
    cut(3, "the_first_second_of_the_window_is_asked_for", (SLICES, "asked.since - _SECOND", "asked.since")),
    cut(3, "no_second_is_lost_where_two_slices_meet", (SLICES, "asked.since - _SECOND", "asked.since")),
    cut(4, "the_hour_that_autumn_repeats", (SLICES, GMT, '"dates_are_gmt": "false"')),
    cut(
        4,
        "the_hour_that_autumn_repeats",
        (SHAPE, '"status", "date_created_gmt"', '"status", "date_created", "date_created_gmt"'),
        (
            SHAPE,
            "    date_created_gmt: Time\n    date_paid_gmt: Time | None",
            "    date_created: Time\n    date_paid_gmt: Time | None",
        ),
        (NORMALISE, 'row["date_created_gmt"] + "+00:00"', 'row["date_created"] + "+02:00"'),
    ),
    cut(4, "a_day_alone_is_a_time_in_utc_too", (SHAPE, "Annotated[str, Field(min_length=19, max_length=19)]", "str")),
    # 5 and 6 · what is dated, and what is not
    cut(5, "the_window_is_one_of_creation_not_of_change", (SLICES, '"after": _naive', '"modified_after": _naive')),
    cut(5, "an_old_order_is_read_again_every_day", (LOOK, "timedelta(days=days)", "timedelta(hours=days)")),
    cut(6, "a_refund_that_was_taken_back_is_seen", (LOOK, "timedelta(days=days)", "timedelta(hours=days)")),
    cut(
        6,
        "what_no_storage_dates_is_seen_at_the_next_reading",
        (PULL, "    def lookup(self", '    @__import__("functools").cache\n    def lookup(self'),
    ),
    # 7 to 9 · what no list shows
    cut(7, "an_order_in_the_bin_is_asked_for_by_its_id", (NORMALISE, '"trash": "cancelled"', '"trash": "other"')),
    cut(7, "the_bin_is_searched_by_a_question_of_its_own", (PULL, '("any", "trash")', '("any,trash",)')),
    cut(
        7,
        "deleted_is_told_from_not_answered",
        (REST, "answer.status == 404 and _said(answer)[0] == _GONE", "answer.status == 404"),
    ),
    cut(
        7,
        "deleted_is_told_from_not_answered",
        (REST, "answer.status == 404 and _said(answer)[0] == _GONE", "False"),
    ),
    cut(7, "what_only_tpop_knows_is_asked_for_in_the_shop", (ASK, "_alone_at_tpop(reading, matching), ", "[], ")),
    cut(
        7,
        "an_open_finding_is_read_again_by_its_id",
        (ASK, "asking.put(_to_read_again(reading, matching, most - most // _PART_KEPT))", "pass"),
    ),
    cut(8, "no_status_is_asked_for_by_name", (SLICES, '"status": "any"', '"status": "processing,packed"')),
    cut(
        8,
        "an_order_that_no_list_shows_makes_the_shop_seen_in_part",
        (ASK, "self.hidden.append(answer.id)", "pass"),
    ),
    cut(
        9,
        "a_short_page_is_not_the_last",
        (
            SWEEP,
            "self._note(read, last_chance)",
            "self._note(read, last_chance)\n        seen.over |= rows < PER_PAGE",
        ),
    ),
    cut(9, "rows_that_are_hidden_are_counted", (PASSES, DISAGREES, "self.moved and not self.settled")),
    cut(
        9,
        "orders_are_asked_for_one_by_one_never_included",
        (
            PULL,
            'self._rest.one(f"orders/{order_id}", _FIELDS, _LOOKUP_TRIES)',
            'self._rest.rows("orders", {**_FIELDS, "include": order_id}).text.strip()[1:-1] or None',
        ),
    ),
    cut(9, "an_empty_page_is_not_the_last_where_nothing_is_counted", (SWEEP, "_EMPTY_MAX = 2", "_EMPTY_MAX = 1")),
    # 10 · races
    cut(10, "an_edit_between_two_pages_moves_nothing", (SLICES, ORDERBY, '"orderby": "modified"')),
    cut(10, "one_binned_between_two_pages_hides_no_other", (PROOF, "_PASSES_MAX = 4", "_PASSES_MAX = 1")),
    cut(
        10,
        "one_binned_between_two_pages_hides_no_other",
        (PROOF, "len(self._ids - self._beside), ", "len(self._ids - self._beside) + 1, "),
    ),
    cut(
        10,
        "what_left_between_two_passes_is_asked_for",
        (PROOF, "self._look_for(left, last, piece.window, pool)", "pass"),
    ),
    cut(10, "counts_that_agree_by_chance_are_no_proof", (PASSES, DISAGREES, "len(self.ids) != self.total")),
    cut(
        10,
        "what_comes_without_a_date_shows_in_the_counts",
        (SWEEP, "self.seen.total is not None and not totals <= {self.seen.total}", "False"),
    ),
    cut(
        10,
        "one_goes_and_one_comes_between_the_same_two_pages",
        (SWEEP, "any(order.updated_at >= self._begun for order in newcomers if order.updated_at)", "False"),
    ),
    cut(12, "without_a_count_two_readings_must_agree", (PROOF, "again.settled = True", "again.settled = False")),
    cut(
        10,
        "the_shops_own_clock_says_what_changed_meanwhile",
        (SWEEP, "begun(read.parts[0].at if read.parts else None, self._now)", "self._now"),
    ),
    cut(
        10,
        "one_deleted_for_good_meanwhile_is_told_as_gone",
        (PROOF, "self._take([_deleted(order_id, left[order_id], window)])", "pass"),
    ),
    cut(
        10,
        "one_deleted_for_good_meanwhile_is_told_as_gone",
        (PROOF, "_deleted(order_id, left[order_id], window)", '_deleted(order_id, "", window)'),
    ),
    cut(
        10,
        "one_that_slips_into_a_slice_already_read_is_read",
        (PROOF, "            self._count_again(last_of, pool)", "            pass"),
    ),
    cut(10, "a_new_order_is_after_the_windows_end", (SLICES, '"before": _naive(asked.until),', "")),
    cut(
        10,
        "what_never_comes_to_rest_is_not_called_whole",
        (PROOF, "[*last.troubles, *last.differences]", "last.troubles"),
    ),
    # 11 to 13 · an old version, counts, sorting
    cut(11, "the_newest_version_of_the_api_is_asked", (REST, '"wp-json/wc/v3/"', '"wp-json/wc/v1/"')),
    cut(
        12,
        "only_the_first_pages_count_is_believed",
        (SWEEP, "for part in read.parts if part.total}", "for part in read.parts}"),
    ),
    cut(
        12,
        "only_the_first_pages_count_is_believed",
        (SWEEP, "self._compare(read)", "self.seen.total = read.parts[-1].total"),
    ),
    cut(
        12,
        "only_the_first_pages_count_is_believed",
        (PAGE, '"page": str(page)', '"offset": str((page - 1) * size)'),
    ),
    cut(
        12,
        "without_a_count_two_readings_must_agree",
        (PASSES, "return not (self.settled and self.ids)", "return False"),
    ),
    cut(12, "without_a_count_nothing_is_no_answer", (PASSES, "self.settled and self.ids", "self.settled")),
    cut(
        12,
        "a_count_that_a_proxy_doubled_is_still_one",
        (REST, '{part.strip() for part in total.split(",")}', "{total}"),
    ),
    cut(13, "rows_come_by_id", (SLICES, ORDERBY, '"orderby": "title"')),
    cut(13, "rows_come_by_id", (SLICES, ORDERBY, '"orderby": "date_modified"')),
    cut(13, "rows_come_by_id", (SLICES, '"order": "asc"', '"order": "desc"')),
)
