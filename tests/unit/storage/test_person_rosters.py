"""Pages and counts of people by kind, compared with a list of all people."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from polydesk.domain.person_kind import PersonKind
from polydesk.storage.person_rosters import BLOCK, Roster, Rosters
from polydesk.storage.retry import Deadline
from tests.fakes.table import FakeTable

ids = st.integers(2, 60) | st.integers(BLOCK - 3, BLOCK + 3) | st.integers(2, 5 * BLOCK)
kinds = st.builds(PersonKind, st.booleans(), st.booleans(), st.booleans(), st.booleans())
people = st.dictionaries(ids, kinds, max_size=40)


def roster_of(people: Mapping[int, PersonKind]) -> Roster:
    """The roster of these people, written and read."""
    rosters = Rosters(FakeTable())
    for person_id, kind in people.items():
        assert rosters.file(person_id, kind, Deadline(5.0))
    return rosters.load()


@given(people, st.sets(kinds), st.integers(0, 40), st.integers(0, 45), st.booleans())
def test_a_page_is_that_part_of_all_people_of_the_wanted_kinds(
    people: dict[int, PersonKind], wanted: set[PersonKind], offset: int, limit: int, ascending: bool
) -> None:
    roster = roster_of(people)
    expected = sorted((one for one, kind in people.items() if kind in wanted), reverse=not ascending)

    assert roster.page(wanted.__contains__, offset, limit, ascending=ascending) == expected[offset : offset + limit]
    assert roster.count(wanted.__contains__) == len(expected)


@given(st.lists(st.tuples(ids, st.none() | kinds), max_size=30))
def test_the_last_kind_counts_and_filing_it_again_changes_nothing(changes: list[tuple[int, PersonKind | None]]) -> None:
    rosters, people = Rosters(FakeTable()), dict[int, PersonKind | None]()
    for person_id, kind in changes:
        assert rosters.file(person_id, kind, Deadline(5.0)) == (people.get(person_id) != kind)
        assert not rosters.file(person_id, kind, Deadline(5.0))
        people[person_id] = kind

    for kind in set(people.values()) - {None}:
        found = rosters.load().page(kind.__eq__, 0, 100)
        assert found == sorted(one for one, its in people.items() if its == kind)
    assert rosters.load().count(lambda _: True) == sum(kind is not None for kind in people.values())
