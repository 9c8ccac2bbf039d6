"""The Authorization header: `Token token=XYZ`, `Token XYZ`, `Bearer XYZ`, or Basic with a token as the password.

`From`, or else `X-On-Behalf-Of`, names a person for whom the caller acts.
"""

import base64
import re

from polydesk.desk.access import Access
from polydesk.desk.context import IdempotencyKey
from polydesk.domain.errors import MissingCredentials, UnknownToken, WrongCredentials
from polydesk.domain.person import ADMIN_USERS, Principal
from polydesk.domain.person_key import person_key
from polydesk.http.request import Request

_NAMED = re.compile(r"token\s*=\s*", re.IGNORECASE)


def principal(request: Request, access: Access) -> Principal:
    """Return the person in whose name the request acts: the one that the headers name, else the caller.

    Raises MissingCredentials, UnknownToken, ExpiredToken, WrongCredentials, ActingRefused and ActingPersonUnknown.
    """
    caller, name = _caller(request, access), _acting_for(request)
    return access.acting_as(name, caller, ADMIN_USERS) if name else caller


def key_of(request: Request, key: IdempotencyKey) -> IdempotencyKey:
    """Return the key of a request in the name of another person: the same key for somebody else is another request."""
    if not _acting_for(request):
        return key
    return key.of_person(request.principal.person_id)


def _acting_for(request: Request) -> str:
    """Return the id, login or e-mail address of the person for whom the caller acts; empty when there is none."""
    named = (request.headers.get(header, "").strip() for header in ("from", "x-on-behalf-of"))
    return next(filter(None, named), "")


def _caller(request: Request, access: Access) -> Principal:
    """Return whose credential it is. Raises MissingCredentials, UnknownToken, ExpiredToken and WrongCredentials."""
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
    names = {person_key(name) for name in (found.person.login, found.person.email) if name} if found.person else set()
    if person_key(login) not in names:
        raise WrongCredentials
    return found
