"""Builds the event of a Lambda proxy integration, as a REST API of API Gateway sends it."""

import base64
import secrets
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import SplitResult, parse_qsl, urlsplit

from tools.local_desk.gateway.routes import Match
from tools.local_desk.model import Api
from tools.local_desk.template.names import ACCOUNT, REGION
from tools.local_desk.wire import Headers, HttpRequest

# From the documentation ("important notes"): headers of a request that the gateway drops.
_NOT_PASSED_ON = {
    "connection",
    "content-md5",
    "expect",
    "keep-alive",
    "max-forwards",
    "proxy-authenticate",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "www-authenticate",
}

_NO_IDENTITY = (
    "accessKey",
    "accountId",
    "apiKey",
    "apiKeyId",
    "caller",
    "cognitoAuthenticationProvider",
    "cognitoAuthenticationType",
    "cognitoIdentityId",
    "cognitoIdentityPoolId",
    "principalOrgId",
    "user",
    "userArn",
)


@dataclass(frozen=True, slots=True)
class GatewayRequest:
    """A request, with what the gateway adds to it."""

    api: Api
    request: HttpRequest
    path: str
    """The path without its stage, percent-encoded."""
    at: datetime
    request_id: str
    trace_id: str
    match: Match | None = None

    @property
    def origin(self) -> SplitResult:
        """The address of the API, without a path."""
        return urlsplit(self.request.origin or f"https://{self.api.id}.execute-api.{REGION}.amazonaws.com")

    @property
    def domain(self) -> str:
        """The host name of the API, with a port if it is not that of the scheme."""
        return self.origin.netloc


def trace_id(at: datetime) -> str:
    """Make a new id in the form of X-Amzn-Trace-Id."""
    return f"Root=1-{int(at.timestamp()):08x}-{secrets.token_hex(12)}"


def proxy_event(received: GatewayRequest, match: Match) -> dict[str, object]:
    """Build the event in format 1.0: single values and lists of values, null instead of an empty map."""
    request = received.request
    headers = _passed_on(received)
    query = parse_qsl(request.query, keep_blank_values=True)
    body, encoded = _body(request, received.api)
    return {
        "resource": match.resource,
        "path": received.path,
        "httpMethod": request.method,
        "headers": _single(headers),
        "multiValueHeaders": _multi(headers),
        "queryStringParameters": dict(query) or None,
        "multiValueQueryStringParameters": _lists(query) or None,
        "pathParameters": dict(match.path_parameters) or None,
        "stageVariables": None,
        "requestContext": request_context(received, match),
        "body": body,
        "isBase64Encoded": encoded,
    }


def request_context(received: GatewayRequest, match: Match) -> dict[str, object]:
    """Build the `requestContext` of the event."""
    request, api = received.request, received.api
    identity: dict[str, object] = dict.fromkeys(_NO_IDENTITY)
    identity |= {"sourceIp": request.source_ip, "userAgent": request.headers.get("User-Agent")}
    return {
        "accountId": ACCOUNT,
        "apiId": api.id,
        "domainName": received.domain,
        "domainPrefix": api.id,
        "extendedRequestId": received.request_id.replace("-", "")[:15] + "=",
        "httpMethod": request.method,
        "identity": identity,
        "path": f"/{api.stage}{received.path}",
        "protocol": "HTTP/1.1",
        "requestId": received.request_id,
        "requestTime": received.at.strftime("%d/%b/%Y:%H:%M:%S +0000"),
        "requestTimeEpoch": int(received.at.timestamp() * 1000),
        "resourceId": uuid.uuid5(uuid.NAMESPACE_URL, match.resource).hex[:6],
        "resourcePath": match.resource,
        "stage": api.stage,
    }


def is_binary(media_types: tuple[str, ...], kind: str) -> bool:
    """Tell whether a body of that type is base64 in the event. `media_types` are whole types or */*."""
    return "*/*" in media_types or kind in (media_type.lower() for media_type in media_types)


def _body(request: HttpRequest, api: Api) -> tuple[str | None, bool]:
    if not request.body:
        return None, False
    if is_binary(api.binary_media_types, request.media_type):
        return base64.b64encode(request.body).decode("ascii"), True
    return request.body.decode("utf-8", errors="replace"), False


def _passed_on(received: GatewayRequest) -> Headers:
    request = received.request
    kept = [(name, value) for name, value in request.headers.pairs if name.lower() not in _NOT_PASSED_ON]
    added = {
        "Host": received.domain,
        "X-Amzn-Trace-Id": received.trace_id,
        "X-Forwarded-For": request.source_ip,
        "X-Forwarded-Port": str(received.origin.port or 443),
        "X-Forwarded-Proto": received.origin.scheme,
    }
    overwritten = {name.lower() for name in added}
    return Headers([*((name, value) for name, value in kept if name.lower() not in overwritten), *added.items()])


def _single(headers: Headers) -> dict[str, str]:
    """Return the last value of each header, under the name as it was first spelled."""
    return {name: values[-1] for name, values in _multi(headers).items()}


def _multi(headers: Headers) -> dict[str, list[str]]:
    spelt: dict[str, str] = {}
    for name, _ in headers.pairs:
        spelt.setdefault(name.casefold(), name)
    return {name: headers.all(name) for name in spelt.values()}


def _lists(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    return values
