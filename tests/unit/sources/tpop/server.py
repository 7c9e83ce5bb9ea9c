"""A tiny endpoint on loopback that answers what it is told to, page by page, and remembers what it was asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

Query = dict[str, str]
Answer = bytes | int
"""A body, or a status without one."""


class Asked:
    """What came in: queries and Authorization headers, in order."""

    def __init__(self) -> None:
        self.url = ""
        self.queries: list[Query] = []
        self.tokens: list[str | None] = []


@contextmanager
def endpoint(answer: Callable[[Query], Answer]) -> Iterator[Asked]:
    asked = Asked()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            asked.queries.append(query)
            asked.tokens.append(self.headers.get("Authorization"))
            said = answer(query)
            body = said if isinstance(said, bytes) else b"{}"
            self.send_response(said if isinstance(said, int) else 200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    asked.url = f"http://127.0.0.1:{server.server_port}/tpop/orders"
    try:
        yield asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
