"""GET /labels.json, and POST and DELETE /tickets/{ticket_id}/labels/{label}."""

import pytest

from polydesk.desk.resources import shared_resources
from polydesk.domain.labels import Label
from tests.functional.callers import Tokens, set_up
from tests.functional.happyfox.happyfox_calls import JSON as HAPPYFOX
from tests.functional.happyfox.happyfox_calls import answered, key_holder
from tests.functional.supportbee.supportbee_calls import JSON, history, history_kinds, is_done, refusal, stored
from tools.local_desk.client import Client
from tools.local_desk.world import World
from tools.meter import Meter

RESPOND_NOW, WAITING = 1, 2
"""The ids of the sample desk."""

KEY = {"Idempotency-Key": "5a4f0b1e"}


@pytest.mark.parametrize("suffix", ["", ".json"])
def test_the_declared_labels_are_listed_by_name(world: World, api: Client, suffix: str) -> None:
    set_up(world, {"labels": [{"name": "Later", "color": "#00ff00"}]})
    response = api.get(f"/labels{suffix}")
    assert (response.status, response.headers["Content-Type"]) == (200, JSON)
    assert response.json() == {
        "labels": [
            {"id": 3, "name": "Later", "color": "#00ff00"},
            {"id": RESPOND_NOW, "name": "respond now", "color": "#cc0000"},
            {"id": WAITING, "name": "waiting", "color": "#CCCCCC"},
        ]
    }


@pytest.mark.parametrize("label", ["respond%20now", "respond%20now.json", "RESPOND%20NOW", "1", "1.json"])
def test_a_declared_label_is_added_by_name_or_id(api: Client, ticket: int, label: str) -> None:
    response = api.post(f"/tickets/{ticket}/labels/{label}")
    assert (response.status, response.json()) == (
        201,
        {"label": {"id": RESPOND_NOW, "label": "respond now", "ticket": ticket}},
    )
    assert stored(ticket).tags == ("respond now",)
    [entry] = history(ticket)
    assert (entry.kind, [change.field for change in entry.changes]) == ("changed", ["tags"])


def test_a_name_is_decoded_once(world: World, api: Client, ticket: int) -> None:
    set_up(world, {"labels": [{"name": "50% off"}, {"name": "50%"}, {"name": "naïve"}]})
    for sent, name in (("50%25%20off", "50% off"), ("50%25", "50%"), ("50%25.json", "50%"), ("nai%CC%88ve", "naïve")):
        assert api.post(f"/tickets/{ticket}/labels/{sent}").json()["label"]["label"] == name
    for sent in ("50%2525%2520off", "50%2525", "50%252525", "50%25%2Fx"):
        assert refusal(api.post(f"/tickets/{ticket}/labels/{sent}")) == (404, "Label not found.")
        assert refusal(api.delete(f"/tickets/{ticket}/labels/{sent}")) == (404, "Label not found.")
    set_up(world, {"labels": [{"name": "50%25"}]})
    assert api.post(f"/tickets/{ticket}/labels/50%2525").json()["label"]["label"] == "50%25"
    assert api.post(f"/tickets/{ticket}/labels/50%25").json()["label"]["label"] == "50%"


def test_a_label_that_ends_in_json_keeps_its_name(world: World, api: Client, ticket: int) -> None:
    set_up(world, {"labels": [{"name": "waiting.json"}]})
    assert api.post(f"/tickets/{ticket}/labels/waiting.json").json()["label"]["label"] == "waiting.json"
    assert is_done(api.delete(f"/tickets/{ticket}/labels/waiting.json"))
    assert api.post(f"/tickets/{ticket}/labels/waiting").json()["label"]["label"] == "waiting"
    assert stored(ticket).tags == ("waiting",)


def test_a_label_whose_name_is_digits_is_found_before_an_id(world: World, api: Client, ticket: int) -> None:
    set_up(world, {"labels": [{"name": "1"}]})
    assert api.post(f"/tickets/{ticket}/labels/1").json()["label"] == {"id": 3, "label": "1", "ticket": ticket}


@pytest.mark.usefixtures("tokens")
@pytest.mark.parametrize(("new", "sent"), [("waiting.json", "waiting.json"), ("1", "1"), ("1.json", "1.json")])
def test_a_label_that_was_declared_a_moment_ago_comes_before_others(
    api: Client, ticket: int, new: str, sent: str
) -> None:
    api.post(f"/tickets/{ticket}/labels/waiting")
    api.post(f"/tickets/{ticket}/labels/1")
    shared_resources().label_rows.save(Label(9, new))
    assert api.post(f"/tickets/{ticket}/labels/{sent}").json()["label"]["label"] == new
    assert is_done(api.delete(f"/tickets/{ticket}/labels/{sent}"))
    assert stored(ticket).tags == ("waiting", "respond now")


def test_an_id_is_no_id_while_a_new_label_has_it_as_its_name(api: Client, ticket: int) -> None:
    api.post(f"/tickets/{ticket}/labels/respond%20now")
    shared_resources().label_rows.save(Label(9, "1"))
    assert refusal(api.delete(f"/tickets/{ticket}/labels/1")) == (404, "Label not found.")
    assert stored(ticket).tags == ("respond now",)


def test_a_label_that_is_there_is_a_success_and_adds_no_entry(api: Client, ticket: int) -> None:
    for _ in range(2):
        assert api.post(f"/tickets/{ticket}/labels/waiting").status == 201
    assert history_kinds(ticket) == ["changed"]


@pytest.mark.parametrize("label", ["nope", "3", "0", "respond", "x" * 60, "%FF", "%20"])
def test_what_is_not_declared_is_not_found(api: Client, ticket: int, label: str) -> None:
    assert refusal(api.post(f"/tickets/{ticket}/labels/{label}")) == (404, "Label not found.")
    assert refusal(api.delete(f"/tickets/{ticket}/labels/{label}")) == (404, "Label not found.")
    assert stored(ticket).tags == ()


@pytest.mark.parametrize("label", ["respond%20now", "Respond%20now.json", "1", "1.json"])
def test_a_label_is_removed_by_name_or_id(api: Client, ticket: int, label: str) -> None:
    api.post(f"/tickets/{ticket}/labels/1")
    assert is_done(api.delete(f"/tickets/{ticket}/labels/{label}"))
    assert stored(ticket).tags == ()
    assert refusal(api.delete(f"/tickets/{ticket}/labels/{label}")) == (404, "Label not found.")


def tagged_elsewhere(world: World, tokens: Tokens, ticket: int, tag: str) -> None:
    body = {"staff": 3, "tags": tag}
    answered(key_holder(world, tokens["happyfox"]).post(f"{HAPPYFOX}/ticket/{ticket}/staff_update/", json=body))


def test_a_tag_of_another_api_is_removed_though_it_is_not_declared(
    world: World, tokens: Tokens, api: Client, ticket: int
) -> None:
    tagged_elsewhere(world, tokens, ticket, "Foreign")
    assert is_done(api.delete(f"/tickets/{ticket}/labels/foreign"))
    assert stored(ticket).tags == ()


def test_a_label_that_was_declared_a_moment_ago_is_removed_by_its_id(
    world: World, tokens: Tokens, api: Client, ticket: int
) -> None:
    assert len(api.get("/labels").json()["labels"]) == 2
    shared_resources().label_rows.save(Label(9, "new"))
    tagged_elsewhere(world, tokens, ticket, "new")

    assert is_done(api.delete(f"/tickets/{ticket}/labels/9"))
    assert stored(ticket).tags == ()


def test_a_repeated_label_answers_as_the_first_time(api: Client, ticket: int) -> None:
    first = api.post(f"/tickets/{ticket}/labels/waiting", headers=KEY)
    api.delete(f"/tickets/{ticket}/labels/waiting")
    again = api.post(f"/tickets/{ticket}/labels/waiting.json", headers=KEY)
    assert (again.status, again.content, again.headers["ETag"]) == (201, first.content, first.headers["ETag"])
    assert stored(ticket).tags == ()


def test_a_key_of_a_label_is_not_one_of_another(world: World, api: Client, ticket: int) -> None:
    set_up(world, {"labels": [{"name": "waiting.json"}]})
    assert api.post(f"/tickets/{ticket}/labels/waiting.json", headers=KEY).status == 201
    assert refusal(api.post(f"/tickets/{ticket}/labels/waiting", headers=KEY))[0] == 409
    assert stored(ticket).tags == ("waiting.json",)


def test_a_label_is_added_on_the_expected_version_only(api: Client, ticket: int) -> None:
    assert api.post(f"/tickets/{ticket}/labels/waiting", headers={"If-Match": '"9"'}).status == 412
    assert api.post(f"/tickets/{ticket}/labels/waiting", headers={"If-Match": '"1"'}).headers["ETag"] == '"2"'
    assert api.delete(f"/tickets/{ticket}/labels/waiting", headers={"If-Match": '"1"'}).status == 412


def test_an_unknown_ticket_is_not_found(api: Client) -> None:
    assert refusal(api.post("/tickets/99/labels/waiting")) == (404, "Ticket not found.")
    assert refusal(api.delete("/tickets/99/labels/waiting")) == (404, "Ticket not found.")


def test_each_is_one_read_and_one_transaction(api: Client, ticket: int) -> None:
    assert api.get("/labels").status == 200
    assert api.post("/tickets/99/star").status == 404
    with Meter(shared_resources().table) as meter:
        assert api.post(f"/tickets/{ticket}/labels/waiting").status == 201
        assert is_done(api.delete(f"/tickets/{ticket}/labels/waiting"))
    assert meter.requests == {"GetItem": 2, "TransactWriteItems": 2}
    with Meter(shared_resources().table) as meter:
        assert api.get("/labels").status == 200
    assert meter.requests.total() == 0
