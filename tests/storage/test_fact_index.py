"""The index of facts, compared with naive models of it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from polydesk.domain.facts import INDEXED_MOMENTS, Fact, FactKind, Moment
from polydesk.storage import fact_index, keys
from polydesk.storage.fact_index import FactIndex, TooManyTimes
from polydesk.storage.state_index.layout import BUCKET_SIZE
from polydesk.storage.table import Table
from tests.profiles import model
from tests.storage.tables import gate_on

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
MIDNIGHT = datetime(2026, 1, 6, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MILLISECOND = timedelta(milliseconds=1)
HIGH = Fact(FactKind.PRIORITY, 2)

FACTS = (
    HIGH,
    Fact(FactKind.PRIORITY, 22),
    Fact(FactKind.PERSON, 2),
    Fact(FactKind.TAG, "a"),
    Fact(FactKind.TAG, "A"),
    Fact(FactKind.TAG, "a#1"),
    Fact(FactKind.TAG, "2"),
    Fact(FactKind.TAG, "x" * 3000),
    Fact(FactKind.TAG, "x" * 3000 + "y"),
    Fact(FactKind.FOLDED_TAG, "a"),
    Fact(FactKind.UNRESPONDED),
)
TIMES = (
    NOON,
    NOON + MILLISECOND,
    MIDNIGHT - MILLISECOND,
    MIDNIGHT,
    MIDNIGHT + HOUR,
    NOON + 40 * DAY,
    datetime(999, 12, 31, tzinfo=UTC),
)

numbers = st.sampled_from([1, 2, 99, 100, 249, 250, 999, 1000, BUCKET_SIZE - 1, BUCKET_SIZE, 1_000_000])
facts = st.sets(st.sampled_from(FACTS), max_size=4)
bounds = st.none() | st.sampled_from([*TIMES, NOON + MILLISECOND / 2, datetime.min.replace(tzinfo=UTC)])


def dump(table: Table) -> list[dict[str, Any]]:
    """Return the items of all facts and moments."""
    partitions = [keys.fact(fact.kind, fact.value) for fact in FACTS] + [keys.moment(it) for it in INDEXED_MOMENTS]
    return [item for pk in partitions for item in table.query(pk)]


class FactIndexMachine(RuleBasedStateMachine):
    """Changes facts and times, some twice; all reads agree with sets of numbers, and nothing empty is left."""

    def __init__(self, table: Table) -> None:
        super().__init__()
        self.table, self.index = table, FactIndex(table)
        self.facts: set[tuple[Fact, int]] = set()
        self.times: dict[tuple[Moment, int], datetime] = {}

    @rule(number=numbers, remove=facts, add=facts, repeats=st.integers(1, 2))
    def change(self, number: int, remove: set[Fact], add: set[Fact], repeats: int) -> None:
        for _ in range(repeats):
            self.index.change(number, remove - add, add)
        self.facts -= {(fact, number) for fact in remove}
        self.facts |= {(fact, number) for fact in add}

    @rule(
        number=numbers,
        moment=st.sampled_from([Moment.UPDATED, Moment.DUE]),
        new=st.none() | st.sampled_from(TIMES),
        repeats=st.integers(1, 2),
    )
    def move(self, number: int, moment: Moment, new: datetime | None, repeats: int) -> None:
        old = self.times.pop((moment, number), None)
        for _ in range(repeats):
            self.index.move(number, moment, old, new)
        if new:
            self.times[moment, number] = new

    @rule(some=facts)
    def read_facts(self, some: set[Fact]) -> None:
        for fact in some:
            expected = {number for one, number in self.facts if one == fact}
            assert set(self.index.tickets_with(fact).newest_first()) == expected

    @rule(moment=st.sampled_from([Moment.UPDATED, Moment.DUE]), since=bounds, until=bounds)
    def read_times(self, moment: Moment, since: datetime | None, until: datetime | None) -> None:
        expected = [
            (at, number)
            for (one, number), at in self.times.items()
            if one is moment and (since is None or at >= since) and (until is None or at < until)
        ]
        assert sorted(self.index.within(moment, since, until).newest_first()) == sorted(n for _, n in expected)
        for descending in (False, True):
            ordered = self.index.in_order(moment, descending=descending, since=since, until=until)
            newest_first = sorted(expected, key=lambda one: one[1], reverse=True)
            assert list(ordered) == sorted(newest_first, key=lambda one: one[0], reverse=descending)

    @rule()
    def nothing_is_left(self) -> None:
        assert all(len(item) > 2 + ("v" in item) for item in dump(self.table))
        stored = sum(len(item.get("n", ())) + sum(map(str.isdigit, item)) for item in dump(self.table))
        assert stored == len(self.facts) + len(self.times)


def test_reads_agree_with_naive_sets(new_table: Callable[[], Table]) -> None:
    class OnThisTable(FactIndexMachine):
        def __init__(self) -> None:
            super().__init__(new_table())

    run_state_machine_as_test(
        OnThisTable, settings=model(gate=gate_on(new_table, moto=5, others=20), full=40, steps=20)
    )


def test_facts_that_look_alike_are_not_mixed_up(table: Table) -> None:
    index = FactIndex(table)
    for number, fact in enumerate(FACTS, start=1):
        index.change(number, [], [fact])

    assert [list(index.tickets_with(fact).newest_first()) for fact in FACTS] == [
        [number] for number in range(1, len(FACTS) + 1)
    ]


def test_a_long_value_has_a_short_key_that_no_other_value_has() -> None:
    long = "я" * 51
    digest = keys.fact("tag", long).partition("#")[2].partition("#")[2]

    assert len(keys.fact("tag", long)) < 80
    assert keys.fact("tag", digest) != keys.fact("tag", long)


def test_a_fact_that_is_removed_while_another_ticket_gets_it_stays_with_that_one(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    index, other = FactIndex(table), FactIndex(table)
    index.change(1, [], [HIGH])
    index.move(1, Moment.DUE, None, NOON)
    delete = index.blocks._delete

    def meanwhile(operation: Any) -> None:
        other.change(2, [], [HIGH])
        other.move(2, Moment.DUE, None, NOON)
        delete(operation)

    monkeypatch.setattr(index.blocks, "_delete", meanwhile)
    index.change(1, [HIGH], [])
    index.move(1, Moment.DUE, NOON, None)

    assert list(index.tickets_with(HIGH).newest_first()) == [2]
    assert list(index.within(Moment.DUE).newest_first()) == [2]


def test_a_range_with_too_many_times_is_refused(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    index = FactIndex(table)
    for number in (1, 2, 101):
        index.move(number, Moment.UPDATED, None, NOON)
    index.move(3, Moment.UPDATED, None, MIDNIGHT)

    for bound, most in (("MAX_ITEMS", 3), ("MAX_TIMES", 4)):
        with monkeypatch.context() as patched:
            patched.setattr(fact_index, bound, most)
            assert len(index.within(Moment.UPDATED)) == 4
            patched.setattr(fact_index, bound, most - 1)
            with pytest.raises(TooManyTimes):
                index.within(Moment.UPDATED)
            assert len(index.within(Moment.UPDATED, until=MIDNIGHT)) == 3


def test_a_range_that_ends_before_it_begins_has_no_ticket(table: Table) -> None:
    index = FactIndex(table)
    index.move(1, Moment.UPDATED, None, NOON)

    assert not index.within(Moment.UPDATED, NOON + HOUR, NOON)
    assert not index.within(Moment.UPDATED, NOON, NOON)
    assert list(index.in_order(Moment.UPDATED, descending=True, since=NOON, until=NOON)) == []
    assert list(index.in_order(Moment.UPDATED, descending=True, since=NOON + DAY, until=NOON)) == []


def test_the_first_number_since_a_day_is_the_lowest_of_that_day_or_of_the_next_one_that_has_any(table: Table) -> None:
    index = FactIndex(table)
    for day, number in [(5, 12), (5, 11), (5, 13), (8, 20), (8, 21), (9, 30)]:
        FactIndex(table).record_first(date(2026, 1, day), number)
        index.record_first(date(2026, 1, day), number)

    days = [date(2026, 1, day) for day in range(11)[4:]]
    assert [index.first_number_since(day) for day in days] == [11, 11, 20, 20, 20, 30, None]


def test_a_later_number_of_a_day_is_not_written(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    index = FactIndex(table)
    index.record_first(date(2026, 1, 5), 12)
    monkeypatch.setattr(index, "_table", None)

    index.record_first(date(2026, 1, 5), 13)
    index.record_first(date(2026, 1, 5), 12)
