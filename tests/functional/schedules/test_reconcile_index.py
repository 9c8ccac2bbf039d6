"""The daily check of the indexes of tickets and of open tickets."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import cycle
from typing import Any

import pytest

from polydesk.desk.resources import reset, shared_resources
from polydesk.domain.state import StateType
from polydesk.jobs.background import UnexpectedError
from polydesk.storage import keys
from polydesk.storage.ticket_index.reconciler import Reconciler
from polydesk.storage.ticket_places import SETS_STEP
from polydesk.storage.transaction import DeleteItem, UpdateItem
from tests.functional.callers import Tokens
from tests.functional.schedules.timer_calls import NEW, change_state, open_tickets, system_kinds
from tests.functional.selectel.tickets import closed, reopened
from tools.faults import Call, intercepted, out_of_time
from tools.local_desk.client import Client
from tools.local_desk.world import World

RECONCILE = "SchedulesReconcileIndex"


DRIFTS = {
    "ticket index": (
        UpdateItem(keys.slot_delta("n0"), add={f"0_{NEW}": 5}),
        f"state {NEW} counted 5 tickets too many",
    ),
    "state index": (
        UpdateItem(keys.index_counts(0), add={str(NEW): 5}),
        f"state {NEW} counted 5 visible tickets too many",
    ),
}
"""A wrong count of each index, and how it is described."""


def begin_before_sets() -> None:
    """Make the desk one whose tickets are in the former index, as an operator finds it after the upgrade."""
    shared_resources().table.write(DeleteItem(keys.migration(SETS_STEP)))
    reset()


@pytest.mark.parametrize("index", DRIFTS)
def test_a_drifted_index_is_repaired_counted_and_logged(
    world: World,
    client: Client,
    agent: Client,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    index: str,
) -> None:
    if index == "state index":
        begin_before_sets()
    open_tickets(client, 3)
    damage, described = DRIFTS[index]
    shared_resources().table.write(damage)
    assert agent.get("/support/tickets").json()["item_count"] == 8
    capsys.readouterr()

    assert world.fire(RECONCILE) == {"drifted": 1, "queued": 0}

    assert agent.get("/support/tickets").json()["item_count"] == 3
    (warning,) = [record for record in caplog.records if record.getMessage() == f"{index} had drifted"]
    assert (warning.levelname, vars(warning)["drift"]) == ("WARNING", f"Bucket 0: repaired; {described}.")
    assert '"IndexDrift":[1.0]' in capsys.readouterr().out


def test_a_ticket_that_is_missing_among_its_customers_own_tickets_is_put_back(
    world: World, client: Client, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    number, _ = open_tickets(client, 2)
    ticket = shared_resources().tickets.get(number)
    assert ticket is not None
    own = keys.own_set(ticket.customer_id, 0)
    shared_resources().table.write(UpdateItem(own, exclude={str(NEW): {number}}))
    assert client.get("/support/tickets").json()["item_count"] == 1
    capsys.readouterr()

    assert world.fire(RECONCILE) == {"drifted": 1, "queued": 0}

    assert client.get("/support/tickets").json()["item_count"] == 2
    (warning,) = [record for record in caplog.records if record.levelname == "WARNING"]
    assert vars(warning)["drift"] == "Bucket 0: repaired; sets of customers lacked 1 ticket."
    assert '"IndexDrift":[1.0]' in capsys.readouterr().out


def test_the_former_index_is_not_read_any_more_once_all_tickets_have_left_it(world: World, client: Client) -> None:
    open_tickets(client, 3)
    shared_resources().table.write(DRIFTS["state index"][0])

    assert world.fire(RECONCILE) == {"drifted": 0, "queued": 0}


def test_a_correct_index_is_not_changed(world: World, client: Client) -> None:
    open_tickets(client, 3)

    assert world.fire(RECONCILE) == {"drifted": 0, "queued": 0}


def test_a_desk_without_tickets_has_nothing_to_repair(world: World) -> None:
    assert world.fire(RECONCILE) == {"drifted": 0, "queued": 0}


def test_an_index_check_out_of_time_leaves_time_for_the_review(
    world: World, client: Client, tokens: Tokens, caplog: pytest.LogCaptureFixture
) -> None:
    (number,) = open_tickets(client)
    change_state(tokens, NEW, type=StateType.PENDING_REMINDER)

    with out_of_time(after=0):
        assert world.fire(RECONCILE) == {"drifted": 0, "queued": 1}

    (warning,) = [record for record in caplog.records if record.levelname == "WARNING"]
    assert vars(warning)["left"] == 1
    world.pump()
    assert system_kinds(number) == ["changed"]


def test_a_row_with_a_damaged_state_is_reported_and_the_review_still_runs(
    world: World, client: Client, tokens: Tokens, caplog: pytest.LogCaptureFixture
) -> None:
    damaged, other = open_tickets(client, 2)
    shared_resources().table.write(UpdateItem(keys.ticket(damaged), {"state": [NEW]}))
    change_state(tokens, NEW, type=StateType.PENDING_REMINDER)

    with pytest.raises(UnexpectedError, match="ExceptionGroup"):
        world.fire(RECONCILE)
    world.pump()

    assert system_kinds(other) == ["changed"]
    [line] = [record for record in caplog.records if record.getMessage() == "ticket index bucket cannot be checked"]
    assert (line.levelname, vars(line)["bucket"]) == ("ERROR", 0)


@contextmanager
def changing_during_checks(client: Client, number: int) -> Iterator[None]:
    """Inside, a ticket is closed or reopened each time between the reading of the index and of its row."""
    moves = cycle((closed, reopened))

    def move_ticket(operation: str, arguments: dict[str, Any], proceed: Call) -> Any:
        values = arguments.get("ExpressionAttributeValues", {})
        if operation == "Query" and values.get(":pk") == {"S": keys.ticket_collection(number)}:
            next(moves)(client, number)
        return proceed()

    with intercepted(move_ticket):
        yield


def test_a_busy_index_does_not_count_as_drifted(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (number,) = open_tickets(client)
    monkeypatch.setattr("polydesk.jobs.reconcile.Reconciler", partial(Reconciler, seconds=0.1))

    with changing_during_checks(client, number):
        assert world.fire(RECONCILE)["drifted"] == 0

    assert "IndexDrift" not in capsys.readouterr().out
