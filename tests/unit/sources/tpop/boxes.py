"""An inbox for these tests, in a folder and in S3, and CSV files to drop into it."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from core.model import TpopPull, Window
from sources.tpop.inbox.pull import Bucket, Folder, Inbox, Store

from .lists import NOW, POLICY, SHOP, WINDOW

BUCKET = "vigie-inbox"
PREFIX = "inbox/mugs-paris/"
Put = Callable[..., None]


class Box:
    """Drops files into a store and pulls them."""

    def __init__(self, put: Put, store: Store) -> None:
        self.put, self.store = put, store

    def pull(self, window: Window = WINDOW, **settings: Any) -> TpopPull:
        wanted = {"shop": SHOP, "policy": POLICY, "now": NOW, **settings}
        return Inbox(self.store, PREFIX, **wanted).pull(window)


def folder_box(root: Path) -> Box:
    def put(name: str, body: bytes, prefix: str = PREFIX, at: datetime = NOW) -> None:
        path = root / prefix / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
        os.utime(path, (at.timestamp(), at.timestamp()))

    return Box(put, Folder(str(root)))


def s3_box(client: Any) -> Box:
    client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-3"})

    def put(name: str, body: bytes, prefix: str = PREFIX, **_: Any) -> None:
        client.put_object(Bucket=BUCKET, Key=prefix + name, Body=body)

    return Box(put, Bucket(BUCKET, lambda: client))


HEADER = "id;reference;shop_order_id;created_at;status;name;address1;postcode;city;country;sku;title;quantity"
WHO = "Éloïse Trévidic;12 rue de l'Église;75020;Ménilmontant;FR"
MUG = "TP-MUG-001-WHT;Mug;2"


def csv(*rows: str, header: str = HEADER, encoding: str = "utf-8") -> bytes:
    return ("\r\n".join((header, *rows)) + "\r\n").encode(encoding)


def line(
    order_id: str, number: str, made: str = "2026-11-20T08:00:00Z", status: str = "Bloquée", end: str = MUG
) -> str:
    return f"{order_id};{number};;{made};{status};{WHO};{end}"
