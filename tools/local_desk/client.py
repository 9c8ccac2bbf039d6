"""An HTTP client without a socket, with which tests call an API."""

import json as json_format
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from tools.local_desk.wire import LOCALHOST, Headers, HttpRequest, HttpResponse

Fields = Mapping[str, object] | Sequence[tuple[str, object]]
"""Names and values. A list as a value repeats the field."""

FilePart = tuple[str, bytes] | tuple[str, bytes, str]
"""File name, content and, optionally, content type."""

Files = Mapping[str, FilePart] | Sequence[tuple[str, FilePart]]

_AS_IN_A_URL = "/:@!$&'()*+,;=%-._~"


@dataclass(frozen=True, slots=True)
class Response:
    """A response: `status`, `headers` (names are case-insensitive) and `content` as bytes."""

    status: int
    headers: Headers
    content: bytes

    @property
    def text(self) -> str:
        """The body as UTF-8 text. Raises UnicodeDecodeError if it is not."""
        return self.content.decode()

    def json(self) -> Any:
        """Parse the body as JSON. Raises ValueError if it is not."""
        return json_format.loads(self.content)

    def __repr__(self) -> str:
        """Show the status and the beginning of the body in a failing test."""
        return f"<Response {self.status} {self.content[:500]!r}>"


class Client:
    """Calls an API in this process. Paths are relative to the stage: `/support/tickets`.

    A body is one of `json` (application/json), `data` (a form; with `files` multipart/form-data) and `content` (sent as
    it is, with the Content-Type of `headers`). `headers` of a call are added to those of the client and replace them
    by name.
    """

    def __init__(
        self,
        handle: Callable[[HttpRequest], HttpResponse],
        stage: str,
        headers: Mapping[str, str] | None = None,
        source_ip: str = LOCALHOST,
    ) -> None:
        """Send every request to `handle`, under `/stage`, with these headers, from this IP address."""
        self._source_ip = source_ip
        self._handle = handle
        self._stage = stage
        self._headers = {"Accept": "*/*", "User-Agent": "polydesk-tests", **(headers or {})}

    def get(self, path: str, **request: Any) -> Response:
        """GET; takes what `request` takes."""
        return self.request("GET", path, **request)

    def post(self, path: str, **request: Any) -> Response:
        """POST; takes what `request` takes."""
        return self.request("POST", path, **request)

    def put(self, path: str, **request: Any) -> Response:
        """PUT; takes what `request` takes."""
        return self.request("PUT", path, **request)

    def patch(self, path: str, **request: Any) -> Response:
        """PATCH; takes what `request` takes."""
        return self.request("PATCH", path, **request)

    def delete(self, path: str, **request: Any) -> Response:
        """DELETE; takes what `request` takes."""
        return self.request("DELETE", path, **request)

    def request(
        self,
        method: str,
        path: str,
        *,
        params: Fields | None = None,
        headers: Mapping[str, str] | None = None,
        json: object = None,
        data: Fields | None = None,
        files: Files | None = None,
        content: bytes | str | None = None,
    ) -> Response:
        """Send a request. `params` are added to the query of `path`, if it has one."""
        url = urlsplit(path)
        query = "&".join(part for part in (url.query, urlencode(_pairs(params or ()))) if part)
        kind, body = _body(json, data, files, content)
        all_headers = _merged({"Content-Type": kind} if kind else {}, self._headers, headers or {})
        if body:
            all_headers["Content-Length"] = str(len(body))
        target = f"/{self._stage}{quote(url.path, safe=_AS_IN_A_URL)}"
        request = HttpRequest(method, target, query, Headers(all_headers.items()), body, self._source_ip)
        answer = self._handle(request)
        return Response(answer.status, answer.headers, answer.body)


def _merged(*layers: Mapping[str, str]) -> dict[str, str]:
    """Merge headers; a later one replaces an earlier one of the same case-insensitive name."""
    merged: dict[str, str] = {}
    for layer in layers:
        for name, value in layer.items():
            for same in [key for key in merged if key.casefold() == name.casefold()]:
                del merged[same]
            merged[name] = value
    return merged


def _body(
    json: object, data: Fields | None, files: Files | None, content: bytes | str | None
) -> tuple[str | None, bytes]:
    """Return content type and body. Raises ValueError for more than one kind of body."""
    if sum((json is not None, data is not None or files is not None, content is not None)) > 1:
        raise ValueError("a request has one body: json, or data and files, or content")
    if json is not None:
        return "application/json", json_format.dumps(json, ensure_ascii=False).encode()
    if files is not None:
        return _multipart(_pairs(data or ()), files)
    if data is not None:
        return "application/x-www-form-urlencoded", urlencode(_pairs(data)).encode()
    return None, content.encode() if isinstance(content, str) else content or b""


def _pairs(fields: Fields) -> list[tuple[str, str]]:
    items: Iterable[tuple[str, object]] = fields.items() if isinstance(fields, Mapping) else fields
    pairs: list[tuple[str, str]] = []
    for name, value in items:
        values = value if isinstance(value, (list, tuple)) else [value]
        pairs += [(name, _text(one)) for one in values if one is not None]
    return pairs


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _multipart(fields: Iterable[tuple[str, str]], files: Files) -> tuple[str, bytes]:
    boundary = uuid.uuid4().hex
    lines: list[bytes] = []
    for name, value in fields:
        lines += [b"--" + boundary.encode(), f'Content-Disposition: form-data; name="{name}"'.encode()]
        lines += [b"", value.encode()]
    for name, (filename, content, *kind) in files.items() if isinstance(files, Mapping) else files:
        lines += [b"--" + boundary.encode()]
        lines += [f'Content-Disposition: form-data; name="{name}"; filename="{filename}"'.encode()]
        lines += [f"Content-Type: {kind[0] if kind else 'application/octet-stream'}".encode(), b"", content]
    return f"multipart/form-data; boundary={boundary}", b"\r\n".join([*lines, b"--" + boundary.encode() + b"--", b""])
