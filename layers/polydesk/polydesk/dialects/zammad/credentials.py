"""The Authorization header: `Token token=XYZ`, `Token XYZ`, `Bearer XYZ`, or Basic with a token as the password."""

import base64
import re

from polydesk.desk.access import Access
from polydesk.domain.errors import MissingCredentials, UnknownToken, WrongCredentials
from polydesk.domain.person import Principal
from polydesk.http.request import Request

_NAMED = re.compile(r"token\s*=\s*", re.IGNORECASE)


def principal(request: Request, access: Access) -> Principal:
    """Return the caller. Raises MissingCredentials, UnknownToken, ExpiredToken and WrongCredentials."""
    scheme, _, value = request.headers.get("authorization", "").strip().partition(" ")
    value = value.strip()
    match scheme.lower():
        case "token" | "bearer" if text := _token(value):
            return access.of_person(text)
        case "basic":
            return _of_pair(value, access)
    raise MissingCredentials


def _token(value: str) -> str:
    """Return the token, written bare, as `token=XYZ` or as `token="XYZ"` (RFC 7235)."""
    return _NAMED.sub("", value, count=1).strip('"') if _NAMED.match(value) else value


def _of_pair(value: str, access: Access) -> Principal:
    """Return the caller of a login or e-mail address with a token as the password."""
    try:
        login, _, password = base64.b64decode(value, validate=True).decode().partition(":")
        found = access.of_person(password)
    except (ValueError, UnknownToken):  # not base64, or not UTF-8 inside
        raise WrongCredentials from None
    names = {name.casefold() for name in (found.person.login, found.person.email)} if found.person else set()
    if login.casefold() not in names:
        raise WrongCredentials
    return found
