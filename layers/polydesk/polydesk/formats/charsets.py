"""The charset of texts: UTF-8, of which US-ASCII is a part. Any other one is refused, because it would be misread.

A part of a form may name a charset that extends US-ASCII as long as its bytes are US-ASCII: they mean the same in both.
Some libraries name one on every part, whatever it holds.
"""

import re
from collections.abc import Iterator

_READABLE = {"", "utf-8", "utf8", "us-ascii", "ascii"}
_EXTENDS_ASCII = re.compile(r"iso[-_]?8859[-_][0-9]{1,2}|latin-?[0-9]{1,2}|windows-125[0-9]|cp125[0-9]", re.IGNORECASE)
_PARAMETER = re.compile(r';\s*([^\s;="]+)\s*=\s*("[^"]*"|[^\s;]*)')


def unreadable(content_type: str) -> str:
    """Return the charset that a Content-Type names when it is not UTF-8; otherwise an empty text."""
    return next(_foreign(content_type), "")


def misread(content_type: str, raw: bytes) -> str:
    """Return the charset that a Content-Type names when these bytes mean something else in UTF-8; or an empty text."""
    charsets = _foreign(content_type)
    if raw.isascii():
        charsets = (charset for charset in charsets if not _EXTENDS_ASCII.fullmatch(charset))
    return next(charsets, "")


def _foreign(content_type: str) -> Iterator[str]:
    """Yield the charsets that a Content-Type names and that are not UTF-8."""
    for found in _PARAMETER.finditer(content_type):
        charset = found[2].strip("\"' ")
        if found[1].lower() == "charset" and charset.lower() not in _READABLE:
            yield charset


def text_of(raw: bytes) -> str:
    """Return the text without a byte order mark at its start. Raises UnicodeDecodeError if it is not UTF-8."""
    return raw.decode("utf-8-sig")
