"""GET /support/topics."""

from tools.local_desk.client import Client
from tools.local_desk.world import World


def test_topics_are_the_desks_categories_in_both_languages(client: Client) -> None:
    answer = client.get("/support/topics")

    assert answer.status == 200
    assert answer.json() == {
        "items": [
            {"key": "general", "name": {"en": "Users", "ru": "Общие вопросы"}},
            {"key": "billing", "name": {"en": "Billing", "ru": "Оплата"}},
        ]
    }


def test_staff_see_the_same_topics(client: Client, agent: Client) -> None:
    assert agent.get("/support/topics").json() == client.get("/support/topics").json()


def test_topics_are_not_for_strangers(world: World) -> None:
    answer = world.client().get("/support/topics")

    assert answer.status == 401
    assert answer.json() == {"error": "unauthorized", "description": "authorization required, check token"}
