"""Where a caller's token stands.

A header is what the newest clients send and says most clearly who is meant, so it counts first; then the query, as
documented at first; then the body of a POST. What counts is the first that is there, even if it turns out to be wrong.
"""

from polydesk.dialects.supportbee import formats
from polydesk.domain.errors import Invalid, MissingCredentials, UnsupportedMediaType
from polydesk.http.request import Request

FIELD = "auth_token"
"""The name of the token in a query and in a body."""


def token(request: Request) -> str:
    """The token's text. Raises MissingCredentials."""
    text = _bearer(request) or request.query.get(FIELD) or _in_body(request)
    if not text:
        raise MissingCredentials
    return text


def _bearer(request: Request) -> str:
    scheme, _, text = request.headers.get("authorization", "").strip().partition(" ")
    return text.strip() if scheme.lower() == "bearer" else ""


def _in_body(request: Request) -> str:
    """The token in a POST's body; a body that cannot be read carries none."""
    if request.method != "POST":
        return ""
    try:
        data = formats.read(request)
    except (Invalid, UnsupportedMediaType):
        return ""
    text = data.get(FIELD) if isinstance(data, dict) else None
    return text if isinstance(text, str) else ""
