"""Finds the caller's token in a request.

The header counts first: the newest clients send it. Then the query counts, as first documented, then the body of a
POST. The first one that is present counts, even if it is wrong.
"""

from typing import Any

from polydesk.domain.errors import MissingCredentials, NoCredentials
from polydesk.http.errors import InvalidRequest, RequestTooLarge, UnsupportedMediaType
from polydesk.http.request import Request

FIELD = "auth_token"
"""The name of the token in a query and in a body."""


def token(request: Request) -> str:
    """Return the token's text.

    Raises MissingCredentials, NoCredentials where there is nothing that could be some, InvalidRequest for two in the
    query.
    """
    in_body = _in_body(request)
    text = _bearer(request) or request.query_text(FIELD) or (in_body if isinstance(in_body, str) else "")
    if text:
        return text
    if in_body not in (None, "") or request.headers.get("authorization", "").strip():
        raise MissingCredentials
    raise NoCredentials


def without_token(data: Any) -> Any:
    """Return the values of a body without the token."""
    if not isinstance(data, dict):
        return data
    return {name: value for name, value in data.items() if name != FIELD}


def _bearer(request: Request) -> str:
    scheme, _, text = request.headers.get("authorization", "").strip().partition(" ")
    return text.strip() if scheme.lower() == "bearer" else ""


def _in_body(request: Request) -> Any:
    """Return the value of the token's field in a POST's body; None without one, and for a body that cannot be read."""
    if request.method != "POST":
        return None
    try:
        data = request.data
    except (InvalidRequest, RequestTooLarge, UnsupportedMediaType):
        return None
    return data.get(FIELD) if isinstance(data, dict) else None
