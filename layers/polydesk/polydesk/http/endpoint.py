"""The decorator between API Gateway and a handler.

It turns the event into a request, sets the log context, authenticates in the API's own way, calls the handler, and
writes the answer in the API's own format. An error of the desk becomes the API's answer to it. Any other error is
logged with an id and answered as the API's 500. A function behind HTTP never raises.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from polydesk import clock
from polydesk.desk.access import Access
from polydesk.desk.context import Deadline, IdempotencyKey, RequestContext
from polydesk.desk.desk import Desk
from polydesk.desk.resources import shared_resources
from polydesk.desk.start import prepare
from polydesk.domain.errors import DeskError, InvalidValue, NoCredentials, OutdatedVersion
from polydesk.domain.person import Principal
from polydesk.http import payload, repeating
from polydesk.http.content_hash import content_hash
from polydesk.http.errors import ErrorTable, PreconditionFailed, ResponseTooLarge, error_headers
from polydesk.http.parameters import STRICT, ParameterRules, refuse_all
from polydesk.http.preconditions import expected_versions, expects_existing
from polydesk.http.request import Request, from_event
from polydesk.http.response import Rendered, Response, proxy_answer
from polydesk.telemetry import begin_invocation, count_metric, logger, new_error_id

if TYPE_CHECKING:
    from polydesk.http.body import Query

Handler = Callable[[Request, Desk], Response]

MAX_REQUEST_SECONDS = 20.0
"""API Gateway gives up after 29 seconds."""

RESERVED_SECONDS = 1.0
"""Kept for the answer when time runs out."""

NOT_STORED = {"Cache-Control": "no-store"}
"""Answers differ between callers and change with every write, so no cache on the way may keep one."""

Repeat = Callable[[Any, Request, Desk], Response]
"""Answers a request that took effect before, given its outcome then."""

Quota = Literal["tickets", "comments", "uploads", "contacts"]
"""What an endpoint counts against one of the stack's limits per token and minute."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the description of the API, the permission tests and the docs need to know of an endpoint.

    answers: the type of the data of a success; None for no body
    query: the model of the query parameters; None for an endpoint that takes none
    quota: the limit that it counts against
    versioned: whether a success carries an ETag; `single` when it does for one thing, and not for several
    permissions: the permissions of which the caller needs one; None for those of the API
    raises: errors that follow neither from the path nor from the body and query models
    bulk: the body may also be a list of at most so many; 0 for a body that may not
    repeat: answers a repetition under an Idempotency-Key; every POST that changes something has it
    safe: whether it changes nothing, although its method is POST; it ignores an Idempotency-Key
    files: whether it may call the bucket or sign addresses in it, so that the client is made when the function starts
    strangers: whether callers without credentials may call it, where the stack allows that
    fields: the names that it has for properties of the domain, where they differ from those of the API
    media_type: of a success that is not written in the formats of the API; the handler sends it in its headers
    """

    answers: Any = None
    query: "type[Query] | None" = None
    quota: Quota | None = None
    versioned: bool | Literal["single"] = False
    permissions: tuple[str, ...] | None = None
    raises: tuple[type[DeskError], ...] = ()
    bulk: int = 0
    repeat: Repeat | None = None
    safe: bool = False
    files: bool = False
    strangers: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one API authenticates, reads bodies, answers errors and writes its answers.

    render_error: data of the answer to an error of the desk
    render_unexpected: data of the answer to any other error, given its id in the log
    content: the hash by which the contents of two requests under one Idempotency-Key are compared
    parameters: what it does with query parameters that an endpoint does not know
    key_of: completes an idempotency key by what else the request says
    require_path: raises NotFound, before anything else, for a path whose parameters the API does not have
    renderings: parameters of the path that only choose how an answer is written, each with its usual value
    suffix: what may stand behind an identifier at the end of a path
    forbidden: methods that the vendor has and that nobody may use here, by path
    """

    name: str
    permissions: tuple[str, ...]
    authenticate: Callable[[Request, Access], Principal]
    read: Callable[[Request], Any]
    errors: ErrorTable
    render_error: Callable[[DeskError, Request], Response]
    render_unexpected: Callable[[str], Response]
    render: Callable[[Any, Request], Rendered]
    content: Callable[[Request], str] = lambda request: content_hash(request.data, request.raw)
    parameters: ParameterRules = STRICT
    key_of: Callable[[Request, IdempotencyKey], IdempotencyKey] = lambda _, key: key
    require_path: Callable[[Request], None] = lambda _: None
    renderings: Mapping[str, str] = field(default_factory=dict)
    suffix: str = ""
    forbidden: Mapping[str, Collection[str]] = field(default_factory=dict)

    def endpoint(
        self,
        *,
        answers: Any = None,
        query: "type[Query] | None" = None,
        quota: Quota | None = None,
        versioned: bool | Literal["single"] = False,
        permissions: tuple[str, ...] | None = None,
        raises: tuple[type[DeskError], ...] = (),
        bulk: int = 0,
        repeat: Repeat | None = None,
        safe: bool = False,
        files: bool = False,
        strangers: bool = False,
        fields: Mapping[str, str] | None = None,
        media_type: str = "",
    ) -> "Callable[[Handler], Endpoint]":
        """Return a decorator that makes a Lambda function of a handler. The arguments are those of Facts.

        In Lambda this also makes the function's clients and opens a connection: its module is imported when it starts.
        """
        facts = Facts(
            answers,
            query,
            quota,
            versioned,
            permissions,
            raises,
            bulk,
            repeat,
            safe,
            files,
            strangers,
            fields or {},
            media_type,
        )
        prepare(files=files, connected=True)
        return lambda handler: Endpoint(self, handler, facts)


@dataclass(frozen=True)
class HttpFunction(ABC):
    """A Lambda function behind API Gateway, which answers in the way of one API."""

    dialect: Dialect

    def __call__(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        """Answer a proxy event. Never raises."""
        keys = {"api": self.dialect.name, "route": event.get("resource"), "function_request_id": context.aws_request_id}
        if begin_invocation(**keys):
            count_metric("ColdStart")
        try:
            return self._answer(event, context.get_remaining_time_in_millis() / 1000)
        except Exception:  # noqa: BLE001 - the outermost handler: the caller still gets an answer
            error_id = new_error_id()
            response = self.dialect.render_unexpected(error_id)
            logger.exception("failed", extra={"status": response.status, "error_id": error_id})
            count_metric("Failures")
            return self._proxy_response(response, _without_body(event))

    def _answer(self, event: dict[str, Any], seconds: float) -> dict[str, Any]:
        response, request = self._respond(event, seconds)
        answer = self._proxy_response(response, request)
        if payload.is_too_large(answer["body"]):
            response = self._render_error(ResponseTooLarge(payload.MAX_RESPONSE_BYTES), request)
            answer = self._proxy_response(response, request)
        logger.info("answered", extra={"status": response.status})
        return answer

    def _respond(self, event: dict[str, Any], seconds: float) -> tuple[Response, Request]:
        request = None
        try:
            request = replace(from_event(event), reader=self.dialect.read, suffix=self.dialect.suffix)
            logger.append_keys(request_id=request.id)
            self.dialect.require_path(request)
            return self._call(request, seconds), request
        except DeskError as error:
            request = request or _without_body(event)
            logger.append_keys(reason=type(error).__name__, cause=error.__cause__ and type(error.__cause__).__name__)
            return self._render_error(self._as_request_error(error, request), request), request

    @abstractmethod
    def _call(self, request: Request, seconds: float) -> Response:
        """Return the answer to a request that has so many seconds. Raises DeskError."""

    def _as_request_error(self, error: DeskError, request: Request) -> DeskError:
        """Return an error that knows nothing of HTTP as one of this request."""
        if type(error) is InvalidValue:
            return request.locate(error, self._field_name(error))
        return PreconditionFailed() if isinstance(error, OutdatedVersion) else error

    def _field_name(self, error: InvalidValue) -> str:
        """Return the name of the field at fault, as callers know it."""
        return self.dialect.errors.field_name(error)

    def _render_error(self, error: DeskError, request: Request) -> Response:
        response = self.dialect.render_error(error, request)
        return replace(response, headers={**response.headers, **error_headers(error)})

    def _proxy_response(self, response: Response, request: Request) -> dict[str, Any]:
        return proxy_answer(response, lambda data: self.dialect.render(data, request), NOT_STORED)


@dataclass(frozen=True)
class Endpoint(HttpFunction):
    """One endpoint: a handler, its API, and the facts about it. It knows its caller."""

    handle: Handler
    facts: Facts

    @property
    def permissions(self) -> tuple[str, ...]:
        """The permissions of which a caller needs one."""
        return self.dialect.permissions if self.facts.permissions is None else self.facts.permissions

    def _field_name(self, error: InvalidValue) -> str:
        return self.facts.fields.get(error.field) or super()._field_name(error)

    def _call(self, request: Request, seconds: float) -> Response:
        now = clock.to_the_millisecond()
        resources = shared_resources()
        principal = self._principal(request, Access(resources, now))
        request = replace(request, principal=principal, parsed_query=self._query(request))
        logger.append_keys(principal=principal.token_id)
        deadline = Deadline(max(0.0, min(MAX_REQUEST_SECONDS, seconds - RESERVED_SECONDS)))
        key, versions = self._idempotency_key(request), expected_versions(request)
        context = RequestContext(now, deadline, key, versions, expects_existing(request))
        return self._once(request, Desk(resources, context))

    def _principal(self, request: Request, access: Access) -> Principal:
        """Return the caller, who may call this endpoint. Raises AuthenticationError and Forbidden."""
        try:
            principal = self.dialect.authenticate(request, access)
        except NoCredentials:
            if not self.facts.strangers:
                raise
            return access.stranger(request.source)
        principal.require_permission(*self.permissions)
        return principal

    def _once(self, request: Request, desk: Desk) -> Response:
        """Answer a request, and a repetition as the first time, before its body is judged by what holds today.

        A refused request may have been overtaken by its own repetition, so its key is looked up once more.
        """
        if self.facts.repeat is None or desk.context.idempotency_key is None:
            return self.handle(request, desk)
        if earlier := desk.recalled(request.principal):
            return self.facts.repeat(earlier, request, desk)
        try:
            return self.handle(request, desk)
        except DeskError:
            if earlier := desk.recalled(request.principal):
                return self.facts.repeat(earlier, request, desk)
            raise

    def _query(self, request: Request) -> "Query | None":
        """Return the query parameters as the endpoint's model. Raises InvalidRequest, before anything is done."""
        if self.facts.query:
            return self.facts.query.read(request.query_parameters, self.dialect.parameters)
        refuse_all(request.query_parameters, self.dialect.parameters)
        return None

    def _idempotency_key(self, request: Request) -> IdempotencyKey | None:
        sent = None if self.facts.safe else repeating.sent_key(request)
        if sent is None:
            return None
        key = repeating.key_of(request, sent, self.dialect.content(request), self.dialect.renderings)
        return self.dialect.key_of(request, key)


def _without_body(event: Mapping[str, Any]) -> Request:
    """Return the request without its body, for when the body could not be decoded."""
    return from_event({**event, "body": None})
