"""What the search of tickets is made of: conditions on fields, bare words, and the values that they take."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from polydesk.domain.errors import InvalidValue

MAX_SHOWN = 100
"""Characters of a query that an error repeats."""


@dataclass(frozen=True, slots=True)
class Word:
    """One text. `raw` is how the query writes it; a `begins` one ends in `*`, and a lone `*` has no text."""

    text: str
    raw: str
    quoted: bool = False
    begins: bool = False

    @property
    def is_anything(self) -> bool:
        """Whether it is a lone `*`."""
        return self.begins and not self.text


@dataclass(frozen=True, slots=True)
class Range:
    """Values between two others, which belong to it `with_first` and `with_last`. A lone `*` is no bound."""

    first: Word
    last: Word
    with_first: bool
    with_last: bool


@dataclass(frozen=True, slots=True)
class Joined[T]:
    """Several parts, of which all hold for AND, one for OR. Each one's negation stands in it as `Negated`.

    `beside` are the places of parts that follow the one before without an operator.
    """

    operator: Literal["AND", "OR"]
    parts: "tuple[Tree[T], ...]"
    beside: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Negated[T]:
    """The opposite of a part."""

    part: "Tree[T]"


type Tree[T] = Joined[T] | Negated[T] | T

Value = Word | Range


@dataclass(frozen=True, slots=True)
class Condition:
    """A field with its values."""

    field: str
    values: Tree[Value]


Unit = Condition | Word
"""A condition, or a bare word."""


def parts_of[T](tree: Tree[T]) -> Iterator[T]:
    """Yield what a tree joins, in the order of the query."""
    match tree:
        case Joined(_, parts):
            for part in parts:
                yield from parts_of(part)
        case Negated(part):
            yield from parts_of(part)
        case _:
            yield tree


def shown(text: str) -> str:
    """Return as much of a text as an error repeats."""
    return text[:MAX_SHOWN]


def unreadable(text: str) -> InvalidValue:
    """Return the error about a place of a query, given by what stands there."""
    return InvalidValue("q", f"Can't read the query at '{shown(text)}'.")


def unknown_field(name: str) -> InvalidValue:
    """Return the error about a field that no search knows, or about values that it does not take."""
    return InvalidValue("q", f"Can't search by '{shown(name)}'.")
