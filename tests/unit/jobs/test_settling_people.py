"""Step 1 of the migrations on any table: wherever a run ends, whatever happens between its reads and its writes."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain, repeat
from typing import override
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from polydesk.desk.resources import Resources
from polydesk.domain.errors import NameTaken
from polydesk.domain.person import Person
from polydesk.domain.person_key import person_key
from polydesk.jobs.migrations import person_keys
from polydesk.jobs.migrations.step import Cursor
from polydesk.storage import keys
from polydesk.storage.people import name_keys, person_item, pointer
from polydesk.storage.retry import Deadline
from polydesk.storage.transaction import PutItem, TransactionItem
from tests.fakes.desk import resources_on
from tests.fakes.table import FakeTable

NOW = datetime(2026, 1, 5, tzinfo=UTC)

LOCAL = ["strasse", "straße", "Straße", "fi", "ﬁ", "r\u00e9", "re\u0301", "ada"]
DOMAINS = ["example.com", "xn--bcher-kva.example", "bücher.example", "bu\u0308cher.example", "straße.example"]
NAMES = [*LOCAL, *(f"{local}@{domain}" for local in LOCAL for domain in DOMAINS)]
EVENTS = ["nothing", "killed before", "killed after", "another run before", "another run after"]

people = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.booleans()), min_size=1, max_size=8, unique=True
)
"""E-mail address, login, and whether this release has written the person, or the one before."""


IN_THE_WAY = [(name, name, False) for name in ("strasse@bücher.example", "straße@xn--bcher-kva.example")]
"""The second person's pointer stands where the first one's belongs."""


class Killed(BaseException):
    """The run ended here."""


class BusyTable(FakeTable):
    """A table where something happens at each write: `before` and `after` it."""

    def __init__(self) -> None:
        super().__init__()
        self.before: Callable[[], object] = bool
        self.after: Callable[[], object] = bool

    @override
    def commit(self, operations: Sequence[TransactionItem], deadline: Deadline) -> None:
        self.before()
        super().commit(operations, deadline)
        self.after()

    def pointers(self) -> dict[str, int]:
        """To whom each pointer leads."""
        found = {pk: item["person"] for (pk, sk), item in self._items.items() if sk == "L" and item}
        return {pk.removeprefix("LOGIN#"): person for pk, person in found.items()}


def person(number: int, email: str, login: str) -> Person:
    return Person(number, "Ada", email, login, False, frozenset(), True, NOW, NOW)


def written(table: BusyTable, some: Sequence[tuple[str, str, bool]]) -> list[Person]:
    """Write these people, with the pointers of the release that has written each; return those who fit."""
    found = []
    for number, (email, login, by_this_release) in enumerate(some, start=1):
        one = person(number, email, login)
        names = name_keys(one) if by_this_release else {email.casefold(), login.casefold()}
        if names & table.pointers().keys():
            continue
        table.write(PutItem(keys.person(number), person_item(one)))
        for name in names:
            table.write(PutItem(keys.login(name), pointer(number)))
        found.append(one)
    table.write(PutItem(keys.counter("person"), {"type": "counter", "version": 1, "n": len(some)}))
    return found


def run(resources: Resources) -> set[tuple[int, int]]:
    """Run the step to its end, again from the last part where it was killed; return the pairs that it has found."""
    cursor: Cursor = None
    pairs = set()
    while True:
        with suppress(Killed):
            part = person_keys.settle_people(resources, cursor)
            pairs |= {(one["person"], one["name_leads_to"]) for one in part.found}
            cursor = part.next
            if cursor is None:
                return pairs


def disturb(table: BusyTable, resources: Resources, events: Iterator[str]) -> set[tuple[int, int]]:
    """Let these things happen at the writes of a run, one at each; another run meets none itself.

    Returns the pairs that other runs will have found.
    """
    busy = False
    pairs: set[tuple[int, int]] = set()

    def at(moment: str) -> None:
        nonlocal busy
        if busy or not upcoming[0].endswith(moment):
            return
        if upcoming[0].startswith("killed"):
            raise Killed
        busy = True
        pairs.update(run(resources))
        busy = False

    def before() -> None:
        if not busy:
            upcoming[0] = next(events)
        at("before")

    upcoming = ["nothing"]
    table.before, table.after = before, lambda: at("after")
    return pairs


@given(people, st.lists(st.sampled_from(EVENTS), max_size=6), st.integers(1, 3))
def test_each_name_leads_to_the_oldest_person_who_has_it(
    some: Sequence[tuple[str, str, bool]], events: list[str], at_once: int
) -> None:
    table = BusyTable()
    resources = resources_on(table)
    everybody = written(table, some)
    expected: dict[str, int] = {}
    for one in everybody:
        expected = dict.fromkeys(name_keys(one), one.id) | expected
    found_by_others = disturb(table, resources, chain(events, repeat("nothing")))

    with patch.object(person_keys, "PEOPLE_PER_PART", at_once):
        pairs = run(resources)

    assert table.pointers() == expected
    assert pairs | found_by_others == {(one.id, expected[key]) for one in everybody for key in name_keys(one)} - {
        (one.id, one.id) for one in everybody
    }


@given(people)
@example(IN_THE_WAY)
def test_while_the_step_runs_each_name_leads_to_somebody_who_has_it(some: Sequence[tuple[str, str, bool]]) -> None:
    table = BusyTable()
    resources = resources_on(table)
    everybody = written(table, some)

    def look() -> None:
        for one in everybody:
            for name in (one.email, one.login):
                found = resources.people.find(name)
                assert found is not None, name
                assert person_key(name) in name_keys(found)

    look()
    table.after = look
    run(resources)


@given(people, st.sampled_from(NAMES), st.integers(0, 7))
def test_a_name_that_is_given_up_meanwhile_is_not_given_back(
    some: Sequence[tuple[str, str, bool]], name: str, which: int
) -> None:
    table = BusyTable()
    resources = resources_on(table)
    everybody = written(table, some)
    stored = table.pointers()
    changed = everybody[which % len(everybody)]

    def rename() -> None:
        table.before = bool
        with suppress(NameTaken):
            resources.people.save(changed, replace(changed, email=name, login=name), Deadline(5.0))

    table.before = rename
    run(resources)

    now = resources.people.get_many(one.id for one in everybody)
    for key, number in table.pointers().items() - stored.items():
        assert key in name_keys(now[number])


@pytest.mark.parametrize("name", ["straße@example.com", "ada"])
def test_a_name_is_not_taken_from_whom_it_belongs_to(name: str) -> None:
    table = BusyTable()
    resources = resources_on(table)
    written(table, [("straße@example.com", "ada", True)])
    before = table.pointers()

    resources.name_pointers.free(name, Deadline(5.0))

    assert table.pointers() == before
