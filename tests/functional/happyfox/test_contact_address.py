"""The address of a contact: names lead to the contact, and words find it, as the address is now."""

import pytest

from tests.functional.callers import Tokens, set_up
from tests.functional.happyfox.contact_calls import BO, MOBILE, bo, changed, contact_of, found, saved
from tests.functional.happyfox.happyfox_calls import JSON, created, faults
from tools.local_desk.client import Client
from tools.local_desk.items import dump
from tools.local_desk.world import World

LATER = "later@y.example"


def names(world: World, person: int) -> set[str]:
    """The names that lead to a person."""
    items = dump(world)
    return {
        pk.removeprefix("LOGIN#")
        for (pk, _), item in items.items()
        if pk.startswith("LOGIN#") and item["person"] == {"N": str(person)}
    }


def login(world: World, person: int) -> str:
    found: str = dump(world)[f"PERSON#{person}", "P"]["login"]["S"]
    return found


def test_a_new_address_leads_to_the_contact_and_the_old_one_to_nobody(api: Client, world: World) -> None:
    contact = bo(api)["id"]

    changed(api, contact, email=LATER)

    assert contact_of(api, LATER)["id"] == contact
    assert api.get(f"{JSON}/user/{BO}/").status == 404
    assert names(world, contact) == {LATER}
    assert login(world, contact) == LATER


def test_the_old_address_is_free_for_another_contact(api: Client) -> None:
    contact = bo(api)["id"]
    changed(api, contact, email=LATER)

    assert bo(api)["id"] != contact
    assert created(api, user=None, name="Bo", email=LATER)["user"]["id"] == contact


def test_another_spelling_of_the_address_is_kept_as_it_is_sent(api: Client, world: World) -> None:
    contact = bo(api)["id"]

    assert changed(api, contact, email="BO@X.example")["email"] == "BO@X.example"
    assert names(world, contact) == {BO}


def test_a_login_of_its_own_stays(api: Client, world: World) -> None:
    set_up(world, {"people": [{"email": BO, "name": "Bo", "login": "bo-login"}]})
    contact = contact_of(api, BO)["id"]

    changed(api, contact, email=LATER)

    assert login(world, contact) == "bo-login"
    assert names(world, contact) == {LATER, "bo-login"}


@pytest.mark.parametrize("nothing", [None, "", " "])
def test_a_contact_with_a_phone_can_lose_its_address(api: Client, world: World, nothing: str | None) -> None:
    contact = bo(api, phones=[MOBILE])["id"]

    assert changed(api, contact, email=nothing)["email"] is None
    assert contact_of(api, contact)["email"] is None
    assert names(world, contact) == set()
    assert login(world, contact) == ""
    assert bo(api)["id"] != contact


def test_a_contact_without_a_phone_keeps_its_address(api: Client) -> None:
    contact = bo(api)["id"]

    answer = api.post(f"{JSON}/user/{contact}/", json={"email": None})

    assert faults(answer) == {"email": ["A contact needs an e-mail address or a telephone number."]}
    assert contact_of(api, contact)["email"] == BO


def test_a_contact_can_lose_its_address_for_a_phone_in_one_step(api: Client) -> None:
    contact = bo(api)["id"]

    assert changed(api, contact, email=None, phones=[MOBILE])["email"] is None


def test_a_contact_without_an_address_can_get_one(api: Client, world: World) -> None:
    contact = saved(api, name="Bo", phones=[MOBILE])["id"]

    changed(api, contact, email=BO)

    assert contact_of(api, BO)["id"] == contact
    assert login(world, contact) == BO


def test_a_person_who_signs_in_with_an_address_does_so_with_the_new_one(
    api: Client, world: World, tokens: Tokens
) -> None:
    client = world.client({"X-Token": tokens["client"]["token"]})
    changed(api, "client@example.com", email="carl@later.example")

    assert client.get("/support/tickets").status == 200


def test_words_of_a_changed_contact_move(api: Client, world: World) -> None:
    contact = bo(api, phones=[MOBILE])["id"]
    old = ["name:bright", "email:x", f"email:{BO}", "phone:1123", "bright", "1123"]
    assert [found(api, world, query) for query in old] == [[contact]] * len(old)

    changed(api, contact, name="Bo Dark", email=LATER, phones=[{"id": 1, "number": "+2 345"}])

    assert [found(api, world, query) for query in old] == [[]] * len(old)
    new = ["name:dark", "name:bo", "email:y", f"email:{LATER}", "phone:2345", "dark", "2345", "later@y.example"]
    assert [found(api, world, query) for query in new] == [[contact]] * len(new)


def test_words_of_a_lost_address_find_the_contact_no_more(api: Client, world: World) -> None:
    contact = bo(api, phones=[MOBILE])["id"]
    assert found(api, world, "email:x") == found(api, world, BO) == [contact]

    changed(api, contact, email=None)

    assert found(api, world, "email:x") == found(api, world, f"email:{BO}") == found(api, world, BO) == []
    assert found(api, world, "name:bright") == [contact]


def test_a_contact_stays_in_the_list_whatever_changes(api: Client, world: World) -> None:
    contact = bo(api, phones=[MOBILE])["id"]
    before = found(api, world)
    assert contact in before

    changed(api, contact, name="Bo Dark", email=None, is_login_enabled=False)

    assert found(api, world) == before


def test_records_that_are_delivered_again_change_nothing(api: Client, world: World) -> None:
    contact = bo(api, phones=[MOBILE])["id"]
    changed(api, contact, name="Bo Dark", email=None)
    world.pump()
    before = dump(world)

    world.stream_positions = {}
    world.pump()

    assert dump(world) == before
