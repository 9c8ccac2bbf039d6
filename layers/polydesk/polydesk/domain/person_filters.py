"""Conditions of lists of people, as data. A condition holds for a person, given the person's terms."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from polydesk.domain.person import Person
from polydesk.domain.person_key import person_key
from polydesk.domain.person_terms import Fields
from polydesk.domain.search_terms import MIN_PREFIX_LENGTH

PersonTerms = Mapping[str, Fields]
"""The terms of a person, as `person_terms` returns them."""


@dataclass(frozen=True, slots=True)
class HasTerm:
    """The person has a term in one of the fields; with `prefix` one that begins so, if it has two characters."""

    term: str
    fields: Fields
    prefix: bool = False

    def holds(self, person: Person, terms: PersonTerms) -> bool:
        """Return whether the condition holds."""
        if self.prefix and len(self.term) >= MIN_PREFIX_LENGTH:
            return any(self.fields & fields for term, fields in terms.items() if term.startswith(self.term))
        return bool(self.fields & terms.get(self.term, frozenset()))


@dataclass(frozen=True, slots=True)
class HasAddress:
    """The person's e-mail address has this `person_key`."""

    key: str

    def holds(self, person: Person, terms: PersonTerms) -> bool:
        """Return whether the condition holds."""
        return bool(person.email) and person_key(person.email) == self.key


@dataclass(frozen=True, slots=True)
class Since:
    """The person was created, or last changed, at this moment or later."""

    what: Literal["created", "updated"]
    at: datetime

    def holds(self, person: Person, terms: PersonTerms) -> bool:
        """Return whether the condition holds."""
        return (person.created_at if self.what == "created" else person.updated_at) >= self.at


@dataclass(frozen=True, slots=True)
class Every:
    """All of the conditions hold."""

    conditions: "tuple[Condition, ...]"

    def holds(self, person: Person, terms: PersonTerms) -> bool:
        """Return whether the condition holds."""
        return all(one.holds(person, terms) for one in self.conditions)


@dataclass(frozen=True, slots=True)
class Either:
    """One of the conditions holds."""

    conditions: "tuple[Condition, ...]"

    def holds(self, person: Person, terms: PersonTerms) -> bool:
        """Return whether the condition holds."""
        return any(one.holds(person, terms) for one in self.conditions)


Leaf = HasTerm | HasAddress | Since
Condition = Leaf | Every | Either


def leaves(condition: Condition) -> Iterator[Leaf]:
    """Yield the conditions of which this one is made."""
    if isinstance(condition, Every | Either):
        for one in condition.conditions:
            yield from leaves(one)
    else:
        yield condition
