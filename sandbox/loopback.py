"""A small HTTP server on loopback: it answers by a plain function, keeps a log, and misbehaves where its script says."""

from __future__ import annotations

import json
import socket
import socketserver
import struct
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from sandbox.faults import Answer, FaultScript


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it arrived; header names in lower case."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(default=b"", repr=False)

    def one(self, name: str, default: str = "") -> str:
        """The last value given for a name: what PHP would take."""
        return next((value for key, value in reversed(self.query) if key == name), default)

    def has(self, name: str) -> bool:
        return any(key == name for key, _ in self.query)


def as_json(document: Any, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    """An answer with a JSON body, labelled as WordPress and most bridges label it."""
    body = json.dumps(document, separators=(",", ":")).encode()
    return Answer(status, (("Content-Type", "application/json; charset=UTF-8"), *headers), body)


class Loopback:
    """The server. Use it as a context manager; `url` is known once it stands."""

    def __init__(self, answer: Callable[[Request], Answer]) -> None:
        self.answer = answer
        self.faults = FaultScript()
        self.log: list[Request] = []
        self.crashes: list[str] = []
        """Tracebacks of the stand-in itself: a test that sees one knows whose fault it was."""
        self.latency: float = 0
        """Seconds that every answer takes, as from a shop far away."""
        self.most_at_once = 0
        """The highest number of requests that were being answered at one time."""
        self._at_once = 0
        self._counting = threading.Lock()
        self.stopping = threading.Event()
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def asked(self, path: str) -> list[Request]:
        """The requests of one path, in order of arrival."""
        return [request for request in self.log if request.path == path]

    @contextmanager
    def counted(self) -> Iterator[None]:
        """One request is being answered. It ends before the answer leaves: whoever has read it may ask again at once."""
        with self._counting:
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            yield
        finally:
            with self._counting:
                self._at_once -= 1

    def __enter__(self) -> Loopback:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=5)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # a hanging answer must not keep the test from ending
    request_queue_size = 64

    def __init__(self, owner: Loopback) -> None:
        self.owner = owner
        super().__init__(("127.0.0.1", 0), _Handler)

    def server_bind(self) -> None:
        # http.server asks the resolver for its own name here, which can take seconds on a laptop
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002
        if not isinstance(sys.exc_info()[1], ConnectionError):
            self.owner.crashes.append(traceback.format_exc())


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body leave in one piece, or every answer waits for an acknowledgement

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet: the log is a list, not the terminal."""

    def _serve(self) -> None:
        owner = self.server.owner
        parts = urlsplit(self.path)
        request = Request(
            self.command,
            parts.path,
            tuple(parse_qsl(parts.query, keep_blank_values=True)),
            {name.lower(): value for name, value in self.headers.items()},
            self.rfile.read(int(self.headers.get("Content-Length") or 0)),
        )
        owner.log.append(request)
        with owner.counted():
            fault = owner.faults.next_for(request.method, request.path, request.query)
            if late := owner.latency + (fault.delay if fault else 0):
                owner.stopping.wait(late)
            answer = None
            if not (fault and fault.drop == "reset"):
                answer = fault.instead if fault and fault.instead else self._answer(request)
        if answer is None:
            self._reset()
            return
        if fault and fault.change:
            answer = fault.change(answer)
        self._send(answer, cut=bool(fault and fault.drop == "cut"))

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = _serve  # noqa: N815

    def _answer(self, request: Request) -> Answer:
        try:
            return self.server.owner.answer(request)
        except Exception:
            self.server.owner.crashes.append(traceback.format_exc())
            return as_json({"code": "stand_in_crashed", "message": "see Loopback.crashes"}, 500)

    def _send(self, answer: Answer, *, cut: bool) -> None:
        try:
            self.send_response(answer.status)
            for name, value in answer.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.body[: len(answer.body) // 2] if cut else answer.body)
            self.wfile.flush()
        except ConnectionError:
            cut = True  # the caller had stopped waiting
        self.close_connection = self.close_connection or cut

    def _reset(self) -> None:
        # linger 0 makes close() send RST instead of FIN: what a crashed worker looks like from outside
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True
