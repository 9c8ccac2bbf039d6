"""The rows of a page: which ones it shows, and how few requests and units read them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from polydesk.domain import actions
from polydesk.domain.actions import NewTicket
from polydesk.domain.context import ActionContext
from polydesk.domain.draft import Step
from polydesk.domain.state import initial_states
from polydesk.domain.ticket import Message, Ticket
from polydesk.storage import keys
from polydesk.storage.aws.dynamo_table import DynamoTable
from polydesk.storage.keys import Key
from polydesk.storage.retry import Deadline
from polydesk.storage.row_reads import read_plan
from polydesk.storage.table import Table
from polydesk.storage.ticket_items import ticket_item
from polydesk.storage.tickets import Tickets
from polydesk.storage.transaction import PutItem, UpdateItem
from tests.fakes.desk import places_on
from tests.storage.tables import ENGINE_ONLY
from tests.unit.domain.samples import AGENT, CUSTOMER, NOW
from tools.bench.indexed_tickets import put_all
from tools.meter import Meter

STATES = initial_states(NOW, 1)


def visible_in(states: Collection[int]) -> Callable[[Ticket], bool]:
    """Return the condition that a ticket is in one of the states and not spam."""
    return lambda ticket: ticket.state_id in states and not ticket.spam


@pytest.fixture
def tickets(table: Table) -> Tickets:
    return Tickets(table, places_on(table))


def opening(number: int, state_id: int = 1) -> Step:
    desk = replace(STATES, default_create_id=state_id)
    new = NewTicket("It is broken", Message("Help"), 5, 1, 2)
    return actions.open_ticket(number, new, ActionContext(NOW, CUSTOMER, desk))


def open_ticket(tickets: Tickets, number: int, state_id: int = 1) -> Ticket:
    return commit(tickets, opening(number, state_id))


def commit(tickets: Tickets, step: Step | None) -> Ticket:
    assert step is not None
    return tickets.commit(step, [], Deadline(5.0))


def later() -> ActionContext:
    return ActionContext(NOW + timedelta(hours=1), AGENT, STATES)


def put_rows(table: Table, numbers: Collection[int]) -> None:
    """Write rows alone, of tickets that have just been opened."""
    put_all(table, [PutItem(keys.ticket(number), ticket_item(opening(number).after)) for number in numbers])


@pytest.mark.parametrize(
    "numbers",
    [
        [1],
        [64, 63],
        [70, 69, 68, 5, 4, 3, 2, 1],
        [300, 130, 64, 1],
        [63, 1],
        [1, 63],
        [129, 128, 127, 65, 64, 63],
        [5, 200, 4, 3, 700, 2, 1, 6],
        [2, 2, 1],
    ],
    ids=str,
)
def test_rows_are_in_the_requested_order_across_partitions_once_each(tickets: Tickets, numbers: list[int]) -> None:
    for number in {*numbers, 7, 66}:
        open_ticket(tickets, number)

    assert [row.number for row in tickets.rows(numbers, lambda _: True)] == list(dict.fromkeys(numbers))


def test_rows_that_have_moved_or_are_purged_or_spam_are_left_out(tickets: Tickets) -> None:
    for number, state_id in ((1, 1), (2, 4), (3, 1), (4, 1)):
        open_ticket(tickets, number, state_id=state_id)
    fourth = tickets.get(4)
    assert fourth is not None
    commit(tickets, actions.mark_spam(fourth, later(), spam=True))

    def listed(states: set[int]) -> list[int]:
        rows = tickets.rows([5, 4, 3, 2, 1], lambda one: one.state_id in states and not one.spam)
        return [row.number for row in rows]

    assert listed({1}) == [3, 1]
    assert listed({1, 4}) == [3, 2, 1]
    assert listed(set()) == []


def test_any_condition_on_a_ticket_selects_rows(tickets: Tickets) -> None:
    for number in range(1, 5):
        open_ticket(tickets, number)

    assert [row.number for row in tickets.rows([4, 3, 2, 1], lambda ticket: ticket.number % 2 == 0)] == [4, 2]


@pytest.mark.parametrize("numbers", [[1], list(range(1, 11))], ids=["by key", "by query"])
def test_outdated_and_missing_rows_are_read_again(
    tickets: Tickets, table: Table, monkeypatch: pytest.MonkeyPatch, numbers: list[int]
) -> None:
    opened = [open_ticket(tickets, number) for number in numbers]
    stale = table.get_many([keys.ticket(1)])
    now = [commit(tickets, actions.close(ticket, later())) for ticket in opened]
    get_many, query = table.get_many, table.query

    def get_many_behind(wanted: Sequence[Key], *, consistent: bool = True) -> Any:
        return get_many(wanted) if consistent else stale

    def query_behind(pk: str, **arguments: Any) -> Any:
        return query(pk, **arguments) if arguments.get("consistent", True) else iter(stale.values())

    monkeypatch.setattr(table, "get_many", get_many_behind)
    monkeypatch.setattr(table, "query", query_behind)

    assert tickets.rows(numbers, lambda one: one.state_id == 4) == now


FAR_APART = [number * 100 for number in range(1, 11)]
NEIGHBOURS = list(range(100, 110))
ACROSS_TWO_COLLECTIONS = list(range(123, 133))
MIXED = [*range(100, 105), 700, 900, *range(1_100, 1_103)]
TWO_OF_EACH = [base + offset for base in range(100, 600, 100) for offset in (0, 1)]


@ENGINE_ONLY
@pytest.mark.parametrize(
    ("numbers", "requests", "units"),
    [
        (FAR_APART, {"BatchGetItem": 1}, 5),
        (NEIGHBOURS, {"Query": 1}, 1),
        (ACROSS_TWO_COLLECTIONS, {"Query": 2}, 1.5),
        (MIXED, {"Query": 2, "BatchGetItem": 1}, 2),
        (TWO_OF_EACH, {"BatchGetItem": 1}, 5),
        (list(range(1, 1_001)), {"Query": 16}, 60),
        (list(range(30, 1_030)), {"Query": 17}, 60),
        (list(range(100, 30_100, 30)), {"BatchGetItem": 10}, 500),
    ],
    ids=["far apart", "neighbours", "two collections", "mixed", "pairs", "thousand", "thousand + 1", "thousand apart"],
)
def test_a_page_is_read_by_few_requests_that_run_side_by_side(
    table: DynamoTable, tickets: Tickets, numbers: list[int], requests: dict[str, int], units: float
) -> None:
    put_rows(table, numbers)

    with Meter(table) as meter:
        found = tickets.rows(numbers[::-1], lambda _: True)

    assert [row.number for row in found] == numbers[::-1]
    assert meter.requests == requests
    assert meter.read_units <= units


@pytest.mark.parametrize("gap", [1, 2, 3, 7, 12, 40])
def test_a_page_of_ten_is_read_by_three_requests_at_most(gap: int) -> None:
    for start in range(1, 130):
        plan = read_plan(keys.ticket(start + gap * step) for step in range(10))
        assert 1 <= len(plan.ranges) + len(plan.batches) <= 3


def test_rows_between_those_of_a_page_are_not_looked_into(table: Table, tickets: Tickets) -> None:
    put_rows(table, [1, 2, 3, 4, 5, 6])
    table.write(UpdateItem(keys.ticket(4), {"created": "damaged"}))
    asked: list[int] = []

    def is_listed(ticket: Ticket) -> bool:
        asked.append(ticket.number)
        return True

    assert [row.number for row in tickets.rows([6, 5, 3, 2, 1], is_listed)] == [6, 5, 3, 2, 1]
    assert sorted(asked) == [1, 2, 3, 5, 6]


def test_three_neighbours_beside_a_longer_range_are_read_by_a_query_of_their_own() -> None:
    six, three = range(46, 64, 3), range(64, 73, 4)
    plan = read_plan(map(keys.ticket, [*six, *three]))
    assert sorted(plan.ranges) == [
        (keys.ticket(six[0]), keys.ticket(six[-1])),
        (keys.ticket(three[0]), keys.ticket(three[-1])),
    ]
    assert plan.batches == []
