"""Finds what the values of a query name: states, priorities, agents and customers."""

import re
from collections.abc import Collection, Sequence, Set
from dataclasses import dataclass
from typing import Protocol

from polydesk.desk.desk import Desk
from polydesk.domain.errors import InvalidValue
from polydesk.domain.line import name_key
from polydesk.domain.person import Person
from polydesk.domain.person_key import person_key
from polydesk.domain.phones import digits_of
from polydesk.domain.search_terms import terms_of

PHONE = re.compile(r"[\d\s+()./-]+")
"""What telephone numbers are written with."""

MAX_CUSTOMERS = 500
"""Customers of one condition. The tickets of each are a request of their own."""


class Lookups(Protocol):
    """Finds people other than by id. Each method is one look-up, however many values it is given."""

    def agents(self) -> Sequence[Person]:
        """Return all agents, inactive ones too: they may still have tickets."""

    def with_addresses(self, keys: Collection[str]) -> Set[int]:
        """Return the people whose e-mail address has one of the keys of `person_key`."""

    def with_phones(self, digits: Collection[str]) -> Set[int]:
        """Return the people who have a telephone number with one of these sequences of digits."""

    def with_words(self, names: Collection[tuple[str, ...]]) -> Set[int]:
        """Return the people whose name has all words of one of the tuples; words are those of `terms_of`."""


@dataclass(frozen=True, slots=True)
class Names:
    """The states, priorities and people that a query may name."""

    desk: Desk
    lookups: Lookups

    def states(self, name: str) -> frozenset[int]:
        """Return the states with a name, in any case, however new they are."""
        found = self.desk.states.current().namesakes(name) or self.desk.states.fresh().namesakes(name)
        return frozenset(state.id for state in found)

    def priorities(self, name: str) -> frozenset[int]:
        """Return the priorities with a name, in any case."""
        key = name_key(name)
        return frozenset(one.id for one in self.desk.catalog.priorities.values() if name_key(one.name) == key)

    def agents(self, texts: Collection[str]) -> frozenset[int]:
        """Return the agents with one of the texts as address or login, in any case, or as name or word of it."""
        keys = {person_key(text) for text in texts}
        return frozenset(
            agent.id
            for agent in self.lookups.agents()
            if not keys.isdisjoint({person_key(agent.email), person_key(agent.login)})
            or not {agent.name, *agent.name.split()}.isdisjoint(texts)
        )

    def customers(self, texts: Collection[str]) -> frozenset[int]:
        """Return the people with one of the texts as address, as telephone number, or as words of their name.

        Raises InvalidValue for `q` for too many.
        """
        addresses = {person_key(text) for text in texts if "@" in text}
        phones = {digits for text in texts if PHONE.fullmatch(text) and (digits := digits_of(text))}
        words = {tuple(terms) for text in texts if (terms := terms_of(text))}
        found = frozenset(
            (self.lookups.with_addresses(addresses) if addresses else frozenset[int]())
            | (self.lookups.with_phones(phones) if phones else frozenset[int]())
            | (self.lookups.with_words(words) if words else frozenset[int]())
        )
        if len(found) > MAX_CUSTOMERS:
            problem = f"More than {MAX_CUSTOMERS} people have these names or numbers. Send fewer values, or addresses."
            raise InvalidValue("q", problem)
        return found
