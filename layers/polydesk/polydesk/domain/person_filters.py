"""Conditions of lists of people, as data. A condition holds for a person, given the person's terms."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from polydesk.domain.person import Person
from polydesk.domain.person_key import person_key
from polydesk.domain.person_kind import PersonKind, kind_of
from polydesk.domain.person_terms import EMAIL, NAME, Fields
from polydesk.domain.search_terms import MIN_PREFIX_LENGTH, distinct_terms

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
class InPartOfName:
    """The first or the last name has a term; with `prefix` one that begins so, if it has two characters."""

    part: Literal["first", "last"]
    term: str
    prefix: bool = False

    def holds(self, person: Person, terms: PersonTerms) -> bool:
        """Return whether the condition holds."""
        words = distinct_terms(person.firstname if self.part == "first" else person.lastname)
        return self.in_name.holds(person, dict.fromkeys(words, NAME))

    @property
    def in_name(self) -> HasTerm:
        """The condition that the whole name has the term."""
        return HasTerm(self.term, NAME, self.prefix)


@dataclass(frozen=True, slots=True)
class HasAddress:
    """The person's e-mail address, or login, has this `person_key`, whichever of the two is among the fields."""

    key: str
    fields: Fields = EMAIL

    def holds(self, person: Person, terms: PersonTerms) -> bool:
        """Return whether the condition holds."""
        texts = {"email": person.email, "login": person.login}
        return any(text and field in self.fields and person_key(text) == self.key for field, text in texts.items())


@dataclass(frozen=True, slots=True)
class Since:
    """The person was created, or last changed, at this moment or later."""

    what: Literal["created", "updated"]
    at: datetime

    def holds(self, person: Person, terms: PersonTerms) -> bool:
        """Return whether the condition holds."""
        return (person.created_at if self.what == "created" else person.updated_at) >= self.at


@dataclass(frozen=True, slots=True)
class HasId:
    """The person has one of these ids."""

    ids: frozenset[int]

    def holds(self, person: Person, terms: PersonTerms) -> bool:
        """Return whether the condition holds."""
        return person.id in self.ids


@dataclass(frozen=True, slots=True)
class OfKind:
    """The kind of the person has this flag, or with `value` False has it not. The system person is of no kind."""

    flag: Literal["agent", "active", "admin", "customer"]
    value: bool = True

    def holds(self, person: Person, terms: PersonTerms) -> bool:
        """Return whether the condition holds."""
        kind = kind_of(person)
        return kind is not None and self.is_of(kind)

    def is_of(self, kind: PersonKind) -> bool:
        """Return whether the condition holds for people of this kind."""
        return bool(getattr(kind, self.flag)) is self.value


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


@dataclass(frozen=True, slots=True)
class Not:
    """The condition does not hold."""

    condition: "Condition"

    def holds(self, person: Person, terms: PersonTerms) -> bool:
        """Return whether the condition holds."""
        return not self.condition.holds(person, terms)


Leaf = HasTerm | InPartOfName | HasAddress | HasId | OfKind | Since
Condition = Leaf | Every | Either | Not

ALL = Every(())
"""Holds for everybody."""


def leaves(condition: Condition) -> Iterator[Leaf]:
    """Yield the conditions of which this one is made."""
    match condition:
        case Every(conditions) | Either(conditions):
            for one in conditions:
                yield from leaves(one)
        case Not(inner):
            yield from leaves(inner)
        case _:
            yield condition


def kinds_of(condition: Condition) -> Callable[[PersonKind], bool] | None:
    """Return for which kinds of people a condition holds; None when more than the kind decides it."""
    if not all(isinstance(one, OfKind) for one in leaves(condition)):
        return None
    return lambda kind: _is_of(condition, kind)


def _is_of(condition: Condition, kind: PersonKind) -> bool:
    match condition:
        case Every(conditions):
            return all(_is_of(one, kind) for one in conditions)
        case Either(conditions):
            return any(_is_of(one, kind) for one in conditions)
        case Not(inner):
            return not _is_of(inner, kind)
        case OfKind():
            return condition.is_of(kind)
        case _:
            raise TypeError(condition)
