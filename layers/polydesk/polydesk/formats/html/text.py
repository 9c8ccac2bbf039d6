"""Writes tags and text as plain text."""

import re
from collections.abc import Iterable

from polydesk.formats.html.tokens import End, Start, Text, Token, names

_PARAGRAPHS = names("blockquote dir dl h1 h2 h3 h4 h5 h6 hr menu ol p pre table ul")
_LINES = names(
    """address article aside caption center dd details div dt figcaption figure footer header hgroup li main nav search
    section summary tr"""
)
_CELLS = frozenset({"rt", "td", "th"})
_LISTS = frozenset({"dir", "menu", "ol", "ul"})
_SPACE = " \t\r\n\f"
_SPACES = re.compile(rf"[{_SPACE}]+")
_PREFIX = re.compile(r"mailto:|tel:|(?:https?://)?(?:www\.)?", re.IGNORECASE)
_SCHEMES_OF_PEOPLE = re.compile("(?:mailto|tel):", re.IGNORECASE)


class TextWriter:
    """Collects the text: paragraphs, lines, one space for other white space, preformatted text as it is."""

    def __init__(self) -> None:
        """Start without any text."""
        self._parts: list[str] = []
        self._breaks = 0
        self._space = False
        self._preformatted = 0
        self._quotations = 0
        self._number = ""
        self._link: tuple[str, int] | None = None
        self._lists: list[int | None] = []

    def written(self, read: Iterable[Token]) -> str:
        """Write all tokens, and return the text."""
        for token in read:
            match token:
                case Text(text):
                    self._text(text)
                case Start():
                    self._start(token)
                case End(name):
                    self._end(name)
        self._end_link()
        whole = "".join(self._parts)
        return whole.rstrip() if whole.strip() else ""

    def _text(self, text: str) -> None:
        if self._preformatted:
            self._preformatted_text(text)
            return
        words = _SPACES.sub(" ", text if self._parts else text.lstrip())
        self._space |= words.startswith(" ")
        if core := words.strip(" "):
            self._flush()
            self._parts.append(core)
            self._space = words.endswith(" ")

    def _preformatted_text(self, text: str) -> None:
        if text:
            self._flush()
            self._parts.append(text)

    def _flush(self) -> None:
        """Write the line breaks or the space that separate what comes from what is there."""
        if self._parts:
            self._parts.append("\n" * self._breaks if self._breaks else " " * self._space)
        self._breaks, self._space = 0, False
        if self._number:
            self._parts.append(self._number)
            self._number = ""
            if self._link:  # The number is none of its words.
                self._link = (self._link[0], len(self._parts))

    def _break(self, lines: int) -> None:
        self._breaks, self._space = max(self._breaks, lines), False

    def _word(self, word: str) -> None:
        """Write a word that spaces separate from its neighbours."""
        self._space = True
        self._text(word)
        self._space = True

    def _start(self, tag: Start) -> None:
        name, attributes = tag.name, tag.attributes
        self._separate(name)
        if name == "br":
            self._line_break()
        elif name == "img":
            self._picture(attributes)
        elif name in {"a", "area"}:
            self._end_link()
            self._link = (attributes.get("href", ""), len(self._parts))
            if name == "area":
                self._picture(attributes)
                self._end_link()
        elif name == "q":
            self._quotations += 1
            self._text('"')
        elif name == "pre":
            self._preformatted += 1
        elif name in _LISTS:
            self._lists.append(_first_number(attributes) if name == "ol" else None)
        elif name == "li":
            self._count(attributes)

    def _end(self, name: str) -> None:
        if name == "pre" and self._preformatted:
            self._preformatted -= 1
            if self._parts and not self._breaks:
                self._parts[-1] = self._parts[-1].removesuffix("\n")
        elif name == "a":
            self._end_link()
        elif name == "q" and self._quotations:
            self._quotations -= 1
            self._space = False
            self._text('"')
        elif name in _LISTS and self._lists:
            self._lists.pop()
        self._separate(name)

    def _separate(self, name: str) -> None:
        if name in _PARAGRAPHS:
            self._break(2)
        elif name in _LINES:
            self._break(1)
        elif name in _CELLS:
            self._space = True

    def _line_break(self) -> None:
        if self._preformatted:
            self._preformatted_text("\n")
        else:
            self._breaks, self._space = min(2, self._breaks + 1), False

    def _picture(self, attributes: dict[str, str]) -> None:
        if alt := attributes.get("alt", "").strip():
            self._word(alt)

    def _count(self, attributes: dict[str, str]) -> None:
        """Have the number of an item of an ordered list written before its first word."""
        if not self._lists or self._lists[-1] is None:
            return
        number = _number(attributes.get("value", ""), self._lists[-1])
        self._lists[-1] = number + 1
        self._number = f"{number}. "

    def _end_link(self) -> None:
        """Write the target behind the words of the link, unless the words are the target."""
        if self._link is None:
            return
        (target, begin), self._link = self._link, None
        target = _SCHEMES_OF_PEOPLE.sub("", target.strip(), count=1)
        words = "".join(self._parts[begin:]).strip()
        if not target or target.startswith("#") or _plain(words) == _plain(target):
            return
        if not words:
            self._word(target)
            return
        after = self._breaks, self._space
        self._breaks, self._space = 0, True
        self._text(f"({target})")
        self._breaks, self._space = after


def _plain(address: str) -> str:
    """Return what matters when words are compared with a target."""
    return _SPACES.sub("", _PREFIX.sub("", address.strip(), count=1)).rstrip("/").casefold()


def _first_number(attributes: dict[str, str]) -> int | None:
    """Return the number of the first item of an ordered list; None for letters and countdowns."""
    if attributes.get("type", "1") != "1" or "reversed" in attributes:
        return None
    return _number(attributes.get("start", ""), 1)


def _number(digits: str, default: int) -> int:
    return int(digits) if len(digits) < 9 and digits.isascii() and digits.isdigit() else default
