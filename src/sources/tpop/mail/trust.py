"""Whose mails are read: the lists of senders and of the merchant's own mailboxes, and addresses put against them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.errors import SettingsError

SENDERS = ("tpop.com",)
"""GUESS: no page of TPOP names the sender of its mails."""
ANYBODYS = frozenset(
    [
        *(
            "gmail.com",
            "googlemail.com",
            "outlook.com",
            "outlook.fr",
            "hotmail.com",
            "hotmail.fr",
            "live.com",
            "live.fr",
        ),
        *("msn.com", "yahoo.com", "yahoo.fr", "ymail.com", "icloud.com", "me.com", "mac.com", "aol.com", "proton.me"),
        *(
            "protonmail.com",
            "gmx.de",
            "gmx.net",
            "gmx.com",
            "gmx.fr",
            "web.de",
            "t-online.de",
            "orange.fr",
            "wanadoo.fr",
        ),
        *(
            "free.fr",
            "sfr.fr",
            "neuf.fr",
            "laposte.net",
            "bbox.fr",
            "libero.it",
            "mail.com",
            "zoho.com",
            "amazonses.com",
        ),
    ]
)
"""Where anybody may have a mailbox: such a domain as a whole would trust everybody."""


@dataclass(frozen=True, slots=True)
class Trust:
    """Whose mails are read: addresses (`me@boutique.example`) or domains (`boutique.example`, and all below it)."""

    senders: tuple[str, ...] = SENDERS
    """Who writes what is believed: TPOP."""
    forwarders: tuple[str, ...] = ()
    """The merchant's own mailboxes: they must be named, for nobody can know them."""
    addresses: tuple[str, ...] = ()
    """Where this shop's mails arrive. Empty: whatever arrives under its prefix."""

    def __post_init__(self) -> None:
        for field in ("senders", "forwarders", "addresses"):
            for entry in getattr(self, field):
                local, _, domain = entry.rpartition("@")
                if not (_plain(domain) and "." in domain.strip(".") and (not local or _plain(local))):
                    raise SettingsError(f"mail.{field}: every entry is an address or a domain.")
                if not local and domain.casefold() in ANYBODYS:
                    raise SettingsError(f"mail.{field}: name the address, not a domain where anybody has a mailbox.")

    def listed(self, address: str) -> tuple[str, str]:
        """(sender or forwarder, the entry) by which a bare address is on a list; both "" where it is on none."""
        local, _, domain = address.rpartition("@")
        for name, entries in (("sender", self.senders), ("forwarder", self.forwarders)):
            for entry in map(str.casefold, entries):
                if local and (address == bare(entry) or f".{domain}".endswith(f".{entry}")):
                    return name, entry
        return "", ""

    def is_ours(self, recipients: Iterable[str]) -> bool:
        """Did it come to this shop's own address?"""
        known = {address.casefold() for address in self.addresses}
        return not known or any(str(one).casefold() in known for one in recipients)


def author(written: str) -> str:
    """The one address of a From, bare; "" where it could be read in two ways."""
    before, opened, rest = written.strip().rpartition("<")
    if not opened:
        return bare(written)
    name = before.strip()
    if len(name) > 1 and name[0] == name[-1] == '"' and '"' not in name[1:-1]:
        name = ""
    return bare(rest[:-1]) if rest.endswith(">") and not any(c in name for c in '@,;<>"') else ""


def bare(address: str) -> str:
    """Without case, +tag and the bounce tag that some servers put before it; "" where it is no plain address."""
    local, _, domain = address.strip().casefold().rpartition("@")
    local = local.rpartition("=")[2] if local.startswith("prvs=") else local
    local = local.partition("+")[0]
    return f"{local}@{domain}" if _plain(local) and _plain(domain) else ""


def _plain(text: str) -> bool:
    return text.isascii() and bool(text) and all(c.isalnum() or c in "._-=+&'/~" for c in text)
