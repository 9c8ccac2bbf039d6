"""The bounds of conditions of a list of people: who can be in it, as far as the index of people knows.

| Condition | Its bound |
|---|---|
| address or login | the person to whom it leads now, even before the index knows the person |
| word, telephone number | the ids of the postings, unless they are too many |
| word of a first or last name | the same, of the whole name; the people have to be compared |
| id | itself |
| kind | the ids of the roster |
| all, one, none of several | the intersection, the union, everybody else; of those that have bounds |
| date | none |
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from polydesk.desk.resources import Resources
from polydesk.domain.person import Person
from polydesk.domain.person_filters import (
    Condition,
    Either,
    Every,
    HasAddress,
    HasId,
    HasTerm,
    InPartOfName,
    Leaf,
    Not,
    OfKind,
    kinds_of,
    leaves,
)
from polydesk.domain.person_kind import anybody, kind_of
from polydesk.storage.person_rosters import Roster, Wanted
from polydesk.storage.person_words import TooManyPeople
from polydesk.storage.side_by_side import side_by_side

MAX_PER_WORD = 10_000
"""People of one word or telephone number that bound a list."""

Ids = frozenset[int] | None
"""The people of a condition as far as the index knows; None when they are too many, or when it does not know them."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Who is of which kind, and the bound of each condition that was looked up.

    `met` are the people whom that has read. The roster may not know them yet.
    """

    roster: Roster
    by_leaf: Mapping[Leaf, Ids]
    met: Mapping[int, Person]

    def ids(self, wanted: Condition) -> Ids:
        """Return the people for whom a condition can hold."""
        if kinds := kinds_of(wanted):
            return frozenset(self.roster.ids(kinds))
        match wanted:
            case Every(conditions):
                known = self._known(conditions)
                return frozenset.intersection(*known) if known else None
            case Either(conditions):
                known = self._known(conditions)
                return frozenset().union(*known) if len(known) == len(conditions) else None
            case Not(condition):
                excluded = self.ids(condition) if self.are_exact(condition) else None
                return None if excluded is None else (frozenset(self.roster.ids(anybody)) | {*self.met}) - excluded
            case _:
                return self.by_leaf[wanted]

    def are_exact(self, wanted: Condition) -> bool:
        """Return whether the index alone knows for whom a condition holds."""
        return all(map(self._is_exact, leaves(wanted)))

    def _is_exact(self, leaf: Leaf) -> bool:
        if isinstance(leaf, InPartOfName):
            return False
        return isinstance(leaf, OfKind) or self.by_leaf[leaf] is not None

    def listed(self, ids: frozenset[int], among: Wanted) -> list[int]:
        """Return those of the ids that are of people of these kinds, lowest first."""
        met = [one for one in ids & self.met.keys() if is_among(self.met[one], among)]
        return sorted([*met, *self.roster.among(ids - self.met.keys(), among)])

    def _known(self, conditions: Iterable[Condition]) -> list[frozenset[int]]:
        return [ids for one in conditions if (ids := self.ids(one)) is not None]


def find_bounds(resources: Resources, asked: Iterable[Leaf]) -> Bounds:
    """Look up the conditions, side by side. Raises BeingPrepared while the index of people is not complete."""
    rosters: list[Roster] = []
    by_leaf: dict[Leaf, Ids] = {}
    met: dict[int, Person] = {}

    def load() -> None:
        rosters.append(resources.people_index.roster())

    def find(leaf: Leaf) -> None:
        match leaf:
            case HasAddress(key):
                person = resources.people.find(key)
                met.update({person.id: person} if person else {})
                by_leaf[leaf] = frozenset({person.id} if person and leaf.holds(person, {}) else ())
            case HasTerm():
                by_leaf[leaf] = _with_term(resources, leaf)
            case InPartOfName():
                by_leaf[leaf] = _with_term(resources, leaf.in_name)
            case HasId(ids):
                by_leaf[leaf] = ids
            case _:
                by_leaf[leaf] = None

    looked_up = [one for one in dict.fromkeys(asked) if not isinstance(one, OfKind)]
    calls: list[Callable[[], None]] = [load, *(partial(find, one) for one in looked_up)]
    side_by_side(calls)
    return Bounds(rosters[0], by_leaf, met)


def is_among(person: Person, among: Wanted) -> bool:
    """Return whether a person is of these kinds now. The system person is of none."""
    kind = kind_of(person)
    return kind is not None and among(kind)


def _with_term(resources: Resources, leaf: HasTerm) -> Ids:
    try:
        index = resources.people_index
        return frozenset(index.ids_with(leaf.term, MAX_PER_WORD, prefix=leaf.prefix, fields=leaf.fields))
    except TooManyPeople:
        return None
