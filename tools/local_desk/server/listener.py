"""Listens for HTTP/1.1 on 127.0.0.1, with a thread for each connection."""

import logging
import socketserver
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any, cast

from tools.local_desk.wire import Headers, HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]

BODY_BYTES = 32 * 1024 * 1024
"""The length at which bodies are cut. Longer ones are read to their end, so that the client reads the response."""

_logger = logging.getLogger(__name__)


class MalformedRequest(Exception):
    """The body has another length or another form than its headers say."""


class Listener(socketserver.ThreadingTCPServer):
    """Listens from the start; `serve` answers. Port 0 takes any free port, see `port`."""

    allow_reuse_address = True
    block_on_close = False  # a stopped server must not wait for connections that are kept alive
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int) -> None:
        """Listen on that port of 127.0.0.1. Raises OSError if it is in use."""
        self.answer: Answer | None = None
        super().__init__(("127.0.0.1", port), _Connection)

    @property
    def port(self) -> int:
        """The port in use."""
        port: int = self.socket.getsockname()[1]
        return port

    @property
    def address(self) -> str:
        """The URL of the server, without a path."""
        return f"http://127.0.0.1:{self.port}"

    def serve(self, answer: Answer) -> None:
        """Answer every request with `answer` until an exception or `shutdown`."""
        self.answer = answer
        self.serve_forever(poll_interval=0.1)


class _Connection(BaseHTTPRequestHandler):
    """A connection, kept alive for any number of requests."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # buffer a response: a second packet would wait for the first one's acknowledgement
    timeout = 60

    def handle(self) -> None:
        """Serve the connection until the client closes or breaks it."""
        try:
            super().handle()
        except ConnectionError:
            self.close_connection = True

    def _serve(self) -> None:
        begun = time.monotonic()
        path, _, query = self.path.partition("?")
        try:
            headers = Headers(self.headers.items())
            response = self._answer(
                HttpRequest(self.command, path, query, headers, self._body(), *self.client_address[:1])
            )
        except MalformedRequest as error:
            self.close_connection = True
            response = HttpResponse(400, Headers([("Content-Type", "text/plain")]), str(error).encode())
        self._send(response)
        milliseconds = (time.monotonic() - begun) * 1000
        _logger.info("%s %s %d %.0f ms", _printable(self.command), _printable(path), response.status, milliseconds)

    def __getattr__(self, name: str) -> Any:
        """Serve every method, known or not: `http.server` looks for an attribute named after it."""
        if name.startswith("do_"):
            return self._serve
        raise AttributeError(name)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Log a request that cannot be read, without its first line: a query may carry a credential."""
        _logger.info("unreadable request %s", code)

    def log_error(self, format: str, *arguments: Any) -> None:
        """Log nothing: `log_request` does, and the arguments repeat the request."""

    def _answer(self, request: HttpRequest) -> HttpResponse:
        answer = cast(Listener, self.server).answer
        assert answer is not None, "a request is read only after serve() was called"
        try:
            return answer(request)
        except Exception:
            _logger.exception("failed to answer %s %s", request.method, request.path)
            return HttpResponse(
                500, Headers([("Content-Type", "text/plain")]), b"The local server failed; see its log."
            )

    def _send(self, response: HttpResponse) -> None:
        self.send_response_only(response.status)
        for name, value in response.headers.pairs:
            self.send_header(name, value.encode().decode("latin-1"))
        if response.status not in (204, 304):
            self.send_header("Content-Length", str(len(response.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(response.body)

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            return self._chunks()
        length = self.headers.get("Content-Length", "0")
        if not length.isdecimal():
            raise MalformedRequest("Content-Length is not a number")
        return self._read(int(length))

    def _chunks(self) -> bytes:
        body = bytearray()
        while size := self._chunk_size():
            body += self._read(size)[: BODY_BYTES - len(body)]
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass  # trailers are ignored
        return bytes(body)

    def _chunk_size(self) -> int:
        line = self.rfile.readline().partition(b";")[0].strip()
        try:
            return int(line, 16)
        except ValueError:
            raise MalformedRequest("a chunk has no size") from None

    def _read(self, length: int) -> bytes:
        kept = self.rfile.read(min(length, BODY_BYTES))
        left = length - len(kept)
        while left and (lost := self.rfile.read(min(left, 65536))):
            left -= len(lost)
        if left:
            raise MalformedRequest("the body ended early")
        return kept


def _printable(text: str) -> str:
    """Replace what could forge a line of the log, or confuse a terminal."""
    return "".join(character if character.isprintable() else "?" for character in text)
