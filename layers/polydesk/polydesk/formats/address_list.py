"""Lists of e-mail addresses as headers of mail have them: commas between them, perhaps a name before each."""

import re
from collections.abc import Iterable

_PART = re.compile(r'"(?:[^"\\]|\\.){0,640}"|[^,"]+|"')
"""A quoted text, in which a comma does not divide; a text without commas; a quote that is not closed soon. The longest
local part of an address has half as many characters, each of which may be escaped."""

_NEEDS_QUOTES = re.compile(r'[",<>@;:()\[\]\\]')
_NEEDS_ESCAPE = re.compile(r'(["\\])')


def address_list(entries: Iterable[tuple[str, str]]) -> str:
    """Return the list of these names, which may be empty, and addresses; `addresses` reads it."""
    return ", ".join(f"{_quoted(name)} <{address}>" if name else address for name, address in entries)


def _quoted(name: str) -> str:
    """Return the name, in quotes where it needs them."""
    if not _NEEDS_QUOTES.search(name):
        return name
    return f'"{_NEEDS_ESCAPE.sub(r"\\\1", name)}"'


def addresses(text: str) -> list[tuple[str, str]]:
    """Return the name, which may be empty, and the address of each entry of a list. What is no address stays as it is.

    `"Lee, Bo" <bo@example.com>, cy@example.com` has two entries.
    """
    return [_entry(entry) for part in _divided(text) if (entry := part.strip())]


def _divided(text: str) -> list[str]:
    """Return the parts between the commas that are outside quotes."""
    parts, at = [""], 0
    for found in _PART.finditer(text):
        parts += [""] * text.count(",", at, found.start())
        parts[-1] += found.group()
        at = found.end()
    return parts


def _entry(text: str) -> tuple[str, str]:
    before, opened, rest = text.rpartition("<")
    if not opened or not rest.endswith(">"):
        return "", text
    return _unquoted(before.strip()), rest[:-1].strip()


def _unquoted(name: str) -> str:
    if len(name) > 1 and name[0] == name[-1] == '"':
        return re.sub(r"\\(.)", r"\1", name[1:-1])
    return name
