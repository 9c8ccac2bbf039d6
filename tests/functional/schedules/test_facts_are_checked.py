"""The daily check compares the index of facts with the tickets, a part of the numbers each day."""

from typing import Any

import pytest

from polydesk.desk import resources
from polydesk.desk.resources import shared_resources
from polydesk.domain.errors import Unavailable
from polydesk.domain.facts import Fact, FactKind
from polydesk.domain.ticket import Ticket
from polydesk.jobs import fact_parts, fact_review
from polydesk.jobs.background import UnexpectedError
from polydesk.storage import keys
from polydesk.storage.fact_index import FACTS_STEP
from polydesk.storage.transaction import DeleteItem, UpdateItem
from tests.functional.schedules.timer_calls import open_tickets
from tools.local_desk.client import Client
from tools.local_desk.world import World

RECONCILE = "SchedulesReconcileIndex"

NORMAL, LOW = Fact(FactKind.PRIORITY, 2), Fact(FactKind.PRIORITY, 1)


@pytest.fixture(autouse=True)
def opened(world: World, client: Client) -> None:
    """Three tickets, whose facts the stream has indexed an hour ago."""
    open_tickets(client, 3)
    world.pump()
    world.clock.advance(hours=1)


def ticket(number: int) -> Ticket:
    """The ticket as it is now."""
    found = shared_resources().tickets.get(number)
    assert found is not None
    return found


def having(fact: Fact) -> list[int]:
    """The numbers of the tickets that the index has under a fact."""
    return list(shared_resources().fact_index.tickets_with(fact).ascending())


def break_facts() -> None:
    """Take ticket 1 out of a fact, and put ticket 2 into one that it does not have."""
    shared_resources().fact_index.change(1, [NORMAL], [])
    shared_resources().fact_index.change(2, [], [LOW])


def drifts(caplog: pytest.LogCaptureFixture) -> list[list[int]]:
    """The tickets of each warning."""
    return [vars(one)["tickets"] for one in caplog.records if one.message == "index of facts had drifted"]


def test_what_is_missing_and_what_is_too_much_is_repaired_counted_and_logged(
    world: World, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    break_facts()
    capsys.readouterr()

    world.fire(RECONCILE)

    assert (having(NORMAL), having(LOW)) == ([1, 2, 3], [])
    assert drifts(caplog) == [[1, 2]]
    assert '"IndexDrift":[1.0]' in capsys.readouterr().out


def test_a_correct_index_is_not_reported(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.fire(RECONCILE)

    assert drifts(caplog) == []


def test_what_the_stream_has_not_delivered_yet_is_indexed_and_not_reported(
    world: World, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    [number] = open_tickets(client)

    world.fire(RECONCILE)

    assert having(NORMAL) == [1, 2, 3, number]
    assert drifts(caplog) == []


def test_messages_that_an_earlier_release_has_left_uncounted_are_counted(world: World) -> None:
    shared_resources().table.write(UpdateItem(keys.ticket(1), {"counts": [5, 4, 0]}))
    assert ticket(1).replies is None

    world.fire(RECONCILE)

    assert (ticket(1).replies, ticket(1).version) == (0, 1)


def test_each_run_continues_where_the_last_one_ended(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fact_review, "PARTS_PER_DAY", 1)
    shared_resources().table.count_up(keys.counter("ticket"), by=1_200)
    index = shared_resources().fact_index

    ends: list[Any] = []
    for _ in range(4):
        world.fire(RECONCILE)
        ends.append(index.checked_upto())

    assert ends == [500, 1000, None, 500]


def test_a_part_that_fails_is_reported_and_does_not_stop_the_next(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    shared_resources().table.count_up(keys.counter("ticket"), by=600)

    def next_part(desk: Any, cursor: Any, now: Any, *, is_check: bool) -> Any:
        if cursor == "facts 0":
            raise ValueError("damaged")
        return fact_parts.next_part(desk, cursor, now, is_check=is_check)

    monkeypatch.setattr(fact_review, "next_part", next_part)

    with pytest.raises(UnexpectedError):
        world.fire(RECONCILE)

    assert [vars(one)["cursor"] for one in caplog.records if one.message == "facts cannot be checked"] == ["facts 0"]
    assert shared_resources().fact_index.checked_upto() is None


def test_an_outage_ends_the_run_and_the_next_one_continues_there(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    shared_resources().table.count_up(keys.counter("ticket"), by=600)

    def next_part(desk: Any, cursor: Any, now: Any, *, is_check: bool) -> Any:
        if cursor == "facts 500":
            raise Unavailable
        return fact_parts.next_part(desk, cursor, now, is_check=is_check)

    monkeypatch.setattr(fact_review, "next_part", next_part)

    with pytest.raises(Exception, match="overloaded"):
        world.fire(RECONCILE)
    assert shared_resources().fact_index.checked_upto() == "facts 500"


def test_before_the_step_of_the_migrations_is_complete_nothing_is_checked(world: World) -> None:
    shared_resources().table.write(DeleteItem(keys.migration(FACTS_STEP)))
    resources.reset()
    break_facts()

    world.fire(RECONCILE)

    assert having(NORMAL) == [2, 3]
