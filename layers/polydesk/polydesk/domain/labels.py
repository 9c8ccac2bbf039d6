"""Labels: the tags that administrators have declared, with a color."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from polydesk.domain.tags import tag_key

DEFAULT_COLOR = "#CCCCCC"
"""The color of a label that is declared without one, and of tags that are not declared."""

MAX_ID_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Label:
    """A declared tag. `color` is `#` and six hexadecimal digits, as it was declared."""

    id: int
    name: str
    color: str = DEFAULT_COLOR


@dataclass(frozen=True)
class Labels:
    """All labels of the desk, by id."""

    by_id: Mapping[int, Label]

    def __iter__(self) -> Iterator[Label]:
        """Yield the labels in the order of their names."""
        return iter(sorted(self.by_id.values(), key=lambda label: (tag_key(label.name), label.id)))

    @cached_property
    def _by_key(self) -> dict[str, Label]:
        return {tag_key(label.name): label for label in self.by_id.values()}

    def named(self, name: str) -> Label | None:
        """Return the label with this name in any case, or None."""
        return self._by_key.get(tag_key(name))

    def find(self, text: str) -> Label | None:
        """Return the label with this name, or else with this id in digits, or None."""
        is_id = text.isascii() and text.isdigit() and len(text) <= MAX_ID_DIGITS
        return self.named(text) or (self.by_id.get(int(text)) if is_id else None)

    def first(self, texts: Iterable[str]) -> Label | None:
        """Return the first label that `find` returns for one of the texts, or None."""
        return next(filter(None, map(self.find, texts)), None)

    def color_of(self, tag: str) -> str:
        """Return the color of a tag, declared or not."""
        label = self.named(tag)
        return label.color if label else DEFAULT_COLOR
