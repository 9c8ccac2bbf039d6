"""A call to an AWS service ends before its function does, so that the caller gets an answer and not a time-out."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from unittest.mock import MagicMock, patch

import boto3
import pytest
from botocore.config import Config

from polydesk.desk.resources import Resources
from polydesk.domain.events import TicketEvent
from tests.fakes.desk import SETTINGS
from tests.template.stack import stack
from tools.local_desk.template import read

FUNCTIONS = read().functions
STACK = stack()


def longest_backoff(attempts: int) -> float:
    """Return the longest time that botocore's standard mode waits between so many attempts: 1 s, then 2 s, then 4 s."""
    return float(sum(min(2**retry, 20) for retry in range(attempts - 1)))


def longest_call(config: Any) -> float:
    """Return the seconds after which a call to a service that does not answer has failed."""
    assert config.retries["mode"] == "standard"
    attempts = config.retries["total_max_attempts"]
    return float(attempts * (config.connect_timeout + config.read_timeout) + longest_backoff(attempts))


@pytest.fixture(scope="module")
def configs() -> dict[str, Config]:
    """The configuration of each client that the desk makes, by service."""
    made: dict[str, Config] = {}

    def client(service: str, *, config: Config) -> Any:
        made[service] = config
        return MagicMock(put_events=MagicMock(return_value={"Entries": [{}]}))

    with patch.object(boto3, "client", client):
        resources = Resources(SETTINGS)
        resources.timer_queue.send([{}])
        resources.objects.head("id")
        list(resources.event_sources.unread())
        resources.bus.put([TicketEvent("ticket.moved", datetime(2026, 1, 5, tzinfo=UTC), {})])
    return made


def services(function: str) -> set[str]:
    """Return the services that a function may call, by the prefixes of the actions that its role allows."""
    role = STACK[STACK[function]["Properties"]["Role"]["Fn::GetAtt"][0]]["Properties"]
    names = [policy["Ref"] for policy in role["ManagedPolicyArns"] if "Ref" in policy]
    documents = [STACK[name]["Properties"]["PolicyDocument"] for name in names]
    return {action.partition(":")[0] for document in documents for action in _actions(document)}


def _actions(document: Mapping[str, Any]) -> Iterator[str]:
    for statement in document["Statement"]:
        allowed = statement["Action"]
        yield from [allowed] if isinstance(allowed, str) else allowed


def test_every_service_that_a_function_may_call_has_a_client_with_short_timeouts(configs: dict[str, Config]) -> None:
    called = {service for function in FUNCTIONS for service in services(function)}

    assert called == configs.keys() == {"dynamodb", "s3", "sqs", "events", "lambda"}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_one_call_with_all_its_attempts_is_shorter_than_its_function(name: str, configs: dict[str, Config]) -> None:
    too_long = {
        service: longest_call(configs[service])
        for service in services(name)
        if longest_call(configs[service]) >= FUNCTIONS[name].timeout
    }

    assert services(name) >= {"dynamodb"} or name == "GatewayAnswerOtherMethods"
    assert too_long == {}
