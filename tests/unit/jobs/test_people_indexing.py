"""The index of people on any table: records that come twice, late and in any order, and attempts that end halfway."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, override

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polydesk.domain.errors import BeingPrepared
from polydesk.domain.person import Person
from polydesk.domain.person_kind import anybody, kind_of
from polydesk.domain.person_terms import PHONE, WORDS, person_terms
from polydesk.domain.phones import Phones
from polydesk.jobs.migrations.people_index import index_people
from polydesk.jobs.people_indexing import PeopleIndexer
from polydesk.storage import keys
from polydesk.storage.codec import encode
from polydesk.storage.people import person_item
from polydesk.storage.people_index import PeopleIndex
from polydesk.storage.person_rosters import Rosters
from polydesk.storage.person_words import PersonWords
from polydesk.storage.retry import Deadline
from polydesk.storage.transaction import DeleteItem, PutItem, TransactionItem
from tests.fakes.desk import resources_on, set_up_desk
from tests.fakes.table import FakeTable

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
ANN = Person(5, "Ann Lee", "ann@x.example", "ann@x.example", False, frozenset({"ticket.customer"}), True, NOW, NOW)
IDS = range(2, 6)
ALL = 1_000

faces = st.builds(
    Person,
    id=st.sampled_from(IDS),
    name=st.sampled_from(["Ann", "Ann Lee", "Lee", "Bo"]),
    email=st.sampled_from(["", "ann@x.example", "lee@x.example"]),
    login=st.sampled_from(["ann", "lee@x.example"]),
    agent=st.just(False),
    permissions=st.sampled_from([frozenset({"ticket.agent"}), frozenset({"ticket.customer"})]),
    active=st.booleans(),
    created_at=st.just(NOW),
    updated_at=st.just(NOW),
    phones=st.sampled_from([(), ("1 2",), ("12", "34")]).map(Phones.of),
)
"""People as one change leaves them."""

changes = st.lists(st.tuples(faces, st.booleans()), min_size=1, max_size=8)
"""Changes: the person after it, and whether it is a removal."""


class Killed(BaseException):
    """The function ended here."""


class BusyTable(FakeTable):
    """A table where something happens before each write."""

    def __init__(self) -> None:
        super().__init__()
        self.before: Callable[[], object] = bool

    @override
    def commit(self, operations: Sequence[TransactionItem], deadline: Deadline) -> None:
        self.before()
        super().commit(operations, deadline)


@dataclass
class Desk:
    """The people of a desk, its stream, and what processes its records."""

    table: BusyTable = field(default_factory=BusyTable)
    stream: list[dict[str, Any]] = field(default_factory=list)
    people: dict[int, Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Keep the resources of one process."""
        self.resources = resources_on(self.table)
        self.indexer = PeopleIndexer(self.resources)

    def change(self, person: Person, *, removed: bool = False) -> None:
        """Write a person or remove one, and the record of that into the stream."""
        before = self.people.pop(person.id, None)
        key = keys.person(person.id)
        FakeTable.commit(self.table, [DeleteItem(key)], Deadline(5.0))
        if not removed:
            after = replace(person, version=before.version + 1 if before else 1)
            self.people[person.id] = after
            FakeTable.commit(self.table, [PutItem(key, person_item(after))], Deadline(5.0))
        if before or not removed:
            self.stream.append(record(before, self.people.get(person.id), len(self.stream)))

    def index(self) -> PeopleIndex:
        """The index, as callers read it once it is complete."""
        return PeopleIndex(self.table, self.resources.people, lambda _: True)

    def check(self) -> None:
        """Compare the index with all people."""
        index = self.index()
        assert index.page(anybody, 0, ALL).ids == sorted(self.people)
        for kind in filter(None, map(kind_of, self.people.values())):
            assert index.roster().page(kind.__eq__, 0, ALL) == sorted(
                person.id for person in self.people.values() if kind_of(person) == kind
            )
        terms = {person.id: person_terms(person) for person in self.people.values()}
        for term in ("ann", "lee", "bo", "x", "example", "ann@x.example", "lee@x.example", "+12", "+34"):
            for some in (*map(frozenset[Any], [{"name"}, {"email"}, {"login"}]), PHONE, WORDS):
                expected = sorted(one for one, having in terms.items() if having.get(term, frozenset()) & some)
                assert index.ids_with(term, ALL, fields=some) == expected, (term, some)


def record(before: Person | None, after: Person | None, sequence: int) -> dict[str, Any]:
    """The record of a change."""
    [person_id, *_] = [one.id for one in (before, after) if one]
    key = keys.person(person_id)._asdict()
    images = {"OldImage": before, "NewImage": after}
    shown = {name: encode({**person_item(one), **key}) for name, one in images.items() if one}
    name = "INSERT" if before is None else "REMOVE" if after is None else "MODIFY"
    return {"eventName": name, "dynamodb": {"Keys": encode(key), **shown, "SequenceNumber": str(sequence)}}


def delivered(desk: Desk, record: Mapping[str, Any], ends_at: int | None) -> bool:
    """Process a record in an attempt that ends before its write number `ends_at`; return whether it is done."""
    left = ends_at

    def count() -> None:
        nonlocal left
        if left is not None:
            left -= 1
            if left < 0:
                raise Killed

    desk.table.before = count
    with suppress(Killed):
        desk.indexer.index_record(record)
        return True
    return False


@given(changes, st.data())
def test_the_index_becomes_what_people_are_whatever_the_order_of_the_records(
    wanted: list[tuple[Person, bool]], data: st.DataObject
) -> None:
    desk = Desk()
    waiting = list(wanted)
    left: list[Mapping[str, Any]] = []
    while waiting or left:
        if waiting and (not left or data.draw(st.booleans(), "change")):
            person, removed = waiting.pop(0)
            known = len(desk.stream)
            desk.change(person, removed=removed)
            left += desk.stream[known:] * data.draw(st.integers(1, 2), "copies")
            continue
        if not left:
            continue
        one = left.pop(data.draw(st.integers(0, len(left) - 1), "which"))
        if not delivered(desk, one, data.draw(st.none() | st.integers(0, 5), "ends at")):
            left.append(one)

    desk.check()


@given(changes, changes, st.integers(0, 20))
def test_people_who_change_while_they_are_indexed_are_indexed_as_they_are_then(
    first: list[tuple[Person, bool]], meanwhile: list[tuple[Person, bool]], every: int
) -> None:
    desk = Desk()
    for person, removed in first:
        desk.change(person, removed=removed)
    waiting, writes = list(meanwhile), 0

    def change_now_and_then() -> None:
        nonlocal writes
        writes += 1
        if waiting and writes > every:
            person, removed = waiting.pop(0)
            desk.change(person, removed=removed)

    desk.table.before = change_now_and_then
    done = 0
    while done < len(desk.stream):
        desk.indexer.index_record(desk.stream[done])
        done += 1
    for person, removed in waiting:
        desk.change(person, removed=removed)
    for left in desk.stream[done:]:
        desk.indexer.index_record(left)

    desk.check()


@given(changes, changes)
def test_the_step_indexes_people_of_before_and_leaves_those_who_change_meanwhile_to_the_stream(
    before: list[tuple[Person, bool]], meanwhile: list[tuple[Person, bool]]
) -> None:
    desk = Desk()
    desk.table.count_up(keys.counter("person"), by=max(IDS))
    for person, removed in before:
        desk.change(person, removed=removed)
    desk.stream.clear()
    waiting = list(meanwhile)

    def change_once() -> None:
        if waiting:
            person, removed = waiting.pop(0)
            desk.change(person, removed=removed)

    desk.table.before = change_once
    index_people(desk.resources, None)
    for one in desk.stream:
        desk.indexer.index_record(one)
    desk.check()

    desk.table.before = bool
    assert index_people(desk.resources, None).changed == 0
    desk.check()


def test_a_change_of_nothing_that_is_indexed_writes_nothing() -> None:
    desk = Desk()
    desk.change(ANN)
    delivered(desk, desk.stream[0], None)
    desk.change(replace(ANN, updated_at=NOW.replace(hour=10)))

    assert delivered(desk, desk.stream[1], ends_at=0)
    assert delivered(desk, desk.stream[0], ends_at=None)
    desk.check()


def test_the_last_person_with_a_term_leaves_no_posting() -> None:
    desk = Desk()
    desk.change(ANN)
    delivered(desk, desk.stream[0], None)
    desk.change(ANN, removed=True)
    delivered(desk, desk.stream[1], None)

    for term in person_terms(ANN):
        assert list(desk.table.query(keys.person_postings(term))) == []


@pytest.mark.parametrize("spoiled", [{}, {"NewImage": {"type": {"S": "ticket"}}}], ids=["no image", "another item"])
def test_a_record_that_cannot_be_read_is_an_error(spoiled: dict[str, Any]) -> None:
    desk = Desk()

    with pytest.raises(KeyError):
        desk.indexer.index_record({"dynamodb": {"Keys": {"pk": {"S": "PERSON#5"}}, **spoiled}})


def test_until_the_step_is_complete_nothing_is_answered() -> None:
    index = resources_on(FakeTable()).people_index

    assert not index.is_complete
    for read in (
        index.roster,
        lambda: index.page(anybody, 0, 10),
        lambda: index.ids_with("ann", 10),
        lambda: index.ids_with_phone("12", 10),
    ):
        with pytest.raises(BeingPrepared) as caught:
            read()
        assert (str(caught.value), caught.value.retry_after) == (
            "This list is being prepared after an upgrade of the desk. Try again later.",
            60,
        )


def test_a_new_desk_is_complete_and_the_system_person_is_in_no_list() -> None:
    table = FakeTable()
    resources = set_up_desk(table, NOW)
    system = resources.people.get(1)
    PeopleIndexer(resources).index_record(record(None, system, 1))

    assert resources.people_index.is_complete
    assert resources.people_index.page(anybody, 0, 10).total == 0
    assert Rosters(table).load().blocks == {}
    assert PersonWords(table).ids_with("system", WORDS, 10) == []
