"""Every function has an event in events/, takes it, and needs no permission that the template does not give it."""

import json
from collections.abc import Iterable
from typing import Any

import pytest

from tests.functional.replays import Replay, SampleTickets, replay
from tools.engine import Engine
from tools.local_desk.model import Route
from tools.local_desk.template import TEMPLATE
from tools.local_desk.template.intrinsics import load
from tools.sample_events import FUNCTIONS, NAMES, event

RESOURCES = load(TEMPLATE.read_text(encoding="utf-8"))["Resources"]
BEHIND_HTTP = [name for name in NAMES if name in FUNCTIONS and FUNCTIONS[name].of_type(Route)]
WRITES = {"dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"}
WRITES_NOTHING = {"zammad/mark_notifications_read"}
"""Endpoints with another method than GET that only read, or do nothing at all."""


@pytest.fixture(scope="module")
def sample_tickets() -> SampleTickets:
    """What all events find."""
    return SampleTickets()


@pytest.fixture(scope="module", params=[name for name in NAMES if name in FUNCTIONS])
def replayed(request: pytest.FixtureRequest, engine: Engine, sample_tickets: SampleTickets) -> Replay:
    """What came of an event."""
    return replay(engine, sample_tickets, request.param)


def granted(name: str) -> set[str]:
    """The actions that the policies of a function allow."""
    own = RESOURCES[FUNCTIONS[name].logical_id]["Properties"]
    if "Role" in own:
        role, _, _ = own["Role"]["Fn::GetAtt"].partition(".")
        policies = [policy for policy in RESOURCES[role]["Properties"]["ManagedPolicyArns"] if "Ref" in policy]
    else:
        policies = own.get("Policies", [])
    actions: set[str] = set()
    for policy in policies:
        for statement in RESOURCES[policy["Ref"]]["Properties"]["PolicyDocument"]["Statement"]:
            one_or_more = statement["Action"]
            actions.update([one_or_more] if isinstance(one_or_more, str) else one_or_more)
    return actions


def may_write(names: Iterable[str]) -> bool:
    """Whether one of these endpoints has a method that writes, and has something to write."""
    return any(route.method != "GET" for name in {*names} - WRITES_NOTHING for route in FUNCTIONS[name].of_type(Route))


def test_every_function_has_an_event_and_every_event_a_function() -> None:
    assert set(NAMES) == set(FUNCTIONS)


def test_a_function_takes_its_event(replayed: Replay) -> None:
    if replayed.is_http:
        status = replayed.answer["statusCode"]
        assert 200 <= status < 300 or (status == 302 and replayed.answer["headers"]["Location"]), replayed.answer
    elif isinstance(replayed.answer, dict):
        assert not replayed.answer.get("batchItemFailures"), replayed.answer
    else:
        json.dumps(replayed.answer)


def test_an_answer_with_a_body_names_its_charset(replayed: Replay) -> None:
    if replayed.is_http and replayed.answer["body"]:
        assert replayed.answer["headers"]["Content-Type"].endswith("; charset=utf-8")


def test_a_function_asks_of_aws_only_what_it_is_granted(replayed: Replay) -> None:
    assert replayed.actions <= granted(replayed.name)


def test_a_function_that_asks_nothing_of_aws_is_granted_nothing(replayed: Replay) -> None:
    assert replayed.actions or not granted(replayed.name)


def test_a_function_behind_http_that_may_write_does_write(replayed: Replay) -> None:
    """In the function of a resource, an endpoint that only reads has the permissions of those that write."""
    others = [name for name in FUNCTIONS if FUNCTIONS[name].logical_id == replayed.function.logical_id]
    writes = bool(WRITES & replayed.actions) or (len(others) > 1 and may_write(others))
    assert not replayed.is_http or bool(WRITES & granted(replayed.name)) == writes


@pytest.mark.parametrize("name", BEHIND_HTTP)
def test_an_event_is_one_that_the_gateway_would_send(name: str) -> None:
    sent = event(name)
    route = Route(sent["httpMethod"], sent["resource"])
    context: dict[str, Any] = sent["requestContext"]

    assert route in FUNCTIONS[name].of_type(Route)
    assert sent["path"] == route.path.format(**(sent["pathParameters"] or {}))
    assert (context["httpMethod"], context["resourcePath"]) == (route.method, route.path)
    assert context["path"] == f"/{context['stage']}{sent['path']}"
    assert sent["headers"] == {key: values[-1] for key, values in sent["multiValueHeaders"].items()}
    assert (sent["queryStringParameters"] or {}) == {
        key: values[-1] for key, values in (sent["multiValueQueryStringParameters"] or {}).items()
    }
