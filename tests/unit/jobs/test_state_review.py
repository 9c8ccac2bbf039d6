"""When open tickets are reviewed, and which of them are queued."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, NoReturn

import pytest
from botocore.exceptions import ConnectTimeoutError

from polydesk.domain.errors import Unavailable
from polydesk.domain.state import StateType
from polydesk.jobs import state_review
from polydesk.jobs.state_review import PROPAGATION_TIME, StateReview
from tests.unit.domain.samples import CLOSED, NEW, NOW, PENDING_CLOSE, REMINDER, STATES, customer_ticket, states_with
from tests.unit.jobs.fakes import FakeResources

REMINDING = states_with(NEW, type=StateType.PENDING_REMINDER)
"""States by which a new ticket has to begin to wait."""


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The current time: the last element."""
    times = [NOW]
    monkeypatch.setattr("polydesk.clock.now", lambda: times[-1])
    return times


@pytest.fixture
def fake(clock: list[datetime]) -> FakeResources:
    """Five new tickets of a desk whose states have been reviewed for good."""
    fake = FakeResources(*(customer_ticket(number=number) for number in range(1, 6)))
    for _ in range(2):
        review(fake)
        clock.append(clock[-1] + PROPAGATION_TIME)
    return fake


def review(fake: FakeResources) -> list[int]:
    """Run the review once; return the numbers of the tickets that it queues."""
    fake.messages.clear()
    assert StateReview(fake.resources, NOW).review_changes() == len(fake.messages)
    return [message["number"] for message in fake.messages]


def test_unchanged_states_are_not_reviewed(fake: FakeResources) -> None:
    before = fake.kept_review

    assert review(fake) == []

    assert fake.kept_review is before


def test_a_change_of_states_queues_the_tickets_that_are_due(fake: FakeResources) -> None:
    fake.rows_by_number[6] = customer_ticket(number=6, state_id=REMINDER, pending_until=NOW.replace(year=2027))
    fake.current_states = REMINDING

    assert review(fake) == [5, 4, 3, 2, 1]


def test_a_review_is_made_in_parts(fake: FakeResources, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state_review, "TICKETS_PER_RUN", 2)
    fake.current_states = REMINDING

    assert [review(fake) for _ in range(4)] == [[5, 4], [3, 2], [1], []]


def test_a_second_pass_starts_when_every_function_has_the_new_states(
    fake: FakeResources, clock: list[datetime]
) -> None:
    fake.current_states = REMINDING
    assert review(fake) == [5, 4, 3, 2, 1]
    assert review(fake) == []

    clock.append(clock[-1] + PROPAGATION_TIME)
    assert review(fake) == [5, 4, 3, 2, 1]

    clock.append(clock[-1] + PROPAGATION_TIME)
    assert review(fake) == []


def test_a_change_during_a_review_starts_it_again(fake: FakeResources, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state_review, "TICKETS_PER_RUN", 2)
    fake.current_states = REMINDING
    assert review(fake) == [5, 4]

    fake.current_states = replace(REMINDING, default_follow_up_id=REMINDER)

    assert review(fake) == [5, 4]


@pytest.mark.parametrize(
    ("changes", "reviewed"),
    [
        ({"name": "waiting"}, False),
        ({"note": "for the customer"}, False),
        ({"type": StateType.OPEN}, True),
        ({"next_state_id": NEW}, True),
        ({"ignore_escalation": False}, True),
        ({"active": False}, True),
        ({"deleted": True}, True),
    ],
)
def test_only_properties_that_timers_depend_on_start_a_review(
    fake: FakeResources, changes: dict[str, Any], reviewed: bool
) -> None:
    before = fake.kept_review
    fake.current_states = states_with(PENDING_CLOSE, **changes)

    review(fake)

    assert (fake.kept_review is not before) is reviewed


def test_tickets_in_closed_states_are_not_reviewed(fake: FakeResources) -> None:
    fake.rows_by_number = {1: customer_ticket(number=1, state_id=CLOSED)}

    assert StateReview(fake.resources, NOW).review_all() == 0


def test_tickets_in_deleted_states_are_reviewed(fake: FakeResources) -> None:
    fake.rows_by_number = {1: customer_ticket(number=1, state_id=CLOSED)}
    fake.current_states = states_with(CLOSED, deleted=True)

    assert StateReview(fake.resources, NOW).review_all() == 1


def failing(error: Exception) -> Callable[..., NoReturn]:
    """Return a read of rows that fails."""

    def fail(*_: object) -> NoReturn:
        raise error

    return fail


@pytest.mark.parametrize("error", [KeyError("client"), AttributeError("partition"), TypeError(), OverflowError()])
def test_all_tickets_of_a_batch_with_an_unreadable_one_are_queued(
    fake: FakeResources, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setattr(fake, "rows", failing(error))

    assert StateReview(fake.resources, NOW).review_all() == 5


def test_all_tickets_of_a_batch_with_one_that_cannot_be_moved_are_queued(fake: FakeResources) -> None:
    fake.current_states = REMINDING
    fake.rows_by_number[3] = customer_ticket(number=3, version="one")

    assert review(fake) == [5, 4, 3, 2, 1]


@pytest.mark.parametrize("outage", [Unavailable(), ConnectTimeoutError(endpoint_url="https://dynamodb.example")])
def test_an_outage_ends_the_run_and_the_next_one_reviews_the_same_tickets(
    fake: FakeResources, monkeypatch: pytest.MonkeyPatch, outage: Exception
) -> None:
    fake.current_states = REMINDING
    with monkeypatch.context() as during:
        during.setattr(fake, "rows", failing(outage))
        with pytest.raises(type(outage)):
            review(fake)
    assert fake.messages == []

    assert review(fake) == [5, 4, 3, 2, 1]


def test_review_all_does_not_look_at_the_last_review(fake: FakeResources) -> None:
    assert fake.current_states == STATES
    fake.current_states = REMINDING

    assert [StateReview(fake.resources, NOW).review_all() for _ in range(2)] == [5, 5]
