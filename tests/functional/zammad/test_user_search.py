"""GET and POST /users/search: words, fields and parameters, all of which hold; who is named whole comes first."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from polydesk.desk import people_bounds, people_lists
from tests.functional.callers import set_up
from tests.functional.happyfox.happyfox_calls import JSON, answered, key_holder
from tests.functional.zammad.states import refusal, zammad_caller
from tests.functional.zammad.users import SEARCH, found, searched
from tests.functional.zammad.users import answered as ok
from tools.engine import Engine
from tools.local_desk.client import Client
from tools.local_desk.world import World

CONTACTS: list[dict[str, Any]] = [
    {"name": "Ann Lee", "email": "ann@x.example", "phones": [{"number": "+49 (30) 12-34"}]},
    {"name": "Ann Smith", "email": "smith+box@y.example"},
    {"name": "Bob Ann-Lee", "email": "bob@annex.example", "phones": [{"number": "030 1234"}, {"number": "777"}]},
    {"name": "Zoë Quill", "phones": [{"number": "555 0100"}]},
]
NAMES = ("ada", "grace", "carl", "ann", "smith", "bob", "zoe", "an", "gone")
ADA, GRACE, CARL, ANN, SMITH, BOB, ZOE, AN, GONE = NAMES


@dataclass(frozen=True)
class Desk:
    """A desk of these people, as an agent calls it."""

    world: World
    agent: Client
    tokens: dict[str, dict[str, Any]]
    ids: dict[int, str]

    def find(self, query: str | None = None, **parameters: Any) -> list[str]:
        """The names of those whom a search finds."""
        return [self.ids[one] for one in found(self.agent, query, **parameters)]

    def caller(self, name: str) -> Client:
        return zammad_caller(self.world, self.tokens[name]["token"])


@pytest.fixture(scope="module")
def desk(engine: Engine) -> Iterator[Desk]:
    with World(engine, {}) as world:
        tokens = set_up(world)
        api = key_holder(world, tokens["happyfox"])
        ids = [tokens[name]["person_id"] for name in ("admin", "agent", "client")]
        ids += [answered(api.post(f"{JSON}/users/", json=one))["id"] for one in CONTACTS]
        late = {"people": [{"email": "an@x.example", "login": "ann", "name": "An Agent", "agent": True}]}
        set_up(world, late)
        set_up(world, {"people": [{"email": "gone@x.example", "name": "Gone Ann", "active": False}]})
        world.pump()
        numbered = dict(zip([*ids, ids[-1] + 1, ids[-1] + 2], NAMES, strict=True))
        yield Desk(world, zammad_caller(world, tokens["agent"]["token"]), tokens, numbered)


EVERYBODY = [*NAMES]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", EVERYBODY),
        (" ", EVERYBODY),
        ("*", EVERYBODY),
        ("id:*", EVERYBODY),
        ("ann", [AN, ANN, SMITH, BOB, GONE]),
        ("ANN", [AN, ANN, SMITH, BOB, GONE]),
        ("an", [ANN, SMITH, BOB, AN, GONE]),
        ("an*", [ANN, SMITH, BOB, AN, GONE]),
        ("lee an", [ANN, BOB]),
        ("ann-lee", [ANN, BOB]),
        ("smith", [SMITH]),
        ("zoë qui", [ZOE]),
        ("annex", [BOB]),
        ("nobody", []),
        ("ann@x.example", [ANN]),
        ("ANN@X.example", [ANN]),
        ('"ann@x.example"', [ANN]),
        ("ann@", [ANN]),
        ("an@x", [AN]),
        ("smith+box@y.example", [SMITH]),
        ("nobody@example.com", []),
        ("+49301234", [ANN]),
        ("+49 30 1234", [ANN]),
        ("+4930", [ANN]),
        ("4930", [ANN]),
        ("0301234", [BOB]),
        ("030 1234", [BOB]),
        ("777", [BOB]),
        ("+49999", []),
        ("ann OR zoe", [ANN, SMITH, BOB, ZOE, AN, GONE]),
        ("ann NOT lee", [SMITH, AN, GONE]),
        ("-example", [ZOE]),
        ("ann AND (smith OR bob)", [SMITH, BOB]),
        ("email:ann@x.example", [ANN]),
        ("email: ANN@x.example", [ANN]),
        ('email:"ann@x.example"', [ANN]),
        ("email:ann", []),
        ("email:annex*", [BOB]),
        ("email:(ann@x.example OR an@x.example)", [ANN, AN]),
        ("login:ann", [AN]),
        ("login:ann@x.example", [ANN]),
        ("login:carl@example.com OR email:bob@annex.example", [BOB]),
        ("phone:+49301234", [ANN]),
        ('phone:"+49 30 1234"', [ANN]),
        ("phone:4930*", [ANN]),
        ("mobile:777", [BOB]),
        ("firstname:ann", [ANN, SMITH]),
        ("firstname:an*", [ANN, SMITH, AN]),
        ("lastname:ann", [BOB, GONE]),
        ("lastname:lee AND firstname:ann", [ANN]),
        ("NOT firstname:ann AND ann", [BOB, AN, GONE]),
        ("role_ids:2", [ADA, GRACE, AN]),
        ("role_ids:1", [ADA]),
        ("role_ids:(1 OR 3)", [ADA, CARL, ANN, SMITH, BOB, ZOE, GONE]),
        ("role_ids:9", []),
        ("role_ids:01", [ADA]),
        ("active:false", [GONE]),
        ('active:"false"', [GONE]),
        ("active:true AND lastname:ann", [BOB]),
        ("organization_id:4", []),
        ("NOT organization_id:4 AND smith", [SMITH]),
    ],
)
def test_a_query_finds(desk: Desk, query: str, expected: list[str]) -> None:
    assert desk.find(query) == expected


def test_ids_are_searched_by_themselves_and_in_lists(desk: Desk) -> None:
    bob, zoe = (number for number, name in desk.ids.items() if name in (BOB, ZOE))

    assert desk.find(f"id:{bob}") == [BOB]
    assert desk.find(f"id:({zoe} OR {bob} OR 1)") == [BOB, ZOE]
    assert desk.find(f"id:{bob} AND ann") == [BOB]


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("roles.agent:true", "Can't search by 'roles.agent'."),
        ("name:ann", "Can't search by 'name'."),
        ("ann AND", "Can't read the query at 'AND'."),
        ("email:[a TO b]", "'email' can't be searched by ranges."),
        ("id:ann", "'id' takes ids: whole numbers, 1 or greater."),
        ("role_ids:Agent", "'role_ids' takes ids: whole numbers, 1 or greater."),
        ("organization_id:x", "'organization_id' takes ids: whole numbers, 1 or greater."),
        ("phone:ann", "'phone' takes the digits of a telephone number."),
        ("active:maybe", "'active' takes true or false."),
        ("active:true*", "'active' takes true or false."),
        ("email:a*", "The beginning of a word has at least 2 characters before its '*'."),
        ("firstname:a*", "The beginning of a word has at least 2 characters before its '*'."),
        ("---", "Can't read the query at '-'."),
        ("ann ...", "Can't read the query at '...'."),
        ("an?", "Wildcards are taken at the end of a word only."),
        (" ".join(f"a{number}" for number in range(21)), "A query can have at most 20 words and values."),
    ],
)
def test_a_query_is_refused_with_what_is_wrong(desk: Desk, query: str, problem: str) -> None:
    assert refusal(desk.agent.get(SEARCH, params={"query": query})) == (422, problem)


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"role_ids": 2}, [ADA, GRACE, AN]),
        ({"role_ids[]": 2}, [ADA, GRACE, AN]),
        ({"role_ids": "1,3"}, [ADA, CARL, ANN, SMITH, BOB, ZOE, GONE]),
        ({"role_ids[]": [1, 3]}, [ADA, CARL, ANN, SMITH, BOB, ZOE, GONE]),
        ({"role_ids": 2, "query": "ann"}, [AN]),
        ({"permissions[]": "ticket.agent"}, [ADA, GRACE, AN]),
        ({"permissions": ["admin", "ticket.customer"], "query": "active:true"}, [ADA, CARL, ANN, SMITH, BOB, ZOE]),
        ({"permissions": "admin", "role_ids": 3}, []),
        ({"ids": ""}, EVERYBODY),
        ({"limit": 2}, [ADA, GRACE]),
        ({"per_page": 2, "page": 2}, [CARL, ANN]),
        ({"query": "ann", "limit": 1}, [AN]),
        ({"query": "ann", "limit": 2, "page": 2}, [SMITH, BOB]),
        ({"query": "ann", "limit": 2, "page": 9}, []),
        ({"query": "ann", "page": "9" * 30}, []),
        ({"query": "ann", "limit": "9" * 30}, [AN, ANN, SMITH, BOB, GONE]),
        ({"query": "ann", "order_by": "desc"}, [AN, GONE, BOB, SMITH, ANN]),
        ({"sort_by": "id", "order_by": "DESC", "limit": 2}, [GONE, AN]),
        ({"query": "smith", "assets": "true", "_": "1", "sort_dir": "asc"}, [SMITH]),
    ],
)
def test_parameters_narrow_and_page(desk: Desk, parameters: dict[str, Any], expected: list[str]) -> None:
    assert desk.find(**parameters) == expected


def test_ids_are_taken_once_or_several_times(desk: Desk) -> None:
    ann, bob = (number for number, name in desk.ids.items() if name in (ANN, BOB))

    for parameters in ({"ids[]": [bob, ann]}, {"ids": f"{bob},{ann}"}, {"ids": [bob, ann, 1, 999]}):
        assert desk.find(**parameters) == [ANN, BOB]
    assert desk.find("bob", ids=ann) == []


@pytest.mark.parametrize(
    ("parameters", "problem"),
    [
        ({"role": "Agent"}, "Unknown parameter 'role'"),
        ({"email": "ann@x.example"}, "Unknown parameter 'email'"),
        ({"ids": "ann"}, "Invalid value for param 'ids': Send ids: whole numbers, 1 or greater."),
        (
            {"permissions": "admin.user"},
            "Invalid value for param 'permissions': Send any of admin, ticket.agent, ticket.customer.",
        ),
        ({"sort_by": "updated_at"}, "Found invalid column 'updated_at' for sorting."),
        ({"order_by": "up"}, "Found invalid order by value up. Please use 'asc' or 'desc'."),
    ],
)
def test_a_parameter_is_refused_in_the_query_and_in_the_body(
    desk: Desk, parameters: dict[str, object], problem: str
) -> None:
    assert refusal(desk.agent.get(SEARCH, params=parameters)) == (422, problem)
    assert refusal(desk.agent.post(SEARCH, params=parameters)) == (422, problem)
    assert refusal(desk.agent.post(SEARCH, json=parameters)) == (422, problem)


def test_parameters_stand_in_the_body_too_and_count_there(desk: Desk) -> None:
    agent = desk.agent
    expected = searched(agent, "ann", limit=2, expand="true")

    assert ok(agent.post(SEARCH, params={"query": "ann", "limit": 2, "expand": "true"})) == expected
    assert ok(agent.post(SEARCH, json={"query": "ann", "limit": 2, "expand": True})) == expected
    assert ok(agent.post(SEARCH, params={"query": "zoe", "expand": 1}, json={"query": "ann", "limit": "2"})) == expected
    assert ok(agent.post(SEARCH, data={"query": "ann", "limit": "2", "expand": "true"})) == expected
    assert [one["login"] for one in ok(agent.post(SEARCH, json={"role_ids": [2], "query": None}))] == [
        "admin@example.com",
        "agent@example.com",
        "ann",
    ]
    assert refusal(agent.post(SEARCH, json={"query": {"a": 1}}))[1] == "Invalid value for param 'query': {...}"


def test_answers_have_the_shape_that_is_asked_for(desk: Desk) -> None:
    [plain] = searched(desk.agent, "smith")
    [expanded] = searched(desk.agent, "smith", expand="true")

    assert len(plain) == 40
    assert (plain["firstname"], plain["lastname"], plain["email"]) == ("Ann", "Smith", "smith+box@y.example")
    assert expanded.items() >= {**plain, "roles": ["Customer"], "created_by": "-"}.items()
    assert searched(desk.agent, "smith", expand="false") == [plain]
    assert searched(desk.agent, "smith", with_total_count="true") == {"records": [plain], "total_count": 1}
    assert searched(desk.agent, "ann", limit=1, only_total_count="true") == {"total_count": 5}
    full = searched(desk.agent, "smith", full="true", expand="true")
    assert (full["record_ids"], full["total_count"]) == ([plain["id"]], 1)
    assert full["assets"]["User"].keys() == {"1", str(plain["id"])}
    assert full["assets"]["User"][str(plain["id"])] == {**plain, "accounts": {}}


def test_labels_are_for_lists_to_choose_from(desk: Desk) -> None:
    ids = {name: number for number, name in desk.ids.items()}
    smith, zoe, gone = ids[SMITH], ids[ZOE], ids[GONE]
    label = {"id": smith, "label": "Ann Smith <smith+box@y.example>", "value": "smith+box@y.example", "inactive": False}

    assert searched(desk.agent, "smith", label="true") == [label]
    assert searched(desk.agent, term="smith") == [label]
    assert searched(desk.agent, "smith", term="bob") != [label]
    assert searched(desk.agent, term="smith", with_total_count=1) == {"records": [label], "total_count": 1}
    assert searched(desk.agent, term="zoe") == [{"id": zoe, "label": "Zoë Quill", "value": "", "inactive": False}]
    assert searched(desk.agent, term="gone")[0] == {
        "id": gone, "label": "Gone Ann <gone@x.example>", "value": "gone@x.example", "inactive": True,
    }  # fmt: skip


def test_agents_and_administrators_of_users_search_and_customers_do_not(desk: Desk) -> None:
    assert refusal(desk.caller("client").get(SEARCH, params={"query": "carl"})) == (403, "Not authorized (user)!")
    assert refusal(desk.caller("client").post(SEARCH, json={}))[0] == 403
    assert found(desk.caller("admin"), "carl") == found(desk.agent, "carl")


def test_a_new_user_is_found_whole_at_once(desk: Desk) -> None:
    set_up(desk.world, {"people": [{"email": "fresh@x.example", "login": "fresh-login", "name": "Fresh"}]})

    for query in ("fresh@x.example", "FRESH-LOGIN", "email:fresh@x.example", "login:fresh-login"):
        assert [one["email"] for one in searched(desk.agent, query, limit=1)] == ["fresh@x.example"]
    assert searched(desk.agent, "fresh@x.example", only_total_count="true") == {"total_count": 1}


def test_what_the_index_cannot_bound_is_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people_lists, "MAX_COMPARED", 2)
    monkeypatch.setattr(people_bounds, "MAX_PER_WORD", 2)

    status, text = refusal(desk.agent.get(SEARCH, params={"query": "ann"}))

    assert status == 422
    assert text.startswith("More than 2 people would have to be compared one by one.")
