"""Lists of e-mail addresses as headers of mail have them: commas between them, perhaps a name before each."""

import re

_PART = re.compile(r'"(?:[^"\\]|\\.)*"|[^,"]+|"')
"""A quoted text, in which a comma does not divide; a text without commas; a quote that is never closed."""


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
