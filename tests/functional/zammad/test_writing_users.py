"""Creating and changing users: what is kept, what goes with it, and what is refused."""

from typing import Any

import pytest

from tests.functional.callers import Tokens, set_up
from tests.functional.happyfox.happyfox_calls import key_holder
from tests.functional.zammad.states import made, refusal, zammad_caller
from tests.functional.zammad.user_calls import NOT_AUTHORIZED, USERS, change, changed, create, read, user
from tools.local_desk.client import Client
from tools.local_desk.world import World

ADMIN, AGENT, CLIENT = range(2, 5)


@pytest.fixture
def agent(world: World, tokens: Tokens) -> Client:
    """An agent who is no administrator."""
    return zammad_caller(world, tokens["agent"]["token"])


def test_every_field_is_kept(zammad: Client) -> None:
    body: dict[str, Any] = {
        "firstname": "Anna Maria",
        "lastname": "van Lee",
        "email": "Anna@X.example",
        "login": "Annie",
        "phone": "+49 30 1",
        "mobile": "+49 170 2",
        "active": False,
        "role_ids": [2, "3"],
    }
    one = user(zammad, **body)

    kept = {**body, "email": "anna@x.example", "login": "annie", "role_ids": [2, 3]}
    assert {key: one[key] for key in kept} == kept
    assert read(zammad, one["id"]) == one


def test_what_is_not_kept_shows_in_the_answer(zammad: Client) -> None:
    one = user(zammad, firstname="Ann", password="x", note="y", street="z", id=77, vip=True, organization=None)

    assert (one["note"], one["street"], one["vip"]) == ("", "", False)
    assert one["id"] != 77
    assert "password" not in one


@pytest.mark.parametrize(
    ("body", "login"),
    [
        ({"email": "Ann@x.example"}, "ann@x.example"),
        ({"email": "ann@x.example", "login": ""}, "ann@x.example"),
        ({"login": "annie"}, "annie"),
        ({"login": "annie", "email": "ann@x.example"}, "annie"),
    ],
)
def test_the_login_is_the_address_unless_one_is_given(zammad: Client, body: dict[str, str], login: str) -> None:
    assert user(zammad, **body)["login"] == login


@pytest.mark.parametrize("body", [{"firstname": "Ann"}, {"lastname": "Lee"}, {"phone": "1"}, {"mobile": 2}])
def test_somebody_without_address_gets_a_login(zammad: Client, body: dict[str, Any]) -> None:
    one = user(zammad, **body)

    assert one["login"].startswith("auto-")
    assert {key: one[key] for key in body} == {key: str(value) for key, value in body.items()}
    assert one["email"] == ""


@pytest.mark.parametrize("body", [{}, {"first_name": "x"}, {"firstname": " ", "email": None}, {"roles": ["Admin"]}])
def test_somebody_with_nothing_is_refused(zammad: Client, body: dict[str, Any]) -> None:
    assert refusal(create(zammad, **body)) == (
        422,
        "At least one identifier (firstname, lastname, phone or email) for user is required.",
    )


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"email": "nothing"}, "Invalid email 'nothing'"),
        ({"email": "client@example.com"}, "Email address 'client@example.com' is already used for other user."),
        ({"login": "CLIENT@example.com"}, "Object already exists!"),
        ({"login": "-"}, "Object already exists!"),
        ({"firstname": ["x"]}, "Invalid value for param 'firstname': [...]"),
        ({"firstname": "a\nb"}, "Invalid value for param 'firstname': \"a\\nb\". Line breaks and control"),
        ({"phone": "1" * 51}, "Invalid value for param 'phone': "),
        ({"lastname": "x" * 251}, "Invalid value for param 'lastname': "),
        ({"firstname": "x" * 125, "lastname": "y" * 125}, "Invalid value for param 'lastname': "),
        ({"active": None}, "Attribute 'active' required!"),
        ({"active": "perhaps"}, "Invalid value for param 'active': \"perhaps\""),
        ({"role_ids": [9]}, "Invalid value for param 'role_ids': 9"),
        ({"roles": ["Chief"]}, "No lookup value found for 'roles': \"Chief\""),
        ({"organization": "Acme"}, "No lookup value found for 'organization': \"Acme\""),
        ({"organization_id": 3}, "Invalid value for param 'organization_id': 3"),
        ({"organization_ids": [3]}, "Invalid value for param 'organization_ids': [...]"),
    ],
)
def test_what_is_wrong_is_refused_with_its_field(zammad: Client, body: dict[str, Any], sentence: str) -> None:
    for answer in (create(zammad, **{"firstname": "Ann", **body}), change(zammad, AGENT, **body)):
        status, text = refusal(answer)
        assert (status, text[: len(sentence)]) == (422, sentence)


def test_an_agent_creates_customers_whatever_is_asked(agent: Client) -> None:
    assert user(agent, firstname="Ann", roles=["Admin"], role_ids=[99])["role_ids"] == [3]


def test_an_agent_changes_customers_only(agent: Client, world: World) -> None:
    set_up(world, {"people": [{"email": "eve@example.com", "name": "Eve", "permissions": ["admin.object"]}]})

    assert changed(agent, CLIENT, lastname="Stone", roles=["Admin"])["role_ids"] == [3]
    for other in (1, ADMIN, AGENT, 5):
        assert refusal(change(agent, other, lastname="Stone")) == NOT_AUTHORIZED
    assert refusal(change(agent, 99, lastname="Stone")) == (404, "Couldn't find User with 'id'=99")


def test_a_customer_writes_nobody(world: World, tokens: Tokens) -> None:
    client = zammad_caller(world, tokens["client"]["token"])

    assert refusal(create(client, firstname="Ann")) == (403, "Not authorized (user)!")
    assert refusal(change(client, CLIENT, firstname="Ann")) == (403, "Not authorized (user)!")
    assert refusal(client.delete(f"{USERS}/{CLIENT}")) == (403, "Not authorized (user)!")


def test_user_1_is_changed_by_nobody(zammad: Client) -> None:
    assert refusal(change(zammad, 1, firstname="x")) == NOT_AUTHORIZED


def test_only_what_is_sent_changes(zammad: Client) -> None:
    before = read(zammad, CLIENT)
    after = changed(zammad, CLIENT, mobile="+1", phone="+2", note="x")

    assert {key for key in before if before[key] != after[key]} - {"updated_at"} == {"phone", "mobile"}


def test_an_answer_can_be_sent_back(zammad: Client) -> None:
    one = user(zammad, firstname="Ann", email="Ann@X.example", mobile="+1")
    sent_back = zammad.put(f"{USERS}/{one['id']}", json=one)

    assert made(sent_back, 200) == one
    assert sent_back.headers["ETag"] == '"1"'


def test_a_new_address_takes_the_login_with_it_and_frees_the_old_one(zammad: Client) -> None:
    one = user(zammad, email="ann@x.example")

    assert changed(zammad, one["id"], email="ann@y.example")["login"] == "ann@y.example"
    assert user(zammad, email="ann@x.example")["id"] > one["id"]


def test_an_address_can_be_removed(zammad: Client) -> None:
    one = user(zammad, firstname="Ann", email="ann@x.example")
    after = changed(zammad, one["id"], email="")

    assert (after["email"], after["login"][:5]) == ("", "auto-")


def test_nobody_loses_the_last_thing_to_be_told_by(zammad: Client) -> None:
    one = user(zammad, phone="+1")

    assert change(zammad, one["id"], phone="").status == 422


@pytest.mark.parametrize(
    ("phone", "mobile", "shown"),
    [("", "+9", ("", "+9")), ("+8", "", ("+8", "")), ("+8", None, ("+8", "")), ("+2", "+1", ("+2", "+1"))],
)
def test_two_numbers_are_replaced_and_removed(
    zammad: Client, phone: str, mobile: str | None, shown: tuple[str, str]
) -> None:
    one = user(zammad, firstname="Ann", phone="+1", mobile="+2")
    after = changed(zammad, one["id"], phone=phone, mobile=mobile)

    assert (after["phone"], after["mobile"]) == shown


def test_numbers_behind_the_first_two_stay(world: World, zammad: Client) -> None:
    set_up(world, {"people": [{"email": "client@example.com", "phones": ["+1", "+2", "+3"]}]})
    changed(zammad, CLIENT, phone="+9")

    status, text = refusal(change(zammad, CLIENT, mobile=""))
    assert (status, text) == (422, "The second telephone number can only be replaced while there are further ones.")
    assert read(zammad, CLIENT)["phone"] == "+9"


def test_other_apis_show_the_whole_name(world: World, zammad: Client, tokens: Tokens) -> None:
    one = user(zammad, firstname="Anna Maria", lastname="Lee", email="ann@x.example")
    happyfox = key_holder(world, tokens["happyfox"])
    address = f"/api/1.1/json/user/{one['id']}/"

    assert happyfox.get(address).json()["name"] == "Anna Maria Lee"
    assert happyfox.post(address, json={"name": "Bo van Hall"}).status == 200
    assert (read(zammad, one["id"])["firstname"], read(zammad, one["id"])["lastname"]) == ("Bo", "van Hall")


def test_other_apis_show_the_address_of_somebody_without_a_name(world: World, zammad: Client, tokens: Tokens) -> None:
    one = user(zammad, email="ann@x.example")
    supportbee = world.client({"Authorization": f"Bearer {tokens['agent']['token']}"})

    assert key_holder(world, tokens["happyfox"]).get(f"/api/1.1/json/user/{one['id']}/").json()["name"] == one["email"]
    assert supportbee.get(f"/users/{one['id']}").json()["user"]["name"] == one["email"]
    assert (one["firstname"], one["lastname"]) == ("", "")


def test_roles_are_given_and_taken(zammad: Client) -> None:
    one = user(zammad, firstname="Ann", roles=["Agent", "customer"])
    assert one["role_ids"] == [2, 3]
    assert changed(zammad, one["id"], role_ids=[1])["role_ids"] == [1]
    assert changed(zammad, one["id"], role_ids=[])["role_ids"] == []


def test_permissions_that_are_no_role_stay(world: World, zammad: Client) -> None:
    held = {"people": [{"email": "eve@example.com", "name": "Eve", "permissions": ["admin.object", "ticket"]}]}
    number = set_up(world, {**held, "tokens": [{"name": "eve", "person": "eve@example.com"}]})["eve"]
    eve = zammad_caller(world, number["token"])

    assert changed(zammad, number["person_id"], role_ids=[3])["role_ids"] == [3]
    assert eve.get("/api/v1/ticket_states").status == 200


def test_nobody_takes_their_own_administration_away(zammad: Client) -> None:
    for body in ({"role_ids": [2]}, {"active": False}):
        assert refusal(change(zammad, ADMIN, **body)) == (
            422,
            "Another administrator has to take these rights away.",
        )
    assert changed(zammad, ADMIN, role_ids=[1])["role_ids"] == [1]


def test_the_last_administrator_stays(world: World, zammad: Client, tokens: Tokens) -> None:
    document = {
        "people": [{"email": "eve@example.com", "name": "Eve", "permissions": ["admin.user"]}],
        "tokens": [{"name": "eve", "person": "eve@example.com"}],
    }
    eve = zammad_caller(world, set_up(world, document | {})["eve"]["token"])
    world.pump()

    for body in ({"roles": ["Agent"]}, {"active": False}):
        assert refusal(change(eve, ADMIN, **body)) == (422, "There has to be another active administrator first.")
    user(zammad, firstname="Second", roles=["Admin"])
    world.pump()
    assert changed(eve, ADMIN, active=False)["active"] is False


def test_a_version_is_required_and_a_key_counts_once(zammad: Client) -> None:
    key = {"Idempotency-Key": "one"}
    first = zammad.post(USERS, json={"firstname": "Ann"}, headers=key)
    again = zammad.post(USERS, json={"firstname": "Ann"}, headers=key)

    assert first.json() == again.json()
    address = f"{USERS}/{first.json()['id']}"
    assert zammad.put(address, json={"firstname": "Bo"}, headers={"If-Match": '"7"'}).status == 412
    assert zammad.put(address, json={"firstname": "Bo"}, headers={"If-Match": '"1"'}).headers["ETag"] == '"2"'
    assert zammad.delete(address, headers={"If-Match": '"1"'}).status == 412


def test_a_new_user_has_no_version_to_require(zammad: Client) -> None:
    for version in ('"7"', "*"):
        made(zammad.post(USERS, json={"firstname": "Ann"}, headers={"If-Match": version}), 201)


def test_parameters_may_stand_in_the_query_or_in_a_form(zammad: Client) -> None:
    assert made(zammad.post(f"{USERS}?firstname=Ann&role_ids[]=2&expand=true"), 201)["roles"] == ["Agent"]
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert made(zammad.post(USERS, content="firstname=Bo&role_ids[]=2", headers=form), 201)["role_ids"] == [2]
