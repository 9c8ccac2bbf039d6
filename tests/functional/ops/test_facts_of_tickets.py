"""Step 4 of the migrations: every ticket is in the index of facts, with its messages counted."""

from datetime import UTC, datetime

import pytest

from polydesk import settings
from polydesk.desk.resources import Resources, shared_resources
from polydesk.domain.facts import Fact, FactKind, Moment, facts_of, moments_of
from polydesk.domain.ticket import Ticket
from polydesk.jobs import fact_parts
from polydesk.storage import keys
from polydesk.storage.fact_index import FactIndex
from polydesk.storage.transaction import UpdateItem
from tests.functional.ops.migrations import run_step
from tools.faults import before_the_first
from tools.last_release import ReleaseTable
from tools.local_desk.items import Item, dump
from tools.local_desk.world import World

STEP = 4

CLOSED_AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
"""When the ticket 2 was closed that has been reopened since."""


def desk() -> Resources:
    """What a function has that starts now."""
    return Resources(settings.get())


def index() -> FactIndex:
    """The index of facts."""
    return desk().fact_index


def tickets() -> dict[int, Ticket]:
    """All tickets by number."""
    return desk().tickets.current(range(desk().tickets.last_number() + 1))[0]


def indexed(world: World) -> dict[tuple[str, str], Item]:
    """The items of the index, without the counters of their changes."""
    items = {key: item for key, item in dump(world).items() if key[0][:2] in ("F#", "D#") or key[0] == "DAY"}
    return {key: {name: value for name, value in item.items() if name != "v"} for key, item in items.items()}


def test_the_step_counts_messages_and_indexes_every_ticket(old_world: World) -> None:
    before = tickets()
    assert {ticket.notes for ticket in before.values()} == {None}

    answer = run_step(old_world, STEP)

    assert (answer["name"], answer["complete"], answer["found"]) == ("facts of tickets", True, [])
    after = tickets()
    assert answer["changed"] == 2 * len(after) > 10
    assert {number: ticket.version for number, ticket in after.items()} == {n: one.version for n, one in before.items()}
    assert (after[1].notes, after[1].staff_replies, after[1].replies) == (1, 2, 2)
    assert (after[2].notes, after[2].staff_replies, after[2].replies) == (0, 0, 1)
    assert (before[2].last_closed_at, after[2].closed_at, after[2].last_closed_at) == (None, None, CLOSED_AT)
    for number, ticket in after.items():
        for fact in facts_of(ticket):
            assert number in index().tickets_with(fact), fact
        for moment, at in moments_of(ticket).items():
            if moment is not Moment.CREATED:
                assert (at, number) in list(index().in_order(moment, descending=True)), moment
    assert index().first_number_since(after[1].created_at.date()) == 1


def test_records_that_come_after_the_step_change_nothing(old_world: World) -> None:
    run_step(old_world, STEP)
    before = indexed(old_world)

    old_world.pump()

    assert indexed(old_world) == before


def test_running_it_again_changes_nothing(old_world: World) -> None:
    run_step(old_world, STEP)
    before = dump(old_world)

    again = run_step(old_world, STEP, again=True)

    assert (again["complete"], again["changed"]) == (True, 0)
    assert {key for key, item in dump(old_world).items() if item != before.get(key)} == {tuple(keys.migration(STEP))}


def test_a_history_too_long_for_one_part_is_counted_in_several(
    old_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fact_parts, "COUNTING_SECONDS", -1.0)
    monkeypatch.setattr("polydesk.jobs.migrations.runner.RUN_SECONDS", -1.0)

    runs = [run_step(old_world, STEP)]
    while not runs[-1]["complete"]:
        runs.append(run_step(old_world, STEP))

    assert len(runs) == sum(ticket.version for ticket in tickets().values()) + 1
    assert (tickets()[1].notes, tickets()[1].staff_replies) == (1, 2)


def test_a_ticket_that_is_answered_during_the_step_has_its_facts_of_then(old_world: World, table: ReleaseTable) -> None:
    agent = old_world.client({"X-Token": table.tokens["agent"]["token"]})

    def answer() -> None:
        assert agent.post("/support/tickets/2/comments", json={"body": "Solved?"}).status == 200

    with before_the_first("UpdateItem", answer):
        run_step(old_world, STEP)
    old_world.pump()

    assert tickets()[2].staff_replies == 1
    assert 2 in index().tickets_with(Fact(FactKind.REPLIES, 2))
    assert 2 not in index().tickets_with(Fact(FactKind.REPLIES, 1))
    assert (tickets()[2].updated_at, 2) in list(index().in_order(Moment.UPDATED, descending=True))


def test_a_damaged_ticket_is_found_and_does_not_stop_the_step(old_world: World) -> None:
    shared_resources().table.write(UpdateItem(keys.ticket(1), {"created": None}))
    shared_resources().table.write(UpdateItem(keys.history_entry(2, 1), {"by": None}))

    answer = run_step(old_world, STEP)

    assert answer["complete"]
    assert answer["found"] == [
        {"ticket": 2, "problem": "history cannot be read"},
        {"ticket": 1, "problem": "cannot be read"},
    ]
    assert 2 in index().tickets_with(Fact(FactKind.PRIORITY, 2))
    assert 3 in index().tickets_with(Fact(FactKind.REPLIES, 0))
