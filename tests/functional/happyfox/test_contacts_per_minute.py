"""A key writes so many contacts in a minute, one by one or together; they are counted apart from tickets."""

import pytest

from tests.functional.happyfox.contact_calls import BO, bo, changed, contact_of
from tests.functional.happyfox.happyfox_calls import JSON, answered, created, faults, sentence
from tools.local_desk.client import Client, Response
from tools.local_desk.world import World

pytestmark = pytest.mark.parametrize("parameters", [{"TicketsPerMinute": "2"}])


def rename(api: Client, name: str) -> Response:
    return api.post(f"{JSON}/user/{BO}/", json={"name": name})


def test_new_and_changed_contacts_count(api: Client, world: World) -> None:
    bo(api)
    changed(api, BO, name="Second")
    world.clock.advance(seconds=15)

    refused = rename(api, "Third")

    assert sentence(refused) == (429, "Throttled, wait 45 seconds.")
    assert refused.headers["retry-after"] == "45"
    assert contact_of(api, BO)["name"] == "Second"
    assert api.post(f"{JSON}/users/", json={"name": "Ann", "email": "ann@x.example"}).status == 429
    world.clock.advance(seconds=45)
    assert answered(rename(api, "Third"))["name"] == "Third"


def test_what_changes_nothing_and_what_is_refused_does_not_count(api: Client) -> None:
    bo(api)
    for _ in range(3):
        changed(api, BO, name="Bo Bright")
        faults(rename(api, "Bo\nBright"))

    assert changed(api, BO, name="Second")["name"] == "Second"


def test_a_contact_with_many_words_counts_as_several(api: Client) -> None:
    name = " ".join(str(number) for number in range(60))
    bo(api, name=name)

    assert rename(api, "Short").status == 429
    assert contact_of(api, BO)["name"] == name


def test_tickets_are_counted_by_themselves(api: Client) -> None:
    bo(api)
    changed(api, BO, name="Second")

    assert created(api)["id"] == 1


def test_of_several_the_rest_is_refused_and_says_when_to_come_again(api: Client, world: World) -> None:
    world.clock.advance(seconds=20)
    contacts = [{"name": f"Bo {number}", "email": f"bo{number}@x.example"} for number in range(4)]

    results = answered(api.post(f"{JSON}/users/", json=contacts))

    assert [one["success"] for one in results] == [True, True, False, False]
    assert results[3]["error"] == [{"field": "__all__", "errors": ["Throttled, wait 40 seconds."]}]
