"""Splits HTML into tags and text, in linear time.

A `<` that begins no known tag is text: `if (a < b)`, `<pat@x.example>`, `<placeholder>`. So is a tag, a comment or a
script that never ends. Positions where a tag turned out to have no end are remembered, and so are the elements that
have no end; nothing is read twice for them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from html.entities import html5


def names(words: str) -> frozenset[str]:
    """Return the names that are written with spaces between them."""
    return frozenset(words.split())


KNOWN = names(
    """a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body
    br button canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em
    embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i
    iframe image img input ins isindex kbd keygen label legend li link listing main map mark marquee math menu menuitem
    meta meter nav nobr noembed noframes noscript object ol optgroup option output p param picture pre progress q rb rp
    rt rtc ruby s samp script search section select slot small source spacer span strike strong style sub summary sup
    svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr xmp"""
)
"""The tags of HTML, those of its history included."""

HIDDEN = frozenset({"datalist", "noembed", "noframes", "script", "style", "template", "title"})
"""Elements whose content is not shown."""

FOREIGN = frozenset({"math", "svg"})
"""Elements with tags of their own. Their words are kept, and pictures in them."""

_VERBATIM = frozenset({"iframe", "textarea", "xmp"})
"""Elements whose content has no tags."""

_OFFICE = re.compile(r"(?:[mopvwx]|st\d|u\d):")
"""Beginnings of the tags that word processors write."""

_ATTRIBUTES = names(
    """abbr align alt char charoff checked cite colspan data datetime dir headers height href hreflang lang max open
    reversed rowspan scope size span src srcset start summary title type value width xlink:href"""
)
"""Attributes that are kept, or that say what an element shows."""

_S = r"[ \t\n\r\f]"
_MARKUP = re.compile(rf"<(?:(/?)([a-zA-Z][a-zA-Z0-9:-]{{0,39}})(?={_S}|[/>])|!--|!\[CDATA\[|[!?])")
_DECLARATION = re.compile(rf"<!doctype{_S}[^<>]*>|<!\[(?:if|else|endif)[^<>]*>|<\?xml[^<>]*>", re.ASCII | re.IGNORECASE)
_REST_OF_END = re.compile(r"[^<>]*>")
_COMMENT_END = re.compile("--!?>")
_JUNK = rf"(?:{_S}|/|[\"'][;,]*+)*+"
_START_END = re.compile(rf"{_JUNK}>")
_ATTRIBUTE = re.compile(
    rf"{_JUNK}([a-zA-Z_:@#*.\[({{$-][^ \t\n\r\f/>=<\"']*+)"
    rf"(?:{_S}*+={_S}*+(?:\"([^\"]*+)\"[;,]*+|'([^']*+)'[;,]*+|([^ \t\n\r\f\"'<>][^ \t\n\r\f<>]*+|(?=>))))?"
)
_LEADING_ZEROS = re.compile("&#0+(?=[0-9])")
_LONG_REFERENCE = re.compile("&#[0-9]{8,};?")
_REFERENCE = re.compile("&(?:#[xX]?[0-9a-fA-F]+;?|([a-zA-Z][a-zA-Z0-9]*+[;=]?))")


@dataclass(frozen=True, slots=True)
class Text:
    """Characters, with references resolved."""

    text: str


@dataclass(frozen=True, slots=True)
class Start:
    """A start tag, with those of its attributes that matter; an attribute without a value has an empty one."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class End:
    """An end tag."""

    name: str


type Token = Text | Start | End


def tokens(html: str) -> Iterator[Token]:
    """Yield the tokens of the HTML, in order. Hidden elements and comments are left out."""
    return _Tokenizer(html.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")).read()


def resolved(text: str) -> str:
    """Return the text with its character references resolved."""
    if "&" not in text:
        return text
    # Python refuses to read numbers of thousands of digits.
    return unescape(_LONG_REFERENCE.sub("\ufffd", _LEADING_ZEROS.sub("&#", text)))


def _resolved_value(value: str) -> str:
    """Return the value of an attribute with its character references resolved.

    By the standard, a name that goes on is none there: the address `?a=1&copy=2` has a parameter `copy`.
    """
    return _REFERENCE.sub(lambda found: html5.get(found[1], found[0]) if found[1] else resolved(found[0]), value)


@cache
def _end_of(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}(?={_S}|[/>])[^<>]*>", re.IGNORECASE)


@cache
def _either_tag_of(name: str) -> re.Pattern[str]:
    return re.compile(rf"<(/?){name}(?={_S}|[/>])[^<>]*>", re.IGNORECASE)


class _Tokenizer:
    """Reads one text, from its beginning to its end."""

    def __init__(self, html: str, any_tag: bool = False) -> None:
        """Read this HTML; with `any_tag` every name is the name of a tag, as inside a drawing."""
        self._html = html
        self._any_tag = any_tag
        self._endless: set[str] = set()
        self._dead_ends: set[int] = set()
        self._at = 0

    def read(self) -> Iterator[Token]:
        """Yield the tokens."""
        shown = 0
        while found := _MARKUP.search(self._html, self._at):
            self._at = found.end()
            read = self._tag(found) if found[2] else self._declaration(found)
            if read is None:  # it is text
                continue
            if shown < found.start():
                yield Text(resolved(self._html[shown : found.start()]))
            yield from read
            shown = self._at
        if shown < len(self._html):
            yield Text(resolved(self._html[shown:]))

    def _declaration(self, found: re.Match[str]) -> list[Token] | None:
        """Skip a comment or a declaration; None when it is none."""
        if found[0] == "<!--":
            return [] if self._skip("--", _COMMENT_END, found.start() + 2) else None
        if found[0] == "<![CDATA[":
            begin = found.end()
            end = self._find("]]", "]]>")
            return None if end is None else [Text(self._html[begin:end])]
        declaration = _DECLARATION.match(self._html, found.start())
        if declaration is None:
            return None
        self._at = declaration.end()
        return []

    def _find(self, kind: str, end: str) -> int | None:
        """Return where the end begins, and go on behind it; None when there is none."""
        position = -1 if kind in self._endless else self._html.find(end, self._at)
        if position < 0:
            self._endless.add(kind)
            return None
        self._at = position + len(end)
        return position

    def _skip(self, kind: str, end: re.Pattern[str], start: int) -> re.Match[str] | None:
        """Return the end, and go on behind it; None when there is none."""
        found = None if kind in self._endless else end.search(self._html, start)
        if found is None:
            self._endless.add(kind)
            return None
        self._at = found.end()
        return found

    def _tag(self, found: re.Match[str]) -> list[Token] | None:
        name = found[2].lower()
        office = _OFFICE.match(name) is not None
        if not (name in KNOWN or office or self._any_tag):
            return None
        if found[1]:
            return self._end(name, found.end())
        attributes = self._attributes(found.end())
        if attributes is None:
            return None
        if office:
            return [Start("image", attributes)] if name == "v:imagedata" else []
        return self._element(name, attributes, found.end())

    def _end(self, name: str, start: int) -> list[Token] | None:
        rest = _REST_OF_END.match(self._html, start)
        if rest is None:
            return None
        self._at = rest.end()
        return [End(name) if name != "br" else Start(name)]  # by the standard

    def _attributes(self, position: int) -> dict[str, str] | None:
        """Return the attributes, and go on behind the tag; None when it has no end."""
        attributes: dict[str, str] = {}
        passed = []
        while position not in self._dead_ends:
            passed.append(position)
            found = _ATTRIBUTE.match(self._html, position)
            if found is None:
                if end := _START_END.match(self._html, position):
                    self._at = end.end()
                    return attributes
                break
            position = found.end()
            name = found[1].lower()
            if name in _ATTRIBUTES and name not in attributes:
                attributes[name] = _resolved_value(found[2] or found[3] or found[4] or "")
        self._dead_ends.update(passed)
        return None

    def _element(self, name: str, attributes: dict[str, str], after_name: int) -> list[Token] | None:
        """Return the start tag, for some elements with the content and the end; None when it never ends."""
        start = Start(name, attributes)
        if name in FOREIGN and not self._any_tag:
            return self._foreign(start)
        if name in {"listing", "pre", "textarea"} and self._html.startswith("\n", self._at):
            self._at += 1  # by the standard, it is no part of the content
        if name not in HIDDEN and name not in _VERBATIM:
            return [start]
        begin = self._at
        end = self._skip(name, _end_of(name), begin)
        if name == "iframe":  # without an end, it is empty
            return [start, End(name)]
        if end is None:
            self._at = after_name
            return None
        if name in HIDDEN:
            return []
        content = self._html[begin : end.start()]
        return [start, Text(content if name == "xmp" else resolved(content)), End(name)]

    def _foreign(self, start: Start) -> list[Token]:
        """Return the element with its words and pictures; without an end, or ended by `/>`, it is empty."""
        begin = self._at
        if self._html.startswith("/>", begin - 2):
            return [start, End(start.name)]
        end = None if start.name in self._endless else self._foreign_end(start.name, begin)
        if end is None:
            self._endless.add(start.name)
            return [start, End(start.name)]
        self._at = end.end()
        inner = _Tokenizer(self._html[begin : end.start()], any_tag=True).read()
        shown = [one if not isinstance(one, End) else Text(" ") for one in inner]
        kept = [one for one in shown if isinstance(one, Text) or one.name == "image"]
        return [start, *kept, End(start.name)]

    def _foreign_end(self, name: str, begin: int) -> re.Match[str] | None:
        """Return the end tag that belongs to the start tag, or else the last one."""
        last, depth = None, 1
        for tag in _either_tag_of(name).finditer(self._html, begin):
            if not tag[1]:
                depth += not tag[0].endswith("/>")
                continue
            last, depth = tag, depth - 1
            if depth == 0:
                break
        return last
