"""The guards of traps 14 to 26, each taken out: keys, addresses, answers that look well, and fields."""

from __future__ import annotations

from tests.guards.mutant import ADDRESS, COMPARE, DOOR, EXPECT, WOO, cut

KEYS, REST, PAGE, SWEEP, PASSES = (
    WOO + "keys.py",
    WOO + "rest.py",
    WOO + "page.py",
    WOO + "sweep.py",
    WOO + "passes.py",
)
SLICES, WRAPPING, REFUNDS = WOO + "slices.py", WOO + "wrapping.py", WOO + "refunds.py"
REFUSALS = WOO + "refusals.py"
NORMALISE, SHAPE, MEND = WOO + "normalise.py", WOO + "shape.py", WOO + "mend.py"
KEY_OR_HEADER = '"key" if _said(signed)[0] == _REFUSED else "header"'
CANNOT_VIEW = " and not self._unseen and _said(answer)[0] == _CANNOT_VIEW:"
LINE = "    sku: str | None\n    quantity: int\n"
NOT_OVER = 'if row["refunds"] and state not in ("cancelled", "draft"):'
ODD_LINE = "    sku: NotRequired[str | bool | None]\n    quantity: int\n"
ASKED_ALONE = 'text = self._rest.one(f"{self._path}/{ids[0]}", {"_fields": self._question["_fields"]}, 1)'
FOLLOW = (
    'answer = self._door.get(self._next) if getattr(self, "_next", "") else self._ask(path, params, tries)\n'
    '            _, _, link = answer.headers.get("Link", "").rpartition("<")\n'
    '            self._next = link.partition(">")[0] if "next" in link else ""\n'
    "            try:"
)
"""Whoever follows links asks for what stands in the last one."""


def reading(field: str) -> tuple[tuple[str, str, str], ...]:
    """As if a line had to have this field too."""
    return ((SHAPE, LINE, f"{LINE}    {field}\n"), (SHAPE, ODD_LINE, f"{ODD_LINE}    {field}\n"))


MUTANTS = (
    # 14 to 17 · keys
    cut(
        14,
        "a_wrong_secret_is_told_as_one",
        (REST, 'if self._keys.signs else "secret"', 'if self._keys.signs else "key"'),
    ),
    cut(14, "a_wrong_secret_is_told_as_one", (REST, CANNOT_VIEW, ":")),
    cut(14, "an_unknown_key_is_told_from_one_that_never_came", (REST, KEY_OR_HEADER, '"header"')),
    cut(
        14,
        "a_user_who_lost_the_role_is_told_as_one",
        (REST, '"role" if code.startswith("woocommerce_") else "firewall"', '"firewall"'),
    ),
    cut(14, "a_login_before_the_whole_site_is_told_as_one", (REST, 'return "locked"', 'return "unseen"')),
    cut(14, "a_login_before_the_whole_site_is_told_as_one", (REST, CANNOT_VIEW, ":")),
    cut(14, "one_refusal_after_good_answers_is_asked_again", (REST, "if self._let_in:", "if False:")),
    cut(14, "one_refusal_after_good_answers_is_asked_again", (REST, "self._let_in |= answer.status < 400", "pass")),
    cut(
        14,
        "one_refusal_after_good_answers_is_asked_again",
        (REST, "self._let_in = True\n            return signed", "return signed"),
    ),
    cut(
        15,
        "a_proxy_that_ends_the_encryption",
        (REST, "return self._try_signed(answer, path, params)", "return answer"),
    ),
    cut(15, "a_proxy_that_ends_the_encryption", (REST, '"http", in_header=True', '"https", in_header=True')),
    cut(15, "the_signature_is_made_for_http_first", (REST, '"http", in_header=False', '"https", in_header=False')),
    cut(16, "a_host_that_drops_the_header_is_named", (REST, KEY_OR_HEADER, '"key"')),
    cut(16, "keys_go_in_the_address_where_the_setting_says", (KEYS, 'if self.how == "query":', "if False:")),
    cut(16, "keys_are_not_in_the_address_unless_told", (KEYS, 'if self.how == "query":', "if True:")),
    cut(
        16, "keys_in_the_address_are_never_told", (DOOR, "setLevel(logging.CRITICAL + 1)", "setLevel(logging.NOTSET)")
    ),
    cut(
        17,
        "a_retry_is_signed_anew",
        (KEYS, "    def _signed(", '    @__import__("functools").cache\n    def _signed('),
    ),
    cut(17, "the_secret_never_travels", (KEYS, "oauth1.SIGNATURE_HMAC_SHA256", "oauth1.SIGNATURE_PLAINTEXT")),
    cut(
        17,
        "a_shop_that_sees_https_is_signed_for_https",
        (REST, 'self._keys.how == "oauth1" and _said(answer)[0] == _REFUSED', "False"),
    ),
    cut(17, "an_echoed_signature_is_taken_off", (KEYS, "self._signed(_bare(url))", "self._signed(url)")),
    # 18 to 20 · addresses and questions
    cut(18, "links_are_not_followed", (REST, "answer = self._ask(path, params, tries)\n            try:", FOLLOW)),
    cut(19, "the_api_is_asked_at_its_own_address", (REST, '"wp-json/wc/v3/"', '"?rest_route=/wc/v3/"')),
    cut(
        19,
        "a_home_page_is_no_empty_shop",
        (
            WRAPPING,
            'if text[:1] not in (b"[", b"{"):\n        return None',
            'if text[:1] not in (b"[", b"{"):\n        return b"[]"',
        ),
    ),
    cut(
        19,
        "on_the_way_to_https_the_key_is_shown_again",
        (ADDRESS, 'at.scheme == "http" and to.scheme == "https"', "False"),
    ),
    cut(
        19,
        "on_the_way_to_https_the_key_is_shown_again",
        (
            DOOR,
            "at, question = to, question._replace(params=None)",
            "at, question, self._sent = to, question._replace(params=None), None",
        ),
    ),
    cut(19, "the_key_is_not_shown_to_another_host", (ADDRESS, "return to if same else None", "return to")),
    cut(20, "dates_are_plain_whatever_the_window_came_in", (SLICES, "moment.replace(tzinfo=None)", "moment.date()")),
    cut(
        20, "dates_are_plain_whatever_the_window_came_in", (SLICES, "return moment.astimezone(UTC)", "return moment")
    ),
    cut(20, "no_page_is_longer_than_the_shop_gives", (SWEEP, "PER_PAGE = 100", "PER_PAGE = 200")),
    cut(20, "no_page_is_longer_than_the_shop_gives", (REFUNDS, '"per_page": "100"', '"per_page": "200"')),
    # 21 · answers that look well, and errors
    cut(
        21,
        "words_before_the_orders_are_taken_off",
        (WRAPPING, r'_BLANK = b"\xef\xbb\xbf \t\r\n"', r'_BLANK = b" \t\r\n"'),
    ),
    cut(21, "words_before_the_orders_are_taken_off", (WRAPPING, "text[_past_messages(text[:_LOOKED_AT]) :]", "text")),
    cut(21, "words_before_the_orders_are_taken_off", (WRAPPING, "at = found.end()", "return found.end()")),
    cut(
        21,
        "words_behind_the_orders_are_taken_off",
        (WRAPPING, 'max(text.rfind(b"]"), text.rfind(b"}")) + 1', "len(text)"),
    ),
    cut(21, "words_that_are_not_known_are_not_guessed", (SWEEP, "if page.problem:", "if False:")),
    cut(21, "one_bad_order_costs_one_order", (PAGE, "if not _too_heavy(error):", "if True:")),
    cut(21, "one_bad_order_costs_one_order", (PAGE, "if not ids:", "if True:")),
    cut(21, "an_order_is_blamed_only_where_the_shop_fails_over_it_by_itself", (PAGE, ASKED_ALONE, "raise failure")),
    cut(21, "an_answer_without_json_is_told_for_what_it_is", (REFUSALS, 'return "empty"', 'return "permalinks"')),
    cut(21, "an_answer_without_json_is_told_for_what_it_is", (REFUSALS, 'return "cut"', 'return "permalinks"')),
    cut(21, "an_answer_without_json_is_told_for_what_it_is", (REFUSALS, 'return "fatal"', 'return "permalinks"')),
    cut(21, "errors_are_asked_for_in_json", (DOOR, '"Accept": "application/json"', '"Accept": "*/*"')),
    cut(21, "maintenance_is_told_and_not_waited_for", (REST, 'return {"why": "maintenance"}', "return {}")),
    cut(21, "maintenance_is_told_and_not_waited_for", (DOOR, "or (failure.wait or 0) > self._max_wait ", "")),
    cut(
        21, "a_database_that_is_away_is_no_bad_order", (PAGE, 'frozenset({"database", "maintenance"})', "frozenset()")
    ),
    cut(21, "a_plugin_that_is_off_is_told_as_one", (REST, 'return "no_route"', 'return "not_found"')),
    # 22 to 25 · fields
    cut(22, "a_deleted_product_leaves_a_line_without_sku", (NORMALISE, 'item["sku"] or ""', 'item["sku"]')),
    cut(22, "a_line_without_sku_is_still_a_line", (MEND, 'value if isinstance(value, str) else ""', "str(value)")),
    cut(
        22,
        "the_sku_is_todays_whatever_was_sold",
        (NORMALISE, 'item["sku"] or ""', '_SKUS.setdefault(item["id"], item["sku"] or "")'),
        (NORMALISE, "_new = tuple.__new__\n", "_new = tuple.__new__\n_SKUS = {}\n"),
    ),
    cut(22, "a_deleted_product_accuses_nobody", (COMPARE, "        if nameless:\n", "        if False:\n")),
    cut(23, "what_was_refunded_is_no_longer_wanted", (NORMALISE, NOT_OVER, "if False:")),
    cut(23, "what_was_refunded_is_no_longer_wanted", (NORMALISE, 'abs(line["quantity"])', 'line["quantity"]')),
    cut(
        23, "money_back_alone_takes_no_unit", (NORMALISE, "units.get(line.id, 0)", "units.get(line.id, line.ordered)")
    ),
    cut(23, "more_refunds_than_a_page_shows_by_itself", (REFUNDS, '"per_page": "100"', '"per_page": "10"')),
    cut(23, "refunds_that_cannot_be_told_are_not_guessed", (REFUNDS, " and refund_ids <= refunds.ids:", ":")),
    cut(
        23,
        "refunds_that_cannot_be_told_are_not_guessed",
        (NORMALISE, "if not of:\n                return None", "if not of:\n                continue"),
    ),
    cut(23, "what_is_not_due_has_its_refunds_too", (NORMALISE, NOT_OVER, 'if row["refunds"] and state == "due":')),
    cut(23, "one_deleted_before_its_refunds_came_is_gone", (REFUNDS, " and self._is_gone(order_id):", " and False:")),
    cut(23, "one_deleted_before_its_refunds_came_is_gone", (REFUNDS, "gone.add(order.id)", "pass")),
    cut(23, "refunds_that_are_not_found_are_not_none", (REFUNDS, " and self._is_gone(order_id):", ":")),
    cut(23, "refunded_by_hand_is_cancelled", (NORMALISE, '"refunded": "cancelled"', '"refunded": "other"')),
    cut(24, "a_price_is_never_looked_at", *reading("price: int")),
    cut(24, "a_price_is_never_looked_at", *reading("price: float")),
    cut(24, "a_negative_quantity_is_nothing_to_be_made", (NORMALISE, "if quantity < 0:", "if False:")),
    cut(24, "half_a_mug_is_named_not_rounded", (SHAPE, ODD_LINE, ODD_LINE.replace("int", "float"))),
    cut(
        24,
        "options_may_be_named_twice",
        (SHAPE, LINE, f"{LINE}    meta_data: Any\n"),
        (
            NORMALISE,
            'item["id"], ""',
            'item["id"], str({one["key"].lower(): one["value"] for one in item["meta_data"]})',
        ),
    ),
    cut(
        25,
        "cash_on_delivery_is_due_though_not_paid",
        (EXPECT, 'if order.state != "due":', 'if order.paid_at is None or order.state != "due":'),
        (EXPECT, '"draft": DRAFT', '"draft": DRAFT, "due": UNPAID'),
    ),
    cut(
        25,
        "a_transfer_noted_late_is_due_from_when_it_was_seen",
        (EXPECT, "max(due_at, _time(seen.eligible_since) or self.now)", "due_at"),
    ),
    cut(25, "an_image_is_never_looked_at", *reading("image: dict[str, int | str]")),
    cut(25, "a_line_without_name_or_product_is_a_line", *reading("name: str")),
    # 26 · what the shop says of itself
    cut(
        26,
        "the_signature_is_for_the_home_that_the_index_tells",
        (KEYS, "netloc=home.netloc or asked.netloc", "netloc=asked.netloc"),
    ),
    cut(
        26,
        "the_signature_is_for_the_home_that_the_index_tells",
        (REST, 'return home if isinstance(home, str) else ""', 'return ""'),
    ),
    cut(26, "the_index_is_asked_as_nobody", (REST, ", as_nobody=True", "")),
    cut(26, "the_index_is_asked_as_nobody", (DOOR, "if self._sent and not as_nobody:", "if self._sent:")),
    cut(
        26,
        "no_zone_is_asked_for_because_none_is_needed",
        (NORMALISE, 'row["date_created_gmt"] + "+00:00"', 'row["date_created_gmt"] + "+01:00"'),
    ),
    cut(26, "the_lists_own_count_is_the_control", (PASSES, "if self.failed or self.endless:", "if True:")),
)
