"""What callers ask for, as they write it, each with what it means for a ticket, told without the product's filters."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.unit.desk.lists.written_desk import Seen

Holds = Callable[[Seen], bool]


@dataclass(frozen=True)
class Condition:
    """A condition and its meaning. `exact` is whether it counts at once, `by_row` whether a row alone decides it."""

    name: str
    value: str
    holds: Holds
    exact: bool = False
    by_row: bool = True


@dataclass(frozen=True)
class Asked:
    """The parameters of a list, and which tickets they ask for."""

    parameters: dict[str, list[str]]
    conditions: tuple[Condition, ...]

    def holds(self, seen: Seen) -> bool:
        """Return whether the list has the ticket."""
        return all(one.holds(seen) for one in self.conditions)

    @property
    def exact(self) -> bool:
        """Whether all of it counts at once."""
        return all(one.exact for one in self.conditions)

    @property
    def by_row(self) -> bool:
        """Whether the rows of tickets alone decide it."""
        return all(one.by_row for one in self.conditions)


def some(random: Random, makers: list[Callable[[Random], Condition]], most: int) -> list[Condition]:
    """Return some conditions, at most so many."""
    return [random.choice(makers)(random) for _ in range(random.randrange(most + 1))]


def has_words(texts: frozenset[str], words: list[str], *, unfinished: bool) -> bool:
    """Return whether texts have all words; the last one may be unfinished."""
    whole, last = (words[:-1], words[-1]) if unfinished else (words, None)
    return set(whole) <= texts and (last is None or any(one.startswith(last) for one in texts))
