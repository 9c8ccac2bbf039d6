"""HTML: sanitized, as text, and from text."""

import re
from html import escape
from html.parser import HTMLParser

from polydesk.domain.line import is_visible

MAX_TAGS = 5000
"""Tags that are read: more than newsletters have. Sanitizing can take quadratic time in their number."""

LINK_RELATION = "noopener noreferrer nofollow"

MAX_SANITIZED = 20_000
"""Characters that `sanitize_to` looks at: reading deeply nested tags takes quadratic time in their number."""

_PARAGRAPHS = {"blockquote", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "ol", "p", "pre", "table", "ul"}
_LINES = {
    "article",
    "aside",
    "center",
    "dd",
    "details",
    "div",
    "dt",
    "figure",
    "footer",
    "header",
    "li",
    "section",
    "tr",
}
_SPACE = re.compile(r"[ \t\r\n\f]+")
_SPACED_NEWLINES = re.compile(r" *\n *")
_GAPS = re.compile(r"\n{3,}")


def has_too_many_tags(html: str) -> bool:
    """Return whether the HTML has more than MAX_TAGS tags."""
    return html.count("<") > MAX_TAGS


def sanitize(html: str) -> str:
    """Return the HTML with its formatting, links and pictures, without scripts, styles, forms and handlers."""
    import nh3

    return nh3.clean(html, link_rel=LINK_RELATION).strip()


def sanitize_to(text: str, limit: int) -> str:
    """Return sanitized HTML of at most `limit` characters. A text without a tag is only cut, and keeps its `&`."""
    if "<" not in text:
        return text[:limit]
    import nh3

    whole = clean = nh3.clean(text[:MAX_SANITIZED])
    room = limit
    while len(clean) > limit:
        # A cut may leave half a tag or open ones; closing them takes room.
        clean = nh3.clean(whole[:room])
        room = min(room - 1, room * limit // max(1, len(clean)))
    return clean


def from_text(text: str) -> str:
    """Return a text as HTML that shows it line by line."""
    return escape(text).replace("\r\n", "\n").replace("\n", "<br>")


def shows_something(html: str) -> bool:
    """Return whether sanitized HTML has a visible character or a picture."""
    viewer = _Viewer()
    try:
        viewer.feed(html)
        viewer.close()
    except _Seen:
        return True
    return False


def to_text(html: str) -> str:
    """Return sanitized HTML as text: paragraphs, lines, and one space for any other white space."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = _SPACED_NEWLINES.sub("\n", "".join(reader.parts))
    return _GAPS.sub("\n\n", lines).strip()


class _Reader(HTMLParser):
    """Collects the text; character references are resolved."""

    def __init__(self) -> None:
        """Start without any text."""
        super().__init__()
        self.parts: list[str] = []
        self._preformatted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Start a paragraph or a line, or separate a cell from the one before."""
        if tag == "br":
            self.parts.append("\n")
        elif tag in {"td", "th"}:
            self.parts.append(" ")
        else:
            self._break(tag)
        self._preformatted += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        """End a paragraph or a line."""
        self._break(tag)
        self._preformatted -= tag == "pre"

    def _break(self, tag: str) -> None:
        if tag in _PARAGRAPHS:
            self.parts.append("\n\n")
        elif tag in _LINES and not self._at_line_start:
            self.parts.append("\n")

    @property
    def _at_line_start(self) -> bool:
        return not self.parts or self.parts[-1].endswith("\n")

    def handle_data(self, data: str) -> None:
        """Add text, or the white space between tags."""
        if not self._preformatted:
            data = _SPACE.sub(" ", data)
        if data != " " or not self._at_line_start:
            self.parts.append(data)


class _Seen(Exception):
    """Ends the reading: something that shows has been found."""


class _Viewer(HTMLParser):
    """Raises _Seen at the first visible character or picture."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look for a picture."""
        if tag == "img":
            raise _Seen

    def handle_data(self, data: str) -> None:
        """Look for a visible character."""
        if is_visible(data):
            raise _Seen
