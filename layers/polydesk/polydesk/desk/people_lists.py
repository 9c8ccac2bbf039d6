"""Lists of people, with exact counts.

The index of people bounds a list, see `people_bounds`. Without bounds are dates, and words that too many people have.
If one of them is among the conditions, the people who are left by the others are read and compared, up to a limit.
Otherwise only those of the page are read. Where kinds of people narrow the list as a whole, no set is made of them.
"""

from collections.abc import Callable, Sequence
from functools import partial

from polydesk.desk.people_bounds import MAX_PER_WORD, Bounds, find_bounds, is_among
from polydesk.desk.resources import Resources
from polydesk.domain.errors import InvalidValue
from polydesk.domain.person import PeoplePage, Person
from polydesk.domain.person_filters import ALL, Condition, Every, kinds_of, leaves
from polydesk.domain.person_kind import PersonKind, anybody
from polydesk.domain.person_terms import person_terms
from polydesk.storage.person_rosters import Wanted

MAX_COMPARED = 1_000
"""People who are read and compared: ten requests at the same time."""


class PeopleLists:
    """Lists of people. Raises BeingPrepared while the index of people is not complete."""

    def __init__(self, resources: Resources) -> None:
        """Read from these resources."""
        self._resources = resources

    def page(
        self,
        wanted: Condition,
        offset: int,
        limit: int,
        *,
        among: Wanted = anybody,
        first: Condition | None = None,
        ascending: bool = True,
    ) -> PeoplePage:
        """Return a page of the people of these kinds for whom the condition holds, in the order of their ids.

        Those for whom `first` holds come before the others. Raises InvalidValue for `q` when the index bounds the list
        too little, and BeingPrepared.
        """
        among, wanted = _apart(wanted, among)
        if wanted == ALL and first is None:
            return self._of_kinds(among, offset, limit, ascending=ascending)
        asked = [*leaves(wanted), *(leaves(first) if first else ())]
        bounds = find_bounds(self._resources, asked)
        ids = _bounded(wanted, bounds, among)
        front = (bounds.ids(first) if first else None) or frozenset()
        ids.sort(key=lambda one: (one not in front, one if ascending else -one))
        if bounds.are_exact(wanted):
            people = self._some(lambda start, count: ids[start : start + count], wanted, among, offset, limit)
            return PeoplePage(people, len(ids))
        _require_few(len(ids))
        people = self._read(ids, wanted, among)
        return PeoplePage(people[offset : offset + limit], len(people))

    def _of_kinds(self, among: Wanted, offset: int, limit: int, *, ascending: bool) -> PeoplePage:
        roster = self._resources.people_index.roster()
        ids_from = partial(roster.page, among, ascending=ascending)
        return PeoplePage(self._some(ids_from, ALL, among, offset, limit), roster.count(among))

    def _some(
        self, ids_from: Callable[[int, int], Sequence[int]], wanted: Condition, among: Wanted, offset: int, limit: int
    ) -> list[Person]:
        """Return the people of a page. Those for whom the condition holds no more are replaced by the next ones."""
        people: list[Person] = []
        while ids := ids_from(offset, limit - len(people)):
            people += self._read(ids, wanted, among)
            offset += len(ids)
        return people

    def _read(self, ids: Sequence[int], wanted: Condition, among: Wanted) -> list[Person]:
        """Return those of the people for whom the condition holds now, in the order of the ids."""
        listed = [one for one in self._resources.people.in_order(ids) if is_among(one, among)]
        return [one for one in listed if wanted.holds(one, person_terms(one))]


def _apart(wanted: Condition, among: Wanted) -> tuple[Wanted, Condition]:
    """Return the kinds of people that can be in a list, and what else of the condition has to hold for them."""
    conditions = wanted.conditions if isinstance(wanted, Every) else (wanted,)
    kinds = [one for each in conditions if (one := kinds_of(each))]
    others = tuple(each for each in conditions if not kinds_of(each))

    def both(kind: PersonKind) -> bool:
        return among(kind) and all(one(kind) for one in kinds)

    return both, Every(others)


def _bounded(wanted: Condition, bounds: Bounds, among: Wanted) -> list[int]:
    """Return the people of these kinds for whom the condition can hold. Raises InvalidValue for too many of them."""
    ids = bounds.ids(wanted)
    if ids is not None:
        return bounds.listed(ids, among)
    _require_few(bounds.roster.count(among))
    return bounds.roster.page(among, 0, MAX_COMPARED)


def _require_few(people: int) -> None:
    """Require that no more people are left than are compared. Raises InvalidValue for `q`."""
    if people > MAX_COMPARED:
        problem = (
            f"More than {MAX_COMPARED:,} people would have to be compared one by one. Besides dates, and words that "
            f"more than {MAX_PER_WORD:,} people have, send another word, an address or a telephone number."
        )
        raise InvalidValue("q", problem)
