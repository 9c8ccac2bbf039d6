"""Step 5 of the migrations: every hidden ticket is in the sets of hidden tickets."""

import pytest

from polydesk import settings
from polydesk.desk.resources import Resources
from polydesk.domain.deletion import last_entry
from polydesk.domain.person import SYSTEM
from polydesk.jobs.migrations import hidden_tickets
from polydesk.storage import keys
from polydesk.storage.retry import Deadline
from polydesk.storage.transaction import UpdateItem
from tests.functional.ops.migrations import run_step
from tools.faults import before_the_first
from tools.local_desk.world import World

STEP = 5


def desk() -> Resources:
    """What a function has that starts now."""
    return Resources(settings.get())


def hidden_rows() -> set[int]:
    """The numbers of the tickets whose rows say that they are hidden."""
    tickets = desk().tickets
    found = (tickets.get(number) for number in range(1, tickets.last_number() + 1))
    return {ticket.number for ticket in found if ticket and ticket.is_hidden}


def hidden_set() -> set[int]:
    """The numbers in the sets of hidden tickets."""
    return set(desk().hidden_sets.read().ascending())


def test_the_step_collects_the_hidden_tickets(old_world: World) -> None:
    assert hidden_rows()
    assert not hidden_set()

    answer = run_step(old_world, STEP)

    assert (answer["name"], answer["complete"], answer["found"]) == ("hidden tickets", True, [])
    assert answer["changed"] == len(hidden_rows())
    assert hidden_set() == hidden_rows()
    assert run_step(old_world, STEP, again=True)["changed"] == 0


def test_what_a_former_release_has_left_behind_is_put_right(old_world: World) -> None:
    run_step(old_world, STEP)
    shown = min(set(range(1, desk().tickets.last_number() + 1)) - hidden_rows())
    desk().table.write(UpdateItem(keys.hidden_set(0), include={"n": {shown}}))

    assert run_step(old_world, STEP, again=True)["changed"] == 1
    assert hidden_set() == hidden_rows()


def test_what_a_former_release_has_hidden_stays_hidden_when_it_is_purged(old_world: World) -> None:
    number = min(hidden_rows())
    ticket = desk().tickets.get(number)
    assert ticket is not None

    desk().purges.begin(ticket, last_entry(ticket, ticket.updated_at, SYSTEM), Deadline(5.0))
    run_step(old_world, STEP)

    assert number not in hidden_rows()
    assert hidden_set() == {number, *hidden_rows()}


def test_parts_do_what_one_run_does(old_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hidden_tickets, "TICKETS_PER_PART", 2)
    monkeypatch.setattr("polydesk.jobs.migrations.runner.RUN_SECONDS", -1.0)

    runs = [run_step(old_world, STEP)]
    while not runs[-1]["complete"]:
        runs.append(run_step(old_world, STEP))

    assert len(runs) > 2
    assert hidden_set() == hidden_rows()


def test_a_ticket_that_is_shown_again_during_the_step_is_not_hidden(old_world: World) -> None:
    number = min(hidden_rows())

    def unmark() -> None:
        desk().table.write(UpdateItem(keys.ticket(number), {"spam": None}, add={"version": 1}))

    with before_the_first("TransactWriteItems", unmark):
        run_step(old_world, STEP)

    assert number not in hidden_rows()
    assert hidden_set() == hidden_rows()
