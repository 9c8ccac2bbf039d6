"""Rebuilding the search index from the tickets themselves, a part in each run."""

from typing import Any

import pytest

from polydesk.desk.resources import shared_resources
from polydesk.domain.errors import Unavailable
from polydesk.http.errors import InvalidRequest
from polydesk.storage import keys
from polydesk.storage.keys import Key
from polydesk.storage.transaction import DeleteItem, UpdateItem
from tests.functional.callers import Tokens
from tests.functional.internals import note
from tests.functional.search.search_calls import (
    add_comment,
    mark_spam,
    numbers_by_subject,
    open_ticket,
    postings,
    search_numbers,
)
from tools.faults import before_the_first
from tools.local_desk.client import Client
from tools.local_desk.world import World

OPERATION = "OpsIndexWords"
ALL: dict[str, Any] = {"unreadable": [], "next": None}


def delete_postings(world: World) -> None:
    """Delete the search index, as if the stream had delivered nothing."""
    for key in postings(world):
        shared_resources().table.write(DeleteItem(Key(*key)))


@pytest.fixture
def numbers(world: World, client: Client, tokens: Tokens) -> list[int]:
    """Three indexed tickets, one with a comment and one with a note."""
    numbers = [open_ticket(client, f"Printer {name}", "It smokes") for name in ("one", "two", "three")]
    add_comment(client, numbers[0], "It burns")
    note(tokens["agent"]["token"], numbers[1], "Insured")
    world.pump()
    return numbers


def test_lost_postings_are_restored_exactly(world: World, client: Client, agent: Client, numbers: list[int]) -> None:
    before = postings(world)
    delete_postings(world)
    assert search_numbers(agent, "printer") == []

    assert world.invoke(OPERATION, {}) == {"indexed": 3, **ALL}

    assert postings(world) == before
    assert search_numbers(client, "printer smokes burns") == [numbers[0]]
    assert (search_numbers(agent, "insured"), search_numbers(client, "insured")) == ([numbers[1]], [])


def test_subjects_that_were_indexed_before_they_had_postings_of_their_own_get_them(
    world: World, agent: Client, numbers: list[int]
) -> None:
    before = postings(world)
    for key in before:
        if key[0] == keys.subject_postings(key[1]):
            shared_resources().table.write(DeleteItem(Key(*key)))
    assert (search_numbers(agent, "printer"), numbers_by_subject("printer")) == (numbers[::-1], [])

    assert world.invoke(OPERATION, {}) == {"indexed": 3, **ALL}

    assert numbers_by_subject("printer") == numbers[::-1]
    assert postings(world) == before


def test_a_complete_index_does_not_change(world: World, numbers: list[int]) -> None:
    before = postings(world)

    for _ in range(2):
        assert world.invoke(OPERATION, {}) == {"indexed": 3, **ALL}

    assert postings(world) == before


def test_a_range_of_numbers_can_be_indexed(world: World, client: Client, numbers: list[int]) -> None:
    delete_postings(world)

    assert world.invoke(OPERATION, {"from": numbers[1], "to": numbers[1]}) == {"indexed": 1, **ALL}
    assert search_numbers(client, "printer") == [numbers[1]]

    assert world.invoke(OPERATION, {"from": numbers[2]}) == {"indexed": 1, **ALL}
    assert search_numbers(client, "printer") == numbers[:0:-1]


def test_a_run_that_runs_out_of_time_returns_the_next_number(
    world: World, client: Client, numbers: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    delete_postings(world)
    monkeypatch.setattr("polydesk.jobs.reindex.RUN_SECONDS", -1.0)

    runs: list[Any] = [{"next": 1}]
    while runs[-1]["next"]:
        runs.append(world.invoke(OPERATION, {"from": runs[-1]["next"]}))

    assert [(run["indexed"], run["next"]) for run in runs[1:]] == [(1, 2), (1, 3), (1, None)]
    assert search_numbers(client, "printer") == numbers[::-1]


def test_messages_of_a_ticket_that_takes_too_long_are_left_to_the_sweep(
    world: World, client: Client, agent: Client, numbers: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = postings(world)
    delete_postings(world)
    monkeypatch.setattr("polydesk.jobs.reindex.TICKET_SECONDS", -1.0)

    assert world.invoke(OPERATION, {}) == {"indexed": 3, **ALL}
    assert search_numbers(client, "printer") == numbers[::-1]
    assert search_numbers(client, "burns") == []

    assert world.fire("SchedulesSweepTimers")["indexed"] == 5
    assert search_numbers(client, "printer smokes burns") == [numbers[0]]
    assert (search_numbers(agent, "insured"), search_numbers(client, "insured")) == ([numbers[1]], [])
    assert postings(world) == before


def test_numbers_of_deleted_tickets_count_against_the_time_too(
    world: World, numbers: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in numbers[:2]:
        shared_resources().table.write(DeleteItem(keys.ticket(number)))
    monkeypatch.setattr("polydesk.jobs.reindex.RUN_SECONDS", -1.0)

    assert world.invoke(OPERATION, {}) == {"indexed": 0, "unreadable": [], "next": numbers[1]}


def test_purged_tickets_are_skipped_and_spam_is_indexed(
    world: World, client: Client, agent: Client, tokens: Tokens, numbers: list[int]
) -> None:
    mark_spam(tokens["agent"]["token"], numbers[0])
    shared_resources().table.write(DeleteItem(keys.ticket(numbers[2])))
    delete_postings(world)

    assert world.invoke(OPERATION, {}) == {"indexed": 2, **ALL}

    mark_spam(tokens["agent"]["token"], numbers[0], spam=False)
    assert search_numbers(agent, "printer") == [numbers[1], numbers[0]]


def test_an_unreadable_ticket_is_reported_and_the_others_are_indexed(
    world: World, agent: Client, numbers: list[int]
) -> None:
    shared_resources().table.write(UpdateItem(keys.history_entry(numbers[1], 1), {"at": None}))
    delete_postings(world)

    assert world.invoke(OPERATION, {}) == {"indexed": 2, "unreadable": [numbers[1]], "next": None}

    assert {numbers[0], numbers[2]} <= set(search_numbers(agent, "printer"))


def test_an_outage_is_raised_so_that_the_run_is_repeated(
    world: World, client: Client, numbers: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    delete_postings(world)

    def fail(*_: object, **__: object) -> None:
        raise Unavailable

    with monkeypatch.context() as broken:
        broken.setattr("polydesk.storage.search_index.index.SearchIndex.add", fail)
        with pytest.raises(Unavailable):
            world.invoke(OPERATION, {})

    assert world.invoke(OPERATION, {})["next"] is None
    assert search_numbers(client, "printer") == numbers[::-1]


def test_a_message_written_during_a_run_is_indexed_too(world: World, client: Client, numbers: list[int]) -> None:
    delete_postings(world)

    with before_the_first("Query", lambda: add_comment(client, numbers[0], "It melts")):
        world.invoke(OPERATION, {})
    world.pump()

    assert search_numbers(client, "printer melts") == [numbers[0]]


@pytest.mark.parametrize("wrong", [{"from": 0}, {"to": "all"}, {"form": 1}])
def test_a_malformed_range_is_refused(world: World, wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest):
        world.invoke(OPERATION, wrong)
