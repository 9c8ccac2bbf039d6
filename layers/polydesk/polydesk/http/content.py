"""The bytes of a request's body: how many, and what the headers say about them."""

import base64
from codecs import BOM_UTF8
from collections.abc import Mapping
from typing import Any

from polydesk.formats import charsets
from polydesk.http.errors import InvalidRequest, RequestTooLarge, UnsupportedCharset, UnsupportedContentEncoding
from polydesk.http.payload import MAX_REQUEST_BYTES


def body_of(event: Mapping[str, Any]) -> bytes:
    """Return the body of API Gateway's event, without a byte order mark at its start. Raises InvalidRequest.

    The API has all bodies sent in base64. Text comes from other senders of events, such as `sam local`.
    """
    body = event.get("body") or ""
    if not event.get("isBase64Encoded"):
        return str(body).encode("utf-8", "surrogatepass").removeprefix(BOM_UTF8)
    try:
        return base64.b64decode(body, validate=True).removeprefix(BOM_UTF8)
    except ValueError:  # invalid base64, or not even ASCII
        raise InvalidRequest("body", "", "The body is not valid base64.", "malformed") from None


def require_readable(raw: bytes, headers: Mapping[str, str]) -> None:
    """Check that a body is not too large and is sent as it is, in UTF-8. An empty one can have any headers.

    Raises RequestTooLarge, UnsupportedContentEncoding and UnsupportedCharset.
    """
    if len(raw) > MAX_REQUEST_BYTES:
        raise RequestTooLarge(MAX_REQUEST_BYTES)
    coding = headers.get("content-encoding", "").strip()
    if raw and coding.lower() not in {"", "identity"}:
        raise UnsupportedContentEncoding(coding)
    charset = charsets.unreadable(headers.get("content-type", ""))
    if raw and charset:
        raise UnsupportedCharset(charset)
