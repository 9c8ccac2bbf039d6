"""Texts that have been expensive or misread somewhere: in a validator, a normalisation, a parser."""

import json
from typing import Any

REFERENCE = json.dumps([{"id": one, "name": f"name {one}", "active": True} for one in range(21_000)])
"""A megabyte of JSON. The largest request may take MAX_TIMES as long as the parser of JSON takes for this."""

MAX_TIMES = 30

FILLINGS = {
    "letters": "a",
    "spaces": " ",
    "combining marks": "\u0344\u0f73",
    "less-than signs": "<",
    "tags": "<b>",
    "comments": "<!--",
    "declarations": "<![",
    "end tags": "</",
    "preformatted spaces": "<pre> ",
    "attributes": "<a b ",
    "links": '<a href="x">',
    "ampersands": "&",
    "references": "&#x41;",
    "at signs": "@",
    "domains": "a.",
    "addresses": "a@b.example, ",
    "quotes": '"',
    "digits": "9",
    "lines": "\n",
    "ideographs": "漢",
    "ligatures": "\ufdfa",  # one character that becomes 18 when it is normalised
    "invisible characters": "\u200b",
    "brackets": "[",
}
"""What a field is filled with, repeated."""

VALUES: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    10**18,
    10**400,
    1e308,
    5.0,
    "",
    " ",
    "\u3164",
    "\u2800",
    "\x00",
    "\x1b[31m",
    "\ud800",
    "\ufeff",
    "\u202eevil",
    "\u2028",
    "a\r\nBcc: x@y.example",
    "e\u0301",
    "straße@xn--strae-oqa.example",
    "ﬁ@example.com",
    "K@example.com",
    '"quoted local"@example.com',
    f"{'a' * 70}@example.com",
    "0x10",
    "1e3",
    "١٢",
    "2026-02-30",
    "9999-12-31T23:59:59+14:00",
    "<script>alert(1)</script>",
    '<img src="data:image/png;base64,AAAA">',
    '<q cite="javascript:alert(1)">x</q>',
    "if (a < b) ask Pat <pat@x.example>",
    "../../etc/passwd",
    "%E9",
    [],
    {},
    [[]],
    [None],
    {"a": {"a": {}}},
)
"""Values that are small, and wrong or unusual where most fields want a text or a number."""


def filled(filling: str, size: int) -> str:
    """Return a text of so many bytes of JSON, at most."""
    return filling * (size // (len(json.dumps(filling, ensure_ascii=False).encode()) - 2))


def filled_list(filling: str, size: int) -> list[str]:
    """Return a list of so many bytes of JSON, at most."""
    return [filling] * (size // (len(json.dumps(filling, ensure_ascii=False).encode()) + 2))
