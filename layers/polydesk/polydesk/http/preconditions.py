"""The If-Match header (RFC 9110, section 13.1.1)."""

import re

from polydesk.http.errors import InvalidRequest
from polydesk.http.request import Request

_ENTITY_TAG = r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*+"'
_ENTITY_TAGS = re.compile(rf"[ \t,]*+{_ENTITY_TAG}(?:[ \t]*+,[ \t,]*+{_ENTITY_TAG})*+[ \t,]*+")
_EACH = re.compile(r'(W/)?"([^"]*)"')
_VERSION = re.compile("[0-9]{1,10}", re.ASCII)

_MALFORMED = 'Send the ETag of an answer with its quotes, such as "3"; several separated by commas; or *'


def expects_existing(request: Request) -> bool:
    """Return whether a write expects that what it changes exists: `*` and every entity tag do."""
    return request.method != "GET" and "if-match" in request.headers


def expected_versions(request: Request) -> frozenset[int] | None:
    """Return the versions of which a write expects one, or None when it expects no particular one.

    A weak tag, or one that is no version, matches nothing. Requests that only read have no expectations. Raises
    InvalidRequest for a header that is no list of entity tags.
    """
    header = request.headers.get("if-match")
    if header is None or request.method == "GET" or header.strip() == "*":
        return None
    if not _ENTITY_TAGS.fullmatch(header):
        raise InvalidRequest("header", "If-Match", _MALFORMED)
    return frozenset(int(tag) for weak, tag in _EACH.findall(header) if not weak and _VERSION.fullmatch(tag))
