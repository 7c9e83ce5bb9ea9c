"""Where the inbox lies: a folder or S3, and what each may refuse."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError
from moto import mock_aws

from core.errors import SourceError
from sources.tpop.inbox.pull import Bucket, Folder

from .boxes import PREFIX, Box
from .lists import NOW, as_bytes, document, kinds, row


class TestTheStore:
    def test_no_file(self, box: Box) -> None:
        box.put("notes.eml", b"hello")
        box.put("list.json", as_bytes(document([row()])), prefix="inbox/tasses-lyon/")
        pull = box.pull()
        assert (pull.coverage.as_of, pull.coverage.complete, pull.coverage.window) == (None, False, None)
        assert [(t.kind, t.detail) for t in pull.troubles] == [("no_file", {"prefix": PREFIX})]

    def test_a_file_that_is_too_large(self, box: Box) -> None:
        box.put("list.json", as_bytes(document([row()])))
        pull = box.pull(bytes_max=100)
        assert pull.orders == ()
        assert [(t.kind, t.detail["file"], t.detail["max_bytes"]) for t in pull.troubles] == [
            ("too_large", "list.json", 100)
        ]

    def test_a_file_that_is_no_json(self, box: Box) -> None:
        box.put("list.json", b"<html>Tr\xc3\xa9vidic")
        assert kinds(box.pull()) == ["not_json"]

    def test_below_the_prefix_at_any_depth(self, box: Box) -> None:
        box.put("2026/11/LIST.JSON", as_bytes(document([row()])))
        assert len(box.pull().orders) == 1

    def test_a_prefix_is_the_beginning_of_a_key(self, box: Box) -> None:
        for name in ("1.json", "2.json", "10.json"):
            box.put(name, b"{}")
        assert [e.key for e in box.store.entries(PREFIX + "2")] == [PREFIX + "2.json"]
        assert len(list(box.store.entries(PREFIX + "1"))) == 2

    @pytest.mark.parametrize("prefix", ["../", "a/../../b/", "/etc/"])
    def test_a_prefix_stays_below_its_folder(self, tmp_path: Path, prefix: str) -> None:
        with pytest.raises(SourceError):
            list(Folder(str(tmp_path)).entries(prefix))

    def test_a_bucket_that_refuses(self) -> None:
        with mock_aws():
            client = boto3.client("s3", region_name="eu-west-3", aws_access_key_id="x", aws_secret_access_key="x")
            with pytest.raises(SourceError) as caught:
                Box(lambda: None, Bucket("no-such-bucket", lambda: client)).pull()
        assert (caught.value.kind, caught.value.detail) == ("refused", {"code": "NoSuchBucket"})

    @mock_aws
    def test_its_client_is_made_once_and_when_needed(self) -> None:
        made = []

        def client() -> Any:
            made.append(1)
            return boto3.client("s3", region_name="eu-west-3", aws_access_key_id="x", aws_secret_access_key="x")

        store = Bucket("no-such-bucket", client)
        assert made == []
        for _ in range(2):
            with pytest.raises(SourceError):
                store.body("a.json")
        assert made == [1]

    def test_a_bucket_that_cannot_be_reached(self) -> None:
        class Broken:
            def get_paginator(self, _: str) -> Any:
                raise EndpointConnectionError(endpoint_url="http://127.0.0.1:1/secret")

        with pytest.raises(SourceError) as caught:
            Box(lambda: None, Bucket("bucket", Broken)).pull()  # type: ignore[arg-type]
        assert caught.value.kind == "unreachable"
        assert "secret" not in repr(caught.value) + repr(caught.value.__context__)

    def test_a_file_that_vanishes_meanwhile(self, folder: Box, monkeypatch: pytest.MonkeyPatch) -> None:
        folder.put("a.json", as_bytes(document([row("T-1")])), at=NOW - timedelta(hours=1))
        folder.put("b.json", as_bytes(document([row("T-2")])))
        read = Folder.body

        def gone(self: Folder, key: str) -> bytes:
            return read(self, key + ".gone" if key.endswith("b.json") else key)

        monkeypatch.setattr(Folder, "body", gone)
        pull = folder.pull(covers="all")
        assert [o.id for o in pull.orders] == ["T-1"]
        assert [(t.kind, t.detail["file"]) for t in pull.troubles] == [("refused", "b.json")]
