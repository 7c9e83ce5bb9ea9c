"""A real shop's settings from a file, and its history kept on disk between runs."""

from __future__ import annotations

import json
import os
import re
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

Doc = dict[str, Any]
CREDENTIALS = {
    "woocommerce": (("key", "secret"),),
    "shopify": (("token",), ("client_id", "client_secret")),
    "etsy": (("keystring", "shared_secret"),),
}
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class FileFault(Exception):
    """What is wrong with a file, in plain words by field: never a value, it may be a secret."""

    def __init__(self, path: Path, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join([f"{path.name}:", *(f"  {problem}" for problem in problems)]))


def read(path: Path) -> tuple[str, Doc]:
    """The shop's id and its parameter (CONTRACTS section 3), or FileFault."""
    try:
        settings = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError:
        raise FileFault(path, ["this file cannot be opened"]) from None
    except UnicodeDecodeError:
        raise FileFault(path, ["this file is not UTF-8 text"]) from None
    except json.JSONDecodeError as wrong:
        # without the original: it quotes the file
        raise FileFault(path, [f"not JSON: {wrong.msg}, line {wrong.lineno}, column {wrong.colno}"]) from None
    if not isinstance(settings, dict):
        raise FileFault(path, ["must hold one JSON object"])
    default = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")
    shop = settings.pop("id", default)
    problems = _problems(settings)
    if not isinstance(shop, str) or not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,62}", shop):
        problems.insert(0, "id: must be small letters, digits and hyphens, such as mugs-paris")
    if problems:
        raise FileFault(path, problems)
    return shop, settings


def secrets(settings: Doc) -> list[str]:
    """Every value that must not be shown."""
    found = [value for value in settings.get("credentials", {}).values() if isinstance(value, str)]
    found += [channel["token"] for channel in settings.get("tpop", []) if isinstance(channel.get("token"), str)]
    return [value for value in found if value]


def _problems(settings: Doc) -> list[str]:
    problems = []
    platform = settings.get("platform")
    if platform not in CREDENTIALS:
        problems.append(f"platform: must be one of {', '.join(CREDENTIALS)}")
    else:
        held = settings.get("credentials")
        wanted = CREDENTIALS[platform]
        lacks = [[name for name in names if not _text(held, name)] for names in wanted]
        if not isinstance(held, dict):
            problems.append("credentials: missing, or not an object")
        elif all(lacks):
            problems += [f"credentials.{name}: missing or empty" for name in _least(wanted, lacks)]
    problems += _address(settings, "url", "url") or _shopify_address(settings)
    if not isinstance(settings.get("policy", {}), dict):
        problems.append("policy: must be an object")
    channels = settings.get("tpop", [])
    if not isinstance(channels, list):
        return [*problems, "tpop: must be a list"]
    for place, channel in enumerate(channels):
        where = f"tpop[{place}]"
        kind = channel.get("channel") if isinstance(channel, dict) else None
        if kind not in {"http", "inbox"}:
            problems.append(f"{where}.channel: must be http or inbox")
        elif kind == "http":
            problems += _address(channel, "url", f"{where}.url")
    return problems


def _least(wanted: Sequence[Sequence[str]], lacks: list[list[str]]) -> list[str]:
    """Of several sets of credentials, what is missing of the one that was begun; else of the first."""
    begun = [lack for names, lack in zip(wanted, lacks, strict=True) if len(lack) < len(names)]
    return (begun or lacks)[0]


def _shopify_address(settings: Doc) -> list[str]:
    """Shopify answers Vigie at one address only, and it is not the one that customers see."""
    host = urlsplit(settings["url"]).hostname or ""
    if settings.get("platform") != "shopify" or host in LOOPBACK or host.endswith(".myshopify.com"):
        return []
    return ["url: must be the address that ends in .myshopify.com (Shopify > Settings > Domains)"]


def _text(held: Any, name: str) -> bool:
    return isinstance(held, dict) and isinstance(held.get(name), str) and bool(held[name].strip())


def _address(held: Doc, name: str, where: str) -> list[str]:
    if not _text(held, name):
        return [f"{where}: missing or empty"]
    try:
        parts = urlsplit(held[name])
        host = parts.hostname
    except ValueError:
        return [f"{where}: not an address"]
    if not host or parts.scheme not in {"http", "https"}:
        return [f"{where}: must start with https://"]
    if parts.username or parts.password:
        return [f"{where}: must hold no user name or password"]
    if parts.scheme == "http" and host not in LOOPBACK:
        return [f"{where}: must start with https://, or the secrets would travel in the open"]
    return []


def load_history(path: Path, now: float | None = None) -> list[Doc]:
    """The rows that still live. DynamoDB's own time to live would have removed the others."""
    if not path.exists():
        return []
    try:
        items: list[Doc] = json.loads(path.read_text(encoding="utf-8"))["items"]
    except (ValueError, KeyError, TypeError):
        raise FileFault(path, ["this is not a history that Vigie wrote; move it away to begin a new one"]) from None
    limit = time.time() if now is None else now
    return [item for item in items if float(item.get("expires_at", {}).get("N", "inf")) > limit]


def save_history(path: Path, items: list[Doc]) -> None:
    """All or nothing: a run cut short leaves yesterday's file. The lease is not kept, its run has ended."""
    kept = [item for item in items if item["item"]["S"] != "lease"]
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"version": 1, "items": kept}, file, ensure_ascii=False, indent=1, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
