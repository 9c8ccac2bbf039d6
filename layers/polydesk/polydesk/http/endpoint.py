"""The one decorator between API Gateway and a handler.

Event to request, log context, authentication in the API's own way, the call, the reply in the API's own format. A
desk error becomes what the API says to it; anything else is logged with an id and answered as the API's own 500. A
function behind HTTP never raises.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from polydesk import clock
from polydesk.desk.access import Access
from polydesk.desk.context import Deadline, IdempotencyKey, RequestContext
from polydesk.desk.desk import Desk
from polydesk.desk.resources import shared_resources
from polydesk.domain.errors import AnswerTooLarge, DeskError, Invalid
from polydesk.domain.person import Principal
from polydesk.http import payload
from polydesk.http.request import Request, from_event
from polydesk.http.response import Response
from polydesk.telemetry import count, logger, new_error_id

Handler = Callable[[Request, Desk], Response]
Lambda = Callable[[dict[str, Any], Any], dict[str, Any]]

MAX_REQUEST_SECONDS = 20.0
"""Seconds: API Gateway gives up after 29."""

RESERVE = 1.0
"""Seconds that are kept for answering when time runs out."""

IDEMPOTENCY_KEY = re.compile(r"[!-~]{1,255}")
ENTITY_TAG = re.compile(r'"([0-9]{1,10})"')

NO_VERSION = 0
"""The version that nothing has."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A body and its Content-Type."""

    content_type: str
    text: str


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one API authenticates, reads bodies, says that something went wrong, and writes its answers.

    `failed` gets the desk error and answers with the API's own body; `crashed` gets the id of a fault of ours.
    """

    name: str
    authenticate: Callable[[Request, Access], Principal]
    read: Callable[[Request], Any]
    failed: Callable[[DeskError, Request], Response]
    crashed: Callable[[str], Response]
    render: Callable[[Any, Request], Rendered]

    def endpoint(self, handler: Handler) -> Lambda:
        """Make a Lambda function of a handler."""

        def function(event: dict[str, Any], context: Any) -> dict[str, Any]:
            logger.clear_state()
            logger.append_keys(api=self.name, route=event.get("resource"), function_request_id=context.aws_request_id)
            return self._answer(event, context.get_remaining_time_in_millis() / 1000, handler)

        function.__doc__ = handler.__doc__
        return function

    def _answer(self, event: dict[str, Any], seconds: float, handler: Handler) -> dict[str, Any]:
        try:
            reply, request = self._reply(event, seconds, handler)
            response = self._proxy_response(reply, request)
            if payload.is_too_large(response["body"]):
                reply = self.failed(AnswerTooLarge(payload.LARGEST_ANSWER), request)
                response = self._proxy_response(reply, request)
            logger.info("answered", extra={"status": reply.status})
            return response
        except Exception:  # noqa: BLE001 - the last one to catch: the caller still gets an answer
            error_id = new_error_id()
            reply = self.crashed(error_id)
            logger.exception("failed", extra={"status": reply.status, "error_id": error_id})
            count("Failures")
            return self._proxy_response(reply, _bare(event))

    def _reply(self, event: dict[str, Any], seconds: float, handler: Handler) -> tuple[Response, Request]:
        request = None
        try:
            request = replace(from_event(event), reader=self.read)
            logger.append_keys(request_id=request.id)
            return self._call(request, seconds, handler), request
        except DeskError as error:
            request = request or _bare(event)
            logger.append_keys(reason=type(error).__name__, cause=error.__cause__ and type(error.__cause__).__name__)
            return self.failed(error, request), request

    def _call(self, request: Request, seconds: float, handler: Handler) -> Response:
        now = clock.to_the_millisecond()
        resources = shared_resources()
        request = replace(request, principal=self.authenticate(request, Access(resources, now)))
        logger.append_keys(principal=request.principal.token_id)
        deadline = Deadline(max(0.0, min(MAX_REQUEST_SECONDS, seconds - RESERVE)))
        context = RequestContext(now, deadline, _once(request), _expected_version(request))
        return handler(request, Desk(resources, context))

    def _proxy_response(self, reply: Response, request: Request) -> dict[str, Any]:
        headers: dict[str, str] = dict(reply.headers)
        if reply.version is not None:
            headers["ETag"] = f'"{reply.version}"'
        if reply.data is None:
            return {"statusCode": reply.status, "headers": headers, "body": "", "isBase64Encoded": False}
        body = self.render(reply.data, request)
        headers["Content-Type"] = body.content_type
        return {"statusCode": reply.status, "headers": headers, "body": body.text, "isBase64Encoded": False}


def _bare(event: Mapping[str, Any]) -> Request:
    """The request without its body, when that was what could not be read."""
    return from_event({**event, "body": None})


def _once(request: Request) -> IdempotencyKey | None:
    key = request.headers.get("idempotency-key")
    if key is None or request.method != "POST":
        return None
    if not IDEMPOTENCY_KEY.fullmatch(key):
        raise Invalid("header", "Idempotency-Key", "The key should be 1 to 255 visible ASCII characters")
    path = request.path.rstrip("/").removesuffix(".json")  # the same route with and without it, where it is one
    sender = f"{request.principal.token_id} {request.method} {path} {key}"
    return IdempotencyKey(
        hashlib.sha256(sender.encode("utf-8", "replace")).hexdigest(),
        hashlib.sha256(request.raw).hexdigest(),
    )


def _expected_version(request: Request) -> int | None:
    """The version that If-Match names: NO_VERSION for a tag that no version has, None when any will do."""
    tag = request.headers.get("if-match")
    if tag is None or tag.strip() == "*":
        return None
    found = ENTITY_TAG.fullmatch(tag.strip())
    return int(found[1]) if found else NO_VERSION
