"""`sam local`: what SAM's own resolver makes of the template, and of the variables that `make sam-local` writes."""

from pathlib import Path
from typing import Any

import boto3
import pytest

from tools.local_desk.model import Route
from tools.local_desk.template import TEMPLATE, read
from tools.sam_local.files import variables
from tools.sam_local.resolver import resolve

URL = "http://127.0.0.1:4566"


@pytest.fixture(scope="module")
def local() -> dict[str, Any]:
    """What SAM would run with the file that `make sam-local` writes."""
    return resolve(TEMPLATE, variables(URL))


def test_every_function_gets_the_variables_of_the_template_with_names_of_the_local_resources(
    local: dict[str, Any],
) -> None:
    for name, function in read().functions.items():
        wanted = {**function.environment, "POWERTOOLS_SERVICE_NAME": "local", "AWS_ENDPOINT_URL": URL}
        wanted.pop("EVENT_SOURCES", None)  # ids of the event sources, which only a deployment makes
        found = local["environments"][name]
        assert {key: found.get(key) for key in wanted} == wanted, name


def test_every_function_runs_its_handler_with_the_layer(local: dict[str, Any]) -> None:
    assert local["handlers"] == {name: function.handler for name, function in read().functions.items()}
    assert {len(layers) for layers in local["layers"].values()} == {1}
    assert {Path(layer).name for [layer] in local["layers"].values()} == {"polydesk"}


def test_start_api_serves_every_route_and_sends_bodies_in_base64(local: dict[str, Any]) -> None:
    wanted = {(name, it.method, it.path) for name, one in read().functions.items() for it in one.of_type(Route)}

    assert {tuple(route) for route in local["routes"]} == wanted
    assert local["binary"] == ["*/*"]


def test_without_a_value_the_address_of_another_aws_is_empty() -> None:
    assert {found["AWS_ENDPOINT_URL"] for found in resolve(TEMPLATE, {})["environments"].values()} == {""}


def test_boto3_takes_an_empty_address_for_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "")
    client = boto3.Session("key", "secret", region_name="eu-central-1").client("dynamodb")

    assert client.meta.endpoint_url == "https://dynamodb.eu-central-1.amazonaws.com"


def test_no_deployed_function_has_an_address_of_another_aws() -> None:
    assert "AWS_ENDPOINT_URL" not in read().environment
