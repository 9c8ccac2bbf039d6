"""A request under an Idempotency-Key takes effect once, whatever has changed since and however it is spelled."""

import hashlib
import json
from collections.abc import Callable
from functools import partial
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode

import pytest
import yaml

from polydesk.desk.desk import Desk
from tests.functional.callers import set_up
from tests.functional.happyfox.happyfox_calls import AGENT, JSON, OPEN, answered, created, key_holder, new, sentence
from tests.functional.selectel.tickets import answered as ok
from tests.functional.selectel.tickets import comments, opened, page, refusal
from tests.functional.supportbee.supportbee_calls import hired
from tools.faults import before_the_first
from tools.local_desk.client import Client, Response
from tools.local_desk.items import dump, load
from tools.local_desk.template import read
from tools.local_desk.world import World
from tools.openapi.endpoints import endpoints

KEY = {"Idempotency-Key": "6f2c1b34"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
YAML = {"Content-Type": "application/x-yaml"}


@pytest.fixture
def api(world: World, tokens: Any) -> Client:
    """Somebody with the key of the whole desk."""
    return key_holder(world, tokens["happyfox"])


@pytest.fixture
def bearer(world: World, tokens: Any) -> Client:
    """An administrator, as SupportBee's and Zammad's APIs know one."""
    return world.client({"Authorization": f"Bearer {tokens['admin']['token']}"})


def agents(world: World, email: str, **person: Any) -> int:
    return hired(world, email, "Agent,2", **person)


def same(first: Response, second: Response) -> bool:
    """Whether two answers are one, but for which people are active today."""
    return parts(first) == parts(second)


def parts(answer: Response) -> tuple[int, bytes, str | None]:
    return answer.status, answer.content.replace(b'"active":false', b'"active":true'), answer.headers.get("ETag")


# ------------------------------------------------------------ recalled before it is judged


@pytest.mark.parametrize("call", ["staff_update", "staff_pvtnote"])
def test_an_update_comes_again_after_its_author_has_left(world: World, api: Client, call: str) -> None:
    created(api)
    staff = agents(world, "leaving@example.com")
    body = {"staff": staff, "text": "On it", "assignee": staff}
    first = api.post(f"{JSON}/ticket/1/{call}/", json=body, headers=KEY)
    answered(first)
    agents(world, "leaving@example.com", active=False)
    before = dump(world)

    again = api.post(f"{JSON}/ticket/1/{call}/", json=body, headers=KEY)

    assert same(again, first)
    assert dump(world) == before
    assert api.post(f"{JSON}/ticket/1/{call}/", json=body).status == 400


def test_an_update_comes_again_after_its_status_has_gone(world: World, api: Client, bearer: Client) -> None:
    created(api)
    state = bearer.post("/api/v1/ticket_states", json={"name": "Passing", "state_type": "open"}).json()["id"]
    body = {"staff": AGENT, "status": state}
    first = api.post(f"{JSON}/ticket/1/staff_update/", json=body, headers=KEY)
    answered(first)
    answered(api.post(f"{JSON}/ticket/1/staff_update/", json={"staff": AGENT, "status": OPEN}))
    assert bearer.delete(f"/api/v1/ticket_states/{state}").status == 200

    again = answered(api.post(f"{JSON}/ticket/1/staff_update/", json=body, headers=KEY))

    assert again["status"]["id"] == state
    assert api.post(f"{JSON}/ticket/1/staff_update/", json=body).status == 400


def test_a_reply_comes_again_after_the_customer_was_deactivated(world: World, api: Client) -> None:
    user = answered(api.post(f"{JSON}/tickets/", json=new(user=None, name="Ivy", email="ivy@example.com")))["user"]
    body = {"user": user["id"], "text": "Still broken"}
    first = api.post(f"{JSON}/ticket/1/user_reply/", json=body, headers=KEY)
    answered(first)
    set_up(world, {"people": [{"email": "ivy@example.com", "name": "Ivy", "active": False}]})

    assert same(api.post(f"{JSON}/ticket/1/user_reply/", json=body, headers=KEY), first)


def test_new_tickets_come_again_after_the_assignee_has_left(world: World, api: Client) -> None:
    body = new(assignee=agents(world, "leaving@example.com"))
    one = api.post(f"{JSON}/tickets/", json=body, headers=KEY)
    many = api.post(f"{JSON}/tickets/", json=[body, body], headers={"Idempotency-Key": "many"})
    agents(world, "leaving@example.com", active=False)

    assert same(api.post(f"{JSON}/tickets/", json=body, headers=KEY), one)
    assert same(api.post(f"{JSON}/tickets/", json=[body, body], headers={"Idempotency-Key": "many"}), many)
    assert [created["success"] for created in answered(many)] == [True, True]


def test_every_post_that_writes_can_come_again() -> None:
    posts = [endpoint for endpoint in endpoints(read()) if endpoint.method == "POST" and endpoint.writes]

    assert posts
    assert [endpoint.id for endpoint in posts if endpoint.facts.repeat is None] == []


def test_a_repetition_shows_nothing_that_the_caller_may_not_see_any_more(client: Client, bearer: Client) -> None:
    body = {"summary": "Once", "comment_body": "Only"}
    ok(client.post("/support/tickets", json=body, headers=KEY))
    assert bearer.post("/tickets/1/spam").status == 204

    assert client.post("/support/tickets", json=body, headers=KEY).status == 404

    assert bearer.delete("/tickets/1/spam").status == 204
    assert ok(client.post("/support/tickets", json=body, headers=KEY))["number"] == 1
    assert page(client)["item_count"] == 1


@pytest.mark.parametrize("call", ["archive", "star", "spam"])
def test_a_request_that_changed_nothing_changes_nothing_later(bearer: Client, client: Client, call: str) -> None:
    opened(client)
    url = f"/tickets/1/{call}"
    assert bearer.post(url).status == 204
    first = bearer.post(url, headers=KEY)
    assert first.status == 204
    undone = bearer.delete(url).headers["ETag"]

    assert same(bearer.post(url, headers=KEY), first)
    assert bearer.delete(url).headers["ETag"] == undone


def test_an_update_that_changed_nothing_changes_nothing_later(world: World, api: Client) -> None:
    created(api)
    url, tags = f"{JSON}/ticket/1/staff_update/", {"staff": AGENT, "tags": "a"}
    answered(api.post(url, json=tags))
    first = api.post(url, json=tags, headers=KEY)
    answered(api.post(url, json={"staff": AGENT, "tags": "b"}))
    before = dump(world)

    assert same(api.post(url, json=tags, headers=KEY), first)
    assert sentence(api.post(url, json={**tags, "tags": "c"}, headers=KEY))[0] == 409
    assert dump(world) == before


def test_a_request_that_its_twin_overtakes_is_answered_like_the_twin(client: Client) -> None:
    opened(client)
    recalled = Desk.recalled
    twins: list[Response] = []

    def overtaken(desk: Desk, by: Any) -> Any:
        found = recalled(desk, by)
        with patch.object(Desk, "recalled", recalled):
            twins.append(client.post("/support/tickets/1/close", headers=KEY))
        return found

    with patch.object(Desk, "recalled", overtaken):
        answer = client.post("/support/tickets/1/close", headers=KEY)

    assert ok(twins[0])["is_closed"]
    assert same(answer, twins[0])


def test_a_new_customers_ticket_that_its_twin_opens_shows_the_customer(bearer: Client, api: Client) -> None:
    body = {"ticket": {"requester_email": "bo@example.com", "content": {"text": "It smokes"}}}
    calls: list[Callable[[], Response]] = [
        lambda: bearer.post("/tickets", json=body, headers=KEY),
        lambda: api.post(f"{JSON}/tickets/", json=new(user=None, name="Cy", email="cy@example.com"), headers=KEY),
    ]
    for call in calls:
        twins: list[Response] = []
        with before_the_first("TransactWriteItems", partial(send, call, twins)):
            answer = call()
        assert twins[0].status == answer.status
        assert same(answer, twins[0])


def send(call: Callable[[], Response], twins: list[Response]) -> None:
    twins.append(call())


# ------------------------------------------------------------ one key for one route


@pytest.mark.parametrize("spelling", ["01", "%31", "%30%31"])
def test_an_id_is_the_same_however_it_is_spelled(client: Client, spelling: str) -> None:
    opened(client)
    first = ok(client.post("/support/tickets/1/comments", json={"body": "Only"}, headers=KEY))

    again = client.post(f"/support/tickets/{spelling}/comments", json={"body": "Only"}, headers=KEY)
    other = client.post(f"/support/tickets/{spelling}/comments", json={"body": "Other"}, headers=KEY)

    assert ok(again) == first
    assert refusal(other)[0] == 409
    assert len(comments(client, 1)) == 2


def test_the_format_of_the_answer_is_no_part_of_the_request(api: Client) -> None:
    created(api)
    body = {"staff": AGENT, "text": "On it"}

    answers = [
        api.post(f"/api/1.1/{name}/ticket/{number}/staff_update/", json=body, headers=KEY)
        for name, number in (("xml", "1"), ("json", "01"), ("yaml", "1"), ("json", "1"))
    ]

    assert [answer.status for answer in answers] == [200] * 4
    assert {answer.headers["ETag"] for answer in answers} == {'"2"'}
    assert [answer.headers["Content-Type"].partition(";")[0] for answer in answers[:2]] == [
        "application/xml",
        "application/json",
    ]


# ------------------------------------------------------------ one content in every format


def test_a_content_is_the_same_in_every_format(api: Client) -> None:
    created(api)
    values = {"staff": AGENT, "text": "Grüße", "update_customer": True, "time_spent": 5, "tags": ["a"]}
    texts = {"staff": str(AGENT), "text": "Grüße", "update_customer": "true", "time_spent": "5", "tags": "a"}
    url = f"{JSON}/ticket/1/staff_update/"
    backwards = dict(reversed(values.items()))

    answers = [
        api.post(url, json=values, headers=KEY),
        api.post(url, content=json.dumps(backwards, indent=2).encode(), headers=KEY),
        api.post(url, content=json.dumps(texts, ensure_ascii=False).encode(), headers=KEY),
        api.post(url, content=yaml.safe_dump(values).encode(), headers={**KEY, **YAML}),
        api.post(url, content=urlencode(texts).encode(), headers={**KEY, **FORM}),
        api.post(url, data=texts, files={}, headers=KEY),
    ]

    assert [answer.status for answer in answers] == [200] * 6
    assert {answer.content for answer in answers} == {answers[0].content}
    assert sentence(api.post(url, json={**values, "time_spent": 6}, headers=KEY))[0] == 409
    assert sentence(api.post(url, json={**values, "assignee": None}, headers=KEY))[0] == 409


def test_an_assignment_is_the_same_as_json_and_as_a_form(bearer: Client, client: Client, tokens: Any) -> None:
    opened(client)
    url, token = "/tickets/1/assignments", tokens["admin"]["token"]
    first = bearer.post(url, json={"assignment": {"user_id": 3}}, headers=KEY)
    assert first.status == 201

    form = urlencode({"assignment[user_id]": "3", "auth_token": token}).encode()
    assert same(bearer.post(f"{url}.json", content=form, headers={**KEY, **FORM}), first)
    assert bearer.post(url, json={"assignment": {"user_id": 2}}, headers=KEY).status == 409


def test_strict_json_is_compared_with_its_types(client: Client) -> None:
    opened(client)
    url = "/support/tickets/1/vote"
    first = ok(client.post(url, json={"score": 5, "comment": "5"}, headers=KEY))

    assert ok(client.post(url, content=b'{ "comment":"\\u0035", "score": 5.0 }', headers=KEY)) == first
    assert refusal(client.post(url, json={"score": 5, "comment": 5}, headers=KEY))[0] == 409


def test_files_are_compared_by_name_type_and_content(api: Client) -> None:
    def send(*file: Any) -> Response:
        return api.post(f"{JSON}/tickets/", data=new(), files={"attachments": file}, headers=KEY)

    first = answered(send("a.txt", b"alpha", "text/plain"))

    assert answered(send("a.txt", b"alpha", "text/plain"))["id"] == first["id"]
    for other in (("b.txt", b"alpha", "text/plain"), ("a.txt", b"beta", "text/plain"), ("a.txt", b"alpha", "a/b")):
        assert sentence(send(*other))[0] == 409


# ------------------------------------------------------------ across an upgrade


def written_by_the_release_before(world: World, token_id: str, path: str, raw: bytes) -> None:
    """Let the only record be as version 0.1 writes it: by the spelling of the path and the bytes of the body."""
    records = [item for item in dump(world).values() if item.get("type") == {"S": "idempotency"}]
    [table] = world.template.tables
    for record in records:
        world.aws.dynamodb.delete_item(TableName=table.name, Key={"pk": record["pk"], "sk": record["sk"]})
    former = {name: value for name, value in records[0].items() if name != "content"}
    load(world, [{**former, "pk": {"S": f"IDEM#{former_digest(token_id, path)}"}, "request": {"S": sha(raw)}}])


def former_digest(token_id: str, path: str) -> str:
    return sha(f"{token_id} POST {path.rstrip('/').removesuffix('.json')} {KEY['Idempotency-Key']}".encode())


def sha(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def token_id(token: str) -> str:
    """The id of a token, which is the beginning of the hash of its text."""
    return sha(token.encode())[:16]


@pytest.mark.parametrize("number", ["1", "01"])
def test_a_request_of_the_release_before_takes_effect_once(
    world: World, client: Client, tokens: Any, number: str
) -> None:
    opened(client)
    path, raw = f"/support/tickets/{number}/comments", b'{"body":  "Only"}'
    first = ok(client.post(path, content=raw, headers=KEY))
    written_by_the_release_before(world, token_id(tokens["client"]["token"]), path, raw)

    assert ok(client.post(path, content=raw, headers=KEY)) == first
    assert refusal(client.post(path, content=b'{"body": "Other"}', headers=KEY))[0] == 409
    assert len(comments(client, 1)) == 2


@pytest.mark.parametrize("number", ["1", "01"])
def test_the_release_before_finds_what_took_effect_here(world: World, client: Client, tokens: Any, number: str) -> None:
    opened(client)
    path, raw = f"/support/tickets/{number}/comments", b'{"body":  "Only"}'
    ok(client.post(path, content=raw, headers=KEY))

    record = dump(world)[f"IDEM#{former_digest(token_id(tokens['client']['token']), path)}", "I"]
    assert record["request"] == {"S": sha(raw)}
    assert record["version"] == {"N": "2"}


def test_a_form_with_files_of_the_release_before_takes_effect_once(world: World, api: Client, tokens: Any) -> None:
    url, files = f"{JSON}/tickets/", {"attachments": ("a.txt", b"alpha", "text/plain")}
    first = answered(api.post(url, data=new(), files=files, headers=KEY))
    records = [item for item in dump(world).values() if item.get("type") == {"S": "idempotency"}]
    token = f"{tokens['happyfox']['api_key']}:{tokens['happyfox']['auth_code']}"
    former = sha(f"{former_digest(token_id(token), url)} form".encode())
    assert {record["pk"]["S"] for record in records} > {f"IDEM#{former}"}
    values = {**new(), "attachments": [["a.txt", "text/plain", sha(b"alpha")]]}
    texts = {name: str(one) if isinstance(one, int) else one for name, one in values.items()}
    content = json.dumps(texts, sort_keys=True)
    assert {record["request"]["S"] for record in records} == {sha(content.encode())}

    assert answered(api.post(url, data=new(), files=files, headers=KEY))["id"] == first["id"]
