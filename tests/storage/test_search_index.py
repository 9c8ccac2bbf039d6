"""Postings against a naive model of them, on the engine."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from polydesk.domain.errors import Unavailable
from polydesk.storage import keys
from polydesk.storage.search_index import index
from polydesk.storage.search_index.index import SearchIndex, TooManyPostings
from polydesk.storage.state_index.index import IndexSlot, StateIndex
from polydesk.storage.state_index.layout import BUCKET_SIZE, SEGMENT_SIZE
from polydesk.storage.state_index.ticket_sets import TicketSet
from polydesk.storage.table import Table
from tests.profiles import examples, model
from tools.bench.indexed_tickets import Shelf, crowd

WORDS = ("a", "ab", "abc", "abd", "b", "ba", "принтер", "прибор", "हिन्दी", "हि", "打", "打印机", "𝓍y", "x_1", "1")

numbers = st.sampled_from([1, 2, 3, 999, 1000, 1001, BUCKET_SIZE - 1, BUCKET_SIZE, 1_000_000])
some_words = st.sets(st.sampled_from(WORDS), min_size=1, max_size=6)


class Postings(RuleBasedStateMachine):
    """Words come and go, some twice, some before they came; whatever is asked agrees with sets of numbers."""

    def __init__(self, table: Table) -> None:
        super().__init__()
        self.words = SearchIndex(table)
        self.table = table
        self.model: dict[tuple[str, bool], set[int]] = defaultdict(set)

    @rule(number=numbers, some=some_words, public=st.booleans(), times=st.integers(1, 2))
    def add(self, number: int, some: set[str], public: bool, times: int) -> None:
        for _ in range(times):
            self.words.add(number, some, public=public)
        for word in some:
            self.model[word, public].add(number)

    @rule(number=numbers, some=some_words, public=st.booleans(), times=st.integers(1, 2))
    def remove(self, number: int, some: set[str], public: bool, times: int) -> None:
        for _ in range(times):
            self.words.remove(number, some, public=public)
        for word in some:
            self.model[word, public].discard(number)

    def expected(self, some: list[str], private: bool) -> list[int]:
        """The tickets that have any of the words, newest first."""
        found = {
            number
            for word in some
            for public in ({True, False} if private else {True})
            for number in self.model[word, public]
        }
        return sorted(found, reverse=True)

    @rule(word=st.sampled_from(WORDS), private=st.booleans())
    def look_for_a_word(self, word: str, private: bool) -> None:
        assert list(self.words.with_term(word, private=private).newest_first()) == self.expected([word], private)

    @rule(beginning=st.sampled_from([word[:2] for word in WORDS if len(word) > 1] + ["abc", "при", "хх"]))
    def look_for_a_beginning(self, beginning: str) -> None:
        matching = [word for word in WORDS if word.startswith(beginning)]
        for private in (True, False):
            found = self.words.with_prefix(beginning, private=private)
            assert list(found.newest_first()) == self.expected(matching, private)

    def teardown(self) -> None:
        """No posting is left of words that no ticket has."""
        left = {item["sk"] for word in WORDS for item in self.table.query(keys.postings(word))}
        assert left == {
            keys.posting(word, number // index.THOUSAND).sk
            for (word, _), members in self.model.items()
            for number in members
        }


def test_words_agree_with_a_naive_model(new_table: Callable[[], Table]) -> None:
    class OnThisEngine(Postings):
        def __init__(self) -> None:
            super().__init__(new_table())

    run_state_machine_as_test(OnThisEngine, settings=model(gate=20, full=40, steps=20))


def test_a_beginning_with_too_many_postings_is_not_read_to_the_end(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "MOST_POSTINGS", 3)
    postings = SearchIndex(table)
    postings.add(1, ["printer", "printing", "print"], public=True)
    postings.add(1000, ["primer"], public=False)

    assert list(postings.with_prefix("print", private=False).newest_first()) == [1]
    with pytest.raises(TooManyPostings):
        postings.with_prefix("pr", private=False)


def test_words_of_which_one_could_not_be_written_can_be_written_again(table: Table) -> None:
    postings = SearchIndex(table)
    some = [f"word{place}" for place in range(30)]

    def throttle(params: dict[str, Any], **_: Any) -> None:
        if b"word17#" in params["body"]:
            raise ClientError({"Error": {"Code": "ThrottlingException"}}, "UpdateItem")

    table.client.meta.events.register("before-call.dynamodb.UpdateItem", throttle)
    with pytest.raises(Unavailable):
        postings.add(5, some, public=True)
    assert not postings.with_term("word17", private=False)

    table.client.meta.events.unregister("before-call.dynamodb.UpdateItem", throttle)
    postings.add(5, some, public=True)
    for word in some:
        assert list(postings.with_term(word, private=False).newest_first()) == [5]


def test_candidates_are_narrowed_to_the_tickets_that_the_index_has_in_the_states(table: Table) -> None:
    tickets = crowd(table, 20_000, {IndexSlot(1): 2, IndexSlot(2): 10, IndexSlot(5): 80, IndexSlot(5, hidden=True): 3})
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


def test_a_number_whose_ticket_is_gone_is_no_candidate_any_more(table: Table) -> None:
    shelf, postings = Shelf(table), SearchIndex(table)
    shelf.move(7, None, IndexSlot(1, hidden=True))
    shelf.move(7, IndexSlot(1, hidden=True), None)
    postings.add(7, ["late"], public=True)

    assert not shelf.index.in_states(postings.with_term("late", private=True), [1])
