"""ETag and If-Match: a write that expects another version is refused and changes nothing."""

from typing import Any

import pytest

from tests.functional.selectel.tickets import answered, closed, commented, found, opened, refusal
from tools.local_desk.client import Client
from tools.local_desk.items import dump
from tools.local_desk.world import World

WRITES: list[tuple[str, str, dict[str, Any]]] = [
    ("PATCH", "/support/tickets/1", {"client_aliased_name": "Carl"}),
    ("POST", "/support/tickets/1/comments", {"body": "b"}),
    ("POST", "/support/tickets/1/vote", {"score": 1}),
    ("POST", "/support/comments/100002/vote", {"score": 1}),
    ("POST", "/support/tickets/1/close", {"comment": "c"}),
    ("POST", "/support/tickets/1/reopen", {"body": "b"}),
]
"""In an order in which each can follow the one before."""


def test_each_change_of_a_ticket_makes_its_next_version(client: Client, agent: Client) -> None:
    assert client.post("/support/tickets", json={"summary": "s", "comment_body": "c"}).headers["ETag"] == '"1"'
    commented(agent, 1)

    for version, (method, path, body) in enumerate(WRITES, start=2):
        assert client.get("/support/tickets/1").headers["ETag"] == f'"{version}"'
        answer = client.request(method, path, json=body)
        assert answered(answer)
        if path.startswith("/support/tickets/1") and not path.endswith("/comments"):
            assert answer.headers["ETag"] == f'"{version + 1}"'


def test_answers_that_show_no_single_ticket_have_no_version(client: Client) -> None:
    opened(client)

    for path in ("/support/tickets", "/support/tickets/1/comments", "/support/comments/100001", "/support/topics"):
        assert "ETag" not in client.get(path).headers


def test_a_write_that_expects_the_current_version_is_carried_out(client: Client, agent: Client) -> None:
    opened(client)
    commented(agent, 1)

    for method, path, body in WRITES:
        version = client.get("/support/tickets/1").headers["ETag"]
        assert client.request(method, path, json=body, headers={"If-Match": version}).status == 200, path


@pytest.mark.parametrize("tag", ['"1"', '"3"', '"99999999999"', '"0"', '"-2"', '"two"', 'W/"2"', '"1", "3"'])
def test_a_write_that_expects_another_version_is_refused_and_changes_nothing(
    world: World, client: Client, agent: Client, tag: str
) -> None:
    opened(client)
    commented(agent, 1)
    before = dump(world)

    for method, path, body in WRITES[:-1]:
        answer = client.request(method, path, json=body, headers={"If-Match": tag})
        assert refusal(answer) == (412, "precondition_failed", None), path
    assert dump(world) == before


@pytest.mark.parametrize("header", ["", "2", "'2'", '"2', '"٢"', '"2" "3"'])
def test_a_malformed_expectation_is_refused_and_changes_nothing(
    world: World, client: Client, agent: Client, header: str
) -> None:
    opened(client)
    commented(agent, 1)
    before = dump(world)

    for method, path, body in WRITES:
        answer = client.request(method, path, json=body, headers={"If-Match": header})
        assert refusal(answer) == (400, "bad_request", "header.If-Match"), path
    assert dump(world) == before


@pytest.mark.parametrize("tag", ['"7"', '"two"', 'W/"1"', "*"])
def test_who_only_reads_or_opens_expects_no_version(client: Client, tag: str) -> None:
    opened(client)

    assert client.get("/support/tickets/1", headers={"If-Match": tag}).status == 200
    new = {"summary": "s", "comment_body": "c"}
    assert client.post("/support/tickets", json=new, headers={"If-Match": tag}).status == 200


def test_a_ticket_that_is_not_there_has_no_version_to_expect(client: Client) -> None:
    for tag in ('"7"', '"two"'):
        answer = client.patch("/support/tickets/1", json={}, headers={"If-Match": tag})
        assert refusal(answer) == (404, "ticket_not_found", None)


def test_a_ticket_is_not_reopened_by_who_expects_another_version(client: Client) -> None:
    opened(client)
    ticket = closed(client, 1)

    answer = client.post("/support/tickets/1/reopen", json={"body": "b"}, headers={"If-Match": '"1"'})

    assert refusal(answer) == (412, "precondition_failed", None)
    assert found(client, 1) == ticket


@pytest.mark.parametrize("tag", ["*", ' "2" ', '"1", "2"', 'W/"2", "2"'])
def test_the_current_version_or_any_can_be_expected(client: Client, agent: Client, tag: str) -> None:
    opened(client)
    commented(agent, 1)

    answer = client.patch("/support/tickets/1", json={"client_aliased_name": "Carl"}, headers={"If-Match": tag})

    assert answered(answer)["client_aliased_name"] == "Carl"


def test_of_two_who_change_what_they_read_the_second_is_told(client: Client, agent: Client) -> None:
    opened(client)
    read = {"If-Match": client.get("/support/tickets/1").headers["ETag"]}

    answered(agent.patch("/support/tickets/1", json={"client_aliased_name": "Agent"}, headers=read))
    second = client.patch("/support/tickets/1", json={"client_aliased_name": "Client"}, headers=read)

    assert refusal(second) == (412, "precondition_failed", None)
    assert found(client, 1)["client_aliased_name"] == "Agent"
