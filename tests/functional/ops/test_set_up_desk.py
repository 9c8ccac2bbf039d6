"""Setting up a desk from a document, as often as needed."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest

from polydesk.desk import desk
from polydesk.domain.errors import InvalidValue
from tests.functional.callers import SET_UP, Tokens, caller, set_up
from tools.local_desk.client import Client
from tools.local_desk.items import dump
from tools.local_desk.world import World

SECRETS = ("token", "api_key", "auth_code")
PERSON = {"email": "ada@example.com", "name": "Ada"}


def declare(world: World, **document: Any) -> dict[str, Any]:
    answer: dict[str, Any] = world.invoke("OpsSetUpDesk", document)
    return answer


def status_after_restart(client: Client) -> int:
    """Return the status that a newly started function answers."""
    desk.reset()
    return client.get("/support/topics").status


def test_the_sample_document_returns_ids_and_tokens(bare_world: World) -> None:
    answer = declare(bare_world, **json.loads(SET_UP.read_text()))

    assert answer["people"] == [
        {"id": 2, "email": "admin@example.com", "name": "Ada Admin", "agent": True},
        {"id": 3, "email": "agent@example.com", "name": "Grace Agent", "agent": True},
        {"id": 4, "email": "client@example.com", "name": "Carl Client", "agent": False},
    ]
    assert answer["groups"] == [{"id": 1, "name": "First line"}]
    assert answer["categories"] == [{"id": 1, "key": "general"}, {"id": 2, "key": "billing"}]
    assert answer["labels"] == [
        {"id": 1, "name": "respond now", "color": "#cc0000"},
        {"id": 2, "name": "waiting", "color": "#CCCCCC"},
    ]
    assert [(token["name"], token["person_id"]) for token in answer["tokens"]] == [
        ("admin", 2),
        ("agent", 3),
        ("client", 4),
        ("happyfox", None),
    ]
    for token in answer["tokens"][:3]:
        assert re.fullmatch(r"[\w-]{43}", token["token"])
    for part in ("api_key", "auth_code"):
        assert re.fullmatch(r"[\w-]{43}", answer["tokens"][3][part])


def test_an_empty_document_creates_a_desk_with_one_category(bare_world: World) -> None:
    assert declare(bare_world) == {
        "people": [],
        "groups": [],
        "categories": [{"id": 1, "key": "general"}],
        "labels": [],
        "tokens": [],
    }


def test_the_same_document_twice_changes_nothing_and_shows_no_token_again(bare_world: World) -> None:
    first = set_up(bare_world)
    before = dump(bare_world)
    bare_world.clock.advance(days=1)

    second = set_up(bare_world)

    assert dump(bare_world) == before
    assert {name: token["person_id"] for name, token in second.items()} == {
        name: token["person_id"] for name, token in first.items()
    }
    shown = [token.get(part) for token in second.values() for part in SECRETS]
    assert not any(shown)


def test_no_secret_is_stored_in_the_table(world: World, tokens: Tokens) -> None:
    everything = str(dump(world))

    secrets = [token[part] for token in tokens.values() for part in SECRETS if part in token]
    assert len(secrets) == 5
    assert not [secret for secret in secrets if secret in everything]


def test_what_is_not_declared_does_not_change(world: World, client: Client) -> None:
    before = dump(world)

    declare(world, people=[PERSON], groups=[{"name": "Second line"}], categories=[])

    after = dump(world)
    counters = {key for key in before if key[0] == "COUNTER"}
    assert {key: after[key] for key in before.keys() - counters} == {
        key: before[key] for key in before.keys() - counters
    }
    assert status_after_restart(client) == 200


def test_people_are_identified_by_address_regardless_of_case(world: World) -> None:
    [first] = declare(world, people=[PERSON])["people"]
    [second] = declare(world, people=[{"email": "ADA@Example.com", "name": "Ada Lovelace"}])["people"]

    assert second == {"id": first["id"], "email": "ADA@Example.com", "name": "Ada Lovelace", "agent": False}


def test_a_customer_becomes_an_agent(world: World) -> None:
    token = {"name": "ada", "person": "ada@example.com"}
    ada = caller(world, declare(world, people=[PERSON], tokens=[token])["tokens"][0]["token"])
    opened = ada.post("/support/tickets", json={"summary": "s", "comment_body": "c"}).json()
    assert opened["is_client_author"] is True

    declare(world, people=[{**PERSON, "agent": True}])
    desk.reset()

    assert ada.post("/support/tickets", json={"summary": "s", "comment_body": "c"}).json()["is_client_author"] is False


def test_two_people_cannot_have_one_login(world: World) -> None:
    declare(world, people=[{**PERSON, "login": "boss"}])

    with pytest.raises(InvalidValue, match=r"people\[0\]\.login: Somebody else"):
        declare(world, people=[{"email": "bob@example.com", "name": "Bob", "login": "Boss"}])


def test_a_login_that_looks_like_an_address_does_not_identify_a_person(world: World) -> None:
    sent = {"people": [{**PERSON, "login": "bob@example.com"}]}
    declare(world, **sent)
    bob = {"email": "bob@example.com", "name": "Bob"}

    with pytest.raises(InvalidValue, match=r"people\[0\]\.email: Somebody else"):
        declare(world, people=[bob])
    with pytest.raises(InvalidValue, match=r"tokens\[0\]\.person: There is no person bob@example\.com"):
        declare(world, tokens=[{"name": "bob", "person": "bob@example.com"}])

    [ada] = declare(world, **sent)["people"]
    assert (ada["email"], ada["name"]) == (PERSON["email"], PERSON["name"])


def test_a_login_that_is_no_longer_used_is_free_again(world: World) -> None:
    declare(world, people=[{**PERSON, "login": "boss"}])
    declare(world, people=[{**PERSON, "login": None}])

    [bob] = declare(world, people=[{"email": "bob@example.com", "name": "Bob", "login": "boss"}])["people"]
    assert bob["name"] == "Bob"


def test_a_category_is_renamed_and_keeps_its_key(world: World, client: Client) -> None:
    declare(world, categories=[{"key": "billing", "name": {"en": "Money", "ru": "Деньги"}}])

    topics = client.get("/support/topics").json()["items"]
    assert topics[1] == {"key": "billing", "name": {"en": "Money", "ru": "Деньги"}}
    assert len(topics) == 2


def test_groups_are_added_once(world: World) -> None:
    names = [{"name": "First line"}, {"name": "Second line"}]

    expected = [{"id": 1, "name": "First line"}, {"id": 2, "name": "Second line"}]
    assert declare(world, groups=names)["groups"] == expected
    assert declare(world, groups=names)["groups"] == expected


def test_a_rotated_token_replaces_the_old_one(world: World, client: Client, tokens: Tokens) -> None:
    entry = {"name": "client", "person": "client@example.com", "rotate": True}
    [renewed] = declare(world, tokens=[entry])["tokens"]

    assert renewed["token"] not in (None, tokens["client"]["token"])
    assert status_after_restart(client) == 401
    assert status_after_restart(caller(world, renewed["token"])) == 200


def test_a_revoked_token_is_refused_and_its_name_is_free(world: World, client: Client, agent: Client) -> None:
    assert declare(world, tokens=[{"name": "client", "revoked": True}])["tokens"] == [
        {"name": "client", "token": None, "revoked": True}
    ]
    assert status_after_restart(client) == 401
    assert status_after_restart(agent) == 200

    anew = declare(world, tokens=[{"name": "client", "person": "client@example.com"}])["tokens"][0]["token"]
    assert status_after_restart(caller(world, anew)) == 200


def test_revoking_an_unknown_token_does_nothing(world: World) -> None:
    assert declare(world, tokens=[{"name": "nobody", "revoked": True}])["tokens"][0]["revoked"] is True


def test_permissions_and_expiry_of_a_token_change_without_a_new_text(world: World, client: Client) -> None:
    entry: dict[str, Any] = {"name": "client", "person": "client@example.com"}
    assert declare(world, tokens=[{**entry, "permissions": ["admin.object"]}])["tokens"][0]["token"] is None
    assert status_after_restart(client) == 403

    until = world.clock.now + timedelta(hours=1)
    changed = {"permissions": ["ticket.customer"], "expires_at": until.isoformat()}
    declare(world, tokens=[{**entry, **changed}])
    assert status_after_restart(client) == 200
    world.clock.advance(hours=1)
    assert status_after_restart(client) == 401


def test_a_token_of_an_unknown_person_is_refused(world: World) -> None:
    with pytest.raises(InvalidValue, match=r"nobody@example\.com"):
        declare(world, tokens=[{"name": "t", "person": "nobody@example.com"}])
