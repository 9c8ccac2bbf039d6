"""What the calls ask of DynamoDB, and what happens when two of them meet."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from polydesk.desk import desk
from polydesk.desk.resources import shared_resources
from polydesk.storage import keys
from tests.functional.happyfox.happyfox_calls import (
    ADMIN,
    AGENT,
    BILLING,
    CUSTOMER,
    GENERAL,
    JSON,
    answered,
    created,
    new,
    page,
    read,
    replied,
    updated,
)
from tools.bench.rounds import RequestRounds
from tools.faults import Call, before_the_first, intercepted
from tools.local_desk.client import Client
from tools.meter import Meter


def requests(call: Callable[[], object]) -> int:
    """The requests of a warm call: the one before has just filled the memories, which forget within seconds."""
    desk.reset()
    call()
    with Meter(shared_resources().table) as meter:
        call()
    return meter.requests.total()


def in_a_row(call: Callable[[], object]) -> int:
    """The requests of a warm call that wait for one another."""
    call()
    with RequestRounds(shared_resources().table) as rounds:
        call()
    return rounds.in_a_row


def test_one_ticket_waits_for_two_requests(api: Client) -> None:
    created(api, assignee=AGENT)
    updated(api, 1, text="a")

    assert in_a_row(lambda: read(api, 1)) == 2  # the ticket; its history beside the counts and its people


def test_updates_wait_for_what_they_answer(api: Client) -> None:
    created(api, assignee=AGENT)
    tags = iter(["a", "b"])

    def update_tags() -> None:
        answered(api.post(f"{JSON}/ticket/1/update_tags/", json={"staff_id": AGENT, "add": next(tags)}))

    assert in_a_row(update_tags) == 3  # ticket with staff; transaction; history beside the customer
    assert in_a_row(lambda: updated(api, 1, text="a")) == 3
    assert in_a_row(lambda: replied(api, 1)) == 3


def test_other_authors_of_a_history_are_read_after_it(api: Client) -> None:
    created(api)
    updated(api, 1, text="a")

    assert in_a_row(lambda: read(api, 1)) == 3  # the agent is in the history only


def test_a_page_with_histories_reads_them_side_by_side(api: Client) -> None:
    answered(api.post(f"{JSON}/tickets/", json=[new()] * 12))

    assert in_a_row(lambda: page(api)) == 4  # directory; numbers; rows; first messages beside the people
    assert in_a_row(lambda: page(api, include_updates=1)) == 4  # the same with the histories


def test_a_contact_that_is_found_by_its_address_waits_for_three_requests(api: Client) -> None:
    names = iter(["Ann", "Bea"])

    def save() -> None:
        body = {"name": next(names), "email": "client@example.com"}
        answered(api.post(f"{JSON}/users/", json=body))

    assert in_a_row(save) == 3  # whose address it is; the contact; the transaction


def test_reads_take_a_fixed_number_of_requests(api: Client) -> None:
    answered(api.post(f"{JSON}/tickets/", json=[new(assignee=AGENT)] * 30))
    updated(api, 1, text="a")

    assert requests(lambda: read(api, 1)) == 4  # the ticket; its history beside the counts; its people
    assert requests(lambda: page(api)) == 6  # directory (two side by side), numbers, rows; first messages, people
    assert requests(lambda: page(api, size=50)) == 6
    assert requests(lambda: page(api, fields="subject,assigned_to")) == 5  # no first messages
    assert requests(lambda: page(api, minify_response=1)) == 4  # no people either


@contextmanager
def reading(partition: str) -> Iterator[list[int]]:
    """Inside, how many items each query of a partition reads is written down."""
    read: list[int] = []

    def count(operation: str, arguments: dict[str, Any], proceed: Call) -> Any:
        answer = proceed()
        if operation == "Query" and {"S": partition} in arguments["ExpressionAttributeValues"].values():
            read.append(answer["Count"])
        return answer

    with intercepted(count):
        yield read


def test_a_short_history_on_a_page_is_one_request(api: Client) -> None:
    answered(api.post(f"{JSON}/tickets/", json=[new()] * 12))
    for _ in range(8):
        updated(api, 1, text="a")

    with reading(keys.history(1)) as read:
        ticket = page(api, size=50, include_updates=1)["data"][-1]

    assert (len(ticket["updates"]), read) == (9, [9])


def test_a_long_history_on_a_page_is_read_as_far_as_there_is_room_for_it(api: Client) -> None:
    answered(api.post(f"{JSON}/tickets/", json=[new()] * 40))
    for _ in range(40):
        updated(api, 1, text="word " * 1000)

    with reading(keys.history(1)) as read:
        ticket = page(api, size=50, include_updates=1)["data"][-1]

    assert len(ticket["updates"]) + ticket["updates_left_out"] == 41
    assert 3 < len(ticket["updates"]) <= sum(read) <= 10


def test_a_history_of_many_small_entries_is_read_in_few_requests(api: Client) -> None:
    answered(api.post(f"{JSON}/tickets/", json=[new()] * 40))
    for place in range(60):
        updated(api, 1, text=str(place))

    with reading(keys.history(1)) as read:
        ticket = page(api, size=50, include_updates=1)["data"][-1]

    assert [one["message"]["text"] for one in ticket["updates"][1:]] == list(map(str, range(60)))
    assert len(read) <= 3


def test_writes_take_few_requests(api: Client) -> None:
    created(api)

    assert requests(lambda: created(api)) == 3  # the user, the number, the transaction
    assert requests(lambda: created(api, assignee=AGENT)) == 3
    assert requests(lambda: created(api, user=None, name="Ivy", email="ivy@example.com")) == 4  # the address, the user
    assert requests(lambda: updated(api, 1, text="a")) == 4  # ticket with staff, transaction, history, customer
    assert requests(lambda: replied(api, 1)) == 4


def test_two_tickets_of_one_newcomer_at_the_same_moment_make_one_contact(api: Client) -> None:
    body = new(user=None, name="Ivy", email="ivy@example.com")

    def faster() -> None:
        answered(api.post(f"{JSON}/tickets/", json=body))

    with before_the_first("TransactWriteItems", faster):
        ticket = answered(api.post(f"{JSON}/tickets/", json=body))

    tickets = page(api)["data"]
    assert [one["user"]["email"] for one in tickets] == ["ivy@example.com"] * 2
    assert len({one["user"]["id"] for one in tickets}) == 1
    assert ticket["user"]["id"] == tickets[0]["user"]["id"]


def test_a_newcomer_who_turns_out_to_be_staff_is_refused(api: Client) -> None:
    from polydesk.storage.people import People

    body = new(user=None, name="Ivy", email="agent@example.com")
    find, calls = People.find, 0

    def late(people: People, login: str) -> object:
        nonlocal calls
        calls += 1
        return None if calls == 1 else find(people, login)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(People, "find", late)
        response = api.post(f"{JSON}/tickets/", json=body)

    assert response.json() == {
        "error": [{"field": "email", "errors": ["This e-mail address belongs to a staff member."]}]
    }
    assert page(api)["data"] == []


def test_an_update_that_meets_a_reply_comes_after_it(api: Client) -> None:
    created(api)

    with before_the_first("TransactWriteItems", lambda: replied(api, 1, text="first")):
        ticket = updated(api, 1, text="second", time_spent=5)

    assert [one["message"]["text"] for one in ticket["updates"]] == ["Help", "first", "second"]
    assert [one["by"]["id"] for one in ticket["updates"]] == [CUSTOMER, CUSTOMER, AGENT]


def test_lists_of_what_tickets_refer_to_take_at_most_two_requests(api: Client) -> None:
    def listed(name: str) -> int:
        return requests(lambda: answered(api.get(f"{JSON}/{name}/")))

    assert listed("categories") == listed("priorities") == 0  # the catalog is remembered for a minute
    assert listed("statuses") == 1  # as they are now
    assert listed("staff") == 2  # who they are, and the people
    assert listed("ticket_custom_fields") == listed("user_custom_fields") == listed("contact_groups") == 0


def test_actions_of_staff_take_few_requests(api: Client) -> None:
    answered(api.post(f"{JSON}/tickets/", json=[new(), new(), new()]))
    categories = iter([BILLING, GENERAL])
    numbers, tags = iter([2, 3]), iter(["a", "b"])

    def move() -> None:
        body = {"staff_id": AGENT, "target_category_id": next(categories), "move_note": "a"}
        answered(api.post(f"{JSON}/ticket/1/move/", json=body))

    def delete() -> None:
        answered(api.post(f"{JSON}/ticket/{next(numbers)}/delete/", json={"staff_id": ADMIN}))

    def update_tags() -> None:
        answered(api.post(f"{JSON}/ticket/1/update_tags/", json={"staff_id": AGENT, "add": next(tags)}))

    assert requests(move) == requests(delete) == 2  # ticket with staff, transaction
    assert requests(update_tags) == 4  # besides, what it answers: history, customer
