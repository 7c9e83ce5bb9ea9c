"""The inbox channel: reads the lists that lie in an S3 bucket, or in a folder on this machine. Reads only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from botocore.exceptions import BotoCoreError, ClientError

from core.errors import SourceError
from core.model import Coverage, TpopOrder, TpopPull, Trouble, Window
from core.policy import Policy
from sources.tpop.inbox import lists
from sources.tpop.inbox.content import Reading
from sources.tpop.times import in_name

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

FILES_MAX = 20
"""Only so many, the newest: each list repeats what the one before it said."""
BYTES_MAX = 32 * 1024 * 1024
"""Forty thousand full orders. Reading them takes nine times as much memory."""
KINDS = (
    *(".json", ".csv", ".txt", ".tsv", ".tab", ".html", ".htm", ".mht", ".mhtml", ".xlsx", ".xlsm", ".xls", ".ods"),
)
"""What a list may be called; what it is, its content says. Any other file (a mail, say) is left alone."""
NOT_LISTS = (".pdf", ".numbers", ".doc", ".docx", ".odt", ".rtf", ".png", ".jpg", ".jpeg", ".heic", ".webp", ".zip")
"""What people give for a list, and is none: it is told, and not opened."""


class Entry(NamedTuple):
    """One file as a store lists it."""

    key: str
    size: int
    """Bytes."""
    stored_at: datetime


class Store(Protocol):
    """Where the files lie."""

    def entries(self, prefix: str) -> Iterator[Entry]: ...

    def body(self, key: str) -> bytes: ...


class Inbox:
    """A TpopChannel (core.ports) over files. It cannot be asked for one order."""

    def __init__(
        self,
        store: Store,
        prefix: str,
        *,
        shop: str,
        policy: Policy,
        now: datetime,
        covers: str = "",
        columns: Mapping[str, str] | None = None,
        name: str = "tpop-inbox",
        bytes_max: int = BYTES_MAX,
    ) -> None:
        """`covers`: "all" where every list holds all orders from its oldest on · `columns`: feed field -> its heading."""
        self.name = name
        self._store, self._prefix, self._bytes_max = store, prefix, bytes_max
        self._shop, self._policy, self._now = shop, policy, now
        self._covers, self._columns = covers, dict(columns or {})

    def pull(self, window: Window) -> TpopPull:
        """All that the newest files say; their windows are their own. Raises SourceError where they cannot be listed."""
        reading = Reading(
            shop=self._shop,
            channel=self.name,
            pattern=self._policy.reference_pattern,
            covers=self._covers,
            columns=self._columns,
            zone=ZoneInfo(self._policy.timezone),
            now=self._now,
            oldest=window.since,
        )
        entries = [e for e in self._store.entries(self._prefix) if e.key.lower().endswith(KINDS + NOT_LISTS)]
        if not entries:
            nothing = Coverage(source=self.name, side="tpop", window=None, as_of=None, complete=False)
            return TpopPull(nothing, troubles=(Trouble("no_file", {"prefix": self._prefix}),))
        # The time in a name is the better sign of age: whoever copies old files makes them new.
        newest = sorted(
            entries, key=lambda e: (in_name(_name(e.key), reading.zone, self._now) or e.stored_at, e.stored_at, e.key)
        )[-FILES_MAX:]
        return lists.merge([self._read(entry, reading) for entry in newest], self.name)

    def lookup(self, reference: str) -> tuple[TpopOrder, ...] | None:  # noqa: ARG002 (the protocol's)
        """None: a file cannot be asked."""
        return None

    def _read(self, entry: Entry, reading: Reading) -> lists.FileList:
        name = _name(entry.key)
        if name.lower().endswith(NOT_LISTS):
            return lists.unusable(name, Trouble("not_understood", {"why": "other_format"}))
        if entry.size > self._bytes_max:
            return lists.unusable(name, Trouble("too_large", {"bytes": entry.size, "max_bytes": self._bytes_max}))
        try:
            body = self._store.body(entry.key)
        except SourceError as error:
            return lists.unusable(name, Trouble(error.kind, error.detail))
        return lists.read(name, body, reading)


class Bucket:
    """Files in S3. The client is made when it is first needed."""

    def __init__(self, bucket: str, client: Callable[[], S3Client]) -> None:
        self._bucket, self._make = bucket, client
        self._client: S3Client | None = None

    def entries(self, prefix: str) -> Iterator[Entry]:
        """Raises SourceError."""
        failure: SourceError | None = None
        try:
            for page in self._s3().get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix):
                for item in page.get("Contents", []):
                    yield Entry(item["Key"], item["Size"], item["LastModified"].astimezone(UTC))
        except (ClientError, BotoCoreError) as error:
            failure = _failure(error)
        if failure:
            raise failure  # outside `except`: the original may hold more than its code

    def body(self, key: str) -> bytes:
        """Raises SourceError."""
        try:
            return self._s3().get_object(Bucket=self._bucket, Key=key)["Body"].read()
        except (ClientError, BotoCoreError) as error:
            failure = _failure(error)
        raise failure

    def _s3(self) -> S3Client:
        if self._client is None:
            self._client = self._make()
        return self._client


class Folder:
    """Files below a folder of this machine; keys are paths relative to it, as S3's are."""

    def __init__(self, root: str) -> None:
        self._root = Path(root)

    def entries(self, prefix: str) -> Iterator[Entry]:
        """Raises SourceError."""
        if ".." in PurePosixPath(prefix).parts or prefix.startswith("/"):
            raise SourceError("other", "The inbox prefix must stay below its folder.", {"what": "prefix"})
        start = self._root / prefix.rpartition("/")[0]
        for path in start.rglob("*"):
            key = path.relative_to(self._root).as_posix()
            with suppress(OSError):  # gone meanwhile
                if key.startswith(prefix) and path.is_file():
                    stat = path.stat()
                    yield Entry(key, stat.st_size, datetime.fromtimestamp(stat.st_mtime, UTC))

    def body(self, key: str) -> bytes:
        """Raises SourceError."""
        try:
            return (self._root / key).read_bytes()
        except OSError:
            pass
        raise SourceError("refused", "A file of the inbox could not be read.", {"what": "file"})


def _name(key: str) -> str:
    return "".join(filter(str.isprintable, PurePosixPath(key).name))[:100]


def _failure(error: ClientError | BotoCoreError) -> SourceError:
    """An AWS error by its code only."""
    code = error.response.get("Error", {}).get("Code", "") if isinstance(error, ClientError) else type(error).__name__
    if not isinstance(error, ClientError):
        return SourceError("unreachable", "The inbox bucket cannot be reached.", {"code": code})
    if code in ("SlowDown", "Throttling", "503"):
        return SourceError("throttled", "The inbox bucket asks us to slow down.", {"code": code})
    return SourceError("refused", "The inbox bucket refused to be read.", {"code": code})
