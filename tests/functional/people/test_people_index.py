"""Lists of people and their words, as far as every change of people in the desk reaches them by the stream."""

from typing import Any

import pytest

from polydesk.desk.resources import shared_resources
from polydesk.domain.person_kind import anybody, is_active_agent, is_agent, is_customer
from polydesk.domain.person_terms import EMAIL, LOGIN, NAME, address_term
from polydesk.storage.people_index import PeopleIndex, PeoplePage
from tests.functional.callers import Tokens
from tests.functional.happyfox.happyfox_calls import created, key_holder
from tests.functional.queues import drain_queue
from tests.functional.search.search_calls import INDEXER, stream_record
from tools.local_desk.client import Client
from tools.local_desk.items import dump
from tools.local_desk.world import World

MANY = 100


@pytest.fixture
def index(world: World, tokens: Tokens) -> PeopleIndex:
    """The index of a desk that has been set up."""
    world.pump()
    return shared_resources().people_index


@pytest.fixture
def api(world: World, tokens: Tokens) -> Client:
    """Somebody with the key of the whole desk."""
    return key_holder(world, tokens["happyfox"])


def declare(world: World, email: str, **person: Any) -> int:
    """Declare a person in the set-up document, and deliver the stream; return the id."""
    answer = world.invoke("OpsSetUpDesk", {"people": [{"email": email, **person}]})
    world.pump()
    return int(answer["people"][0]["id"])


def id_of(email: str) -> int:
    """The id of the person with this address."""
    person = shared_resources().people.find(email)
    assert person
    return person.id


def test_the_people_of_a_new_desk_are_listed_by_kind_without_the_system(index: PeopleIndex) -> None:
    people = shared_resources().people
    everybody = [people.get(number) for number in range(2, people.last_id() + 1)]
    agents = [person.id for person in everybody if "ticket.agent" in person.permissions]

    assert agents
    assert index.page(anybody, 0, MANY) == PeoplePage([person.id for person in everybody], len(everybody))
    assert index.page(is_agent, 0, MANY).ids == agents
    assert index.page(is_customer, 0, MANY).ids == [one.id for one in everybody if one.id not in agents]


def test_a_customer_of_a_first_ticket_is_listed_and_found(index: PeopleIndex, api: Client, world: World) -> None:
    before = index.page(is_customer, 0, 1).total
    user = created(api, user=None, name="Zoë Quill", email="zoe.quill@far.example", phone="+49 (30) 12-34")["user"]
    world.pump()

    assert index.page(is_customer, 0, 1, ascending=False) == PeoplePage([user["id"]], before + 1)
    assert index.page(is_customer, before, 10) == PeoplePage([user["id"]], before + 1)
    for found in (
        index.ids_with("zoe", MANY),
        index.ids_with("qui", MANY, prefix=True),
        index.ids_with("far", MANY, fields=EMAIL),
        index.ids_with(address_term("Zoe.Quill@FAR"), MANY, prefix=True),
        index.ids_with_phone("4930 1234", MANY),
    ):
        assert found == [user["id"]]
    assert index.ids_with("qui", MANY) == index.ids_with("far", MANY, fields=NAME) == []
    assert index.ids_with_phone("301234", MANY) == []


def test_a_person_who_is_declared_anew_is_found_by_the_new_words_alone(index: PeopleIndex, world: World) -> None:
    person = declare(world, "una@old.example", name="Una Former", login="una-f", phones=["12"])
    assert index.ids_with("una-f", MANY, fields=LOGIN) == index.ids_with("former", MANY) == [person]

    declare(world, "una@old.example", name="Una Later", login=None, phones=["34"])

    assert index.ids_with("former", MANY) == index.ids_with("una-f", MANY) == index.ids_with_phone("12", MANY) == []
    assert index.ids_with("later", MANY) == index.ids_with_phone("34", MANY) == [person]
    assert index.ids_with("old", MANY, fields=LOGIN) == [person]


def test_a_person_moves_between_lists_with_role_and_activity(index: PeopleIndex, world: World) -> None:
    person = declare(world, "rolf@x.example", name="Rolf")
    assert person in index.page(is_customer, 0, MANY).ids

    declare(world, "rolf@x.example", agent=True)
    assert person in index.page(is_active_agent, 0, MANY).ids
    assert person not in index.page(is_customer, 0, MANY).ids

    declare(world, "rolf@x.example", active=False)
    assert person not in index.page(is_active_agent, 0, MANY).ids
    assert person in index.page(is_agent, 0, MANY).ids


def test_records_that_are_delivered_again_change_nothing(index: PeopleIndex, world: World) -> None:
    declare(world, "una@old.example", name="Una Former")
    declare(world, "una@old.example", name="Una Later")
    before = dump(world)

    world.stream_positions = {}
    world.pump()

    assert dump(world) == before


def test_an_unreadable_person_is_parked_and_the_next_is_indexed(index: PeopleIndex, world: World) -> None:
    person = declare(world, "una@old.example", name="Una")
    item = dump(world)[f"PERSON#{person}", "P"]
    broken = {name: value for name, value in item.items() if name != "name"}
    renamed = {**item, "name": {"S": "Una Later"}}

    answer = world.invoke(INDEXER, {"Records": [stream_record(broken, 1), stream_record(renamed, 2)]})

    assert answer == {"batchItemFailures": []}
    [parked] = drain_queue(world, "StreamsDead")
    assert parked["Records"][0]["dynamodb"]["Keys"]["pk"]["S"] == f"PERSON#{person}"
    assert index.ids_with("una", MANY) == [person]
