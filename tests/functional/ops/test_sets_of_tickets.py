"""Step 2 of the migrations: every ticket moves from the former state index to the sets of which lists are made."""

from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from typing import Any
from unittest.mock import patch

import pytest

from polydesk.desk.desk import Desk
from polydesk.desk.resources import MIGRATIONS_SECONDS, Resources, shared_resources
from polydesk.domain.deletion import last_entry
from polydesk.domain.errors import StateInUse, WriteConflict
from polydesk.domain.person import SYSTEM
from polydesk.domain.slot import Slot, slot_of
from polydesk.domain.state import StateType
from polydesk.domain.ticket import Ticket
from polydesk.jobs.migrations import ticket_sets
from polydesk.jobs.migrations.ticket_sets import PAUSE_SECONDS, PAUSES, move_tickets
from polydesk.storage import keys
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.retry import Deadline
from polydesk.storage.state_index.index import StateIndex
from tests.functional.ops.migrations import run_step
from tests.functional.selectel.tickets import answered, closed, commented, opened
from tests.storage.states_desk import ADMIN, context, create, delete, move
from tests.unit.domain.samples import NOW
from tools.bench.indexed_tickets import listed as listed_in_former_index
from tools.faults import before_the_first, killed_after, killed_before
from tools.last_release import ReleaseTable, read_table
from tools.load.invocations import InvocationFailed
from tools.load.snapshot_world import KillAt, SnapshotWorld
from tools.local_desk.client import Client
from tools.local_desk.items import dump, load
from tools.local_desk.world import World
from tools.meter import Meter

STEP = 2
OPEN, SPAM = 3, 4
"""An open ticket of the last release, and one that is spam."""

QUERIES: list[dict[str, Any]] = [
    {},
    {"only_opened": 1},
    {"only_closed": 1},
    {"q": "broken"},
    {"page": 2, "items_per_page": 2},
    {"page": 3, "items_per_page": 3},
    {"page": 9, "items_per_page": 3},
]


@pytest.fixture
def table() -> ReleaseTable:
    """The table of the last release, and its tokens."""
    return read_table()


@pytest.fixture
def world(bare_world: World, table: ReleaseTable, monkeypatch: pytest.MonkeyPatch) -> World:
    """A desk of the last release, whose tickets are moved two by two."""
    load(bare_world, table.items)
    monkeypatch.setattr(ticket_sets, "TICKETS_PER_PART", 2)
    return bare_world


@pytest.fixture
def tokens(table: ReleaseTable) -> dict[str, dict[str, Any]]:
    """Its tokens."""
    return table.tokens


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each run of the step do one part."""
    monkeypatch.setattr("polydesk.jobs.migrations.runner.RUN_SECONDS", -1.0)


def begin(world: World) -> None:
    """Run the step through its pause, one part in each run, so that the next run moves the first tickets."""
    for _ in range(1 + PAUSES):
        assert not run_step(world, STEP)["complete"]


def runs_of_the_step(world: World) -> Iterator[dict[str, Any]]:
    """Run the step until it is complete; yield the answer of each run."""
    while True:
        answer = run_step(world, STEP)
        yield answer
        if answer["complete"]:
            break


def finish(world: World) -> None:
    """Run the step to its end."""
    for _ in runs_of_the_step(world):
        pass


def lists(*callers: Client) -> list[Any]:
    """What callers find in all lists: totals and numbers."""
    found = []
    for one in callers:
        for query in QUERIES:
            page = answered(one.get("/support/tickets", params={name: str(value) for name, value in query.items()}))
            found.append((query, page["item_count"], [ticket["number"] for ticket in page["items"]]))
    return found


def tickets() -> dict[int, Ticket]:
    """All tickets, by number."""
    resources = shared_resources()
    numbers = range(1, resources.tickets.last_number() + 1)
    return {number: ticket for number in numbers if (ticket := resources.tickets.get(number))}


def assert_sound() -> None:
    """Each ticket is in exactly one of the two indexes, and in its customer's own set if it is not in the former."""
    resources, stored = shared_resources(), tickets()
    moved = {number: slot_of(ticket) for number, ticket in stored.items() if ticket.in_sets}
    left = {number: ticket for number, ticket in stored.items() if not ticket.in_sets}
    current = Resources(resources.config, resources.table)
    current._complete.add(STEP)  # the ticket index alone
    directory = current.ticket_index.directory()
    for slot in {*moved.values(), *directory.counts} - {Slot(0)}:
        expected = sorted(number for number, where in moved.items() if where == slot)
        assert list(current.ticket_index.numbers(directory, slot.__eq__, ascending=True)) == expected
        assert directory.count(slot.__eq__) == len(expected)
    former = resources.former_index.counts()
    for state_id in {*former.visible, *(ticket.state_id for ticket in left.values())}:
        inside = [ticket for ticket in left.values() if ticket.state_id == state_id]
        visible = sorted((ticket.number for ticket in inside if not ticket.spam), reverse=True)
        assert listed_in_former_index(resources.former_index, [state_id]) == visible
        assert former.visible.get(state_id, 0) + former.hidden.get(state_id, 0) == len(inside)
    for customer_id in {ticket.customer_id for ticket in stored.values()}:
        own = {number for number in moved if stored[number].customer_id == customer_id}
        assert set(current.own_sets.of([customer_id], lambda _: True).newest_first()) == own
        listed = set(resources.own_sets.outside([customer_id], lambda _: True).newest_first())
        assert listed == {n for n, ticket in left.items() if ticket.customer_id == customer_id and not ticket.spam}


def test_before_the_step_every_write_stays_in_the_former_index(world: World, client: Client, agent: Client) -> None:
    opened(client)
    commented(agent, OPEN)
    closed(client, own(client)[0])

    assert not any(ticket.in_sets for ticket in tickets().values())
    assert not [pk for pk, _ in dump(world) if pk.startswith(("SX", "OWN#"))]
    assert_sound()


def own(client: Client) -> list[int]:
    """The numbers of the caller's open tickets."""
    page = answered(client.get("/support/tickets", params={"only_opened": "1"}))
    return [ticket["number"] for ticket in page["items"]]


@pytest.mark.usefixtures("short")
def test_once_the_step_has_begun_each_write_moves_its_ticket(world: World, client: Client, agent: Client) -> None:
    begin(world)

    new = opened(client)["number"]
    commented(agent, OPEN)

    assert {number for number, ticket in tickets().items() if ticket.in_sets} == {OPEN, new}
    assert_sound()


@pytest.mark.usefixtures("short")
def test_lists_are_the_same_before_while_and_after_tickets_move(world: World, client: Client, agent: Client) -> None:
    before = lists(client, agent)
    assert before[0][1] > 0

    for answer in runs_of_the_step(world):
        assert lists(client, agent) == before, answer
        assert_sound()

    assert all(ticket.in_sets for ticket in tickets().values())
    assert shared_resources().former_index.by_quarter()
    assert not any(counts.visible or counts.hidden for counts in shared_resources().former_index.by_quarter().values())


@pytest.mark.usefixtures("short")
def test_lists_follow_what_is_written_while_tickets_move(world: World, client: Client, agent: Client) -> None:
    for turn, _ in enumerate(runs_of_the_step(world)):
        total, mine = (answered(one.get("/support/tickets"))["item_count"] for one in (agent, client))
        new = opened(client, summary=f"Broken {turn}")["number"]
        closed(client, new)
        newest = (agent, 1), (client, 1)
        for (one, more), known in zip(newest, (total, mine), strict=True):
            page = answered(one.get("/support/tickets"))
            assert (page["item_count"], page["items"][0]["number"]) == (known + more, new)
            assert new not in own(one)
        assert_sound()

    assert_sound()
    assert all(ticket.in_sets for ticket in tickets().values())


@pytest.mark.parametrize("kill", [killed_before, killed_after])
def test_the_step_can_be_killed_at_any_write_and_run_again(
    world: World, client: Client, agent: Client, kill: KillAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticket_sets, "PAUSES", 1)
    before = lists(client, agent)
    snapshot = SnapshotWorld(world)
    for write in count(1):
        snapshot.restore()
        with snapshot.killing(kill(write)), suppress(InvocationFailed):
            run_step(world, STEP)
        if not snapshot.kills:
            break
        assert_sound()
        assert lists(client, agent) == before, write
        finish(world)
        assert_sound()
        assert all(ticket.in_sets for ticket in tickets().values()), write
    assert write > len(tickets())


def test_running_the_step_again_changes_nothing(world: World) -> None:
    finish(world)
    before = {key: item for key, item in dump(world).items() if key[0] != keys.MIGRATIONS}

    again = run_step(world, STEP, again=True)
    while not again["complete"]:
        again = run_step(world, STEP)

    assert again["changed"] == 0
    assert {key: item for key, item in dump(world).items() if key[0] != keys.MIGRATIONS} == before


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


@pytest.mark.usefixtures("world")
def test_functions_learn_that_the_step_has_begun_in_half_the_time_of_its_pause() -> None:
    resources = shared_resources()
    other = Resources(resources.config, resources.table)
    assert not other.is_begun(STEP)
    assert move_tickets(resources, None).next == f"pause {PAUSES}"
    resources.migrations.save(resources.migrations.progress(STEP))

    known = []
    for left in range(PAUSES, 0, -1):
        known.append(other.is_begun(STEP))
        move_tickets(resources, f"pause {left}")

    half = PAUSES // 2
    assert known == [False] * half + [True] * half
    assert half * PAUSE_SECONDS == MIGRATIONS_SECONDS


def test_a_damaged_ticket_is_reported_and_the_others_move(world: World) -> None:
    [name] = [one.name for one in world.template.tables]
    key: Any = {"pk": {"S": keys.ticket(2).pk}, "sk": {"S": keys.ticket(2).sk}}
    world.aws.dynamodb.update_item(
        TableName=name,
        Key=key,
        UpdateExpression="REMOVE #n, #c",
        ExpressionAttributeNames={"#n": "number", "#c": "created"},
    )

    found = [finding for answer in runs_of_the_step(world) for finding in answer["found"]]

    assert found == [{"ticket": 2, "problem": "cannot be read"}]
    rows = {int(sk): item for (pk, sk), item in dump(world).items() if pk.startswith("M#")}
    assert [number for number, row in rows.items() if "sets" not in row] == [2]


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
