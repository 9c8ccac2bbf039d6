"""The folding of the ticket index's counts: lists show the same before and after it, and read less."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from polydesk.desk.resources import shared_resources
from polydesk.jobs.background import UnexpectedError
from polydesk.storage import keys
from polydesk.storage.ticket_index.layout import QUARTER_SIZE
from tests.functional.schedules.timer_calls import open_tickets
from tests.functional.selectel.tickets import closed
from tools.faults import Call, intercepted, out_of_time
from tools.local_desk.client import Client
from tools.local_desk.world import World

FOLD = "SchedulesFoldCounts"


@pytest.fixture
def numbers(client: Client) -> list[int]:
    """Two tickets of the first quarter and one of the second; one of the former is closed."""
    older = open_tickets(client, 2)
    closed(client, older[0])
    shared_resources().table.count_up(keys.counter("ticket"), by=QUARTER_SIZE)
    return [*older, *open_tickets(client, 1)]


def unfolded() -> set[str]:
    """Return the changes that are not in the blocks yet."""
    deltas = shared_resources().table.query(keys.SLOT_DELTAS)
    return {name for delta in deltas for name in delta if "_" in name}


def listed(client: Client) -> tuple[int, list[int]]:
    """Return how many tickets the list has, and which."""
    answer = client.get("/support/tickets").json()
    return answer["item_count"], [item["number"] for item in answer["items"]]


def test_the_changes_of_older_quarters_are_folded_and_lists_stay_as_they_are(
    world: World, agent: Client, numbers: list[int]
) -> None:
    before = listed(agent)
    assert before[0] == 3

    answer = world.fire(FOLD)

    assert answer == {"moved": answer["moved"], "left": 0}
    assert answer["moved"] > 0
    assert {name.partition("_")[0] for name in unfolded()} == {"1"}
    assert listed(agent) == before
    closed(agent, numbers[1])
    assert listed(agent) == before
    assert world.fire("SchedulesReconcileIndex")["drifted"] == 0


def test_a_second_run_finds_nothing_to_fold(world: World, numbers: list[int]) -> None:
    world.fire(FOLD)

    assert world.fire(FOLD) == {"moved": 0, "left": 0}


def test_a_desk_without_tickets_has_nothing_to_fold(world: World) -> None:
    assert world.fire(FOLD) == {"moved": 0, "left": 0}


def test_what_a_run_has_no_time_for_is_logged_and_folded_by_the_next_one(
    world: World, numbers: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    with out_of_time(after=1):
        answer = world.fire(FOLD)

    assert answer["moved"] == 0
    assert answer["left"] > 0
    [warning] = [record for record in caplog.records if record.getMessage() == "counts folded only in part"]
    assert (warning.levelname, vars(warning)["left"]) == ("WARNING", answer["left"])
    assert world.fire(FOLD) == {"moved": answer["left"], "left": 0}


def test_a_run_that_cannot_write_fails(world: World, numbers: list[int]) -> None:
    def fail(operation: str, _: dict[str, Any], proceed: Call) -> Any:
        if operation == "TransactWriteItems":
            raise ClientError({"Error": {"Code": "AccessDeniedException", "Message": "no"}}, operation)
        return proceed()

    with intercepted(fail), pytest.raises(UnexpectedError, match="ClientError"):
        world.fire(FOLD)
