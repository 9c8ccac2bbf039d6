"""Publishing events in order, whatever the bus refuses."""

from collections.abc import Callable, Sequence

import pytest

from polydesk.domain.errors import Unavailable
from polydesk.domain.events import TicketEvent
from polydesk.jobs.event_publishing import EventPublisher
from polydesk.storage.aws.bus import EVENTS_PER_CALL, Bus, MalformedEvent
from polydesk.storage.retry import Deadline
from tests.unit.jobs.records import RecordingQuarantine, malformed, record


class FakeBus(Bus):
    """A bus that keeps the events of each call, as (ticket, version), and fails where it is told to."""

    def __init__(self, error_for: Callable[[Sequence[TicketEvent]], Exception | None] = lambda _: None) -> None:
        super().__init__("bus")
        self.error_for = error_for
        self.calls: list[list[tuple[int, int]]] = []

    def put(self, events: Sequence[TicketEvent]) -> None:
        """Keep the events of this call or raise its error."""
        if error := self.error_for(events):
            raise error
        self.calls.append([(event.number, event.detail["version"]) for event in events])


@pytest.fixture
def deadline() -> Deadline:
    return Deadline(60.0)


def has(number: int, error: Exception) -> Callable[[Sequence[TicketEvent]], Exception | None]:
    """Return a rule that fails every call with an event of this ticket."""
    return lambda events: error if number in {event.number for event in events} else None


def test_events_of_different_tickets_share_a_call(deadline: Deadline) -> None:
    bus, quarantine = FakeBus(), RecordingQuarantine()

    assert EventPublisher(bus, quarantine).publish([record(n, 1, n) for n in (1, 2, 3)], deadline) is None

    assert bus.calls == [[(1, 1), (2, 1), (3, 1)]]


def test_a_call_never_holds_two_events_of_one_ticket(deadline: Deadline) -> None:
    bus = FakeBus()
    records = [record(1, 1, 1), record(2, 1, 2), record(1, 2, 3)]

    assert EventPublisher(bus, RecordingQuarantine()).publish(records, deadline) is None

    assert bus.calls == [[(1, 1), (2, 1)], [(1, 2)]]


def test_a_call_holds_no_more_events_than_the_bus_takes(deadline: Deadline) -> None:
    bus = FakeBus()
    records = [record(n, 1, n) for n in range(1, EVENTS_PER_CALL + 2)]

    assert EventPublisher(bus, RecordingQuarantine()).publish(records, deadline) is None

    assert [len(call) for call in bus.calls] == [EVENTS_PER_CALL, 1]


def test_an_outage_stops_at_the_first_event_of_the_call(deadline: Deadline) -> None:
    bus, quarantine = FakeBus(has(2, Unavailable())), RecordingQuarantine(accepts=False)
    records = [record(1, 1, 1), record(1, 2, 2), record(2, 1, 3), record(1, 3, 4)]

    assert EventPublisher(bus, quarantine).publish(records, deadline) == "2"

    assert bus.calls == [[(1, 1)]]


def test_a_malformed_event_is_parked_and_the_others_of_its_call_are_published(deadline: Deadline) -> None:
    bus, quarantine = FakeBus(has(2, MalformedEvent())), RecordingQuarantine()

    assert EventPublisher(bus, quarantine).publish([record(n, 1, n) for n in (1, 2, 3)], deadline) is None

    assert (bus.calls, quarantine.parked) == ([[(1, 1)], [(3, 1)]], ["2"])


def test_an_unreadable_record_is_parked_after_the_events_before_it(deadline: Deadline) -> None:
    bus, quarantine = FakeBus(), RecordingQuarantine()
    records = [record(1, 1, 1), malformed(2), record(2, 1, 3)]

    assert EventPublisher(bus, quarantine).publish(records, deadline) is None

    assert (bus.calls, quarantine.parked) == ([[(1, 1)], [(2, 1)]], ["2"])


def test_a_record_that_cannot_be_parked_is_delivered_again(deadline: Deadline) -> None:
    bus = FakeBus()
    records = [record(1, 1, 1), malformed(2), record(2, 1, 3)]

    assert EventPublisher(bus, RecordingQuarantine(accepts=False)).publish(records, deadline) == "2"

    assert bus.calls == [[(1, 1)]]


def test_no_record_is_started_after_the_deadline() -> None:
    bus = FakeBus()

    assert EventPublisher(bus, RecordingQuarantine()).publish([record(1, 1, 1)], Deadline(-1.0)) == "1"

    assert bus.calls == []
