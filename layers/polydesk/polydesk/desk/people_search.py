"""Finds people by what others call them: addresses, telephone numbers, words of names."""

from collections.abc import Callable, Collection, Sequence, Set
from functools import partial

from polydesk.desk.resources import Resources
from polydesk.domain.errors import InvalidValue
from polydesk.domain.person import Person
from polydesk.domain.person_key import person_key
from polydesk.domain.person_kind import is_active_agent, is_agent
from polydesk.domain.person_terms import NAME
from polydesk.storage.person_rosters import Wanted
from polydesk.storage.person_words import TooManyPeople
from polydesk.storage.side_by_side import side_by_side

MAX_FOUND = 100
"""How many people one name or number may stand for in a list of tickets."""

MAX_PER_WORD = 10_000
"""How many people may have one word of a name that has several."""

MAX_AGENTS = 10_000
"""How many agents are read."""


class PeopleSearch:
    """Finds people. What needs the index of people raises BeingPrepared while that is not complete."""

    def __init__(self, resources: Resources) -> None:
        """Read from these resources."""
        self._resources = resources

    def agents(self) -> Sequence[Person]:
        """Return all agents, inactive ones too, in the order of their ids."""
        ids = self._resources.people_index.roster().page(is_agent, 0, MAX_AGENTS)
        people = self._resources.people.get_many(ids)
        return [people[one] for one in ids if one in people]

    def active_agents(self) -> Sequence[int]:
        """Return the ids of all active agents, in order."""
        return self._resources.people_index.roster().page(is_active_agent, 0, MAX_AGENTS)

    def page(self, wanted: Wanted, offset: int, limit: int) -> tuple[Sequence[Person], int]:
        """Return people of these kinds, in the order of their ids, and how many there are in all."""
        found = self._resources.people_index.page(wanted, offset, limit)
        people = self._resources.people.get_many(found.ids)
        return [people[one] for one in found.ids if one in people], found.total

    def with_addresses(self, keys: Collection[str]) -> Set[int]:
        """Return the people whose e-mail address has one of the keys of `person_key`, exactly as they are now."""
        found = side_by_side([partial(self._resources.people.find, key) for key in keys])
        wanted = frozenset(keys)
        return frozenset(person.id for person in found if person and person_key(person.email) in wanted)

    def named(self, names: Collection[str]) -> dict[str, Person]:
        """Return the people to whom e-mail addresses or logins lead, by their `person_key`, exactly as they are now."""
        keys = list(dict.fromkeys(map(person_key, names)))
        found = side_by_side([partial(self._resources.people.find, key) for key in keys])
        return {key: person for key, person in zip(keys, found, strict=True) if person}

    def with_phones(self, digits: Collection[str]) -> Set[int]:
        """Return the people who have a telephone number with one of these digits. Raises InvalidValue for too many."""
        index = self._resources.people_index
        return _union([partial(index.ids_with_phone, one, MAX_FOUND) for one in digits])

    def with_words(self, names: Collection[tuple[str, ...]]) -> Set[int]:
        """Return the people whose name has all words of one of the tuples. Raises InvalidValue for too many."""
        return _union([partial(self._with_all, name) for name in names])

    def _with_all(self, words: tuple[str, ...]) -> Sequence[int]:
        """Return the people whose name has all of the words. Raises TooManyPeople."""
        each_once = list(dict.fromkeys(words))
        limit = MAX_FOUND if len(each_once) == 1 else MAX_PER_WORD
        ids_with = self._resources.people_index.ids_with
        found = set(ids_with(each_once[0], limit, fields=NAME))
        for word in each_once[1:]:
            if not found:
                break
            found &= set(ids_with(word, limit, fields=NAME))
        if len(found) > MAX_FOUND:
            raise TooManyPeople
        return sorted(found)


def _union(searches: Sequence[Callable[[], Sequence[int]]]) -> Set[int]:
    try:
        return frozenset(person_id for found in side_by_side(searches) for person_id in found)
    except TooManyPeople:
        problem = f"More than {MAX_FOUND} people have this name or number. Send an e-mail address, or more of the name."
        raise InvalidValue("q", problem) from None
