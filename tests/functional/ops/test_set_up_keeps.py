"""What an entry of the set-up document omits stays as it is; what it names changes; null brings the default back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from polydesk import settings
from polydesk.desk import desk
from polydesk.desk.resources import Resources
from polydesk.domain.catalog import Category
from polydesk.domain.errors import InvalidValue
from polydesk.domain.person import Person
from polydesk.domain.phones import Phone, Phones
from polydesk.storage.retry import Deadline
from polydesk.storage.tokens import Token, digest
from tests.functional.callers import Tokens, caller, set_up
from tools.local_desk.client import Client
from tools.local_desk.items import dump
from tools.local_desk.world import World

UNTIL = datetime(2027, 1, 1, tzinfo=UTC)

ADA: dict[str, Any] = {
    "email": "ada@example.com",
    "name": "Ada",
    "login": "ada",
    "agent": True,
    "permissions": ["ticket.agent", "admin"],
    "phones": ["1", "2"],
    "active": False,
}
SALES: dict[str, Any] = {"key": "sales", "name": {"en": "Sales", "ru": "Продажи"}, "description": "Orders"}
NARROW: dict[str, Any] = {
    "name": "narrow",
    "person": "ada@example.com",
    "permissions": ["ticket.customer"],
    "expires_at": UNTIL.isoformat(),
}
KEY: dict[str, Any] = {"name": "key", "expires_at": UNTIL.isoformat()}


def declare(world: World, **document: Any) -> dict[str, Any]:
    answer: dict[str, Any] = world.invoke("OpsSetUpDesk", document)
    return answer


@pytest.fixture
def store(world: World) -> Resources:
    """Read the desk as it is stored, with one thing of each kind that has no default value in any field."""
    declare(world, people=[ADA], categories=[SALES], groups=[{"name": "Sales"}], tokens=[NARROW, KEY])
    return Resources(settings.get())


def person(store: Resources) -> Person:
    found = store.people.find("ada@example.com")
    assert found
    return found


def category(store: Resources) -> Category:
    return store.catalogs.load().topic("sales")


def token(store: Resources, name: str = "narrow") -> Token:
    found = store.tokens.by_name(name)
    assert found
    return found


def differences(before: Any, after: Any) -> dict[str, Any]:
    """Return the fields that have changed, with their new values; not the version and time of the change."""
    names = [name for name in before.__slots__ if name not in ("version", "updated_at")]
    return {name: getattr(after, name) for name in names if getattr(after, name) != getattr(before, name)}


PEOPLE = [
    ({}, {}),
    ({"name": "Ada L."}, {"name": "Ada L."}),
    ({"login": "lovelace"}, {"login": "lovelace"}),
    ({"login": None}, {"login": "ada@example.com"}),
    ({"agent": True}, {}),
    (
        {"agent": False, "permissions": None},
        {"agent": False, "permissions": frozenset({"ticket.customer"}), "was_staff": True},
    ),
    ({"agent": False, "permissions": ["admin", "ticket.agent"]}, {"agent": False}),
    ({"permissions": ["ticket"]}, {"permissions": frozenset({"ticket"})}),
    ({"permissions": []}, {"permissions": frozenset()}),
    ({"permissions": None}, {"permissions": frozenset({"ticket.agent"})}),
    ({"phones": ["3", "2"]}, {"phones": Phones((Phone(3, "3"), Phone(2, "2")), 3)}),
    ({"phones": ["1", "2"]}, {}),
    ({"phones": []}, {"phones": Phones((), 2)}),
    ({"phones": None}, {"phones": Phones((), 2)}),
    ({"active": True}, {"active": True}),
]


def names(fields: dict[str, Any]) -> str:
    """Return the names of fields, as part of the name of a test."""
    return ",".join(fields)


@pytest.mark.parametrize(("named", "changed"), PEOPLE, ids=names)
def test_of_a_person_only_the_named_field_changes(
    world: World, store: Resources, named: dict[str, Any], changed: dict[str, Any]
) -> None:
    before = person(store)

    declare(world, people=[{"email": "ada@example.com", **named}])

    assert differences(before, person(store)) == changed


CATEGORIES = [
    ({}, {}),
    ({"name": {}}, {}),
    ({"name": {"en": "Orders"}}, {"name_en": "Orders"}),
    ({"name": {"ru": "Заказы"}}, {"name_ru": "Заказы"}),
    ({"description": "Offers"}, {"description": "Offers"}),
    ({"description": ""}, {"description": ""}),
    ({"description": None}, {"description": ""}),
]


@pytest.mark.parametrize(("named", "changed"), CATEGORIES, ids=names)
def test_of_a_category_only_the_named_field_changes(
    world: World, store: Resources, named: dict[str, Any], changed: dict[str, Any]
) -> None:
    before = category(store)

    declare(world, categories=[{"key": "sales", **named}])

    assert differences(before, category(store)) == changed


TOKENS = [
    ({}, {}),
    ({"person": "ada@example.com"}, {}),
    ({"person": "agent@example.com"}, {"person_id": 3}),
    ({"permissions": ["ticket"]}, {"permissions": frozenset({"ticket"})}),
    ({"permissions": []}, {"permissions": frozenset()}),
    ({"permissions": None}, {"permissions": frozenset({"admin", "ticket.agent", "ticket.customer"})}),
    ({"expires_at": "2028-01-01T00:00:00Z"}, {"expires_at": datetime(2028, 1, 1, tzinfo=UTC)}),
    ({"expires_at": None}, {"expires_at": None}),
    ({"rotate": False, "revoked": False}, {}),
]


@pytest.mark.parametrize("rotate", [False, True], ids=["same text", "new text"])
@pytest.mark.parametrize(("named", "changed"), TOKENS, ids=names)
def test_of_a_token_only_the_named_field_changes(
    world: World, store: Resources, named: dict[str, Any], changed: dict[str, Any], rotate: bool
) -> None:
    before = token(store)

    [answer] = declare(world, tokens=[{"name": "narrow", **named, **({"rotate": True} if rotate else {})}])["tokens"]

    new_text = {"digest": digest(answer["token"])} if rotate else {}
    assert differences(before, token(store)) == {**changed, **new_text}
    assert answer["person_id"] == token(store).person_id
    assert (answer["token"] is not None) is rotate


@pytest.mark.parametrize("rotate", [False, True], ids=["same text", "new text"])
@pytest.mark.parametrize(
    ("named", "changed"),
    [
        ({}, {}),
        ({"person": None}, {}),
        ({"permissions": None}, {}),
        ({"permissions": ["ticket.agent"]}, {}),
        ({"expires_at": "2028-01-01T00:00:00Z"}, {"expires_at": datetime(2028, 1, 1, tzinfo=UTC)}),
        ({"expires_at": None}, {"expires_at": None}),
    ],
    ids=names,
)
def test_of_a_key_of_the_desk_only_the_named_field_changes(
    world: World, store: Resources, named: dict[str, Any], changed: dict[str, Any], rotate: bool
) -> None:
    before = token(store, "key")

    [answer] = declare(world, tokens=[{"name": "key", **named, "rotate": rotate}])["tokens"]

    new_text = {"digest": digest(f"{answer['api_key']}:{answer['auth_code']}")} if rotate else {}
    assert differences(before, token(store, "key")) == {**changed, **new_text}
    assert (answer["api_key"] is not None) is rotate


def test_a_group_that_is_there_stays(world: World, store: Resources) -> None:
    before = dump(world)

    declare(world, groups=[{"name": "Sales"}])

    assert dump(world) == before


@pytest.mark.parametrize(
    ("kind", "read"),
    [("people", person), ("categories", category), ("tokens", token)],
    ids=["people", "categories", "tokens"],
)
def test_an_entry_that_names_nothing_writes_nothing(
    world: World, store: Resources, kind: str, read: Callable[[Resources], Any]
) -> None:
    before, read_before = dump(world), read(store)
    identity = {"people": {"email": "ada@example.com"}, "categories": {"key": "sales"}, "tokens": {"name": "narrow"}}
    world.clock.advance(days=1)

    declare(world, **{kind: [identity[kind]]})

    assert read(store) == read_before
    assert dump(world) == before


def test_a_login_that_is_the_address_stays_the_address(world: World, store: Resources) -> None:
    declare(world, people=[{"email": "agent@example.com"}])
    declare(world, people=[{"email": "Agent@Example.com"}])

    found = store.people.find("agent@example.com")
    assert found
    assert found.login == found.email == "Agent@Example.com"


@pytest.mark.parametrize(("email", "agent"), [("agent@example.com", False), ("client@example.com", True)])
def test_default_permissions_follow_the_role(world: World, store: Resources, email: str, agent: bool) -> None:
    declare(world, people=[{"email": email, "agent": agent}])

    found = store.people.find(email)
    assert found
    assert found.permissions == {"ticket.agent" if agent else "ticket.customer"}


def test_a_name_that_one_person_gives_up_is_free_for_the_next(world: World, store: Resources) -> None:
    bob = {"email": "bob@example.com", "name": "Bob", "login": "ada"}

    declare(world, people=[{"email": "ada@example.com", "login": None}, bob])

    assert [found and found.name for found in map(store.people.find, ("ada", "ada@example.com"))] == ["Bob", "Ada"]


def test_a_rotated_token_allows_no_more_than_the_old_one(world: World, agent: Client, tokens: Tokens) -> None:
    until = world.clock.now + timedelta(hours=1)
    restricted = {"name": "agent", "permissions": ["ticket.customer"], "expires_at": until.isoformat()}
    declare(world, people=[{"email": "agent@example.com", "permissions": ["ticket"]}], tokens=[restricted])

    [renewed] = declare(world, tokens=[{"name": "agent", "rotate": True}])["tokens"]

    desk.reset()
    assert agent.get("/support/tickets").status == 401
    replaced = caller(world, renewed["token"])
    opened = replaced.post("/support/tickets", json={"summary": "s", "comment_body": "c"}).json()
    assert opened["is_client_author"] is True
    world.clock.advance(hours=1)
    assert replaced.get("/support/tickets").status == 401


def test_rotating_an_expired_token_asks_for_a_time(world: World, store: Resources) -> None:
    world.clock.set(UNTIL)

    with pytest.raises(InvalidValue, match=r"^tokens\[0\]\.expires_at: The token has expired"):
        declare(world, tokens=[{"name": "narrow", "rotate": True}])

    declare(world, tokens=[{"name": "narrow", "rotate": True, "expires_at": None}])
    assert token(store).expires_at is None


def test_a_new_person_and_its_token_are_declared_together(world: World, store: Resources) -> None:
    answer = declare(
        world,
        people=[{"email": "Eve@example.com", "name": "Eve"}],
        tokens=[{"name": "eve", "person": "eve@example.com"}],
    )

    assert answer["tokens"][0]["person_id"] == answer["people"][0]["id"] == token(store, "eve").person_id


def test_permissions_that_were_stored_before_and_are_unknown_now_stay(world: World, store: Resources) -> None:
    before = person(store)
    store.people.save(before, replace(before, permissions=frozenset({"report", "ticket.agent"})), Deadline(5.0))

    declare(world, people=[{"email": "ada@example.com", "name": "Ada L."}])

    assert person(store).permissions == {"report", "ticket.agent"}


def test_a_retired_agent_stays_retired_until_the_document_says_otherwise(world: World, agent: Client) -> None:
    def status() -> int:
        desk.reset()
        return agent.get("/support/tickets").status

    declare(world, people=[{"email": "agent@example.com", "active": False}])
    assert status() == 401

    set_up(world)
    assert status() == 401

    declare(world, people=[{"email": "agent@example.com", "active": True}])
    assert status() == 200
