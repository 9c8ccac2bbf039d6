"""Lists refuse what they do not know: a mistyped filter must not list everything."""

from typing import Any

import pytest

from tests.functional.callers import Sample, Tokens
from tests.functional.supportbee.supportbee_calls import refusal
from tools.local_desk.client import Client
from tools.local_desk.world import World

REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"nonsense": 1}, "nonsense is not known here"),
    ({"per_page": 0}, "per_page should be greater than or equal to 1"),
    ({"per_page": 101}, "per_page should be less than or equal to 100"),
    ({"page": 0}, "page should be greater than or equal to 1"),
    ({"page": "two"}, "page should be a valid integer"),
    ({"archived": "maybe"}, "archived: send true, false or any"),
    ({"archived": ""}, "archived: send true, false or any"),
    ({"spam": "any"}, "spam should be a valid boolean"),
    ({"replies": ""}, "replies should be a valid boolean"),
    ({"max_replies": 2, "replies": "false"}, "max_replies: it cannot be combined with replies=false"),
    ({"max_replies": -1}, "max_replies should be greater than or equal to 0"),
    ({"assigned_user": "mine"}, "assigned_user: send an id, me, any or none"),
    ({"assigned_user": ""}, "assigned_user: send an id, me, any or none"),
    ({"assigned_team": "me"}, "assigned_team: send an id, mine, any or none"),
    ({"assigned_team": "1", "assigned_group": "2"}, "assigned_group: it is another team than assigned_team"),
    ({"label": " "}, "label: "),
    ({"since": "INVALID"}, "since: this is not a known form of a date"),
    ({"until": ""}, "until: this is not a known form of a date"),
    ({"requester_emails": "bo"}, "requester_emails: send e-mail addresses with commas between them"),
    ({"requester_emails": ",".join(["a@b.c"] * 26)}, "requester_emails: send at most 25 e-mail addresses"),
    ({"total_only": "yes"}, "total_only should be a valid boolean"),
]
HOSTILE = ["\0", "'; --", "{}", "[]", "9" * 999, "-1", "\N{REPLACEMENT CHARACTER}", "\u202e", "9" * 5000]


@pytest.fixture(scope="module")
def tokens(listed_world: World, sample: Sample) -> Tokens:
    """The tokens of the desk, which nobody changes."""
    return sample.put_into(listed_world)


@pytest.fixture(scope="module")
def shared(listed_world: World, tokens: Tokens) -> Client:
    """An agent of the desk."""
    return listed_world.client({"Authorization": f"Bearer {tokens['agent']['token']}"})


@pytest.mark.parametrize(("query", "problem"), REFUSED)
def test_a_wrong_parameter_is_refused_by_its_name(shared: Client, query: dict[str, Any], problem: str) -> None:
    status, sentence = refusal(shared.get("/tickets", params=query))
    assert status == 400
    assert sentence.startswith(f"Validation failed: {problem}")


@pytest.mark.parametrize("path", ["/tickets", "/tickets/search"])
@pytest.mark.parametrize("name", ["page", "archived", "label", "since", "requester_emails", "assigned_user", "query"])
@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_values_are_answered_or_refused(shared: Client, path: str, name: str, value: str) -> None:
    response = shared.get(path, params={name: value})
    assert response.status in {200, 400}
    if response.status == 400:
        refusal(response)


@pytest.mark.parametrize("path", ["/tickets", "/tickets/search"])
def test_a_parameter_with_two_values_is_refused(shared: Client, path: str) -> None:
    status, sentence = refusal(shared.get(path, params={"page": ["1", "2"], "query": "x"}))
    assert (status, "page: send this parameter once" in sentence) == (400, True)


@pytest.mark.parametrize("path", ["/tickets", "/tickets.json", "/tickets/search?query=x", "/tickets/1"])
def test_customers_and_keys_of_the_desk_read_nothing(listed_world: World, tokens: Tokens, path: str) -> None:
    statuses = {}
    for name, kind in (("client", "token"), ("happyfox", "api_key")):
        caller = listed_world.client({"Authorization": f"Bearer {tokens[name][kind]}"})
        statuses[name] = refusal(caller.get(path))[0]
    assert statuses == {"client": 403, "happyfox": 401}
    assert refusal(listed_world.client().get(path))[0] == 401


@pytest.mark.parametrize("path", ["/tickets", "/tickets/search"])
def test_another_method_is_refused(shared: Client, path: str) -> None:
    assert refusal(shared.request("PUT", path))[0] == 405
