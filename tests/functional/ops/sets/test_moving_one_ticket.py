"""A ticket moves once from the former state index to its sets, whatever else is done to it at that time."""

from typing import Any
from unittest.mock import patch

import pytest

from polydesk.desk.desk import Desk
from polydesk.desk.resources import Resources, shared_resources
from polydesk.domain.deletion import last_entry
from polydesk.domain.errors import StateInUse, WriteConflict
from polydesk.domain.person import SYSTEM
from polydesk.domain.state import StateType
from polydesk.jobs.migrations.ticket_sets import move_tickets
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.retry import Deadline
from polydesk.storage.state_index.index import StateIndex
from tests.functional.ops.sets.moved_tickets import OPEN, SPAM, STEP, assert_sound, finish, own, tickets
from tests.functional.selectel.tickets import closed
from tests.storage.states_desk import ADMIN, context, create, delete, move
from tests.unit.domain.samples import NOW
from tools.faults import before_the_first
from tools.local_desk.client import Client
from tools.local_desk.world import World
from tools.meter import Meter


def test_of_two_runs_at_once_one_ends_with_a_conflict_and_both_move_a_ticket_once(world: World) -> None:
    resources = shared_resources()

    def other_run() -> None:
        move_tickets(Resources(resources.config, resources.table), 1)

    with before_the_first("TransactWriteItems", other_run):
        assert move_tickets(resources, 1).changed == 0

    assert_sound()
    progress = resources.migrations.progress(STEP)
    resources.migrations.save(progress)
    with pytest.raises(WriteConflict):
        resources.migrations.save(progress)


def test_a_ticket_that_is_written_while_it_is_moved_moves_as_it_is_then(world: World, client: Client) -> None:
    number = own(client)[0]
    with before_the_first("TransactWriteItems", lambda: closed(client, number)):
        move_tickets(shared_resources(), number)

    assert tickets()[number].closed_at
    assert tickets()[number].in_sets
    assert_sound()


def test_a_writer_that_has_read_a_ticket_before_it_moved_does_not_move_its_bit_again(
    world: World, client: Client
) -> None:
    number = own(client)[0]
    with before_the_first("TransactWriteItems", lambda: move_tickets(shared_resources(), number)):
        closed(client, number)

    assert tickets()[number].in_sets
    assert number not in own(client)
    assert_sound()


@pytest.mark.parametrize("method", ["POST", "DELETE"])
@pytest.mark.parametrize("action", ["spam", "archive"])
def test_flags_are_moved_and_change_as_before(world: World, tokens: dict[str, Any], action: str, method: str) -> None:
    def call(method: str) -> None:
        path = f"/tickets/1/{action}.json"
        sent = world.client().request(method, path, params={"auth_token": tokens["agent"]["token"]})
        assert sent.status in (200, 201, 204), sent

    call(method)
    move_tickets(shared_resources(), 1)
    assert_sound()

    call("POST" if method == "DELETE" else "DELETE")
    assert tickets()[1].in_sets
    assert_sound()


@pytest.mark.parametrize("is_moved", [False, True])
def test_a_ticket_is_purged_from_the_index_that_has_it(world: World, is_moved: bool) -> None:
    resources = shared_resources()
    if is_moved:
        move_tickets(resources, SPAM)
    ticket = resources.tickets.get(SPAM)
    assert ticket is not None
    assert ticket.in_sets is is_moved

    resources.purges.begin(ticket, last_entry(ticket, NOW, SYSTEM), Deadline(5.0))

    assert SPAM not in tickets()
    assert_sound()
    finish(world)
    assert_sound()


def test_a_purge_of_a_ticket_that_has_moved_meanwhile_is_refused(world: World) -> None:
    resources = shared_resources()
    ticket = resources.tickets.get(SPAM)
    assert ticket is not None
    move_tickets(resources, SPAM)

    with pytest.raises(VersionMismatch):
        resources.purges.begin(ticket, last_entry(ticket, NOW, SYSTEM), Deadline(5.0))

    assert SPAM in tickets()
    assert_sound()


@pytest.mark.parametrize("is_moved", [False, True])
@pytest.mark.parametrize("is_spam", [False, True])
def test_a_state_with_a_ticket_in_either_index_cannot_be_deleted(world: World, is_spam: bool, is_moved: bool) -> None:
    resources = shared_resources()
    state_id = create(resources, {"name": "waiting", "type": StateType.OPEN})
    resources.fresh_states()
    move(resources, OPEN, state_id)
    if is_spam:
        Desk(resources, context()).tickets.mark_spam(OPEN, ADMIN, spam=True)
    if is_moved:
        move_tickets(resources, OPEN)

    with pytest.raises(StateInUse):
        delete(resources, state_id)


def test_a_state_whose_only_ticket_moves_while_it_is_deleted_stays(world: World) -> None:
    resources = shared_resources()
    state_id = create(resources, {"name": "waiting", "type": StateType.OPEN})
    resources.fresh_states()
    move(resources, OPEN, state_id)

    def moves(former: StateIndex) -> Any:
        found = by_quarter(former)
        move_tickets(resources, OPEN)
        return found

    by_quarter = StateIndex.by_quarter
    with patch.object(StateIndex, "by_quarter", moves), pytest.raises(StateInUse):
        delete(resources, state_id)


@pytest.mark.usefixtures("world")
def test_moving_a_ticket_takes_a_transaction_of_at_most_thirteen_units() -> None:
    resources = shared_resources()
    stored = tickets()

    for number, units in ((OPEN, 13), (SPAM, 10)):
        with Meter(resources.table) as meter:
            resources.tickets.move_to_sets(stored[number], stored[number].created_at)
        assert (meter.requests, meter.write_units) == ({"TransactWriteItems": 1}, units)
