"""Counting the requests that wait for one another."""

from collections.abc import Callable

from tools.bench.rounds import Rounds


def requests(rounds: Rounds, count: int) -> Callable[[], int]:
    def send() -> int:
        for _ in range(count):
            rounds.note()
        return count

    return send


def call(one: Callable[[], int]) -> int:
    return one()


def test_requests_one_after_another_are_all_counted() -> None:
    rounds = Rounds()
    requests(rounds, 3)()
    assert rounds.in_a_row == 3


def test_of_calls_side_by_side_the_longest_is_counted() -> None:
    rounds = Rounds()
    requests(rounds, 1)()

    results = rounds.side_by_side(call, [requests(rounds, 1), requests(rounds, 3), requests(rounds, 2)])
    requests(rounds, 1)()

    assert results == [1, 3, 2]
    assert rounds.in_a_row == 1 + 3 + 1


def test_calls_side_by_side_may_be_part_of_others() -> None:
    rounds = Rounds()

    def both() -> int:
        requests(rounds, 1)()
        return sum(rounds.side_by_side(call, [requests(rounds, 1), requests(rounds, 1)]))

    rounds.side_by_side(call, [both, requests(rounds, 1)])

    assert rounds.in_a_row == 2


def test_no_calls_side_by_side_are_no_request() -> None:
    rounds = Rounds()
    assert rounds.side_by_side(call, []) == []
    assert rounds.in_a_row == 0
