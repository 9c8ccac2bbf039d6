"""Renders plain values as XML, the way the HappyFox API writes them.

A key is an element and an item of a list is a `<resource>`; nothing is the attribute `null="True"`; truth values are
`True` and `False`.
"""

import re
from html import escape
from typing import Any

CONTENT_TYPE = "application/xml"

_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot write, not even as references (its production `Char`)."""


def render(data: Any) -> str:
    """Return a value as an XML document. Keys have to be valid XML names."""
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
    """Return the text without unwritable characters, and with carriage returns as references.

    A bare carriage return would be read as a newline.
    """
    return escape(_UNWRITABLE.sub("", text), quote=False).replace("\r", "&#13;")
