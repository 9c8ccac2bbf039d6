"""Recipients of mail: `Ada <ada@example.com>, bo@example.com`, a text as messages keep it.

Reading never fails: a text that is no address is one all the same, so that what is stored can always be shown.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_PART = re.compile(r'"(?:[^"\\]|\\.)*"|<[^<>]*>|.', re.DOTALL)
"""What a comma does not end: a quoted text, an address in angle brackets. Else one character."""

_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_NEEDS_QUOTES = re.compile(r'[",<>@;:()\[\]\\]')
_NEEDS_ESCAPE = re.compile(r'(["\\])')


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address, with the name that is written before it; empty for none."""

    address: str
    name: str = ""

    def __str__(self) -> str:
        """Return it as it is written in a list."""
        if not self.name:
            return self.address
        name = self.name
        if _NEEDS_QUOTES.search(name):
            name = f'"{_NEEDS_ESCAPE.sub(r"\\\1", name)}"'
        return f"{name} <{self.address}>"


def read(text: str) -> list[Mailbox]:
    """Return the mailboxes of a text with commas between them."""
    return [_mailbox(one) for part in _split(text) if (one := part.strip())]


def write(mailboxes: Iterable[Mailbox]) -> str:
    """Return the text of mailboxes, which `read` reads."""
    return ", ".join(map(str, mailboxes))


def _split(text: str) -> list[str]:
    parts: list[list[str]] = [[]]
    for found in _PART.findall(text):
        if found == ",":
            parts.append([])
        else:
            parts[-1].append(found)
    return ["".join(part) for part in parts]


def _mailbox(text: str) -> Mailbox:
    name, bracket, rest = text.rpartition("<")
    if not bracket or not rest.endswith(">"):
        return Mailbox(text)
    name = name.strip()
    if quoted := _QUOTED.fullmatch(name):
        name = _ESCAPED.sub(r"\1", quoted[1])
    return Mailbox(rest[:-1].strip(), name)
