"""An endpoint says that it needs the bucket exactly if its function may use it: the client is made when that starts."""

from collections.abc import Mapping
from typing import Any

import pytest

from polydesk.http.endpoint import Endpoint
from tests.template.stack import stack
from tools.handlers import handlers
from tools.local_desk.functions import load, prepare_imports
from tools.local_desk.model import Function, Route
from tools.local_desk.template import read

STACK = stack()
TEMPLATE = read()
ENDPOINTS = {name: function for name, function in handlers(TEMPLATE).items() if function.of_type(Route)}
BEHIND_HTTP = sorted({function.logical_id for function in ENDPOINTS.values()})


def may_use_the_bucket(logical_id: str) -> bool:
    """Return whether the function's role allows anything on the bucket."""
    role = STACK[STACK[logical_id]["Properties"]["Role"]["Fn::GetAtt"][0]]["Properties"]
    policies = [STACK[policy["Ref"]]["Properties"] for policy in role["ManagedPolicyArns"] if "Ref" in policy]
    return any("s3:" in str(statement["Action"]) for policy in policies for statement in _statements(policy))


def _statements(policy: Mapping[str, Any]) -> list[dict[str, Any]]:
    statements: list[dict[str, Any]] = policy["PolicyDocument"]["Statement"]
    return statements


def needs_the_bucket(function: Function) -> bool:
    """Return what the endpoint says."""
    prepare_imports(TEMPLATE)
    endpoint = load(function)
    assert isinstance(endpoint, Endpoint)
    return endpoint.facts.files


@pytest.mark.parametrize("logical_id", BEHIND_HTTP)
def test_a_function_may_use_the_bucket_exactly_if_one_of_its_endpoints_says_files(logical_id: str) -> None:
    served = {name: needs_the_bucket(it) for name, it in ENDPOINTS.items() if it.logical_id == logical_id}

    assert any(served.values()) == may_use_the_bucket(logical_id), f"files=… of the endpoints: {served}"


def test_some_functions_may_use_the_bucket_and_others_may_not() -> None:
    assert {may_use_the_bucket(logical_id) for logical_id in BEHIND_HTTP} == {True, False}
