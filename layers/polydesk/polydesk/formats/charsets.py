"""The charset of texts: UTF-8, of which US-ASCII is a part. Any other one is refused, because it would be misread."""

import re

_READABLE = {"", "utf-8", "utf8", "us-ascii", "ascii"}
_PARAMETER = re.compile(r';\s*([^\s;="]+)\s*=\s*("[^"]*"|[^\s;]*)')


def unreadable(content_type: str) -> str:
    """Return the charset that a Content-Type names when it is not UTF-8; otherwise an empty text."""
    parameters = _PARAMETER.finditer(content_type)
    named = (found[2].strip("\"' ") for found in parameters if found[1].lower() == "charset")
    return next((charset for charset in named if charset.lower() not in _READABLE), "")


def text_of(raw: bytes) -> str:
    """Return the text without a byte order mark at its start. Raises UnicodeDecodeError if it is not UTF-8."""
    return raw.decode("utf-8-sig")
