"""Reads from the wire no longer than there is time: a socket's own timeout begins anew with every byte that comes."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial
from http.client import HTTPResponse
from typing import Any

from requests.adapters import HTTPAdapter

Left = Callable[[], float]
"""How many seconds there are, more than 0. What it raises ends the reading."""


class Watching(HTTPAdapter):
    """Reads every answer against a clock, from its status line on; `watch` begins one for each."""

    def __init__(self, watch: Callable[[], Left]) -> None:
        self._watch = watch
        super().__init__()

    def get_connection_with_tls_context(self, *args: Any, **known: Any) -> Any:
        pool: Any = super().get_connection_with_tls_context(*args, **known)
        if not isinstance(pool.ConnectionCls, partial):
            pool.ConnectionCls = partial(self._connection, pool.ConnectionCls)
        return pool

    def _connection(self, kind: Callable[..., Any], **known: Any) -> Any:
        connection = kind(**known)
        connection.response_class = self._response
        return connection

    def _response(self, socket: Any, **known: Any) -> HTTPResponse:
        response: Any = HTTPResponse(socket, **known)
        response.fp = io.BufferedReader(_Patient(response.fp.detach(), socket, self._watch()))
        return response  # type: ignore[no-any-return]


class _Patient(io.RawIOBase):
    """`raw`, which reads from `socket`, whose timeout stays the longest single wait."""

    def __init__(self, raw: io.RawIOBase, socket: Any, left: Left) -> None:
        self._raw, self._socket, self._left = raw, socket, left
        self._most = float("inf") if socket.gettimeout() is None else socket.gettimeout()

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int | None:
        self._socket.settimeout(min(self._left(), self._most))
        return self._raw.readinto(into)

    def close(self) -> None:
        self._raw.close()
        super().close()
