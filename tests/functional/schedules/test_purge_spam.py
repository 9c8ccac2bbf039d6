"""Purging old spam."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from polydesk.desk.resources import shared_resources
from polydesk.domain.actions import star
from polydesk.jobs.background import UnexpectedError
from polydesk.storage import keys
from polydesk.storage.transaction import UpdateItem
from tests import profiles
from tests.functional.callers import Tokens
from tests.functional.happyfox.happyfox_calls import key_holder
from tests.functional.internals import act, current_desk, principal
from tests.functional.schedules.timer_calls import history, mark_spam, open_tickets
from tests.functional.uploads import uploaded
from tools.faults import Killed, before_the_first, killed_after, out_of_time
from tools.local_desk.client import Client
from tools.local_desk.items import dump
from tools.local_desk.world import World

PURGE = "SchedulesPurgeSpam"
RETENTION = timedelta(days=30)
"""The stack's default."""


def spam_with_everything(world: World, client: Client, agent: Client, tokens: Tokens) -> int:
    """Open a ticket with a history, files, a vote and a star, and mark it as spam; return its number."""
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


def remaining_items(world: World, number: int) -> list[tuple[str, str]]:
    """Return the keys of a ticket's items and of all files."""
    about = {keys.history(number)}
    row = keys.ticket(number)
    return [key for key in dump(world) if key[0] in about or key == row or key[0].startswith(("FILE#", "ATTACHMENT#"))]


def object_count(world: World) -> int:
    """Return the number of object_count in the bucket."""
    (bucket,) = world.template.buckets
    return int(world.aws.s3.list_objects_v2(Bucket=bucket.name)["KeyCount"])


def test_old_spam_is_purged_with_its_history_and_files(
    world: World, client: Client, agent: Client, tokens: Tokens
) -> None:
    number = spam_with_everything(world, client, agent, tokens)
    assert len(remaining_items(world, number)) == 1 + 5 + 1 + 1 + 2 + 2  # row, history, vote, star, files, numbers
    assert object_count(world) == 4  # two uploads and their copies
    world.clock.advance(days=30)

    assert world.fire(PURGE) == {"purged": 1}

    assert remaining_items(world, number) == []
    assert object_count(world) == 0
    assert agent.get(f"/support/tickets/{number}").status == 404
    assert all(slot.state_id != 1 for slot in shared_resources().ticket_index.directory().counts)


def test_a_deleted_ticket_leaves_nothing_after_the_next_run(
    world: World, client: Client, agent: Client, tokens: Tokens
) -> None:
    number = spam_with_everything(world, client, agent, tokens)
    current_desk().tickets.delete(number, principal(tokens["admin"]["token"]))
    assert agent.get(f"/support/tickets/{number}").status == 404

    assert world.fire(PURGE) == {"purged": 1}

    assert remaining_items(world, number) == []
    assert object_count(world) == 0


def test_newer_spam_and_other_tickets_stay(world: World, client: Client, tokens: Tokens) -> None:
    spam, ticket = open_tickets(client, 2)
    mark_spam(tokens, spam, True)
    before = dump(world)
    world.clock.advance(days=29, hours=23, minutes=59)

    assert world.fire(PURGE) == {"purged": 0}

    assert dump(world) == before
    assert client.get(f"/support/tickets/{ticket}").status == 200


def test_retention_starts_when_the_ticket_was_last_marked(world: World, client: Client, tokens: Tokens) -> None:
    (number,) = open_tickets(client)
    mark_spam(tokens, number, True)
    world.clock.advance(days=20)
    mark_spam(tokens, number, False)
    mark_spam(tokens, number, True)
    world.clock.advance(days=20)
    assert world.fire(PURGE) == {"purged": 0}

    world.clock.advance(days=10)

    assert world.fire(PURGE) == {"purged": 1}


def test_the_number_of_a_purged_ticket_is_not_reused(world: World, client: Client, tokens: Tokens) -> None:
    (number,) = open_tickets(client)
    mark_spam(tokens, number, True)
    world.clock.advance(RETENTION.total_seconds())
    world.fire(PURGE)

    assert open_tickets(client) == [number + 1]


def test_a_second_run_purges_nothing(world: World, client: Client, tokens: Tokens) -> None:
    (number,) = open_tickets(client)
    mark_spam(tokens, number, True)
    world.clock.advance(RETENTION.total_seconds())

    assert [world.fire(PURGE), world.fire(PURGE)] == [{"purged": 1}, {"purged": 0}]


@pytest.mark.parametrize("parameters", [{"SpamRetentionDays": "0"}])
def test_a_retention_of_zero_keeps_spam(world: World, client: Client, tokens: Tokens) -> None:
    (number,) = open_tickets(client)
    mark_spam(tokens, number, True)
    world.clock.advance(days=3650)

    assert world.fire(PURGE) == {"purged": 0}
    assert history(number)


def test_a_ticket_unmarked_at_the_last_moment_is_kept(world: World, client: Client, tokens: Tokens) -> None:
    (number,) = open_tickets(client)
    mark_spam(tokens, number, True)
    world.clock.advance(RETENTION.total_seconds())

    with before_the_first("TransactWriteItems", lambda: mark_spam(tokens, number, False)):
        assert world.fire(PURGE) == {"purged": 0}

    assert client.get(f"/support/tickets/{number}").status == 200
    assert [entry.kind for entry in history(number)] == ["opened", "spammed", "unspammed"]


Meanwhile = Callable[[World, Tokens, int], object]
"""Happens between the look into the index, which still lists the ticket, and the read of its row."""


def unmarked(world: World, tokens: Tokens, number: int) -> None:
    """Take the ticket out of spam."""
    mark_spam(tokens, number, False)


def marked_anew(world: World, tokens: Tokens, number: int) -> None:
    """Take the ticket out of spam and mark it again, which starts its retention again."""
    mark_spam(tokens, number, False)
    mark_spam(tokens, number, True)


@pytest.mark.parametrize("meanwhile", [unmarked, marked_anew])
def test_a_ticket_that_the_index_lists_wrongly_is_kept_with_its_history_and_files(
    world: World, client: Client, agent: Client, tokens: Tokens, meanwhile: Meanwhile
) -> None:
    number = spam_with_everything(world, client, agent, tokens)
    world.clock.advance(RETENTION.total_seconds())
    kept: list[dict[tuple[str, str], Any]] = []

    def change() -> None:
        meanwhile(world, tokens, number)
        kept.append(dump(world))

    with before_the_first("GetItem", change):
        assert world.fire(PURGE) == {"purged": 0}

    assert [dump(world)] == kept
    assert object_count(world) == 4  # two uploads and their copies
    assert agent.get(f"/support/tickets/{number}").status == 200


def test_a_ticket_marked_anew_is_purged_when_its_new_retention_ends(
    world: World, client: Client, tokens: Tokens
) -> None:
    (number,) = open_tickets(client)
    mark_spam(tokens, number, True)
    world.clock.advance(RETENTION.total_seconds())
    with before_the_first("GetItem", lambda: marked_anew(world, tokens, number)):
        assert world.fire(PURGE) == {"purged": 0}

    world.clock.advance(RETENTION.total_seconds())

    assert world.fire(PURGE) == {"purged": 1}
    assert remaining_items(world, number) == []


def test_a_ticket_that_the_index_lists_and_that_is_gone_is_skipped(
    world: World, client: Client, tokens: Tokens
) -> None:
    gone, other = open_tickets(client, 2)
    for number in (gone, other):
        mark_spam(tokens, number, True)
    world.clock.advance(RETENTION.total_seconds())

    with before_the_first("GetItem", lambda: world.fire(PURGE)):
        assert world.fire(PURGE) == {"purged": 0}

    assert [remaining_items(world, number) for number in (gone, other)] == [[], []]


def test_the_next_run_finishes_a_purge_wherever_it_died(
    world: World, client: Client, agent: Client, tokens: Tokens
) -> None:
    for write in count(1, profiles.number(gate=3, full=1)):
        number = spam_with_everything(world, client, agent, tokens)
        world.clock.advance(RETENTION.total_seconds())
        try:
            with killed_after(write) as done:
                world.fire(PURGE)
        except Killed:
            world.fire(PURGE)
        assert remaining_items(world, number) == []
        assert object_count(world) == 0
        assert all(slot.state_id != 1 for slot in shared_resources().ticket_index.directory().counts)
        if len(done) < write:
            break

    assert len(done) > 12  # the row, each item and object, the mark of the unfinished purge


def test_a_ticket_that_cannot_be_purged_is_reported_and_the_others_are_purged(
    world: World, client: Client, tokens: Tokens
) -> None:
    numbers = open_tickets(client, 3)
    for number in numbers:
        mark_spam(tokens, number, True)
    shared_resources().table.write(UpdateItem(keys.ticket(numbers[1]), {"created": None}))
    world.clock.advance(RETENTION.total_seconds())

    with pytest.raises(UnexpectedError, match="ExceptionGroup"):
        world.fire(PURGE)

    assert [bool(history(number)) for number in numbers] == [False, True, False]


def test_a_ticket_purged_while_it_is_read_is_not_found(world: World, client: Client, tokens: Tokens) -> None:
    (number,) = open_tickets(client)
    mark_spam(tokens, number, True)
    world.clock.advance(RETENTION.total_seconds())

    with before_the_first("Query", lambda: world.fire(PURGE), naming=keys.history(number)):
        answer = key_holder(world, tokens["happyfox"]).get(f"/api/1.1/json/ticket/{number}/")

    assert (answer.status, answer.json()) == (404, {"error": "Cannot find the requested object"})


def test_a_run_out_of_time_succeeds_and_the_next_continues(
    world: World, client: Client, agent: Client, tokens: Tokens
) -> None:
    numbers = [spam_with_everything(world, client, agent, tokens) for _ in range(3)]
    world.clock.advance(RETENTION.total_seconds())

    runs, purged = 0, 0
    while purged < len(numbers):
        runs += 1
        with out_of_time(after=runs):
            purged += world.fire(PURGE)["purged"]

    assert runs > 3  # it took several runs
    assert world.fire(PURGE) == {"purged": 0}
    assert [remaining_items(world, number) for number in numbers] == [[]] * 3
    assert object_count(world) == 0


def test_a_request_repeated_after_the_purge_is_not_found(
    world: World, client: Client, agent: Client, tokens: Tokens
) -> None:
    (number,) = open_tickets(client)
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
