"""Renders gateway responses: what the API answers if no function does, or if a function fails."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tools.local_desk.gateway.proxy_event import GatewayRequest
from tools.local_desk.model import GatewayResponse
from tools.local_desk.template.intrinsics import TemplateError
from tools.local_desk.template.names import ACCOUNT
from tools.local_desk.wire import Headers, HttpResponse, media_type


@dataclass(frozen=True, slots=True)
class Failure:
    """A type of gateway response, with its default status and message."""

    kind: str
    status: int
    error: str
    message: str

    @property
    def fallback(self) -> str:
        """The type whose declaration applies if the template declares none for this type."""
        return "DEFAULT_4XX" if self.status < 500 else "DEFAULT_5XX"


NO_SUCH_ROUTE = Failure(
    "MISSING_AUTHENTICATION_TOKEN", 403, "MissingAuthenticationTokenException", "Missing Authentication Token"
)
NOT_A_SIGNATURE = Failure(
    "INVALID_SIGNATURE", 403, "IncompleteSignatureException", "Authorization header requires 'Credential' parameter."
)
"""An unknown path, by a caller who sends Authorization."""
TOO_LARGE = Failure(
    "REQUEST_TOO_LARGE", 413, "RequestTooLargeException", "HTTP content length exceeded 10485760 bytes."
)
TOO_LARGE_FOR_A_FUNCTION = Failure("REQUEST_TOO_LARGE", 413, "RequestTooLargeException", "Request Too Long")
NO_ANSWER = Failure("INTEGRATION_FAILURE", 502, "InternalServerErrorException", "Internal server error")

_DEFAULT = GatewayResponse(templates={"application/json": '{"message":$context.error.messageString}'})

_CONTEXT = re.compile(r"\$(context(?:\.\w+)+)|\$(?!context\b)[a-zA-Z]\w*")

_VALUES: Mapping[str, Callable[[Failure, GatewayRequest], object]] = {
    "context.accountId": lambda _, received: ACCOUNT,
    "context.apiId": lambda _, received: received.api.id,
    "context.domainName": lambda _, received: received.domain,
    "context.error.message": lambda failure, _: failure.message,
    "context.error.messageString": lambda failure, _: json.dumps(failure.message),
    "context.error.responseType": lambda failure, _: failure.kind,
    "context.extendedRequestId": lambda _, received: received.request_id,
    "context.httpMethod": lambda _, received: received.request.method,
    "context.identity.sourceIp": lambda _, received: received.request.source_ip,
    "context.identity.userAgent": lambda _, received: received.request.headers.get("User-Agent"),
    "context.path": lambda _, received: f"/{received.api.stage}{received.path}",
    "context.protocol": lambda _, received: "HTTP/1.1",
    "context.requestId": lambda _, received: received.request_id,
    "context.requestTime": lambda _, received: received.at.strftime("%d/%b/%Y:%H:%M:%S +0000"),
    "context.requestTimeEpoch": lambda _, received: int(received.at.timestamp() * 1000),
    "context.resourcePath": lambda _, received: received.match.resource if received.match else None,
    "context.stage": lambda _, received: received.api.stage,
}


def check(kind: str, response: GatewayResponse) -> None:
    """Raise TemplateError for a variable or a mapping expression that is not emulated."""
    for template in response.templates.values():
        for variable in _CONTEXT.finditer(template):
            if variable[1] not in _VALUES:
                raise TemplateError(f"{kind}: {variable[0]} in a response template is not emulated")
    for name, expression in response.headers.items():
        if not _is_quoted(expression) and expression not in _VALUES and not expression.startswith(_HEADER):
            raise TemplateError(f"{kind}: {expression} for the header {name} is not emulated")


def render(failure: Failure, received: GatewayRequest) -> HttpResponse:
    """Render the response as the template declares it for the type, else for DEFAULT_4XX or DEFAULT_5XX."""
    declared = received.api.gateway_responses
    chosen = declared.get(failure.kind) or declared.get(failure.fallback) or _DEFAULT
    templates = chosen.templates or _DEFAULT.templates
    kind = _content_type(templates, received)
    body = _CONTEXT.sub(lambda found: _text(_VALUES[found[1]](failure, received)), templates[kind])
    headers = Headers(
        [
            ("x-amzn-ErrorType", failure.error),
            *((name, _header(expression, failure, received)) for name, expression in chosen.headers.items()),
        ]
    )
    if "Content-Type" not in headers:
        headers = Headers([("Content-Type", kind), *headers.pairs])
    return HttpResponse(chosen.status or failure.status, headers, body.encode())


_HEADER = "method.request.header."


def _is_quoted(expression: str) -> bool:
    return len(expression) >= 2 and expression[0] == expression[-1] == "'"


def _header(expression: str, failure: Failure, received: GatewayRequest) -> str:
    if _is_quoted(expression):
        return expression[1:-1]
    if expression.startswith(_HEADER):
        return received.request.headers.get(expression.removeprefix(_HEADER)) or ""
    return _text(_VALUES[expression](failure, received))


def _content_type(templates: Mapping[str, str], received: GatewayRequest) -> str:
    """Choose the type in Accept if there is a template for it, else JSON, else the first."""
    accepted = media_type((received.request.headers.get("Accept") or "").partition(",")[0])
    for wanted in (accepted, "application/json"):
        if wanted in templates:
            return wanted
    return next(iter(templates))


def _text(value: object) -> str:
    return "" if value is None else str(value)
