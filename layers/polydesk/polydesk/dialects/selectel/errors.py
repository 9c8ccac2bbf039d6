"""What the Tickets API answers when something is wrong: `{"error", "description"}`, with `location` for a field."""

from polydesk.domain import errors
from polydesk.domain.errors import DeskError
from polydesk.http.request import Request
from polydesk.http.response import Response

TABLE: dict[type[DeskError], tuple[int, str]] = {
    errors.Invalid: (400, "bad_request"),
    errors.AuthenticationError: (401, "unauthorized"),
    errors.Forbidden: (403, "forbidden"),
    errors.NotFound: (404, "not_found"),
    errors.TicketNotFound: (404, "ticket_not_found"),
    errors.CommentNotFound: (404, "comment_not_found"),
    errors.TopicNotFound: (404, "topic_not_found"),
    errors.FileNotFound: (404, "file_not_found"),
    errors.Conflict: (409, "conflict"),
    errors.PreconditionFailed: (412, "precondition_failed"),
    errors.PayloadTooLarge: (413, "payload_too_large"),
    errors.UnsupportedMediaType: (415, "unsupported_media_type"),
    errors.TooManyRequests: (429, "too_many_requests"),
    errors.Unavailable: (503, "service_unavailable"),
    errors.DeskError: (500, "internal_error"),
}
"""Status and `error` by type; a type that is not here is answered as its nearest ancestor."""


def failed(error: DeskError, request: Request) -> Response:
    """The answer to a desk error."""
    status, name = next(TABLE[kind] for kind in type(error).__mro__ if kind in TABLE)
    data = {"error": name, "description": str(error)}
    headers = {}
    match error:
        case errors.Invalid():
            data["location"] = error.location
        case errors.AuthenticationError():
            data["description"] = "authorization required, check token"
        case errors.TooManyRequests() | errors.Unavailable():
            headers["Retry-After"] = str(error.retry_after)
    return Response(status, data, headers=headers)


def crashed(error_id: str) -> Response:
    """The answer to a fault of ours."""
    return Response(
        500, {"error": "internal_error", "description": f"Something went wrong on our side, id {error_id}."}
    )
