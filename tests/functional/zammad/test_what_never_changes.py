"""What was said and booked stays as it is: the vendor's calls that would change it are refused."""

import pytest

from tests.functional.callers import Tokens
from tests.functional.zammad.states import refusal, zammad_caller
from tools.local_desk.client import Client
from tools.local_desk.world import World


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
@pytest.mark.parametrize("part", ["ticket_articles/{number}001", "tickets/{number}/time_accountings/{number}002"])
def test_an_article_and_working_time_are_neither_changed_nor_deleted(
    world: World, tokens: Tokens, client: Client, method: str, part: str
) -> None:
    number = client.post("/support/tickets", json={"summary": "Broken", "comment_body": "Help"}).json()["number"]
    agent = zammad_caller(world, tokens["agent"]["token"])
    booked = agent.post(f"/api/v1/tickets/{number}/time_accountings", json={"time_unit": 1})
    assert (booked.status, booked.json()["id"]) == (201, number * 1000 + 2)
    path = f"/api/v1/{part.format(number=number)}"
    before = agent.get(path).json()

    assert refusal(agent.request(method, path, json={"internal": True, "time_unit": 2})) == (403, "Not authorized")
    assert agent.get(path).json() == before
