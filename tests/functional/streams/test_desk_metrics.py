"""What the dashboard shows of the desk's own work: counted where events are published, without a read more."""

import json
from collections import Counter

import pytest

from tests.functional.callers import Tokens
from tests.functional.happyfox.happyfox_calls import key_holder, updated
from tests.functional.selectel.tickets import closed, commented, opened
from tools.faults import Call, intercepted
from tools.local_desk.client import Client
from tools.local_desk.world import World


class Metrics:
    """The metrics written since the last look."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def since(self) -> dict[str, float]:
        """Return the sum of each of the desk's own metrics."""
        sums: Counter[str] = Counter()
        for line in self._capsys.readouterr().out.splitlines():
            written = json.loads(line)
            for name in [it["Name"] for it in written["_aws"]["CloudWatchMetrics"][0]["Metrics"]]:
                assert written["service"] == "polydesk"
                sums[name] += sum(written[name])
        return dict(sums)


@pytest.fixture
def metrics(capsys: pytest.CaptureFixture[str]) -> Metrics:
    return Metrics(capsys)


def test_opened_and_closed_tickets_are_counted(world: World, client: Client, metrics: Metrics) -> None:
    first, *_ = [opened(client)["number"] for _ in range(3)]
    commented(client, first)
    closed(client, first)
    metrics.since()

    world.pump()

    assert metrics.since() == {"TicketsOpened": 3, "TicketsClosed": 1}


def test_a_ticket_that_a_reply_closes_is_counted(
    world: World, client: Client, tokens: Tokens, metrics: Metrics
) -> None:
    number = opened(client)["number"]
    world.pump()
    metrics.since()

    updated(key_holder(world, tokens["happyfox"]), number, text="Done", status=4)

    world.pump()
    assert metrics.since()["TicketsClosed"] == 1


@pytest.mark.parametrize("parameters", [{"FirstResponseMinutes": "30"}])
def test_a_first_answer_that_is_late_is_counted_once(world: World, client: Client, metrics: Metrics) -> None:
    opened(client)
    world.pump()
    metrics.since()

    for _ in range(3):
        world.clock.advance(minutes=31)
        world.fire("SchedulesSweepTimers")
        world.pump()

    assert metrics.since() == {"FirstAnswersLate": 1}


def test_tickets_that_are_not_closed_are_counted_daily(world: World, client: Client, metrics: Metrics) -> None:
    first, *_ = [opened(client)["number"] for _ in range(3)]
    closed(client, first)
    metrics.since()

    world.fire("SchedulesReconcileIndex")

    assert metrics.since()["TicketsWaiting"] == 2


def test_counting_asks_nothing_of_aws(world: World, client: Client, metrics: Metrics) -> None:
    opened(client)
    asked: list[str] = []

    def note(operation: str, arguments: object, proceed: Call) -> object:
        asked.append(operation)
        return proceed()

    with intercepted(note):
        world.invoke("StreamsPublishEvents", {"Records": []})

    assert asked == []
