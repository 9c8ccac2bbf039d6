"""Headers under which the bucket serves a file: saved under its name, and never executed by a browser."""

import re
from urllib.parse import quote

from polydesk.domain.file import UNKNOWN_TYPE

_UNSAFE_IN_QUOTES = re.compile(r"[^A-Za-z0-9 !#$&'()+,.@^_`{}~\[\]-]")
"""Characters that a quoted header value cannot contain, or that browsers read differently there."""

_SAFE_TYPES = {"text/plain", "text/csv", "application/pdf", "application/json", "application/zip", "application/gzip"}
_SAFE_PREFIXES = ("image/", "audio/", "video/", "font/", "application/vnd.")


def content_disposition(name: str) -> str:
    """Return a Content-Disposition that makes browsers save a file under its name (RFC 6266, RFC 5987)."""
    plain = _UNSAFE_IN_QUOTES.sub("_", name)
    if plain == name:
        return f'attachment; filename="{name}"'
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def served_type(content_type: str) -> str:
    """Return the Content-Type for downloads: its own, or `application/octet-stream` if a browser might execute it."""
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type.endswith("xml") or not (media_type in _SAFE_TYPES or media_type.startswith(_SAFE_PREFIXES)):
        return UNKNOWN_TYPE
    return content_type
