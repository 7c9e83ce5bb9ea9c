"""Which web addresses a source may be asked at: https, or this very machine; and never another host than the one set."""

from __future__ import annotations

import ipaddress
from urllib.parse import SplitResult, urljoin, urlsplit

_PORTS = {"https": 443, "http": 80}


def parse(url: str) -> SplitResult | None:
    """The address in parts, or None where it is not one, or not one that credentials may be sent to.

    Plain http is for loopback only. A user name inside an address is refused: it is a credential in the wrong place, or
    a trick (`https://shop.example@elsewhere.example`).
    """
    try:
        parts = urlsplit(url)
        _ = parts.port  # a bad port shows only when asked for
    except ValueError:
        return None
    if not parts.hostname or parts.username is not None or parts.password is not None:
        return None
    if parts.scheme == "https" or (parts.scheme == "http" and _loopback(parts.hostname)):
        return parts
    return None


def follow(at: SplitResult, location: str) -> SplitResult | None:
    """Where a redirect leads, if it stays in the house: same host and port, or from http to https on that host."""
    try:
        to = parse(urljoin(at.geturl(), location))
    except ValueError:
        return None
    if to is None or to.hostname != at.hostname:
        return None
    if at.scheme == "http" and to.scheme == "https":
        return to
    same = to.scheme == at.scheme and (to.port or _PORTS[to.scheme]) == (at.port or _PORTS[at.scheme])
    return to if same else None


def host_of(at: SplitResult, location: str) -> str:
    """The host a redirect names, for the message; "" where it names none. At most 100 characters."""
    try:
        return (urlsplit(urljoin(at.geturl(), location)).hostname or "")[:100]
    except ValueError:
        return ""


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
