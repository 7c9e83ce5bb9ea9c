"""The shape of the parameters, field by field: public (CONTRACTS section 3). Wrong ones are refused by name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from core.errors import SettingsError
from sources import address
from sources.tpop.endpoint import mapping
from sources.tpop.mail.trust import SENDERS, Trust


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("needs a time zone, for example 2026-10-15T00:00:00Z")
    return moment.astimezone(UTC)


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("is not a time zone, for example Europe/Paris")
    return name


def _map(given: Mapping[str, str]) -> Mapping[str, str]:
    """Refused field by field, and by the field's own name."""
    if faults := mapping.faults(given):
        raise ValidationError.from_exception_data("map", [_at(field, problem) for field, problem in faults.items()])
    return given


def _at(field: str, problem: str) -> InitErrorDetails:
    return {"type": PydanticCustomError("map", "{problem}", {"problem": problem}), "loc": (field,), "input": None}


def _span(value: object) -> object:
    """ "22:00–07:00" (any dash) -> two times."""
    if not isinstance(value, str):
        return value
    first, dash, last = value.replace("–", "-").replace("—", "-").partition("-")
    if not dash:
        raise ValueError("needs two times, for example 22:00-07:00")
    try:
        return (time.fromisoformat(first.strip().zfill(5)), time.fromisoformat(last.strip().zfill(5)))
    except ValueError:
        raise ValueError("needs two times, for example 22:00-07:00") from None


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error:
        raise ValueError("is not a regular expression") from None
    return text


def _address(text: str) -> str:
    if address.parse(text) is None:
        raise ValueError(
            "must begin with https:// and hold no user name or password (plain http:// only for this very machine)"
        )
    return text


Moment = Annotated[datetime, AfterValidator(_utc)]
Pattern = Annotated[str, AfterValidator(_pattern)]
Address = Annotated[str, AfterValidator(_address)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True, frozen=True, allow_inf_nan=False)


class PolicyParameter(_Strict):
    """The policy keys of CONTRACTS section 3; what is left out keeps its default."""

    language: Literal["fr", "en"] | None = None
    timezone: Annotated[str, AfterValidator(_zone)] | None = None
    retention_hours: float | None = Field(None, ge=0, le=10_000)
    grace_hours: float | None = Field(None, ge=0, le=10_000)
    due_statuses: tuple[str, ...] | None = None
    reference_pattern: Pattern | None = None
    stuck_working_days: float | None = Field(None, ge=0, le=3_650)
    production_working_days: float | None = Field(None, ge=0, le=3_650)
    retry_working_days: float | None = Field(None, ge=0, le=3_650)
    tracking_grace_hours: float | None = Field(None, ge=0, le=10_000)
    stale_hours: float | None = Field(None, gt=0, le=10_000)
    weekly_hours: float | None = Field(None, gt=0, le=10_000)
    closed_by_hand: Literal["auto", "proof", "nothing"] | None = None
    blind_hours: float | None = Field(None, gt=0, le=10_000)
    quiet_days: float | None = Field(None, gt=0, le=3_650)
    window_days: float | None = Field(None, gt=0, le=3_650)
    watch_days: float | None = Field(None, gt=0, le=3_650)
    remind_days: float | None = Field(None, gt=0, le=3_650)
    reminders_max: int | None = Field(None, ge=0, le=100)
    all_clear: Literal["auto", "daily", "weekly", "never"] | None = None
    sms: bool | None = None
    sms_quiet: Annotated[tuple[time, time], BeforeValidator(_span)] | None = None
    sms_daily_max: int | None = Field(None, ge=0, le=1_000)
    away_until: Moment | None = None
    off: frozenset[str] | None = None
    ignore: frozenset[str] | None = None
    history_days: float | None = Field(None, gt=0, le=3_650)
    pairing_share: float | None = Field(None, ge=0, le=1)
    lookups_max: int | None = Field(None, ge=0, le=1_000)
    watch_every_hours: float | None = Field(None, gt=0, le=10_000)
    requests_at_once: int | None = Field(None, ge=1, le=8)


class LinesParameter(_Strict):
    mode: Literal["all", "vendor", "service", "sku", "known"] = "all"
    values: tuple[str, ...] = ()
    pattern: Pattern = ""

    @model_validator(mode="after")
    def _says_which(self) -> LinesParameter:
        """A rule that fits nothing would expect nothing, and find all well."""
        named = any(value.strip() for value in self.values)
        if self.mode == "vendor" and not named:
            raise ValueError('mode "vendor" needs "values": the vendors whose lines are TPOP\'s')
        if self.mode == "service" and not named:
            raise ValueError('mode "service" needs "values": who fulfils TPOP\'s lines, as the shop calls them')
        if self.mode == "sku" and not self.pattern:
            raise ValueError('mode "sku" needs a "pattern": what TPOP\'s skus look like')
        return self


def _folder(text: str) -> str:
    if not text.strip("/") or not text.endswith("/"):
        raise ValueError('must name a folder and end with "/", for example mail/mugs-paris/')
    return text


class HttpChannel(_Strict):
    channel: Literal["http"]
    url: Address
    token: str = ""
    map: Annotated[Mapping[str, str], AfterValidator(_map)] = Field(default_factory=dict)


class InboxChannel(_Strict):
    channel: Literal["inbox"]
    prefix: str
    rhythm: Literal["daily", "weekly", "never"] = "daily"
    covers: Literal["all", "some"] = "some"
    columns: Mapping[str, str] = Field(default_factory=dict)


class MailChannel(_Strict):
    """Mails that the merchant forwards (docs/mail.md)."""

    channel: Literal["mail"]
    prefix: Annotated[str, AfterValidator(_folder)]
    addresses: tuple[str, ...] = ()
    senders: tuple[str, ...] = SENDERS
    forwarders: tuple[str, ...] = ()
    days: float = Field(7, gt=0, le=7)
    invoice_means_production: bool = True

    @model_validator(mode="after")
    def _says_whom(self) -> MailChannel:
        """Refused field by field, before any mail is believed."""
        try:
            Trust(self.senders, self.forwarders, self.addresses)
        except SettingsError as error:
            raise ValueError(str(error).removeprefix("mail.")) from None
        return self


Channel = Annotated[HttpChannel | InboxChannel | MailChannel, Field(discriminator="channel")]


class ShopParameter(_Strict):
    """`<path>/shops/<shop-id>` (CONTRACTS section 3)."""

    platform: Literal["woocommerce", "shopify", "etsy"]
    url: Address
    credentials: Mapping[str, str]
    shop_id: str | int | None = None
    since: Moment | None = None
    account: str | None = None
    lines: LinesParameter = LinesParameter()
    tpop: tuple[Channel, ...] = ()
    policy: PolicyParameter = PolicyParameter()
    topic_arn: str | None = None
