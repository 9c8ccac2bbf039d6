"""Deadlines, and attempts that are repeated until then."""

import random
from collections.abc import Iterator, Sequence

import pytest

from polydesk.domain.errors import Crowded, DeskError, NameTaken, Unavailable, WriteConflict
from polydesk.storage.errors import Contention
from polydesk.storage.retry import Deadline, retry, send_all
from tools.local_desk.clock import Clock


class RecordingClock(Clock):
    """A clock in virtual time that records each sleep."""

    def __init__(self) -> None:
        super().__init__()
        self.sleeps: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        super().sleep(seconds)


@pytest.fixture
def sleeps() -> Iterator[list[float]]:
    """The seconds of each sleep."""
    clock = RecordingClock()
    with clock.installed():
        yield clock.sleeps


def test_pauses_grow_and_never_beyond_the_longest(sleeps: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(random, "uniform", lambda low, high: high)
    deadline = Deadline(100.0)
    for _ in range(12):
        deadline.backoff(WriteConflict())

    assert sleeps == pytest.approx([0.01 * 1.5**n for n in range(10)] + [0.4, 0.4])


def test_a_deadline_ends_before_a_pause_would_exceed_it(sleeps: list[float]) -> None:
    deadline = Deadline(2.0, repetitions=200)

    def pause_for_ever() -> None:
        while True:
            deadline.backoff(WriteConflict())

    with pytest.raises(WriteConflict):
        pause_for_ever()
    assert 1.0 < sum(sleeps) <= 2.0


def test_a_deadline_ends_with_its_repetitions(sleeps: list[float]) -> None:
    deadline = Deadline(1_000.0, repetitions=3)
    for _ in range(3):
        deadline.backoff(WriteConflict())

    with pytest.raises(WriteConflict):
        deadline.backoff(WriteConflict())
    assert len(sleeps) == 3


def test_a_dozen_repetitions_take_about_a_second(sleeps: list[float]) -> None:
    def attempt() -> None:
        raise Contention(WriteConflict())

    with pytest.raises(WriteConflict):
        retry(attempt, Deadline(1_000.0))
    assert len(sleeps) == 12
    assert 0.3 < sum(sleeps) < 2.0


def test_repetitions_are_counted_anew_after_each_success(sleeps: list[float]) -> None:
    deadline = Deadline(1_000.0, repetitions=3)
    for _ in range(5):
        results: list[Exception | None] = [Contention(Unavailable())] * 3 + [None]

        def attempt(left: list[Exception | None] = results) -> None:
            if error := left.pop(0):
                raise error

        retry(attempt, deadline)
    assert len(sleeps) == 15


@pytest.mark.usefixtures("sleeps")
@pytest.mark.parametrize(
    ("errors", "raised"),
    [
        ([WriteConflict(), WriteConflict()], WriteConflict),
        ([Crowded(), WriteConflict()], Crowded),
        ([WriteConflict(), Crowded()], Crowded),
    ],
    ids=["always another version", "crowded first", "crowded last"],
)
def test_a_conflict_is_raised_only_if_every_attempt_met_one(errors: list[DeskError], raised: type[DeskError]) -> None:
    deadline = Deadline(1_000.0, repetitions=1)

    def attempt() -> None:
        raise Contention(errors.pop(0))

    with pytest.raises(raised):
        retry(attempt, deadline)


def test_a_deadline_in_the_past_allows_no_pause(sleeps: list[float]) -> None:
    with pytest.raises(WriteConflict):
        Deadline(-1.0).backoff(WriteConflict())
    assert sleeps == []


def test_an_attempt_is_repeated_until_it_succeeds(sleeps: list[float]) -> None:
    results: list[Exception | str] = [Contention(WriteConflict()), Contention(Unavailable()), "done", "not used"]

    def attempt() -> str:
        result = results.pop(0)
        if isinstance(result, Exception):
            raise result
        return result

    assert retry(attempt, Deadline(5.0)) == "done"
    assert len(sleeps) == 2


@pytest.mark.usefixtures("sleeps")
def test_the_last_contention_says_what_to_raise_at_the_deadline() -> None:
    def attempt() -> None:
        raise Contention(WriteConflict())

    with pytest.raises(WriteConflict):
        retry(attempt, Deadline(1.0))


def test_other_errors_end_the_repetition(sleeps: list[float]) -> None:
    def attempt() -> None:
        raise NameTaken

    with pytest.raises(NameTaken):
        retry(attempt, Deadline(1.0))
    assert sleeps == []


def test_only_items_that_were_not_accepted_are_sent_again(sleeps: list[float]) -> None:
    batches: list[list[int]] = []

    def send(items: Sequence[int]) -> list[int]:
        batches.append(list(items))
        return [item for item in items if item > len(batches)]

    send_all(send, [1, 2, 3], Deadline(5.0))

    assert batches == [[1, 2, 3], [2, 3], [3]]
    assert len(sleeps) == 2


@pytest.mark.usefixtures("sleeps")
def test_items_that_are_never_accepted_are_unavailable() -> None:
    with pytest.raises(Unavailable):
        send_all(lambda items: items, [1], Deadline(1.0))


def test_no_items_are_not_sent() -> None:
    def send(_: Sequence[int]) -> list[int]:
        raise AssertionError

    send_all(send, [], Deadline(1.0))
