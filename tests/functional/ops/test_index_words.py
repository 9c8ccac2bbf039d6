"""Making the words of tickets findable again, a part at a time, from the tickets themselves."""

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
from tests.functional.search.finding import commented, found, opened, postings, spammed
from tools.faults import before_the_first
from tools.local_desk.client import Client
from tools.local_desk.world import World

OPERATION = "OpsIndexWords"
ALL: dict[str, Any] = {"unreadable": [], "next": None}


def lose_words(world: World) -> None:
    """As if the stream had never told of anything."""
    for key in postings(world):
        shared_resources().table.write(DeleteItem(Key(*key)))


@pytest.fixture
def numbers(world: World, client: Client, tokens: Tokens) -> list[int]:
    """Three tickets that nobody finds any more."""
    numbers = [opened(client, f"Printer {name}", "It smokes") for name in ("one", "two", "three")]
    commented(client, numbers[0], "It burns")
    note(tokens["agent"]["token"], numbers[1], "Insured")
    world.pump()
    return numbers


def test_what_was_lost_is_found_again_exactly_as_before(
    world: World, client: Client, agent: Client, numbers: list[int]
) -> None:
    before = postings(world)
    lose_words(world)
    assert found(agent, "printer") == []

    assert world.invoke(OPERATION, {}) == {"indexed": 3, **ALL}

    assert postings(world) == before
    assert found(client, "printer smokes burns") == [numbers[0]]
    assert (found(agent, "insured"), found(client, "insured")) == ([numbers[1]], [])


def test_a_desk_that_has_all_its_words_stays_as_it_is(world: World, numbers: list[int]) -> None:
    before = postings(world)

    for _ in range(2):
        assert world.invoke(OPERATION, {}) == {"indexed": 3, **ALL}

    assert postings(world) == before


def test_a_range_of_numbers_can_be_given(world: World, client: Client, numbers: list[int]) -> None:
    lose_words(world)

    assert world.invoke(OPERATION, {"from": numbers[1], "to": numbers[1]}) == {"indexed": 1, **ALL}
    assert found(client, "printer") == [numbers[1]]

    assert world.invoke(OPERATION, {"from": numbers[2]}) == {"indexed": 1, **ALL}
    assert found(client, "printer") == numbers[:0:-1]


def test_a_step_that_runs_out_of_time_says_where_to_go_on(
    world: World, client: Client, numbers: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    lose_words(world)
    monkeypatch.setattr("polydesk.jobs.reindex.RUN_SECONDS", -1.0)

    steps: list[Any] = [{"next": 1}]
    while steps[-1]["next"]:
        steps.append(world.invoke(OPERATION, {"from": steps[-1]["next"]}))

    assert [(step["indexed"], step["next"]) for step in steps[1:]] == [(1, 2), (1, 3), (1, None)]
    assert found(client, "printer") == numbers[::-1]


def test_numbers_that_no_ticket_has_any_more_take_time_too(
    world: World, numbers: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in numbers[:2]:
        shared_resources().table.write(DeleteItem(keys.ticket(number)))
    monkeypatch.setattr("polydesk.jobs.reindex.RUN_SECONDS", -1.0)

    assert world.invoke(OPERATION, {}) == {"indexed": 0, "unreadable": [], "next": numbers[1]}


def test_what_is_purged_is_passed_over_and_what_is_spam_is_not(
    world: World, client: Client, agent: Client, tokens: Tokens, numbers: list[int]
) -> None:
    spammed(tokens["agent"]["token"], numbers[0])
    shared_resources().table.write(DeleteItem(keys.ticket(numbers[2])))
    lose_words(world)

    assert world.invoke(OPERATION, {}) == {"indexed": 2, **ALL}

    spammed(tokens["agent"]["token"], numbers[0], spam=False)
    assert found(agent, "printer") == [numbers[1], numbers[0]]


def test_a_ticket_that_cannot_be_read_is_named_and_keeps_no_other_from_being_found(
    world: World, agent: Client, numbers: list[int]
) -> None:
    shared_resources().table.write(UpdateItem(keys.update(numbers[1], 1), {"at": None}))
    lose_words(world)

    assert world.invoke(OPERATION, {}) == {"indexed": 2, "unreadable": [numbers[1]], "next": None}

    assert {numbers[0], numbers[2]} <= set(found(agent, "printer"))


def test_an_outage_is_told_so_that_the_step_is_done_again(
    world: World, client: Client, numbers: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    lose_words(world)

    def fail(*_: object, **__: object) -> None:
        raise Unavailable

    with monkeypatch.context() as broken:
        broken.setattr("polydesk.storage.search_index.index.SearchIndex.add", fail)
        with pytest.raises(Unavailable):
            world.invoke(OPERATION, {})

    assert world.invoke(OPERATION, {})["next"] is None
    assert found(client, "printer") == numbers[::-1]


def test_a_message_that_comes_meanwhile_is_found_too(world: World, client: Client, numbers: list[int]) -> None:
    lose_words(world)

    with before_the_first("Query", lambda: commented(client, numbers[0], "It melts")):
        world.invoke(OPERATION, {})
    world.pump()

    assert found(client, "printer melts") == [numbers[0]]


@pytest.mark.parametrize("wrong", [{"from": 0}, {"to": "all"}, {"form": 1}])
def test_a_range_that_is_none_is_refused(world: World, wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest):
        world.invoke(OPERATION, wrong)
