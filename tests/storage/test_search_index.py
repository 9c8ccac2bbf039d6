"""The search index, compared with a naive model of it."""

from collections import defaultdict
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from botocore.exceptions import ClientError
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from polydesk.domain.errors import Unavailable
from polydesk.storage import keys
from polydesk.storage.aws.dynamo_table import DynamoTable
from polydesk.storage.keys import Key
from polydesk.storage.search_index import index
from polydesk.storage.search_index.index import SearchIndex, TooManyPostings
from polydesk.storage.state_index.index import IndexSlot, StateIndex
from polydesk.storage.state_index.layout import BUCKET_SIZE, SEGMENT_SIZE
from polydesk.storage.table import Table
from polydesk.storage.ticket_sets import TicketSet
from tests.profiles import examples, model
from tests.storage.tables import ENGINE_ONLY, gate_on
from tools.bench.indexed_tickets import IndexedTickets, put_tickets

TERMS = ("a", "ab", "abc", "abd", "b", "ba", "принтер", "прибор", "हिन्दी", "हि", "打", "打印机", "𝓍y", "x_1", "1")

numbers = st.sampled_from([1, 2, 3, 999, 1000, 1001, BUCKET_SIZE - 1, BUCKET_SIZE, 1_000_000])
some_terms = st.sets(st.sampled_from(TERMS), min_size=1, max_size=6)

PUBLIC, PRIVATE, SUBJECT = "public", "private", "subject"
texts = st.sampled_from([PUBLIC, PRIVATE, SUBJECT])
"""The text in which terms are: a public message, a private note, or the subject, which is public."""

MODEL_OF = {PUBLIC: [PUBLIC], PRIVATE: [PRIVATE], SUBJECT: [PUBLIC, SUBJECT]}


class SearchIndexMachine(RuleBasedStateMachine):
    """Adds and removes terms, some twice, some before they were added; all reads agree with sets of numbers."""

    def __init__(self, table: Table) -> None:
        super().__init__()
        self.index = SearchIndex(table)
        self.table = table
        self.model: dict[tuple[str, str], set[int]] = defaultdict(set)

    @rule(number=numbers, some=some_terms, text=texts, times=st.integers(1, 2))
    def add(self, number: int, some: set[str], text: str, times: int) -> None:
        for _ in range(times):
            self.index.add(number, some, public=text != PRIVATE, in_subject=text == SUBJECT)
        for place in product(some, MODEL_OF[text]):
            self.model[place].add(number)

    @rule(number=numbers, some=some_terms, text=texts, times=st.integers(1, 2))
    def remove(self, number: int, some: set[str], text: str, times: int) -> None:
        for _ in range(times):
            self.index.remove(number, some, public=text != PRIVATE, in_subject=text == SUBJECT)
        for place in product(some, MODEL_OF[text]):
            self.model[place].discard(number)

    def expected(self, some: list[str], *searched: str) -> list[int]:
        """Return the tickets that contain any of the terms in the searched texts, newest first."""
        return sorted({number for place in product(some, searched) for number in self.model[place]}, reverse=True)

    @rule(term=st.sampled_from(TERMS))
    def find_term(self, term: str) -> None:
        for private in (True, False):
            found = self.index.with_term(term, private=private)
            assert list(found.newest_first()) == self.expected([term], PUBLIC, *([PRIVATE] if private else []))
        assert list(self.index.subjects_with_term(term).newest_first()) == self.expected([term], SUBJECT)

    @rule(prefix=st.sampled_from([term[:2] for term in TERMS if len(term) > 1] + ["abc", "при", "хх"]))
    def find_prefix(self, prefix: str) -> None:
        matching = [term for term in TERMS if term.startswith(prefix)]
        for private in (True, False):
            found = self.index.with_prefix(prefix, private=private)
            assert list(found.newest_first()) == self.expected(matching, PUBLIC, *([PRIVATE] if private else []))
        found = self.index.subjects_with_prefix(prefix)
        assert list(found.newest_first()) == self.expected(matching, SUBJECT)

    def teardown(self) -> None:
        """Assert that no posting is left for terms that no ticket contains."""
        partitions = {of(term) for term in TERMS for of in (keys.postings, keys.subject_postings)}
        left = {Key(item["pk"], item["sk"]) for partition in partitions for item in self.table.query(partition)}
        assert left == {
            (keys.subject_posting if text == SUBJECT else keys.posting)(term, number // index.THOUSAND)
            for (term, text), members in self.model.items()
            for number in members
        }


def test_searches_agree_with_a_naive_model(new_table: Callable[[], Table]) -> None:
    class OnThisTable(SearchIndexMachine):
        def __init__(self) -> None:
            super().__init__(new_table())

    run_state_machine_as_test(
        OnThisTable, settings=model(gate=gate_on(new_table, moto=5, others=20), full=40, steps=20)
    )


def test_a_prefix_with_too_many_postings_is_refused(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "MAX_POSTINGS", 3)
    postings = SearchIndex(table)
    postings.add(1, ["printer", "printing", "print"], public=True)
    postings.add(1000, ["primer"], public=False)

    assert list(postings.with_prefix("print", private=False).newest_first()) == [1]
    with pytest.raises(TooManyPostings):
        postings.with_prefix("pr", private=False)


def test_words_of_messages_do_not_count_for_a_prefix_of_subjects(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "MAX_POSTINGS", 2)
    postings = SearchIndex(table)
    postings.add(1, ["printer", "print"], public=True, in_subject=True)
    postings.add(2, ["printing"], public=True)

    assert list(postings.subjects_with_prefix("pr").newest_first()) == [1]
    with pytest.raises(TooManyPostings):
        postings.with_prefix("pr", private=False)

    postings.add(2, ["printing"], public=True, in_subject=True)
    with pytest.raises(TooManyPostings):
        postings.subjects_with_prefix("pr")


@ENGINE_ONLY
def test_terms_of_which_one_was_not_written_can_be_added_again(table: DynamoTable) -> None:
    postings = SearchIndex(table)
    some = [f"term{number}" for number in range(30)]

    def throttle(params: dict[str, Any], **_: Any) -> None:
        if b"term17#" in params["body"]:
            raise ClientError({"Error": {"Code": "ThrottlingException"}}, "UpdateItem")

    table.client.meta.events.register("before-call.dynamodb.UpdateItem", throttle)
    with pytest.raises(Unavailable):
        postings.add(5, some, public=True)
    assert not postings.with_term("term17", private=False)

    table.client.meta.events.unregister("before-call.dynamodb.UpdateItem", throttle)
    postings.add(5, some, public=True)
    for term in some:
        assert list(postings.with_term(term, private=False).newest_first()) == [5]


def test_candidates_are_restricted_to_visible_tickets_in_the_states(table: Table) -> None:
    tickets = put_tickets(
        table, 20_000, {IndexSlot(1): 2, IndexSlot(2): 10, IndexSlot(5): 80, IndexSlot(5, hidden=True): 3}
    )
    index = StateIndex(table)
    near = st.integers(1, 3 * SEGMENT_SIZE) | st.integers(BUCKET_SIZE - SEGMENT_SIZE, BUCKET_SIZE + SEGMENT_SIZE)

    @examples(gate=30, full=100)
    @given(
        st.sets(near, max_size=12) | st.sets(st.integers(1, 20_500), max_size=100),
        st.sets(st.sampled_from([1, 2, 5, 12])),
    )
    def check(candidates: set[int], states: set[int]) -> None:
        from_offsets = TicketSet.from_offsets((number // 1000 * 1000, [number % 1000]) for number in candidates)
        expected = [number for number in tickets.numbers(states) if number in candidates]
        assert list(index.in_states(from_offsets, states).newest_first()) == expected

    check()


def test_the_number_of_a_purged_ticket_is_not_found(table: Table) -> None:
    indexed, postings = IndexedTickets(table), SearchIndex(table)
    indexed.move(7, None, IndexSlot(1, hidden=True))
    indexed.move(7, IndexSlot(1, hidden=True), None)
    postings.add(7, ["late"], public=True)

    assert not indexed.index.in_states(postings.with_term("late", private=True), [1])
