"""What the query of a search may refer to: the caller, the time, people, and names of states, priorities and groups."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad.priorities import priority_name
from polydesk.dialects.zammad.query_values import Word
from polydesk.domain.catalog import Catalog
from polydesk.domain.line import name_key
from polydesk.domain.person import Person
from polydesk.domain.person_key import person_key
from polydesk.domain.search_terms import terms_of
from polydesk.domain.state import States, StateType


class Named(StrEnum):
    """What tickets have that has a name."""

    STATE = "state"
    PRIORITY = "priority"
    GROUP = "group"


type Rows = Mapping[int, Sequence[str]]
"""The names of each row, by id."""


class Names(Protocol):
    """The names of the desk's rows."""

    def rows(self, kind: Named, *, fresh: bool = False) -> Rows:
        """Return the names of all rows; with `fresh` however new they are."""

    def states_of(self, types: Collection[StateType]) -> frozenset[int]:
        """Return the states of these types."""


@dataclass(frozen=True, slots=True)
class Context:
    """The caller, the time, names, and the people that the query names, by the key of e-mail address or login."""

    person_id: int
    is_staff: bool
    now: datetime
    names: Names
    people: Mapping[str, Person]

    def person(self, name: str) -> Person | None:
        """Return the person whom an e-mail address or a login leads to, if the query names it."""
        return self.people.get(person_key(name))

    def named(self, kind: Named, word: Word) -> frozenset[int]:
        """Return the rows whose name has the words of a text one after another, however new they are."""
        return _with_words(self.names.rows(kind), word) or _with_words(self.names.rows(kind, fresh=True), word)

    def words_of_name(self, kind: Named, words: Sequence[str]) -> int:
        """Return how many of the words, from the first on, are the whole name of a row; 0 when there is none."""
        wanted = {name_key(" ".join(words[:count])): count for count in range(1, len(words) + 1)}
        return _longest(self.names.rows(kind), wanted) or _longest(self.names.rows(kind, fresh=True), wanted)


@dataclass(slots=True)
class DeskNames:
    """The names of a desk. However many names a search has that nothing has, the table is read once."""

    desk: Desk
    _are_states_fresh: bool = False
    _is_catalog_fresh: bool = False

    def rows(self, kind: Named, *, fresh: bool = False) -> Rows:
        """Return the names of all rows. A priority has one with its order and one without."""
        if kind is Named.STATE:
            return {one.id: (one.name,) for one in self._states(fresh=fresh).all()}
        catalog = self._catalog(fresh=fresh)
        if kind is Named.GROUP:
            return {one.id: (one.name_en,) for one in catalog.categories.values()}
        return {one.id: (priority_name(one), one.name) for one in catalog.priorities.values()}

    def states_of(self, types: Collection[StateType]) -> frozenset[int]:
        """Return the states of these types, deleted ones too."""
        return self.desk.states.current().of_types(types)

    def _states(self, *, fresh: bool) -> States:
        if not fresh or self._are_states_fresh:
            return self.desk.states.current()
        self._are_states_fresh = True
        return self.desk.states.fresh()

    def _catalog(self, *, fresh: bool) -> Catalog:
        if not fresh or self._is_catalog_fresh:
            return self.desk.catalog
        self._is_catalog_fresh = True
        return self.desk.fresh_catalog()


def _with_words(rows: Rows, word: Word) -> frozenset[int]:
    terms, key = terms_of(word.text), name_key(word.text)
    return frozenset(
        one
        for one, names in rows.items()
        if any((not word.begins and name_key(name) == key) or _follow(terms, name, word) for name in names)
    )


def _follow(terms: Sequence[str], name: str, word: Word) -> bool:
    """Return whether a name has the terms one after another; of a beginning the last one is the beginning of a term."""
    of_name, size = terms_of(name), len(terms)
    for at in range(len(of_name) - size + 1) if terms else ():
        last = of_name[at + size - 1]
        if of_name[at : at + size - 1] == terms[:-1] and (
            last.startswith(terms[-1]) if word.begins else last == terms[-1]
        ):
            return True
    return False


def _longest(rows: Rows, wanted: Mapping[str, int]) -> int:
    return max((wanted.get(name_key(name), 0) for names in rows.values() for name in names), default=0)
