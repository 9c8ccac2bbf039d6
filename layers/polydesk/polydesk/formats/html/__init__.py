"""HTML: sanitized, as text, and from text.

`read` does all of it: it splits the HTML into tokens (`tokens`), replaces what messages cannot hold by visible marks
(`marks`), writes the text from that (`text`), and has what is left sanitized. Each step takes linear time.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from polydesk.domain.line import is_visible
from polydesk.formats.html.marks import ATTRIBUTES, KEPT, SCHEMES, InlinePicture, marked
from polydesk.formats.html.nesting import HtmlTooLarge, Nesting
from polydesk.formats.html.text import TextWriter
from polydesk.formats.html.tokens import End, Start, Text, Token, tokens

__all__ = ["MAX_OPENINGS", "MAX_RAW", "MAX_TAGS", "HtmlTooLarge", "Hypertext", "InlinePicture"]

MAX_TAGS = 5000
"""Tags that are kept: more than newsletters have."""

MAX_OPENINGS = 20_000
"""Characters `<` before sanitising, most of which may be text."""

MAX_RAW = 480_000
"""Characters before sanitising: style sheets and attributes that go can be several times as long as what stays."""

LINK_RELATION = "noopener noreferrer"
"""What `sanitize_to` writes at links; messages tell search engines not to follow them, too."""

MAX_SANITIZED = 20_000
"""Characters that `sanitize_to` looks at."""

_HALF = re.compile(r"<[^<>]*\Z|&[^;&]{0,10}\Z")
"""What a cut leaves of a tag or of a character reference."""

_START_OF_PREFORMATTED = re.compile(r"(<pre(?: [^<>]*)?>)\n")


@dataclass(frozen=True, slots=True)
class Hypertext:
    """Sanitized HTML, and the text that it shows."""

    html: str
    text: str

    @property
    def shows_something(self) -> bool:
        """Whether it has a visible character or a picture."""
        return is_visible(self.text) or "<img" in self.html


def read(html: str, limit: int) -> Hypertext:
    """Return the HTML sanitized, at most `limit` bytes of it, and as text. Raises InlinePicture and HtmlTooLarge."""
    if len(html) > MAX_RAW:
        raise HtmlTooLarge(f"more than {MAX_RAW} characters before it is sanitised")
    if html.count("<") > MAX_OPENINGS:
        raise HtmlTooLarge(f"more than {MAX_OPENINGS} '<'")
    document = list(_bounded(marked(tokens(html)), 2 * limit))
    sanitized = _sanitized(document, f"{LINK_RELATION} nofollow").strip()
    if len(sanitized.encode()) > limit:
        raise HtmlTooLarge(f"more than {limit} bytes after it is sanitised")
    return Hypertext(sanitized, TextWriter().written(document))


def sanitize_to(text: str, limit: int) -> str:
    """Return sanitized HTML of at most `limit` characters. A text without a tag is only cut, and keeps its `&`.

    Raises InlinePicture.
    """
    if "<" not in text:
        return text[:limit]
    whole = clean = _sanitized(_within_bounds(marked(tokens(text[:MAX_SANITIZED]))))
    room = limit
    while len(clean) > limit:
        # A cut may leave half a tag or open ones; closing them takes room.
        clean = _sanitized(_within_bounds(marked(tokens(_HALF.sub("", whole[:room])))))
        room = min(room - 1, room * limit // max(1, len(clean)))
    return clean


def to_text(html: str) -> str:
    """Return HTML that is stored, however it was sanitized, as text."""
    return TextWriter().written(tokens(html))


def _bounded(document: Iterable[Token], room: int) -> Iterator[Token]:
    """Yield the tokens. Raises HtmlTooLarge before the one that crosses a bound."""
    nesting = Nesting()
    count = 0
    for token in document:
        room -= len(_written(token))
        if room < 0:
            raise HtmlTooLarge("too many characters even when it is sanitised")
        if not isinstance(token, Text):
            count += 1
            if count > MAX_TAGS:
                raise HtmlTooLarge(f"more than {MAX_TAGS} tags")
            nesting.enter(token)
        yield token


def _within_bounds(document: Iterable[Token]) -> Iterator[Token]:
    """Yield the tokens before the one that crosses a bound."""
    try:
        yield from _bounded(document, MAX_RAW)
    except HtmlTooLarge:
        return


def _sanitized(document: Iterable[Token], link_relation: str = LINK_RELATION) -> str:
    import nh3

    clean = nh3.clean(
        "".join(map(_written, document)),
        tags=KEPT,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel=link_relation,
    )
    # A reader ignores one line break here; this keeps those that are part of the content.
    return _START_OF_PREFORMATTED.sub(r"\1\n\n", clean)


def _written(token: Token) -> str:
    match token:
        case Text(text):
            return escape(text, quote=False)
        case End(name):
            return f"</{name}>"
        case Start(name, attributes):
            ignored = "\n" * (name == "pre")
            return f"<{name}{''.join(f' {key}="{escape(value)}"' for key, value in attributes.items())}>{ignored}"
