"""Indexing tickets from the table's stream, and removing purged ones."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest

from polydesk.domain.errors import Unavailable
from polydesk.storage import keys
from polydesk.storage.table import Table
from tests.functional.callers import Tokens
from tests.functional.internals import note
from tests.functional.queues import drain_queue
from tests.functional.search.search_calls import (
    INDEXER,
    add_comment,
    mark_spam,
    numbers_by_subject,
    open_ticket,
    postings,
    search_numbers,
    stream_record,
)
from tools.local_desk.client import Client
from tools.local_desk.items import Item, dump
from tools.local_desk.world import World

PURGE = "SchedulesPurgeSpam"
RETENTION_DAYS = 30
"""The stack's default."""


def items_of(world: World, number: int) -> list[Item]:
    """Return the row of a ticket and its history."""
    row = keys.ticket(number)
    return [item for key, item in dump(world).items() if key == row or key[0] == keys.history(number)]


def parked(world: World) -> list[dict[str, Any]]:
    """Return the records that the stream's functions have parked."""
    return drain_queue(world, "StreamsDead")


def invoke_indexer(world: World, records: list[dict[str, Any]]) -> list[str]:
    """Invoke the function with records; return the sequence numbers that it reports as failed."""
    answer = world.invoke(INDEXER, {"Records": records})
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


@contextmanager
def failing_term(word: str) -> Iterator[None]:
    """Inside, no posting of this term can be written."""
    write = Table.write

    def refuse(table: Table, operation: Any, *rest: Any) -> None:
        if operation.key.sk.startswith(keys.posting_prefix(word)):
            raise Unavailable
        write(table, operation, *rest)

    with patch.object(Table, "write", refuse):
        yield


def test_records_delivered_twice_change_nothing(world: World, client: Client, agent: Client, tokens: Tokens) -> None:
    number = open_ticket(client, "Printer", "It smokes")
    note(tokens["agent"]["token"], number, "Again")
    world.pump()
    before = postings(world)

    world.stream_positions = {}
    world.pump()

    assert postings(world) == before
    assert search_numbers(agent, "printer smokes again") == [number]


def test_only_words_of_subjects_are_indexed_as_such(world: World, client: Client, agent: Client) -> None:
    first = open_ticket(client, "Printer paper", "It smokes")
    second = open_ticket(client, "Help", "The printer smokes")
    add_comment(client, first, "It burns")
    world.pump()

    assert search_numbers(agent, "printer") == [second, first]
    assert [numbers_by_subject(word) for word in ("printer", "help", "smokes", "burns")] == [[first], [second], [], []]


def test_the_order_of_records_does_not_matter(world: World, client: Client) -> None:
    number = open_ticket(client, "Printer", "It smokes")
    add_comment(client, number, "It burns")
    records = [stream_record(item, sequence) for sequence, item in enumerate(items_of(world, number))]

    assert invoke_indexer(world, records[::-1]) == []

    assert search_numbers(client, "printer smokes burns") == [number]


def test_a_purge_removes_only_the_terms_of_its_ticket(
    world: World, client: Client, agent: Client, tokens: Tokens
) -> None:
    other = open_ticket(client, "Printer paper")
    world.pump()
    before = postings(world)
    number = open_ticket(client, "Printer", "Cheap pills")
    add_comment(client, number, "Cheap")
    note(tokens["agent"]["token"], number, "Pure nonsense")
    mark_spam(tokens["agent"]["token"], number)
    world.pump()
    assert postings(world) != before
    world.clock.advance(days=RETENTION_DAYS)

    assert world.fire(PURGE) == {"purged": 1}
    world.pump()

    assert postings(world) == before
    assert search_numbers(agent, "printer") == numbers_by_subject("printer") == [other]


def test_a_record_delivered_after_the_purge_restores_nothing(
    world: World, client: Client, agent: Client, tokens: Tokens
) -> None:
    number = open_ticket(client, "Printer")
    late = [stream_record(item, sequence) for sequence, item in enumerate(items_of(world, number))]
    mark_spam(tokens["agent"]["token"], number)
    world.clock.advance(days=RETENTION_DAYS)
    world.fire(PURGE)
    world.pump()

    assert invoke_indexer(world, late) == []

    assert search_numbers(agent, "printer") == search_numbers(client, "printer") == []


def test_an_unreadable_record_is_parked_and_the_others_are_indexed(world: World, client: Client) -> None:
    first = open_ticket(client, "Printer one")
    poison = {"pk": keys.history(99), "sk": keys.history_entry(99, 1).sk, "type": "update", "text": "poison"}
    world.aws.dynamodb.put_item(
        TableName=world.template.tables[0].name, Item={name: {"S": value} for name, value in poison.items()}
    )
    last = open_ticket(client, "Printer two")

    world.pump()

    assert search_numbers(client, "printer") == [last, first]
    assert INDEXER in {message["function"] for message in parked(world)}


def test_a_failing_record_is_delivered_again_with_those_behind_it(world: World, client: Client) -> None:
    numbers = [open_ticket(client, subject) for subject in ("one", "two", "three")]
    records = [
        stream_record(item, number)
        for number in numbers
        for item in items_of(world, number)
        if item["type"]["S"] == "ticket"
    ]

    with failing_term("two"):
        assert invoke_indexer(world, records) == [str(numbers[1])]
    assert [search_numbers(client, word) for word in ("one", "two", "three")] == [[numbers[0]], [], []]

    assert invoke_indexer(world, records[1:]) == []
    assert [search_numbers(client, word) for word in ("two", "three")] == [[numbers[1]], [numbers[2]]]


def test_a_very_long_message_is_indexed_up_to_the_limit(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("polydesk.domain.search_terms.MAX_TERMS_PER_TEXT", 20)
    words = [f"w{place:02d}" for place in range(21)]
    number = open_ticket(client, "long", " ".join(words))
    world.pump()

    assert search_numbers(client, f"long {words[0]} {words[19]}") == [number]
    assert search_numbers(client, words[20]) == []


def test_entries_without_text_index_no_words(world: World, client: Client, agent: Client) -> None:
    number = open_ticket(client, "Printer")
    world.pump()
    before = postings(world)

    assert agent.post(f"/support/tickets/{number}/close", json={}).status == 200
    assert client.patch(f"/support/tickets/{number}", json={"client_aliased_name": "Carl"}).status == 200
    with patch("polydesk.jobs.search_indexing.SearchIndexer._index_text", side_effect=AssertionError):
        world.pump()

    assert postings(world) == before
    assert parked(world) == []
