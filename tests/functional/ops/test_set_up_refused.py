"""A set-up document that is refused: the error names the place of each fault, and nothing changes."""

from typing import Any

import pytest

from polydesk.domain.errors import InvalidValue
from tools.local_desk.items import dump
from tools.local_desk.world import World

ADA = {"email": "ada@example.com", "name": "Ada"}
SALES = {"key": "sales", "name": {"en": "Sales", "ru": "Продажи"}}
KEY = {"name": "key"}
OWNED = {"name": "ada", "person": "ada@example.com"}

KNOWN_PERMISSIONS = "admin, admin.object, admin.ticket_state, admin.user, ticket, ticket.agent, ticket.customer"


def refusal(world: World, document: Any) -> str:
    """Return the message of the error, which Lambda shows to the operator."""
    before = dump(world)
    with pytest.raises(InvalidValue) as refused:
        world.invoke("OpsSetUpDesk", document)
    assert dump(world) == before
    return str(refused.value)


MALFORMED = [
    ([], "document"),
    ({"peopel": []}, "peopel"),
    ({"people": None}, "people"),
    ({"people": {}}, "people"),
    ({"people": ["ada"]}, "people[0]"),
    ({"people": [{"name": "Ada"}]}, "people[0].email"),
    ({"people": [{**ADA, "email": "ada"}]}, "people[0].email"),
    ({"people": [{**ADA, "email": None}]}, "people[0].email"),
    ({"people": [{**ADA, "name": ""}]}, "people[0].name"),
    ({"people": [{**ADA, "name": None}]}, "people[0].name"),
    ({"people": [{**ADA, "login": "\ud800"}]}, "people[0].login"),
    ({"people": [{**ADA, "login": 7}]}, "people[0].login"),
    ({"people": [{**ADA, "agent": None}]}, "people[0].agent"),
    ({"people": [{**ADA, "agent": "agent"}]}, "people[0].agent"),
    ({"people": [{**ADA, "permissions": "admin"}]}, "people[0].permissions"),
    ({"people": [{**ADA, "permissions": ["Admin"]}]}, "people[0].permissions[0]"),
    ({"people": [{**ADA, "permissions": ["ticket.agent", "ticket.agnt"]}]}, "people[0].permissions[1]"),
    ({"people": [{**ADA, "phones": ["1", ""]}]}, "people[0].phones[1]"),
    ({"people": [{**ADA, "active": None}]}, "people[0].active"),
    ({"people": [{**ADA, "role": "agent"}]}, "people[0].role"),
    ({"people": [ADA, {**ADA, "role": "agent"}]}, "people[1].role"),
    ({"groups": [{}]}, "groups[0].name"),
    ({"groups": [{"name": None}]}, "groups[0].name"),
    ({"groups": [{"name": "A", "people": []}]}, "groups[0].people"),
    ({"groups": [{"name": "A", "members": ["ann"]}]}, "groups[0].members[0]"),
    ({"categories": [{"name": {"en": "A", "ru": "А"}}]}, "categories[0].key"),
    ({"categories": [{**SALES, "key": "A b"}]}, "categories[0].key"),
    ({"categories": [{**SALES, "name": None}]}, "categories[0].name"),
    ({"categories": [{**SALES, "name": {"en": ""}}]}, "categories[0].name.en"),
    ({"categories": [{**SALES, "name": {"de": "Vertrieb"}}]}, "categories[0].name.de"),
    ({"categories": [{**SALES, "description": 7}]}, "categories[0].description"),
    ({"categories": [{**SALES, "title": "A"}]}, "categories[0].title"),
    ({"tokens": [{}]}, "tokens[0].name"),
    ({"tokens": [{**KEY, "person": "ada"}]}, "tokens[0].person"),
    ({"tokens": [{**KEY, "permissions": ["ticket.agnt"]}]}, "tokens[0].permissions[0]"),
    ({"tokens": [{**KEY, "expires_at": "2026-01-01T00:00:00"}]}, "tokens[0].expires_at"),
    ({"tokens": [{**KEY, "rotate": None}]}, "tokens[0].rotate"),
    ({"tokens": [{**KEY, "revoked": None}]}, "tokens[0].revoked"),
    ({"tokens": [{**KEY, "expires": "never"}]}, "tokens[0].expires"),
]


@pytest.mark.parametrize(("document", "place"), MALFORMED, ids=[place for _, place in MALFORMED])
def test_the_error_names_the_place(bare_world: World, document: Any, place: str) -> None:
    assert refusal(bare_world, document).startswith(f"{place}: ")


def test_every_fault_is_named(bare_world: World) -> None:
    document = {"people": [{"email": "ada@example.com", "role": "x"}], "tokens": [{}]}

    assert refusal(bare_world, document) == (
        "people[0].role: This is not a known field. "
        "The fields are: email, name, login, agent, permissions, phones, active; "
        "tokens[0].name: This field is required."
    )


def test_an_error_names_at_most_20_faults(bare_world: World) -> None:
    message = refusal(bare_world, {"groups": [{}] * 25})

    assert message.count("This field is required") == 20
    assert message.endswith("; and 5 more.")


@pytest.mark.parametrize("kind", ["people", "tokens"])
def test_an_unknown_permission_is_refused_and_the_known_ones_are_named(bare_world: World, kind: str) -> None:
    entry = {"people": ADA, "tokens": OWNED}[kind]
    document = {"people": [ADA], kind: [{**entry, "permissions": ["ticket.agnt"]}]}

    assert refusal(bare_world, document) == (
        f"{kind}[0].permissions[0]: This is not a permission. The permissions are: {KNOWN_PERMISSIONS}."
    )


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ({"people": [ADA, {**ADA, "email": "ADA@example.com"}]}, "people[1].email"),
        ({"groups": [{"name": "A"}, {"name": "B"}, {"name": "A"}]}, "groups[2].name"),
        ({"categories": [SALES, SALES]}, "categories[1].key"),
        ({"tokens": [KEY, {**KEY, "revoked": True}]}, "tokens[1].name"),
    ],
)
def test_one_document_declares_a_thing_once(bare_world: World, document: dict[str, Any], place: str) -> None:
    kind = place.partition("[")[0]
    assert refusal(bare_world, document) == f"{place}: {kind}[0] declares the same. Send one entry for both."


@pytest.mark.parametrize(
    ("document", "places"),
    [
        ({"people": [{"email": "ada@example.com", "active": False}]}, ["people[0].name"]),
        ({"categories": [{"key": "sales"}]}, ["categories[0].name.en", "categories[0].name.ru"]),
        ({"categories": [{"key": "sales", "name": {"en": "Sales"}}]}, ["categories[0].name.ru"]),
        ({"tokens": [{"name": "agnt", "rotate": True}]}, ["tokens[0].name"]),
    ],
)
def test_what_something_new_needs_is_asked_for(world: World, document: dict[str, Any], places: list[str]) -> None:
    message = refusal(world, document)

    assert [fault.partition(":")[0] for fault in message.split("; ")] == places
    assert "There is no " in message


@pytest.mark.parametrize(
    ("people", "place"),
    [
        ([{**ADA, "login": "Agent@example.com"}], "people[0].login"),
        ([ADA, {"email": "bob@example.com", "name": "Bob", "login": "ADA@example.com"}], "people[1].login"),
        ([{**ADA, "login": "bob@example.com"}, {"email": "bob@example.com", "name": "Bob"}], "people[1].email"),
    ],
)
def test_a_name_of_somebody_else_is_refused(world: World, people: list[dict[str, Any]], place: str) -> None:
    assert refusal(world, {"people": people}) == f"{place}: Somebody else has this name. Send another."


def test_a_token_of_an_unknown_person_changes_nothing(world: World) -> None:
    document = {"people": [ADA], "tokens": [{"name": "t", "person": "nobody@example.com"}]}

    assert refusal(world, document) == (
        "tokens[0].person: There is no person nobody@example.com. Declare the person too."
    )


@pytest.mark.parametrize("entry", [{"name": "agent", "person": None}, {"name": "happyfox", "person": ADA["email"]}])
@pytest.mark.parametrize("rotate", [True, False])
def test_a_persons_token_and_a_key_of_the_desk_do_not_replace_each_other(
    world: World, entry: dict[str, Any], rotate: bool
) -> None:
    assert refusal(world, {"people": [ADA], "tokens": [{**entry, "rotate": rotate}]}).startswith("tokens[0].person: ")


@pytest.mark.parametrize("name", ["happyfox", "another key"])
def test_other_permissions_of_a_key_of_the_desk_are_refused(world: World, name: str) -> None:
    document = {"tokens": [{"name": name, "permissions": ["ticket.customer"]}]}

    assert refusal(world, document) == (
        "tokens[0].permissions: A key of the desk always has ticket.agent. "
        "Omit the permissions, or name the token's person."
    )


def test_a_token_is_not_replaced_and_revoked_at_once(world: World) -> None:
    document = {"tokens": [{"name": "agent", "rotate": True, "revoked": True}]}

    assert refusal(world, document).startswith("tokens[0].rotate: ")


def test_a_new_role_does_not_keep_permissions_of_its_own_unasked(world: World) -> None:
    message = refusal(world, {"people": [{"email": "admin@example.com", "agent": False}]})

    assert message == (
        "people[0].permissions: `agent` changes, but the permissions are not the default ones (admin, ticket.agent). "
        "Send them too, or null."
    )
