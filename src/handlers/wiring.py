"""Settings -> sources, history, publisher: the composition root. Clients are made when first needed, from one session."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from uuid import uuid4

import boto3
from botocore.config import Config

from core.errors import SettingsError
from core.model import Rhythm
from core.policy import Policy
from core.ports import History, MailBox, Publisher, ShopSource, TpopChannel
from handlers.parameters import HttpChannel, InboxChannel, MailChannel, ShopParameter
from handlers.settings import Settings, Shop
from sinks.listeners import confirmed
from sinks.publish import SnsPublisher
from sinks.record import DynamoHistory
from sources.shopify.pull import Shopify
from sources.tpop.endpoint.pull import Endpoint
from sources.tpop.inbox.pull import Bucket, Folder, Inbox, Store
from sources.tpop.mail.pull import Mailbox
from sources.tpop.mail.read import MailSettings
from sources.tpop.mail.trust import Trust
from sources.woocommerce.keys import How
from sources.woocommerce.pull import WooCommerce

if TYPE_CHECKING:
    from mypy_boto3_ssm.client import SSMClient


class Feeding(NamedTuple):
    """How the merchant means to feed a channel."""

    rhythm: Rhythm = "daily"
    part: bool = False
    """It is never whole, by choice: the first screen of a long table, say."""


@dataclass(frozen=True, slots=True)
class Sources:
    """One shop's two sides."""

    shop: ShopSource
    tpop: tuple[TpopChannel, ...]
    mails: tuple[MailBox, ...] = ()
    feeding: Mapping[str, Feeding] = field(default_factory=dict)
    """By channel, where it is not a list that is whole and fed daily."""


KEPT_BACK_MS = 60_000
"""Of Lambda's time: for judging, recording and telling (DESIGN.md section 8)."""


class Wiring:
    """Makes what a run needs, once, when it needs it."""

    def __init__(self, context: Any = None) -> None:
        """`context`: Lambda's; without one, time never runs out."""
        self._out_of_time = out_of_time(context)
        self._config = Config(
            retries={"mode": "standard", "total_max_attempts": 5}, connect_timeout=5, read_timeout=20
        )

    @cached_property
    def _session(self) -> boto3.Session:
        return boto3.Session()

    @cached_property
    def ssm(self) -> SSMClient:
        return self._session.client("ssm", config=self._config)

    def history(self, settings: Settings, shop: Shop) -> History:
        return DynamoHistory(
            self._dynamodb,
            settings.table,
            history_days=shop.policy.history_days,
            mention_days=3 * shop.policy.window_days,
            abandoned=abandoned,
        )

    @cached_property
    def _dynamodb(self) -> Any:
        return self._session.client("dynamodb", config=self._config)

    @cached_property
    def publisher(self) -> Publisher:
        return SnsPublisher(self._sns)

    @cached_property
    def _sns(self) -> Any:
        return self._session.client("sns", config=self._config)

    def subscribers(self, topics: Sequence[str]) -> int | None:
        """Confirmed subscriptions of the topic that has fewest; None where SNS does not say."""
        return min((confirmed(self._sns, topic) for topic in dict.fromkeys(topics)), default=None, key=_count)

    def sources(self, settings: Settings, shop: Shop, now: datetime) -> Sources:
        """The adapters of one shop. Its parameter must have been read."""
        parameter = shop.parameter
        assert parameter is not None
        lists: list[TpopChannel] = []
        mails: list[MailBox] = []
        feeding: dict[str, Feeding] = {}
        for one in parameter.tpop:
            # A name stands in the history, and tells two channels apart; mail boxes are counted for themselves.
            number = 1 + len(mails if isinstance(one, MailChannel) else lists)
            name = f"tpop-{one.channel}" if number == 1 else f"tpop-{one.channel}-{number}"
            if isinstance(one, MailChannel):
                mails.append(self._mailbox(settings, shop, one, now, name))
                continue
            lists.append(self._list(settings, shop, one, now, name))
            if isinstance(one, InboxChannel):
                feeding[name] = Feeding(one.rhythm, one.covers == "some")
        return Sources(_shop(parameter, shop.policy, now, self._out_of_time), tuple(lists), tuple(mails), feeding)

    def _mailbox(self, settings: Settings, shop: Shop, one: MailChannel, now: datetime, name: str) -> MailBox:
        how = MailSettings(
            Trust(one.senders, one.forwarders, one.addresses), one.invoice_means_production, days=one.days
        )
        return Mailbox(
            self._store(settings),
            one.prefix,
            settings=how,
            reference_pattern=shop.policy.reference_pattern,
            now=now,
            name=name,
        )

    def _list(
        self, settings: Settings, shop: Shop, one: HttpChannel | InboxChannel, now: datetime, name: str
    ) -> TpopChannel:
        if isinstance(one, HttpChannel):
            return Endpoint(one.url, one.token, shop=shop.id, policy=shop.policy, now=now, mapping=one.map, name=name)
        return Inbox(
            self._store(settings),
            one.prefix,
            shop=shop.id,
            policy=shop.policy,
            now=now,
            covers=one.covers,
            columns=one.columns,
            name=name,
        )

    def _store(self, settings: Settings) -> Store:
        """Where inbox files lie: a bucket; or, on a laptop, a folder (a bucket's name never holds a "/")."""
        where = settings.inbox
        if not where:
            raise SettingsError("VIGIE_INBOX_BUCKET is not set, and a shop has an inbox or mail channel.")
        if "/" in where or where.startswith("."):
            return Folder(where)
        return Bucket(where, lambda: self._session.client("s3", config=self._config))


def _shop(
    parameter: ShopParameter, policy: Policy, now: datetime, give_up_at: Callable[[], bool] | None
) -> ShopSource:
    credentials = parameter.credentials
    if parameter.platform == "shopify":
        return Shopify(parameter.url, credentials, policy=policy, now=now, give_up_at=give_up_at)
    return WooCommerce(
        parameter.url,
        credentials["key"],
        credentials["secret"],
        auth=cast(How, credentials.get("auth", "header")),
        policy=policy,
        now=now,
        give_up_at=give_up_at,
    )


def _count(found: int | None) -> int:
    return 1 if found is None else found


def out_of_time(context: Any) -> Callable[[], bool] | None:
    """Is it time to stop reading a shop, and tell what was seen? None: there is no end to be minded."""
    left = getattr(context, "get_remaining_time_in_millis", None)
    if not callable(left):
        return None
    return lambda: left() < KEPT_BACK_MS


def token_of(context: Any) -> str:
    """Who holds the lease: Lambda's request id (its own retry has the same); outside Lambda, this very process."""
    request = getattr(context, "aws_request_id", None)
    return str(request) if request else f"local:{socket.gethostname()}:{os.getpid()}:{uuid4()}"


def abandoned(token: str) -> bool:
    """Was the lease's holder a process of this machine that has ended? Then nobody will give it back."""
    parts = token.split(":")
    if len(parts) != 4 or parts[0] != "local" or parts[1] != socket.gethostname() or not parts[2].isdigit():
        return False
    try:
        os.kill(int(parts[2]), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
