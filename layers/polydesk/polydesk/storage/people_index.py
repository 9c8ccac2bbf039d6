"""The index of people: lists of them by kind, with exact counts, and people by words, addresses and telephone numbers.

A person is found by id, e-mail address and login at once, through `People`. This index follows the table's stream, so
it is seconds behind. It answers with ids; compare the people themselves before you show them.

**How it converges.** Records of the stream may come late, in any order and more than once, and the step of the
migrations indexes the same people meanwhile. So no record's image is written. Each attempt

1. reads the person, consistently,
2. lets the roster, and those terms that its record has changed, be as this person says,
3. reads the version again, and begins anew if it has moved.

Take the last write of all to one entry, which is one person's place in the roster or in the postings of one term. Its
attempt has seen the person unchanged in step 3. If it ended before, the record is delivered again and writes the entry
again, so this was not the last write. If the person changes later in what decides the entry, the record of that change
names the entry, and its attempt finds it as it should be or writes it. So in the end the entry is what the person says.

An attempt writes no terms but those of its record, although it knows the person's other ones: if it ended in step 2,
its repetition would not know of them. The step of the migrations writes all terms of a person, and is bound to this
less strictly: if it ends between steps 2 and 3 in the very moment in which the person loses a word and the stream has
removed it already, the word stays. Such a word finds somebody who does not have it, until the comparison.
"""

from collections.abc import Callable
from dataclasses import dataclass

from polydesk.domain.errors import BeingPrepared, PersonNotFound, WriteConflict
from polydesk.domain.person import Person
from polydesk.domain.person_kind import kind_of
from polydesk.domain.person_terms import PHONE, WORDS, Fields, changed_terms, person_terms, phone_term
from polydesk.storage.errors import Contention
from polydesk.storage.people import People
from polydesk.storage.person_rosters import Roster, Rosters, Wanted
from polydesk.storage.person_words import PersonWords
from polydesk.storage.retry import Deadline, retry
from polydesk.storage.table import Table

PEOPLE_INDEX_STEP = 3
"""The step of the migrations after which everybody is in the index."""


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """The ids on one page of people, and how many people all pages have."""

    ids: list[int]
    total: int


class PeopleIndex:
    """The index of people of one desk."""

    def __init__(self, table: Table, people: People, is_migrated: Callable[[int], bool]) -> None:
        """Keep it in the table; `is_migrated` tells whether a step of the migrations is complete."""
        self._people = people
        self._is_migrated = is_migrated
        self._rosters = Rosters(table)
        self._words = PersonWords(table)

    @property
    def is_complete(self) -> bool:
        """Whether everybody is in the index. Until then no method that reads answers."""
        return self._is_migrated(PEOPLE_INDEX_STEP)

    def roster(self) -> Roster:
        """Return who is of which kind, by one query. Raises BeingPrepared."""
        self._require_complete()
        return self._rosters.load()

    def page(self, wanted: Wanted, offset: int, limit: int, *, ascending: bool = True) -> PeoplePage:
        """Return a page of the people of the kinds that `wanted` selects, in the order of ids. Raises BeingPrepared."""
        roster = self.roster()
        return PeoplePage(roster.page(wanted, offset, limit, ascending=ascending), roster.count(wanted))

    def ids_with(self, term: str, limit: int, *, prefix: bool = False, fields: Fields = WORDS) -> list[int]:
        """Return the ids of all who have a term in one of the fields, lowest first, of every kind.

        A term is a word as `search_terms` cuts it, or a whole address or the beginning of one (`address_term`). With
        `prefix`, and two characters at least, terms that begin with it count, too. Raises TooManyPeople when there are
        more than `limit`, and BeingPrepared.
        """
        self._require_complete()
        return self._words.ids_with(term, fields, limit, prefix=prefix)

    def ids_with_phone(self, number: str, limit: int, *, prefix: bool = False) -> list[int]:
        """Return the ids of all who have a telephone number with the same digits, lowest first.

        With `prefix` also with further digits behind them. Raises TooManyPeople when there are more than `limit`, and
        BeingPrepared.
        """
        term = phone_term(number)
        return self.ids_with(term, limit, prefix=prefix, fields=PHONE) if term else []

    def _require_complete(self) -> None:
        if not self.is_complete:
            raise BeingPrepared

    def follow(self, before: Person | None, after: Person | None, deadline: Deadline) -> bool:
        """Index a change of a person, of which at least one side is known, as the module says.

        Returns whether the roster has changed. Raises Unavailable, and WriteConflict when the person, or the block of
        the roster, keeps changing until the deadline.
        """
        [person_id, *_] = [person.id for person in (after, before) if person]
        terms = changed_terms(*(person_terms(person) if person else {} for person in (before, after)))
        return self._settle(person_id, terms, deadline)

    def index(self, person_id: int, deadline: Deadline) -> bool:
        """Index a person as a whole. Returns and raises what `follow` does."""
        return self._settle(person_id, set(), deadline, whole=True)

    def _settle(self, person_id: int, terms: set[str], deadline: Deadline, *, whole: bool = False) -> bool:
        """Settle these terms of a person, with `whole` all that the person has, until the person stays the same."""
        changes: list[bool] = []

        def attempt() -> None:
            person = self._now(person_id)
            having = person_terms(person) if person else {}
            if whole:
                terms.update(having)
            self._words.file(person_id, {term: having.get(term, Fields()) for term in terms})
            changes.append(self._rosters.file(person_id, kind_of(person) if person else None, deadline))
            if self._now(person_id) != person:
                raise Contention(WriteConflict())

        retry(attempt, deadline)
        return any(changes)

    def _now(self, person_id: int) -> Person | None:
        """Return the person as it is now."""
        try:
            return self._people.get(person_id)
        except PersonNotFound:
            return None
