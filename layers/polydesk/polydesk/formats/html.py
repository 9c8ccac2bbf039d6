"""What HTML says, as text."""

import re
from html.parser import HTMLParser

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


def text_of(html: str) -> str:
    """What harmless HTML says, as text: paragraphs, lines, and one space for all other white space."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = _SPACED_NEWLINES.sub("\n", "".join(reader.parts))
    return _GAPS.sub("\n\n", lines).strip()


class _Reader(HTMLParser):
    """Collects text; references in it are resolved."""

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__()
        self.parts: list[str] = []
        self._preformatted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A paragraph or a line begins, or a cell is kept apart from the one before."""
        if tag == "br":
            self.parts.append("\n")
        elif tag in {"td", "th"}:
            self.parts.append(" ")
        else:
            self._break(tag)
        self._preformatted += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        """A paragraph or a line ends."""
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
        """Words, or the white space between tags."""
        if not self._preformatted:
            data = _SPACE.sub(" ", data)
        if data != " " or not self._at_line_start:
            self.parts.append(data)
