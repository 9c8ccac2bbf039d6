"""X-Token: who may call at all, the same for every endpoint."""

from datetime import timedelta

from polydesk.desk import desk
from tests.functional.callers import Tokens, caller, newcomer, set_up
from tests.functional.selectel.tickets import answered, opened, refusal
from tools.local_desk.client import Client, Response
from tools.local_desk.items import dump
from tools.local_desk.world import World

EVERY_ENDPOINT = [
    ("POST", "/support/tickets"),
    ("GET", "/support/tickets"),
    ("GET", "/support/tickets/1"),
    ("PATCH", "/support/tickets/1"),
    ("POST", "/support/tickets/1/close"),
    ("POST", "/support/tickets/1/reopen"),
    ("POST", "/support/tickets/1/vote"),
    ("POST", "/support/tickets/1/comments"),
    ("GET", "/support/tickets/1/comments"),
    ("GET", "/support/comments/100001"),
    ("POST", "/support/comments/100001/vote"),
    ("GET", "/support/topics"),
]


def assert_refused_everywhere(world: World, client: Client, status: int, error: str) -> None:
    before = dump(world)
    for method, path in EVERY_ENDPOINT:
        assert refusal(client.request(method, path)) == (status, error, None), f"{method} {path}"
    assert dump(world) == before


STRANGERS: list[dict[str, str]] = [
    {},
    {"X-Token": ""},
    {"X-Token": "nonsense"},
    {"X-Token": "x" * 8000},
    {"X-Token": "né"},
    {"Authorization": "Token token=nonsense"},
    {"Authorization": "Bearer nonsense"},
]


def test_strangers_are_refused_by_every_endpoint(world: World, client: Client) -> None:
    opened(client)

    for headers in STRANGERS:
        assert_refused_everywhere(world, world.client(headers), 401, "unauthorized")


def test_the_refusal_says_what_to_check(world: World) -> None:
    assert world.client().get("/support/topics").json() == {
        "error": "unauthorized",
        "description": "authorization required, check token",
    }


def test_a_token_in_the_query_is_not_taken(world: World, tokens: Tokens) -> None:
    answer = world.client().get("/support/topics", params={"X-Token": tokens["client"]["token"]})

    assert refusal(answer) == (401, "unauthorized", None)


def test_the_name_of_the_header_is_written_in_any_case(world: World, tokens: Tokens) -> None:
    answered(world.client({"x-tOKEN": tokens["client"]["token"]}).get("/support/topics"))


def test_a_token_ends_when_its_time_is_over(world: World) -> None:
    until = world.clock.now + timedelta(minutes=5)
    entry = {"name": "short", "person": "client@example.com", "expires_at": until.isoformat()}
    client = caller(world, set_up(world, {"tokens": [entry]})["short"]["token"])

    opened(client)
    world.clock.set(until - timedelta(milliseconds=1))
    answered(client.get("/support/topics"))

    world.clock.set(until)
    assert_refused_everywhere(world, client, 401, "unauthorized")


def test_a_revoked_token_is_refused_by_every_function_that_has_not_just_seen_it(world: World, client: Client) -> None:
    opened(client)
    set_up(world, {"tokens": [{"name": "client", "revoked": True}]})

    desk.reset()  # as in a function that starts now
    assert_refused_everywhere(world, client, 401, "unauthorized")


def test_a_rotated_token_gives_way_to_the_new_one(world: World, client: Client) -> None:
    renewed = set_up(world, {"tokens": [{"name": "client", "person": "client@example.com", "rotate": True}]})

    desk.reset()
    assert refusal(client.get("/support/topics"))[0] == 401
    answered(caller(world, renewed["client"]["token"]).get("/support/topics"))


def test_the_token_of_somebody_who_has_left_is_refused(world: World, agent: Client) -> None:
    opened(agent)
    gone = {"email": "agent@example.com", "name": "Grace Agent", "agent": True, "active": False}
    set_up(world, {"people": [gone]})

    desk.reset()
    assert_refused_everywhere(world, agent, 401, "unauthorized")


def test_a_person_without_permissions_for_tickets_is_forbidden_everything(world: World, client: Client) -> None:
    opened(client)
    stranger = newcomer(world, "keeper@example.com", permissions=["admin.object"])

    assert_refused_everywhere(world, stranger, 403, "forbidden")


def test_a_token_without_permissions_for_tickets_is_forbidden_everything(world: World, client: Client) -> None:
    opened(client)
    entry = {"name": "narrow", "person": "agent@example.com", "permissions": ["admin"]}
    narrow = caller(world, set_up(world, {"tokens": [entry]})["narrow"]["token"])

    assert_refused_everywhere(world, narrow, 403, "forbidden")


def test_an_agents_token_for_customers_sees_what_a_customer_sees(world: World, client: Client) -> None:
    opened(client)
    people = [{"email": "both@example.com", "name": "B", "agent": True, "permissions": ["ticket"]}]
    names = {"both": ["ticket"], "half": ["ticket.customer"]}
    entries = [{"name": name, "person": "both@example.com", "permissions": held} for name, held in names.items()]
    issued = set_up(world, {"people": people, "tokens": entries})

    assert answered(caller(world, issued["both"]["token"]).get("/support/tickets"))["item_count"] == 1
    half = caller(world, issued["half"]["token"])
    assert answered(half.get("/support/tickets"))["item_count"] == 0
    assert opened(half)["is_client_author"] is True


def test_credentials_come_before_everything_else_that_may_be_wrong(world: World) -> None:
    def send(method: str, path: str) -> Response:
        return world.client().request(method, path, content=b"{", headers={"If-Match": "nonsense"})

    for method, path in EVERY_ENDPOINT:
        assert refusal(send(method, path)) == (401, "unauthorized", None)
