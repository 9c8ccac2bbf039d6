"""Lists of contacts, with exact counts.

The index of people bounds a list: each of its conditions is a set of ids, or has no bound. Without bounds are dates,
and words that too many people have. If one of them is among the conditions, the contacts that are left by the others
are read and compared, up to a limit. Otherwise only those of the page are read.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import batched

from polydesk.desk.people_search import PeopleSearch
from polydesk.desk.resources import Resources
from polydesk.domain.contact import is_listed_customer
from polydesk.domain.errors import InvalidValue
from polydesk.domain.person import Person
from polydesk.domain.person_filters import Condition, Either, Every, HasAddress, HasTerm, Leaf, Since, leaves
from polydesk.domain.person_kind import is_customer
from polydesk.domain.person_terms import person_terms
from polydesk.storage.person_rosters import Roster
from polydesk.storage.person_words import TooManyPeople
from polydesk.storage.side_by_side import side_by_side

MAX_PER_WORD = 10_000
"""People of one word or telephone number that bound a list."""

MAX_COMPARED = 1_000
"""Contacts that are read and compared: ten requests at the same time."""

READ_AT_ONCE = 100

Bound = frozenset[int] | None
"""The people of a condition as far as the index knows; None when they are too many, or when it does not know them."""


@dataclass(frozen=True, slots=True)
class ContactPage:
    """The contacts on one page, in the order of their ids, and how many contacts all pages have."""

    contacts: list[Person]
    total: int


class ContactLists:
    """Lists of contacts. Raises BeingPrepared while the index of people is not complete."""

    def __init__(self, resources: Resources) -> None:
        """Read from these resources."""
        self._people = resources.people
        self._index = resources.people_index
        self._search = PeopleSearch(resources)

    def page(self, wanted: Condition | None, offset: int, limit: int) -> ContactPage:
        """Return a page of the contacts for whom the condition holds; of all contacts without one.

        Raises InvalidValue for `q` when the index bounds the list too little, and BeingPrepared.
        """
        return self._some(wanted, offset, limit) if wanted else self._all(offset, limit)

    def _all(self, offset: int, limit: int) -> ContactPage:
        roster = self._index.roster()
        ids = roster.page(is_customer, offset, limit)
        return ContactPage(self._read(ids, Every(())), roster.count(is_customer))

    def _some(self, wanted: Condition, offset: int, limit: int) -> ContactPage:
        roster, bounds = self._bounds(wanted)
        bound = _bound(wanted, bounds)
        if bound is None:
            _require_few(roster.count(is_customer))
            ids = roster.page(is_customer, 0, MAX_COMPARED)
        else:
            ids = roster.among(bound, is_customer)
        if all(bounds[one] is not None for one in leaves(wanted)):
            return ContactPage(self._read(ids[offset : offset + limit], wanted), len(ids))
        _require_few(len(ids))
        found = self._read(ids, wanted)
        return ContactPage(found[offset : offset + limit], len(found))

    def _bounds(self, wanted: Condition) -> tuple[Roster, dict[Leaf, Bound]]:
        """Return who is a contact, and the bound of each condition of which the wanted one is made."""
        asked = list(dict.fromkeys(leaves(wanted)))
        rosters: list[Roster] = []
        bounds: dict[Leaf, Bound] = {}

        def load() -> None:
            rosters.append(self._index.roster())

        def find(leaf: Leaf) -> None:
            bounds[leaf] = self._bound_of(leaf)

        calls: list[Callable[[], None]] = [load, *(partial(find, one) for one in asked)]
        side_by_side(calls)
        return rosters[0], bounds

    def _bound_of(self, leaf: Leaf) -> Bound:
        match leaf:
            case HasAddress(key):
                return frozenset(self._search.with_addresses([key]))
            case HasTerm(term, fields, prefix):
                try:
                    return frozenset(self._index.ids_with(term, MAX_PER_WORD, prefix=prefix, fields=fields))
                except TooManyPeople:
                    return None
            case Since():
                return None

    def _read(self, ids: Sequence[int], wanted: Condition) -> list[Person]:
        """Return those of the people who are contacts for whom the condition holds now, in the order of the ids."""
        batches = [partial(self._people.get_many, batch) for batch in batched(ids, READ_AT_ONCE, strict=False)]
        people = {number: person for found in side_by_side(batches) for number, person in found.items()}
        contacts = [people[one] for one in ids if one in people and is_listed_customer(people[one])]
        return [one for one in contacts if wanted.holds(one, person_terms(one))]


def _bound(wanted: Condition, bounds: Mapping[Leaf, Bound]) -> Bound:
    """Return the people for whom a condition can hold, given the bounds of those of which it is made."""
    match wanted:
        case Every(conditions):
            known = [one for one in (_bound(each, bounds) for each in conditions) if one is not None]
            return frozenset.intersection(*known) if known else None
        case Either(conditions):
            each = [_bound(one, bounds) for one in conditions]
            known = [one for one in each if one is not None]
            return frozenset().union(*known) if len(known) == len(each) else None
        case _:
            return bounds[wanted]


def _require_few(contacts: int) -> None:
    """Require that no more contacts are left than are compared. Raises InvalidValue for `q`."""
    if contacts > MAX_COMPARED:
        problem = (
            f"More than {MAX_COMPARED:,} contacts would have to be compared one by one. Besides dates, and words that "
            f"more than {MAX_PER_WORD:,} people have, send another word, an address or a telephone number."
        )
        raise InvalidValue("q", problem)
