"""What the Zammad API answers when something is wrong: `{"error", "error_human"}`, the same sentence twice.

A fault of ours has no `error_human`.
"""

from polydesk.domain import errors, state_changes
from polydesk.domain.errors import DeskError
from polydesk.http.request import Request
from polydesk.http.response import Response

TABLE: dict[type[DeskError], tuple[int, str | None]] = {
    errors.Invalid: (422, None),
    state_changes.NamelessState: (422, "Name can't be blank"),
    state_changes.KindlessState: (422, "Attribute 'state_type_id' required!"),
    errors.AuthenticationError: (401, "Authentication required"),
    errors.MissingCredentials: (403, "Authentication required"),
    errors.UnknownToken: (401, "Can't find User for Token"),
    errors.ExpiredToken: (401, "Not authorized (token expired)!"),
    errors.WrongCredentials: (401, "Invalid BasicAuth credentials"),
    errors.Forbidden: (403, "Not authorized"),
    errors.PersonLacksPermission: (403, "Not authorized (user)!"),
    errors.TokenLacksPermission: (403, "Not authorized (token)!"),
    errors.NotFound: (404, None),
    errors.Conflict: (422, None),
    errors.NameTaken: (422, "Object already exists!"),
    errors.StateInUse: (422, "Can't delete, object has references."),
    errors.WriteConflict: (409, None),
    errors.PreconditionFailed: (412, None),
    errors.PayloadTooLarge: (413, None),
    errors.UnsupportedMediaType: (415, None),
    errors.TooManyRequests: (429, None),
    errors.Unavailable: (503, None),
    errors.DeskError: (500, None),
}
"""Status and text by type, None for the error's own; a type that is not here is answered as its nearest ancestor."""


def failed(error: DeskError, request: Request) -> Response:
    """The answer to a desk error."""
    status, text = next(TABLE[kind] for kind in type(error).__mro__ if kind in TABLE)
    headers = {}
    match error:
        case errors.Invalid(kind="malformed") | errors.Invalid(place="header"):
            status = 400
        case state_changes.UnknownNextState():
            text = invalid_value("next_state_id", str(error.identifier))
        case errors.StateNotFound():
            # The vendor's quirk: what cannot be found cannot be processed when it is to be deleted.
            status = 422 if request.method == "DELETE" else 404
            text = f"Couldn't find Ticket::State with 'id'={error.identifier}"
        case errors.TooManyRequests() | errors.Unavailable():
            headers["Retry-After"] = str(error.retry_after)
    text = text or str(error)
    human = {} if status >= 500 else {"error_human": text}
    return Response(status, {"error": text, **human}, headers=headers)


def invalid_value(field: str, shown: str) -> str:
    """The sentence about a value that cannot be; `shown` is the value as JSON."""
    return f"Invalid value for param '{field}': {shown}"


def crashed(error_id: str) -> Response:
    """The answer to a fault of ours, which the log has under the same id."""
    return Response(500, {"error": f"Error ID {error_id}: Please contact your administrator."})
