"""Errors that only HTTP knows, and how an API's table turns errors into answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from polydesk.domain.errors import (
    DeskError,
    InvalidValue,
    NotFound,
    OutdatedVersion,
    QuotaExceeded,
    TooLarge,
    Unavailable,
)

RequestPart = Literal["body", "query", "path", "header"]
FaultKind = Literal["missing", "unknown", "malformed", "value"]


class InvalidRequest(InvalidValue):
    """A value of the request that is not accepted, and the part of the request that it stands in.

    `kind` is a stable word for the fault. `others` are further faults of the same request.
    """

    def __init__(
        self,
        part: RequestPart,
        field: str,
        problem: str,
        kind: FaultKind = "value",
        others: "tuple[InvalidRequest, ...]" = (),
    ) -> None:
        """Describe the problem of a field."""
        super().__init__(field, problem)
        self.part = part
        self.kind = kind
        self.others = others

    @property
    def location(self) -> str:
        """Place and field as one dotted path, such as `body.summary`."""
        return f"{self.part}.{self.field}" if self.field else self.part


def together(faults: Sequence[InvalidRequest]) -> InvalidRequest:
    """Return the first of several faults of a request, with the others."""
    first, *others = faults
    return InvalidRequest(first.part, first.field, first.problem, first.kind, tuple(others))


class PreconditionFailed(OutdatedVersion):
    """If-Match does not name the current version; nothing was changed."""

    def __init__(self) -> None:
        """Say what to send instead."""
        DeskError.__init__(self, "If-Match does not name the current version. Read it again and send its ETag.")


class RequestTooLarge(TooLarge):
    """The request is larger than accepted; `limit` is in bytes."""

    sentence = "The request is larger than {} bytes."


class ResponseTooLarge(TooLarge):
    """The answer would be larger than a function can return; `limit` is in bytes."""

    sentence = "The answer is larger than {} bytes. Ask for less at a time."


class UnsupportedMediaType(DeskError):
    """The endpoint does not read bodies of this Content-Type; `supported` are the media types that it reads."""

    def __init__(self, media_type: str, supported: tuple[str, ...]) -> None:
        """Name the media type and what to send instead."""
        alternatives = " or ".join(filter(None, (", ".join(supported[:-1]), *supported[-1:])))
        super().__init__(f"The media type {media_type or '(none)'} is not supported. Send {alternatives}.")


class UnsupportedCharset(UnsupportedMediaType):
    """The body is in another charset than UTF-8."""

    def __init__(self, charset: str) -> None:
        """Name the charset and what to send instead."""
        DeskError.__init__(self, f"The charset {charset} is not supported. Send the body in UTF-8.")


class UnsupportedContentEncoding(UnsupportedMediaType):
    """The body is compressed, or otherwise not sent as it is."""

    def __init__(self, coding: str) -> None:
        """Name the content coding and what to send instead."""
        DeskError.__init__(self, f"The Content-Encoding {coding} is not supported. Send the body without one.")


class NoSuchEndpoint(NotFound):
    """No endpoint has this path."""

    thing = "Endpoint"


class MethodNotAllowed(DeskError):
    """The path has endpoints, but none for this method; `allowed` has those that it answers."""

    def __init__(self, method: str, allowed: Sequence[str]) -> None:
        """Name the methods to use instead."""
        super().__init__(f"This path does not answer {method}. Use {', '.join(allowed)}.")
        self.allowed = allowed


@dataclass(frozen=True, slots=True)
class ErrorAnswer:
    """The status of an error, and the code or sentence that the API has for it, if any."""

    status: int
    text: str | None = None


@dataclass(frozen=True, slots=True)
class ErrorTable:
    """An API's answers by error type. A type that is not listed is answered as its nearest ancestor.

    `fields` maps names of the domain's properties to the names that the API has for them.
    """

    answers: Mapping[type[DeskError], ErrorAnswer]
    fields: Mapping[str, str] = field(default_factory=dict)

    def answer(self, error: DeskError) -> ErrorAnswer:
        """Return the answer to an error. DeskError itself has to be in the table."""
        return next(self.answers[kind] for kind in type(error).__mro__ if kind in self.answers)

    def field_name(self, error: InvalidValue) -> str:
        """Return the API's name of the field at fault."""
        return self.fields.get(error.field, error.field)


def error_headers(error: DeskError) -> dict[str, str]:
    """Return the headers that say what to do instead: when to try again, or which methods to use."""
    match error:
        case QuotaExceeded() | Unavailable():
            return {"Retry-After": str(error.retry_after)}
        case MethodNotAllowed():
            return allow(error.allowed)
    return {}


def allow(methods: Sequence[str]) -> dict[str, str]:
    """Return the Allow header of a path with these methods."""
    return {"Allow": ", ".join(methods)}
