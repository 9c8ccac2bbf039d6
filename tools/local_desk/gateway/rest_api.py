"""Emulates a REST API of API Gateway, as far as clients and handlers can see it.

The path of a request begins with the stage. Functions get proxy events (format 1.0); gateway responses answer what no
function does. A request has up to 10 MB, the JSON in and out of a function up to 6 MB. Not emulated: authorizers, CORS
settings, throttling, compression, access logs, TLS, the integration timeout of 29 seconds.
"""

import base64
import binascii
import json
import logging
import uuid
from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from tools.local_desk.gateway import responses
from tools.local_desk.gateway.proxy_event import GatewayRequest, is_binary, proxy_event, trace_id
from tools.local_desk.gateway.responses import (
    NO_ANSWER,
    NO_SUCH_ROUTE,
    NOT_A_SIGNATURE,
    TOO_LARGE,
    TOO_LARGE_FOR_A_FUNCTION,
    render,
)
from tools.local_desk.gateway.routes import Routes
from tools.local_desk.model import Api, Function
from tools.local_desk.wire import Headers, HttpRequest, HttpResponse, media_type

REQUEST_BYTES = 10 * 1024 * 1024
"""The largest request body."""
PAYLOAD_BYTES = 6 * 1024 * 1024 + 100
"""The largest JSON into or out of a Lambda function."""

_ANSWER_KEYS = {"statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"}

# From the documentation: headers of an integration's response that the gateway drops or renames.
_DROPPED = {"expect", "host", "proxy-authenticate", "te", "trailer", "transfer-encoding", "upgrade"}
_REMAPPED = {"authorization", "connection", "content-md5", "date", "max-forwards", "server", "user-agent"}
_REMAPPED |= {"www-authenticate"}

_logger = logging.getLogger(__name__)


class MalformedProxyResponse(Exception):
    """A function returned something other than a proxy response."""


class Gateway:
    """An API with one stage."""

    def __init__(
        self,
        api: Api,
        functions: Iterable[Function],
        invoke: Callable[[str, dict[str, object]], object],
        now: Callable[[], datetime],
    ) -> None:
        """Route to the Api events of `functions`, which `invoke(logical_id, event)` calls.

        Raises TemplateError for routes or gateway responses that cannot be deployed or are not emulated.
        """
        self.api = api
        self.routes = Routes(functions, api.any_method)
        self._invoke = invoke
        self._now = now
        for kind, response in api.gateway_responses.items():
            responses.check(kind, response)

    def handle(self, request: HttpRequest) -> HttpResponse:
        """Answer a request. Never raises: a function's error is logged and becomes a gateway response."""
        stage, _, rest = request.path.removeprefix("/").partition("/")
        if stage != self.api.stage:  # that would be another API, without the gateway responses of this one
            return _finished(HttpResponse(403, _JSON_FORBIDDEN, b'{"message":"Forbidden"}'), request, str(uuid.uuid4()))
        at = self._now()
        received = GatewayRequest(self.api, request, f"/{rest}", at, str(uuid.uuid4()), trace_id(at))
        answered = self._answer(received)
        return _finished(answered, request, received.request_id, received.trace_id)

    def _answer(self, received: GatewayRequest) -> HttpResponse:
        match = self.routes.match(received.request.method, received.path)
        if match is None:
            is_signed = "Authorization" in received.request.headers
            return render(NOT_A_SIGNATURE if is_signed else NO_SUCH_ROUTE, received)
        if len(received.request.body) > REQUEST_BYTES:
            return render(TOO_LARGE, received)
        event = proxy_event(received, match)
        if _payload_bytes(event) > PAYLOAD_BYTES:
            return render(TOO_LARGE_FOR_A_FUNCTION, received)
        try:
            return _response(self._invoke(match.function, event), received)
        except Exception:
            _logger.exception("%s failed to answer %s %s", match.function, received.request.method, received.path)
            return render(NO_ANSWER, received)


_JSON_FORBIDDEN = Headers([("Content-Type", "application/json"), ("x-amzn-ErrorType", "ForbiddenException")])


def _finished(response: HttpResponse, request: HttpRequest, request_id: str, trace: str | None = None) -> HttpResponse:
    """Add the gateway's own headers, and drop the body where HTTP allows none."""
    own = [("x-amzn-RequestId", request_id), ("x-amz-apigw-id", request_id.replace("-", "")[:15] + "=")]
    own += [("X-Amzn-Trace-Id", trace)] if trace else []
    bodiless = request.method == "HEAD" or response.status in (204, 304)
    return HttpResponse(response.status, Headers([*response.headers.pairs, *own]), b"" if bodiless else response.body)


def _response(answer: object, received: GatewayRequest) -> HttpResponse:
    """Convert what a function returned. Raises MalformedProxyResponse if the gateway would not understand it."""
    answer = _through_json(answer)
    if not isinstance(answer, dict) or not set(answer) <= _ANSWER_KEYS:
        raise MalformedProxyResponse(f"not a proxy response: {answer!r:.500}")
    status, body = answer.get("statusCode"), answer.get("body")
    if type(status) is not int or not 100 <= status <= 599:
        raise MalformedProxyResponse(f"statusCode is {status!r}")
    if body is not None and not isinstance(body, str):
        raise MalformedProxyResponse(f"body is a {type(body).__name__}, not a string")
    headers = _headers(answer)
    if "Content-Type" not in headers and status not in (204, 304):
        headers = Headers([*headers.pairs, ("Content-Type", "application/json")])
    return HttpResponse(status, headers, _bytes(body or "", answer.get("isBase64Encoded", False), received))


def _through_json(answer: object) -> Any:
    """Copy through JSON, as Lambda does. Raises MalformedProxyResponse if that is impossible or too long."""
    try:
        payload = json.dumps(answer, ensure_ascii=False, default=_decimal).encode()
    except (TypeError, ValueError) as error:
        raise MalformedProxyResponse(f"not JSON: {error}") from error
    if len(payload) > PAYLOAD_BYTES:
        raise MalformedProxyResponse(f"an answer of {len(payload)} bytes exceeds {PAYLOAD_BYTES}")
    return json.loads(payload)


def _decimal(value: object) -> float:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{type(value).__name__} cannot be written")


def _headers(answer: dict[str, Any]) -> Headers:
    """Merge both maps: a name in multiValueHeaders wins over the same name in headers."""
    single, multi = answer.get("headers") or {}, answer.get("multiValueHeaders") or {}
    if not isinstance(single, dict) or not isinstance(multi, dict):
        raise MalformedProxyResponse("headers are a mapping")
    several = {name.casefold() for name in multi}
    pairs = [(name, value) for name, value in single.items() if name.casefold() not in several]
    for name, values in multi.items():
        if not isinstance(values, list):
            raise MalformedProxyResponse(f"multiValueHeaders.{name} is no list")
        pairs += [(name, value) for value in values]
    for name, value in pairs:
        if not isinstance(value, str):
            raise MalformedProxyResponse(f"the header {name} is {value!r}")
    return Headers((_renamed(name), value) for name, value in pairs if name.lower() not in _DROPPED)


def _renamed(name: str) -> str:
    return f"x-amzn-Remapped-{name}" if name.lower() in _REMAPPED else name


def _bytes(body: str, encoded: bool, received: GatewayRequest) -> bytes:
    """Return the body, decoded from base64 only if the first type in Accept is a binary type of the API."""
    accepted = media_type((received.request.headers.get("Accept") or "").partition(",")[0])
    if not encoded or not is_binary(received.api.binary_media_types, accepted):
        return body.encode()
    try:
        return base64.b64decode(body, validate=True)
    except binascii.Error as error:
        raise MalformedProxyResponse(f"isBase64Encoded, but the body is not: {error}") from error


def _payload_bytes(event: dict[str, object]) -> int:
    return len(json.dumps(event, ensure_ascii=False).encode())
