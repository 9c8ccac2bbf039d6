"""What has been spam for long enough goes for good."""

from datetime import timedelta

import pytest

from polydesk.desk.resources import shared_resources
from polydesk.domain.actions import star
from polydesk.jobs.background import UnexpectedError
from polydesk.storage import keys
from polydesk.storage.transaction import UpdateItem
from tests.functional.callers import Tokens
from tests.functional.happyfox.happyfox_calls import key_holder
from tests.functional.internals import act
from tests.functional.schedules.waiting import history, mark_spam, opened
from tests.functional.uploads import uploaded
from tools.faults import Killed, before_the_first, killed_after, out_of_time
from tools.local_desk.client import Client
from tools.local_desk.items import dump
from tools.local_desk.world import World

PURGE = "SchedulesPurgeSpam"
RETENTION = timedelta(days=30)
"""The stack's default."""


def spam_with_everything(world: World, client: Client, agent: Client, tokens: Tokens) -> int:
    """A spam ticket with a history, files, votes and a star."""
    opening = {"summary": "Buy now", "comment_body": "Cheap", "files": [uploaded(world, client)]}
    number = int(client.post("/support/tickets", json=opening).json()["number"])
    said = agent.post(
        f"/support/tickets/{number}/comments", json={"body": "No, thanks", "files": [uploaded(world, agent)]}
    ).json()
    assert client.post(f"/support/comments/{said['id']}/vote", json={"score": -1}).status == 200
    agent_token = tokens["agent"]["token"]
    act(agent_token, number, lambda ticket, context: star(ticket, context, 3, True))
    mark_spam(tokens, number, True)
    return number


def left_of(world: World, number: int) -> list[tuple[str, str]]:
    """The items that are about a ticket, and files that nobody else knows of."""
    about = {keys.history(number)}
    row = keys.ticket(number)
    return [key for key in dump(world) if key[0] in about or key == row or key[0].startswith("FILE#")]


def objects(world: World) -> int:
    """How many objects the bucket has."""
    (bucket,) = world.template.buckets
    return int(world.aws.s3.list_objects_v2(Bucket=bucket.name)["KeyCount"])


def test_old_spam_goes_with_its_history_and_its_files(
    world: World, client: Client, agent: Client, tokens: Tokens
) -> None:
    number = spam_with_everything(world, client, agent, tokens)
    assert len(left_of(world, number)) == 1 + 5 + 1 + 1 + 2  # row, updates, vote, star, files
    assert objects(world) == 2
    world.clock.advance(days=30)

    assert world.fire(PURGE) == {"purged": 1}

    assert left_of(world, number) == []
    assert objects(world) == 0
    assert agent.get(f"/support/tickets/{number}").status == 404
    assert shared_resources().index.counts().references(1) == 0


def test_younger_spam_and_tickets_that_are_none_stay(world: World, client: Client, tokens: Tokens) -> None:
    spam, ticket = opened(client, 2)
    mark_spam(tokens, spam, True)
    before = dump(world)
    world.clock.advance(days=29, hours=23, minutes=59)

    assert world.fire(PURGE) == {"purged": 0}

    assert dump(world) == before
    assert client.get(f"/support/tickets/{ticket}").status == 200


def test_time_counts_from_the_last_time_it_was_marked(world: World, client: Client, tokens: Tokens) -> None:
    (number,) = opened(client)
    mark_spam(tokens, number, True)
    world.clock.advance(days=20)
    mark_spam(tokens, number, False)
    mark_spam(tokens, number, True)
    world.clock.advance(days=20)
    assert world.fire(PURGE) == {"purged": 0}

    world.clock.advance(days=10)

    assert world.fire(PURGE) == {"purged": 1}


def test_its_number_is_not_given_to_another_ticket(world: World, client: Client, tokens: Tokens) -> None:
    (number,) = opened(client)
    mark_spam(tokens, number, True)
    world.clock.advance(RETENTION.total_seconds())
    world.fire(PURGE)

    assert opened(client) == [number + 1]


def test_twice_is_once(world: World, client: Client, tokens: Tokens) -> None:
    (number,) = opened(client)
    mark_spam(tokens, number, True)
    world.clock.advance(RETENTION.total_seconds())

    assert [world.fire(PURGE), world.fire(PURGE)] == [{"purged": 1}, {"purged": 0}]


@pytest.mark.parametrize("parameters", [{"SpamRetentionDays": "0"}])
def test_a_desk_can_keep_spam_for_ever(world: World, client: Client, tokens: Tokens) -> None:
    (number,) = opened(client)
    mark_spam(tokens, number, True)
    world.clock.advance(days=3650)

    assert world.fire(PURGE) == {"purged": 0}
    assert history(number)


def test_whoever_takes_it_back_at_the_last_moment_keeps_it(world: World, client: Client, tokens: Tokens) -> None:
    (number,) = opened(client)
    mark_spam(tokens, number, True)
    world.clock.advance(RETENTION.total_seconds())

    with before_the_first("TransactWriteItems", lambda: mark_spam(tokens, number, False)):
        assert world.fire(PURGE) == {"purged": 0}

    assert client.get(f"/support/tickets/{number}").status == 200
    assert [update.kind for update in history(number)] == ["opened", "spammed", "unspammed"]


def test_wherever_it_dies_the_next_run_finishes_it(world: World, client: Client, agent: Client, tokens: Tokens) -> None:
    write, survived = 0, False
    while not survived:
        write += 1
        number = spam_with_everything(world, client, agent, tokens)
        world.clock.advance(RETENTION.total_seconds())
        try:
            with killed_after(write):
                world.fire(PURGE)
            survived = True
        except Killed:
            world.fire(PURGE)
        assert left_of(world, number) == []
        assert objects(world) == 0
        assert shared_resources().index.counts().references(1) == 0

    assert write > 12  # one for the row, one for each item and object, one for the note


def test_what_cannot_be_purged_does_not_keep_the_others_and_is_told_of(
    world: World, client: Client, tokens: Tokens
) -> None:
    numbers = opened(client, 3)
    for number in numbers:
        mark_spam(tokens, number, True)
    shared_resources().table.write(UpdateItem(keys.ticket(numbers[1]), {"created": None}))
    world.clock.advance(RETENTION.total_seconds())

    with pytest.raises(UnexpectedError, match="ExceptionGroup"):
        world.fire(PURGE)

    assert [bool(history(number)) for number in numbers] == [False, True, False]


def test_a_ticket_that_goes_while_it_is_read_is_not_found(world: World, client: Client, tokens: Tokens) -> None:
    (number,) = opened(client)
    mark_spam(tokens, number, True)
    world.clock.advance(RETENTION.total_seconds())

    with before_the_first("Query", lambda: world.fire(PURGE)):
        answer = key_holder(world, tokens["happyfox"]).get(f"/api/1.1/json/ticket/{number}/")

    assert (answer.status, answer.json()) == (404, {"error": "Cannot find the requested object"})


def test_a_run_that_is_out_of_time_ends_well_and_the_next_goes_on(
    world: World, client: Client, agent: Client, tokens: Tokens
) -> None:
    numbers = [spam_with_everything(world, client, agent, tokens) for _ in range(3)]
    world.clock.advance(RETENTION.total_seconds())

    looks, purged = 0, 0
    while purged < len(numbers):
        looks += 1
        with out_of_time(after=looks):
            purged += world.fire(PURGE)["purged"]

    assert looks > 3  # no single run has done it
    assert world.fire(PURGE) == {"purged": 0}
    assert [left_of(world, number) for number in numbers] == [[]] * 3
    assert objects(world) == 0


def test_a_call_that_is_repeated_after_the_ticket_is_gone_finds_no_ticket(
    world: World, client: Client, agent: Client, tokens: Tokens
) -> None:
    (number,) = opened(client)
    mark_spam(tokens, number, True)
    world.clock.advance(RETENTION.total_seconds() - 3600)
    path, key = f"/support/tickets/{number}", {"Idempotency-Key": "k"}
    assert agent.post(f"{path}/comments", json={"body": "No, thanks"}, headers=key).status == 200
    assert agent.post(f"{path}/close", headers=key).status == 200

    world.clock.advance(hours=1)
    world.fire(PURGE)

    for answer in (
        agent.post(f"{path}/comments", json={"body": "No, thanks"}, headers=key),
        agent.post(f"{path}/close", headers=key),
    ):
        assert (answer.status, answer.json()["error"]) == (404, "ticket_not_found")
