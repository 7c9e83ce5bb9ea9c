"""Which addresses may be asked, and which redirects stay in the house."""

from __future__ import annotations

import pytest

from sources import address


@pytest.mark.parametrize(
    ("at", "location", "to"),
    [
        ("https://boutique.example/a", "/b?c=1", "https://boutique.example/b?c=1"),
        ("https://boutique.example/a", "https://BOUTIQUE.example:443/b", "https://BOUTIQUE.example:443/b"),
        ("http://127.0.0.1:8881/a", "https://127.0.0.1:8843/a", "https://127.0.0.1:8843/a"),
        ("http://localhost/a", "http://localhost:80/b", "http://localhost:80/b"),
    ],
)
def test_the_house_is_the_same_host_and_port_or_its_safer_door(at: str, location: str, to: str) -> None:
    start = address.parse(at)
    assert start is not None
    followed = address.follow(start, location)
    assert followed is not None
    assert followed.geturl() == to


@pytest.mark.parametrize(
    ("at", "location"),
    [
        ("https://boutique.example/a", "http://boutique.example/a"),
        ("https://127.0.0.1:8443/a", "http://127.0.0.1:8443/a"),
        ("https://boutique.example/a", "https://www.boutique.example/a"),
        ("https://boutique.example/a", "https://boutique.example:8443/a"),
        ("https://boutique.example/a", "https://boutique.example@elsewhere.example/a"),
        ("https://boutique.example/a", "https://somebody@boutique.example/a"),
        ("https://boutique.example/a", "//elsewhere.example/a"),
        ("https://boutique.example/a", "https://["),
        ("http://127.0.0.1/a", "http://127.0.0.2/a"),
    ],
)
def test_everything_else_is_elsewhere(at: str, location: str) -> None:
    start = address.parse(at)
    assert start is not None
    assert address.follow(start, location) is None


def test_the_host_of_a_redirect_is_told_short() -> None:
    start = address.parse("https://boutique.example/a")
    assert start is not None
    assert address.host_of(start, "https://elsewhere.example/a?key=1") == "elsewhere.example"
    assert len(address.host_of(start, f"https://{'a' * 500}.example")) == 100
    assert address.host_of(start, "https://[") == ""
