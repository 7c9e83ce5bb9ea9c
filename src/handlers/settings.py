"""Environment and parameters -> frozen settings. Fails early, by the name of what is missing; never shows a value.

Names and shapes: CONTRACTS sections 2 and 3. One shop whose parameter is wrong never stops the others.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from botocore.exceptions import BotoCoreError, ClientError
from pydantic import ValidationError

from core.errors import SettingsError
from core.policy import LinesPolicy, Policy
from handlers.parameters import PolicyParameter, ShopParameter
from sources.shopify.words import WORDS
from sources.woocommerce.keys import HOWS

if TYPE_CHECKING:
    from mypy_boto3_ssm.client import SSMClient

NAMES = ("VIGIE_STAGE", "VIGIE_PARAMETERS", "VIGIE_TABLE", "VIGIE_TOPIC_ARN")
"""VIGIE_INBOX_BUCKET is needed only by shops with an inbox channel."""

_PLATFORM_POLICY: dict[str, dict[str, Any]] = {
    "shopify": {"due_statuses": ("paid",)},
    "etsy": {"grace_hours": 12.0},
}
"""Where a platform's defaults are its own: words for "paid"; Etsy orders are fetched by TPOP three times a day (TPOP help,
S3)."""
_CREDENTIALS: dict[str, tuple[tuple[str, ...], ...]] = {
    "woocommerce": (("key", "secret"),),
    "shopify": (("token",), ("client_id", "client_secret")),
}
"""What lets Vigie in, by platform: one of these sets, whole."""


@dataclass(frozen=True, slots=True)
class Shop:
    """One shop, ready to be wired. `secrets` never leave the sources."""

    id: str
    topic_arn: str
    policy: Policy
    parameter: ShopParameter | None
    """None: its parameter could not be read; `trouble` says which field."""
    trouble: str = ""

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.policy.timezone)


@dataclass(frozen=True, slots=True)
class Settings:
    stage: str
    path: str
    table: str
    topic_arn: str
    inbox: str
    shops: tuple[Shop, ...]


def read(ssm: SSMClient, environment: Mapping[str, str] = os.environ) -> Settings:
    """All settings. Raises SettingsError by the name of the variable or parameter that is missing or wrong."""
    missing = [name for name in NAMES if not environment.get(name)]
    if missing:
        raise SettingsError(f"{', '.join(missing)} not set. They are the function's environment (template.yaml).")
    path = environment["VIGIE_PARAMETERS"].rstrip("/")
    topic = environment["VIGIE_TOPIC_ARN"]
    common = merge(Policy(), _policy(_one(ssm, f"{path}/policy"), f"{path}/policy"))
    texts = _all(ssm, f"{path}/shops")
    if not texts:
        raise SettingsError(f"No shop under {path}/shops. Add one: {path}/shops/<shop-id> (SecureString, JSON).")
    shops = tuple(shop_of(name, text, f"{path}/shops/{name}", common, topic) for name, text in sorted(texts.items()))
    return Settings(
        environment["VIGIE_STAGE"],
        path,
        environment["VIGIE_TABLE"],
        topic,
        environment.get("VIGIE_INBOX_BUCKET", ""),
        shops,
    )


def shop_of(shop_id: str, text: str, name: str, common: Policy, topic: str) -> Shop:
    """One shop's settings; what is wrong with them is kept as its trouble, so that the others go on."""
    try:
        parameter = ShopParameter.model_validate(_json(text, name))
    except ValidationError as error:
        return Shop(shop_id, topic, common, None, _fault(name, error))
    except SettingsError as error:
        return Shop(shop_id, topic, common, None, str(error))
    policy = merge(replace(common, **_PLATFORM_POLICY.get(parameter.platform, {})), parameter.policy)
    lines = parameter.lines
    policy = replace(policy, lines=LinesPolicy(lines.mode, lines.values, lines.pattern))
    trouble = _refused(parameter, name)
    return Shop(shop_id, parameter.topic_arn or topic, policy, None if trouble else parameter, trouble)


def _refused(parameter: ShopParameter, name: str) -> str:
    """What is wrong with a shop's settings beyond their shape; "" where nothing is."""
    platform, credentials = parameter.platform, parameter.credentials
    wanted = _CREDENTIALS.get(platform)
    if wanted is None:
        return f"{name}, platform: this version of Vigie reads {' and '.join(_CREDENTIALS)} only."
    lacking = [[key for key in keys if not credentials.get(key, "").strip()] for keys in wanted]
    if all(lacking):
        begun = next((keys for keys, given in zip(lacking, wanted, strict=True) if len(keys) < len(given)), None)
        missing = ", ".join(begun or lacking[0]) if begun or len(wanted) == 1 else _either(wanted)
        return f"{name}, credentials: {missing} missing."
    if platform == "woocommerce" and credentials.get("auth", "header") not in HOWS:
        return f"{name}, credentials.auth: must be {', '.join(HOWS[:-1])} or {HOWS[-1]}."
    if platform == "woocommerce" and parameter.lines.mode in ("vendor", "service"):
        return f"{name}, lines.mode: WooCommerce lines bear no {parameter.lines.mode}; use all, sku or known."
    if platform == "shopify" and (strange := _strange(parameter.policy.due_statuses or ())):
        return (
            f"{name}, policy.due_statuses: {', '.join(strange)} is no word of Shopify's; it knows {', '.join(WORDS)}."
        )
    if platform == "shopify" and "//admin.shopify.com" in parameter.url:
        return f"{name}, url: must be the shop's own address, the one that ends in .myshopify.com."
    return ""


def _strange(words: Iterable[str]) -> list[str]:
    """Words that no order of Shopify's ever bears: with them alone, nothing would be expected, and all seem well. Only
    what looks like a word is told."""
    strange = [word.strip() for word in words if word.strip().lower() not in WORDS]
    return [word if re.fullmatch(r"[\w-]{1,40}", word) else "one of them" for word in strange]


def _either(wanted: tuple[tuple[str, ...], ...]) -> str:
    return ", or ".join(" and ".join(keys) for keys in wanted)


def merge(policy: Policy, parameter: PolicyParameter) -> Policy:
    """The policy with what the parameter says put in."""
    said = {key: value for key, value in parameter.model_dump().items() if value is not None}
    return replace(policy, **said)


def _policy(text: str | None, name: str) -> PolicyParameter:
    if text is None:
        return PolicyParameter()
    try:
        return PolicyParameter.model_validate(_json(text, name))
    except ValidationError as error:
        raise SettingsError(_fault(name, error)) from None


def _json(text: str, name: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError as error:
        where = f" (line {error.lineno}, column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        raise SettingsError(f"{name} is not valid JSON{where}.") from None
    if not isinstance(value, dict):
        raise SettingsError(f"{name} must be a JSON object.")
    return value


def _fault(name: str, error: ValidationError) -> str:
    """Parameter, field and fault of the first errors; pydantic's own text never quotes the value."""
    parts = []
    for one in error.errors(include_url=False, include_context=False, include_input=False)[:3]:
        field = ".".join(str(part) for part in one["loc"] if part not in ("http", "inbox", "mail"))
        # These two would quote what stands there.
        known = {
            "extra_forbidden": "is not a known key",
            "union_tag_invalid": 'needs a "channel": http, inbox or mail',
        }
        what = known.get(one["type"]) or one["msg"].removeprefix("Value error, ")
        parts.append(f"{field}: {what}")
    return f"{name}, {'; '.join(parts)}."


def _one(ssm: SSMClient, name: str) -> str | None:
    try:
        return ssm.get_parameter(Name=name, WithDecryption=True)["Parameter"].get("Value")
    except ssm.exceptions.ParameterNotFound:
        return None
    except (ClientError, BotoCoreError) as error:
        raise SettingsError(f"{name} could not be read ({_code(error)}).") from None


def _all(ssm: SSMClient, path: str) -> dict[str, str]:
    found: dict[str, str] = {}
    try:
        for page in ssm.get_paginator("get_parameters_by_path").paginate(Path=path, WithDecryption=True):
            for parameter in page["Parameters"]:
                found[parameter["Name"].removeprefix(f"{path}/")] = parameter["Value"]
    except (ClientError, BotoCoreError) as error:
        raise SettingsError(f"{path} could not be read ({_code(error)}).") from None
    return found


def _code(error: Exception) -> str:
    return error.response["Error"]["Code"] if isinstance(error, ClientError) else type(error).__name__
