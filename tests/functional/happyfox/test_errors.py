"""Every other status that the API answers with."""

from base64 import b64encode
from unittest.mock import patch

import pytest

from polydesk.domain.errors import Unavailable, WriteConflict
from tests.functional.callers import Tokens, set_up
from tests.functional.happyfox.happyfox_calls import AGENT, JSON, answered, basic, created, faults, read, sentence
from tools.local_desk.client import Client
from tools.local_desk.items import dump
from tools.local_desk.world import World

UNKNOWN = (401, "Invalid or missing API key and auth code.")


def encoded(text: str) -> str:
    """HTTP Basic of a text."""
    return f"Basic {b64encode(text.encode()).decode()}"


def test_a_key_that_was_revoked_opens_nothing_in_a_function_that_starts_anew(world: World, tokens: Tokens) -> None:
    set_up(world, {"tokens": [{"name": "happyfox", "revoked": True}]})

    assert sentence(world.client(basic(tokens["happyfox"])).get(f"{JSON}/tickets/")) == UNKNOWN


def test_a_key_serves_until_its_time_is_over(world: World) -> None:
    document = {"tokens": [{"name": "short", "expires_at": "2026-01-05T10:00:00Z"}]}
    api = world.client(basic(set_up(world, document)["short"]))
    assert api.get(f"{JSON}/tickets/").status == 200

    world.clock.advance(hours=1)

    assert sentence(api.get(f"{JSON}/tickets/")) == UNKNOWN


def test_a_person_s_token_is_no_key(world: World, tokens: Tokens) -> None:
    token = tokens["agent"]["token"]

    for text in (token, f"{token}:", f":{token}", f"agent@example.com:{token}"):
        assert sentence(world.client({"Authorization": encoded(text)}).get(f"{JSON}/tickets/")) == UNKNOWN


@pytest.mark.parametrize("tag", ['"1"', "*"])
def test_a_version_that_is_the_current_one_may_be_changed(api: Client, tag: str) -> None:
    created(api)

    response = api.post(f"{JSON}/ticket/1/staff_update/", json={"staff": AGENT, "text": "a"}, headers={"If-Match": tag})

    assert answered(response)["messages_count"] == 2


@pytest.mark.parametrize("tag", ['"2"', '"0"', '"x"', 'W/"1"'])
def test_a_version_that_is_not_the_current_one_may_not(api: Client, tag: str) -> None:
    before = created(api)

    for call, author in (("staff_update", "staff"), ("staff_pvtnote", "staff"), ("user_reply", "user")):
        body = {author: AGENT if author == "staff" else 4, "text": "a"}
        response = api.post(f"{JSON}/ticket/1/{call}/", json=body, headers={"If-Match": tag})
        assert sentence(response)[0] == 412
    assert read(api, 1) == before


def test_a_malformed_expectation_is_refused(api: Client) -> None:
    created(api)

    response = api.post(f"{JSON}/ticket/1/staff_update/", json={"staff": AGENT, "text": "a"}, headers={"If-Match": "1"})

    assert list(faults(response)) == ["If-Match"]


@pytest.mark.parametrize(("raised", "status"), [(Unavailable(2), 503), (WriteConflict(), 409)])
def test_a_store_in_trouble_says_so_and_changes_nothing(
    world: World, api: Client, raised: Exception, status: int
) -> None:
    created(api)
    before = dump(world)

    with patch("polydesk.storage.tickets.Tickets.commit", side_effect=raised):
        response = api.post(f"{JSON}/ticket/1/staff_update/", json={"staff": AGENT, "text": "a"})

    assert sentence(response)[0] == status
    assert response.headers.get("Retry-After") == ("2" if status == 503 else None)
    assert dump(world) == before


def test_a_fault_of_ours_has_an_id_and_no_details(api: Client) -> None:
    with patch("polydesk.storage.tickets.Tickets.get", side_effect=RuntimeError("secret")):
        status, said = sentence(api.get(f"{JSON}/ticket/1/"))

    assert status == 500
    assert said.startswith("Something went wrong on our side. Quote the id ")
    assert "secret" not in said
