"""Finds the caller's token in a request.

The header counts first: the newest clients send it. Then the query counts, as first documented, then the body of a
POST. The first one that is present counts, even if it is wrong.
"""

from polydesk.domain.errors import MissingCredentials
from polydesk.http.errors import InvalidRequest, RequestTooLarge, UnsupportedMediaType
from polydesk.http.request import Request

FIELD = "auth_token"
"""The name of the token in a query and in a body."""


def token(request: Request) -> str:
    """Return the token's text. Raises MissingCredentials, and InvalidRequest for two in the query."""
    text = _bearer(request) or request.query_text(FIELD) or _in_body(request)
    if not text:
        raise MissingCredentials
    return text


def _bearer(request: Request) -> str:
    scheme, _, text = request.headers.get("authorization", "").strip().partition(" ")
    return text.strip() if scheme.lower() == "bearer" else ""


def _in_body(request: Request) -> str:
    """Return the token in a POST's body; a body that cannot be read has none."""
    if request.method != "POST":
        return ""
    try:
        data = request.data
    except (InvalidRequest, RequestTooLarge, UnsupportedMediaType):
        return ""
    text = data.get(FIELD) if isinstance(data, dict) else None
    return text if isinstance(text, str) else ""
