"""GET /teams.json and GET /groups.json."""

from typing import Any

import pytest

from polydesk.desk.resources import shared_resources
from tests.functional.callers import set_up
from tests.functional.supportbee.supportbee_calls import JSON, refusal
from tools.local_desk.client import Client
from tools.local_desk.world import World
from tools.meter import Meter

FIRST_LINE, EMPTY, ADMINS = 1, 2, 3
"""The ids of the teams."""

NAMES = pytest.mark.parametrize("name", ["teams", "groups"])


@pytest.fixture
def teams(world: World) -> None:
    """A team of the agent, one without members, and one of the administrator."""
    groups = [{"name": "Second line"}, {"name": "Admins", "members": ["admin@example.com"]}]
    set_up(world, {"groups": groups})


def listed(caller: Client, name: str, **query: Any) -> list[int]:
    response = caller.get(f"/{name}", params=query)
    assert (response.status, response.headers["Content-Type"]) == (200, JSON), response
    body = response.json()
    assert list(body) == [name]
    return [one["id"] for one in body[name]]


@pytest.mark.parametrize("path", ["/teams", "/groups", "/teams.json", "/groups.json"])
def test_teams_are_listed_under_both_names(api: Client, path: str) -> None:
    response = api.get(path)
    [(name, [team])] = response.json().items()
    assert name == path.strip("/").removesuffix(".json")
    assert set(team.pop("picture")) == {f"thumb{size}" for size in (20, 24, 32, 48, 256)}
    assert team == {"id": FIRST_LINE, "name": "First line", "private": False}


@NAMES
@pytest.mark.usefixtures("teams")
def test_teams_are_selected(api: Client, other_api: Client, name: str) -> None:
    assert listed(api, name) == [FIRST_LINE, EMPTY, ADMINS]
    assert listed(api, name, with_users="true") == [FIRST_LINE, ADMINS]
    assert listed(api, name, with_users="False", me="0") == [FIRST_LINE, EMPTY, ADMINS]
    for mine in ({"user": "me"}, {"me": "True"}, {"user": "me", "with_users": "1"}):
        assert listed(api, name, **mine) == [FIRST_LINE]
        assert listed(other_api, name, **mine) == [ADMINS]


@NAMES
def test_an_empty_user_selects_nothing(api: Client, name: str) -> None:
    assert listed(api, name, user="", type="user", page="2") == [FIRST_LINE]


@NAMES
@pytest.mark.parametrize("query", [{"user": "3"}, {"me": "x"}, {"with_users": "all"}])
def test_what_is_wrong_is_named(api: Client, name: str, query: dict[str, str]) -> None:
    [field] = query
    status, sentence = refusal(api.get(f"/{name}", params=query))
    assert (status, sentence.startswith(f"Validation failed: {field} should be")) == (400, True)


def test_a_warm_function_reads_nothing(api: Client) -> None:
    assert listed(api, "teams", me="true") == [FIRST_LINE]
    with Meter(shared_resources().table) as meter:
        assert listed(api, "teams", me="true") == [FIRST_LINE]
    assert meter.requests.total() == 0
