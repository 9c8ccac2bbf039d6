"""How the words of tickets get into the index from the table's stream, and out of it."""

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
from tests.functional.schedules.waiting import queued
from tests.functional.search.finding import INDEX, commented, found, opened, postings, record, spammed
from tools.local_desk.client import Client
from tools.local_desk.items import Item, dump
from tools.local_desk.world import World

PURGE = "SchedulesPurgeSpam"
RETENTION_DAYS = 30
"""The stack's default."""


def items_of(world: World, number: int) -> list[Item]:
    """The row of a ticket and its updates."""
    row = keys.ticket(number)
    return [item for key, item in dump(world).items() if key == row or key[0] == keys.history(number)]


def dead(world: World) -> list[dict[str, Any]]:
    """What the stream's functions have given up."""
    return queued(world, "StreamsDead")


def index(world: World, records: list[dict[str, Any]]) -> list[str]:
    """Hand records to the function; the places of those that it names as failed."""
    answer = world.invoke(INDEX, {"Records": records})
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


@contextmanager
def refusing(word: str) -> Iterator[None]:
    """Inside, no posting of this word can be written."""
    write = Table.write

    def refuse(table: Table, operation: Any, *rest: Any) -> None:
        if operation.key.sk.startswith(keys.postings_of(word)):
            raise Unavailable
        write(table, operation, *rest)

    with patch.object(Table, "write", refuse):
        yield


def test_records_that_come_twice_change_nothing(world: World, client: Client, agent: Client, tokens: Tokens) -> None:
    number = opened(client, "Printer", "It smokes")
    note(tokens["agent"]["token"], number, "Again")
    world.pump()
    before = postings(world)

    world.stream_positions = {}
    world.pump()

    assert postings(world) == before
    assert found(agent, "printer smokes again") == [number]


def test_the_order_of_records_makes_no_difference(world: World, client: Client) -> None:
    number = opened(client, "Printer", "It smokes")
    commented(client, number, "It burns")
    records = [record(item, sequence) for sequence, item in enumerate(items_of(world, number))]

    assert index(world, records[::-1]) == []

    assert found(client, "printer smokes burns") == [number]


def test_a_purge_takes_a_ticket_s_words_with_it_and_no_other_s(
    world: World, client: Client, agent: Client, tokens: Tokens
) -> None:
    other = opened(client, "Printer paper")
    world.pump()
    before = postings(world)
    number = opened(client, "Printer", "Cheap pills")
    commented(client, number, "Cheap")
    note(tokens["agent"]["token"], number, "Pure nonsense")
    spammed(tokens["agent"]["token"], number)
    world.pump()
    assert postings(world) != before
    world.clock.advance(days=RETENTION_DAYS)

    assert world.fire(PURGE) == {"purged": 1}
    world.pump()

    assert postings(world) == before
    assert found(agent, "printer") == [other]


def test_a_record_that_comes_after_the_purge_brings_nothing_back(
    world: World, client: Client, agent: Client, tokens: Tokens
) -> None:
    number = opened(client, "Printer")
    late = [record(item, sequence) for sequence, item in enumerate(items_of(world, number))]
    spammed(tokens["agent"]["token"], number)
    world.clock.advance(days=RETENTION_DAYS)
    world.fire(PURGE)
    world.pump()

    assert index(world, late) == []

    assert found(agent, "printer") == found(client, "printer") == []


def test_a_record_that_cannot_be_read_is_given_up_and_keeps_no_other_from_being_indexed(
    world: World, client: Client
) -> None:
    first = opened(client, "Printer one")
    poison = {"pk": keys.history(99), "sk": keys.update(99, 1).sk, "type": "update", "text": "poison"}
    world.aws.dynamodb.put_item(
        TableName=world.template.tables[0].name, Item={name: {"S": value} for name, value in poison.items()}
    )
    last = opened(client, "Printer two")

    world.pump()

    assert found(client, "printer") == [last, first]
    assert INDEX in {message["function"] for message in dead(world)}


def test_a_record_that_fails_comes_again_and_those_behind_it(world: World, client: Client) -> None:
    numbers = [opened(client, subject) for subject in ("one", "two", "three")]
    records = [
        record(item, number) for number in numbers for item in items_of(world, number) if item["type"]["S"] == "ticket"
    ]

    with refusing("two"):
        assert index(world, records) == [str(numbers[1])]
    assert [found(client, word) for word in ("one", "two", "three")] == [[numbers[0]], [], []]

    assert index(world, records[1:]) == []
    assert [found(client, word) for word in ("two", "three")] == [[numbers[1]], [numbers[2]]]


def test_of_a_very_long_message_only_so_many_words_are_found(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("polydesk.domain.search_terms.MAX_TERMS_PER_TEXT", 20)
    words = [f"w{place:02d}" for place in range(21)]
    number = opened(client, "long", " ".join(words))
    world.pump()

    assert found(client, f"long {words[0]} {words[19]}") == [number]
    assert found(client, words[20]) == []


def test_what_says_nothing_is_not_even_looked_at(world: World, client: Client, agent: Client) -> None:
    number = opened(client, "Printer")
    world.pump()
    before = postings(world)

    assert agent.post(f"/support/tickets/{number}/close", json={}).status == 200
    assert client.patch(f"/support/tickets/{number}", json={"client_aliased_name": "Carl"}).status == 200
    with patch("polydesk.jobs.search_indexing.SearchIndexer.index_record", side_effect=AssertionError):
        world.pump()

    assert postings(world) == before
    assert dead(world) == []
