"""A write whose answer from DynamoDB is lost has taken effect, though the caller may hear 503.

With a key the desk finds out what the request has done, now or when it is repeated: it is done once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError

from tests.functional.selectel.targets import LEAST, MODIFY, Target
from tests.functional.selectel.tickets import commented, comments, found, opened, refusal
from tools.faults import Call, intercepted
from tools.local_desk.client import Client, Response
from tools.local_desk.items import dump
from tools.local_desk.world import World

KEY = {"Idempotency-Key": "k"}
POSTS = [operation for operation in LEAST if operation != MODIFY]


@contextmanager
def answer_lost(*, for_good: bool = False) -> Iterator[None]:
    """Inside, transactions take effect and their answers do not arrive; `for_good`: nor does any answer after them."""
    lost: list[str] = []

    def lose(operation: str, _: dict[str, Any], proceed: Call) -> Any:
        answer = proceed()
        if operation == "TransactWriteItems" or (lost and for_good):
            lost.append(operation)
            raise ReadTimeoutError(endpoint_url="https://dynamodb")
        return answer

    with intercepted(lose):
        yield


def assert_busy(answer: Response) -> None:
    assert refusal(answer) == (503, "service_unavailable", None)
    assert int(answer.headers["Retry-After"]) >= 1


@pytest.mark.parametrize("operation", POSTS)
def test_with_a_key_the_answer_is_found_in_the_record_of_the_key(
    world: World, client: Client, agent: Client, operation: str
) -> None:
    target = Target(client, agent, operation)
    with answer_lost():
        first = client.post(target.path, json=LEAST[operation], headers=KEY)
    after = dump(world)

    again = client.post(target.path, json=LEAST[operation], headers=KEY)

    assert (first.status, again.status) == (200, 200)
    assert again.content == first.content
    assert dump(world) == after


@pytest.mark.parametrize("operation", POSTS)
def test_a_503_that_is_repeated_with_its_key_changes_nothing_more(
    world: World, client: Client, agent: Client, operation: str
) -> None:
    target = Target(client, agent, operation)
    with answer_lost(for_good=True):
        lost = client.post(target.path, json=LEAST[operation], headers=KEY)
    after = dump(world)

    again = client.post(target.path, json=LEAST[operation], headers=KEY)

    assert_busy(lost)
    assert again.status == 200
    assert dump(world) == after


def test_a_comment_that_is_repeated_without_a_key_is_there_twice(client: Client) -> None:
    number = opened(client)["number"]
    with answer_lost():
        assert_busy(client.post(f"/support/tickets/{number}/comments", json={"body": "Once"}))

    commented(client, number, "Once")

    assert [comment["body"] for comment in comments(client, number)] == ["Help", "Once", "Once"]


def test_a_change_that_is_repeated_with_if_match_is_refused_for_its_own_version(world: World, client: Client) -> None:
    number = opened(client)["number"]
    path, version, change = f"/support/tickets/{number}", {"If-Match": '"1"'}, {"client_aliased_name": "Carla"}
    with answer_lost():
        assert_busy(client.patch(path, json=change, headers=version))
    after = dump(world)

    assert client.patch(path, json=change, headers=version).status == 412
    assert found(client, number)["client_aliased_name"] == "Carla"
    assert dump(world) == after
