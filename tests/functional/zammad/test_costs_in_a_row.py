"""How many requests of DynamoDB wait for one another in calls about parts of tickets, people and groups."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from polydesk.desk.resources import shared_resources
from tests.functional.callers import Sample
from tests.functional.zammad.articles import ARTICLES, address, file, written
from tests.functional.zammad.states import zammad_caller
from tests.functional.zammad.ticket_writes import TICKETS, created
from tests.functional.zammad.user_calls import USERS, user
from tools.bench.rounds import RequestRounds
from tools.engine import Engine
from tools.local_desk.client import Client, Response
from tools.local_desk.world import World

GROUPS = "/api/v1/groups"


@pytest.fixture(scope="module")
def callers(engine: Engine, sample: Sample) -> Iterator[dict[str, Client]]:
    """The administrator and the agent of a desk with a ticket, which has a file and a tag."""
    with World(engine) as world:
        tokens = sample.put_into(world)
        callers = {name: zammad_caller(world, tokens[name]["token"]) for name in ("admin", "agent")}
        created(callers["agent"], tags="vip")
        written(callers["agent"], 1, attachments=[file()])
        world.pump()
        yield callers


def in_a_row(call: Callable[[], Response]) -> int:
    """Return the requests of a warm call that wait for one another."""
    with RequestRounds(shared_resources().table) as rounds:
        answer = call()
    assert answer.status < 300, answer
    return rounds.in_a_row


@pytest.mark.parametrize(
    ("path", "requests"),
    [
        (f"{ARTICLES}/by_ticket/1", 4),  # the ticket, its messages up to its end, their authors
        (f"{ARTICLES}/1001", 3),  # the ticket, its message, the author
        ("/api/v1/ticket_history/1", 3),
        (f"{TICKETS}/1/time_accountings", 2),
        ("/api/v1/tags?object=Ticket&o_id=1", 1),
        ("/api/v1/tag_list", 2),  # the tags, the tickets of each
        ("/api/v1/tag_search?term=v", 1),
        (f"{USERS}/me", 1),
        (f"{USERS}/4", 1),
        (f"{USERS}", 2),
        (GROUPS, 3),
        (f"{GROUPS}/1", 3),
        ("/api/v1/roles", 1),
        ("/api/v1/ticket_priorities", 1),
        ("/api/v1/organizations", 0),
        ("/api/v1/version", 0),
    ],
)
def test_a_read(callers: dict[str, Client], path: str, requests: int) -> None:
    callers["agent"].get(path)
    assert in_a_row(lambda: callers["agent"].get(path)) <= requests


def test_a_download(callers: dict[str, Client]) -> None:
    path = address(written(callers["agent"], 1, attachments=[file()]))
    assert in_a_row(lambda: callers["agent"].get(path)) == 2


@pytest.mark.parametrize(
    ("method", "path", "body", "requests"),
    [
        ("POST", ARTICLES, {"ticket_id": 1, "body": "b"}, 2),
        ("POST", ARTICLES, {"ticket_id": 1, "body": "b", "attachments": [file()]}, 4),
        ("POST", "/api/v1/tags/add", {"item": "new", "object": "Ticket", "o_id": 1}, 2),
        ("DELETE", "/api/v1/tags/remove", {"item": "new", "object": "Ticket", "o_id": 1}, 2),
        ("POST", f"{TICKETS}/1/time_accountings", {"time_unit": 5}, 2),
        ("POST", USERS, {"firstname": "Ann", "email": "ann@example.com"}, 3),
        ("PUT", f"{USERS}/4", {"mobile": "+49 170 1234"}, 2),
    ],
)
def test_a_write(callers: dict[str, Client], method: str, path: str, body: dict[str, Any], requests: int) -> None:
    callers["agent"].get("/api/v1/ticket_states")
    assert in_a_row(lambda: callers["agent"].request(method, path, json=body)) <= requests


def test_a_removal_looks_for_tickets_twice(callers: dict[str, Client]) -> None:
    number = user(callers["admin"], firstname="Zoe")["id"]
    assert in_a_row(lambda: callers["admin"].delete(f"{USERS}/{number}")) <= 11


def test_writes_of_groups_read_them_before_and_after(callers: dict[str, Client]) -> None:
    admin = callers["admin"]
    admin.get(GROUPS)
    made = [in_a_row(lambda: admin.post(GROUPS, json={"name": "Sales"}))]
    number = max(one["id"] for one in admin.get(GROUPS).json())
    made.append(in_a_row(lambda: admin.put(f"{GROUPS}/{number}", json={"note": "n"})))
    made.append(in_a_row(lambda: admin.delete(f"{GROUPS}/{number}")))
    assert made == [7, 6, 5]
