"""XML out: plain values as elements, the way the HappyFox API writes them.

A key is an element and an item of a list is a `<resource>`; nothing is the attribute `null="True"`; truth values are
`True` and `False`.
"""

import re
from html import escape
from typing import Any

CONTENT_TYPE = "application/xml"

_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write, not even as a reference (its production `Char`)."""


def render(data: Any) -> str:
    """A value as an XML document. Keys have to be names that XML allows."""
    return f'<?xml version="1.0" encoding="utf-8"?>{_element("response", data)}'


def _element(name: str, value: Any) -> str:
    return f'<{name} null="True"/>' if value is None else f"<{name}>{_content(value)}</{name}>"


def _content(value: Any) -> str:
    match value:
        case dict():
            return "".join(_element(name, one) for name, one in value.items())
        case list():
            return "".join(_element("resource", one) for one in value)
        case _:
            return _text(str(value))


def _text(text: str) -> str:
    """Text without what cannot be written; a carriage return as a reference, since a bare one is read as a newline."""
    return escape(_UNWRITABLE.sub("", text), quote=False).replace("\r", "&#13;")
