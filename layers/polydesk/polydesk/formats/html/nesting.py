"""Bounds how deep tags may be within each other."""

from collections import Counter

from polydesk.formats.html.tokens import End, Start, names

MAX_DEPTH = 500
"""Elements within each other. Sanitizing takes time in proportion to tags and depth."""

MAX_FORMATS = 50
"""Formatting elements that are open at once. A sanitizer opens all of them again in each paragraph."""

_FORMATS = names("a b big code em i s small strike strong tt u")
_END_THEMSELVES = names("area br caption col colgroup dd dt hr img li p tbody td tfoot th thead tr wbr")
"""Elements without an end tag, or whose end tag may be omitted."""

_END_THEMSELVES_IN_RUBY = frozenset({"rp", "rt", "rtc"})


class HtmlTooLarge(ValueError):
    """The HTML has too much of something; says what it has, as in "more than 5000 tags"."""


class Nesting:
    """The elements that are open, as far as start and end tags tell."""

    def __init__(self) -> None:
        """Start outside any element."""
        self._open: Counter[str] = Counter()
        self._depth = 0
        self._formats = 0

    def enter(self, tag: Start | End) -> None:
        """Go into the element, or out of it. Raises HtmlTooLarge."""
        if tag.name in _END_THEMSELVES or (tag.name in _END_THEMSELVES_IN_RUBY and self._open["ruby"]):
            return
        step = 1 if isinstance(tag, Start) else -1
        if step < 0 and not self._open[tag.name]:
            return
        self._open[tag.name] += step
        self._depth += step
        self._formats += step * (tag.name in _FORMATS)
        if self._depth > MAX_DEPTH:
            raise HtmlTooLarge(f"more than {MAX_DEPTH} tags within each other")
        if self._formats > MAX_FORMATS:
            raise HtmlTooLarge(f"more than {MAX_FORMATS} formatting tags within each other")
