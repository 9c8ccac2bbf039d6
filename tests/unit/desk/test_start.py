"""What a function makes when Lambda starts it, before its first request: clients, a connection, and no failure."""

from collections.abc import Iterator
from importlib.util import find_spec, module_from_spec
from threading import Event
from typing import Any
from unittest.mock import MagicMock, patch

import boto3
import pytest

from polydesk.desk import desk as desk_module
from polydesk.desk import start
from polydesk.desk.resources import shared_resources
from polydesk.desk.start import prepare
from polydesk.domain.errors import Unavailable

Made = dict[str, Any]


@pytest.fixture
def made() -> Iterator[Made]:
    """The clients that are made, by service; calls to them find nothing."""
    clients: Made = {}

    def client(service: str, **_: Any) -> Any:
        clients[service] = MagicMock()
        clients[service].get_item.return_value = {}
        clients[service].query.return_value = {"Items": []}
        return clients[service]

    desk_module.reset()
    with patch.object(boto3, "client", client):
        yield clients
    desk_module.reset()


@pytest.fixture(autouse=True)
def table_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TABLE_NAME", "desk")


@pytest.fixture
def in_lambda(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "polydesk-SelectelCreateTicket")


def imported_anew(module: str) -> None:
    """Run a handler's module, as its first import does, without a trace in this process."""
    spec = find_spec(module)
    assert spec
    assert spec.loader
    spec.loader.exec_module(module_from_spec(spec))


def calls(made: Made) -> list[str]:
    return [name for client in made.values() for name, _, _ in client.method_calls]


@pytest.mark.parametrize("options", [{}, {"files": True}, {"files": True, "connected": True}])
def test_outside_lambda_no_client_is_made(made: Made, options: dict[str, bool]) -> None:
    prepare(**options)

    assert made == {}


@pytest.mark.parametrize("module", ["selectel.create_ticket", "schedules.sweep_timers", "gateway.answer_other_methods"])
def test_importing_a_handler_outside_lambda_makes_no_client(made: Made, module: str) -> None:
    imported_anew(module)

    assert made == {}


@pytest.mark.parametrize(
    ("module", "services"),
    [
        ("selectel.create_ticket", {"dynamodb", "s3"}),
        ("selectel.list_tickets", {"dynamodb"}),
        ("zammad.list_states", {"dynamodb"}),
        ("schedules.sweep_timers", {"dynamodb"}),
        ("streams.publish_events", {"dynamodb"}),
        ("gateway.answer_other_methods", set()),
    ],
)
@pytest.mark.usefixtures("in_lambda")
def test_importing_a_handler_in_lambda_makes_the_clients_that_it_will_need(
    made: Made, module: str, services: set[str]
) -> None:
    imported_anew(module)

    assert set(made) == services


@pytest.mark.usefixtures("in_lambda")
def test_a_function_with_a_caller_opens_one_connection_to_the_table(made: Made) -> None:
    prepare(connected=True)

    assert len(calls(made)) == 1


@pytest.mark.usefixtures("in_lambda")
def test_a_function_without_a_caller_opens_no_connection(made: Made) -> None:
    """It may even have no right to read the table."""
    prepare()

    assert "dynamodb" in made
    assert calls(made) == []


@pytest.mark.usefixtures("in_lambda")
def test_the_endpoints_of_one_function_connect_once(made: Made) -> None:
    for _ in range(3):
        prepare(connected=True)

    assert len(calls(made)) == 1


@pytest.mark.usefixtures("in_lambda")
def test_the_clients_that_are_made_are_those_of_the_requests(made: Made) -> None:
    prepare(files=True)
    first = dict(made)

    shared_resources().objects.prepare()
    assert made == first


@pytest.mark.usefixtures("in_lambda", "made")
@pytest.mark.parametrize("error", [Unavailable(), ZeroDivisionError()])
def test_a_start_succeeds_when_the_table_does_not_answer(error: Exception) -> None:
    with patch.object(type(shared_resources()), "states", MagicMock(side_effect=error)):
        prepare(connected=True)


@pytest.mark.usefixtures("in_lambda", "made")
def test_a_start_succeeds_when_a_setting_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TABLE_NAME")

    prepare(connected=True)


@pytest.mark.usefixtures("in_lambda", "made")
def test_a_start_does_not_wait_long_for_the_table() -> None:
    answered = Event()
    with (
        patch.object(start, "CONNECT_SECONDS", 0.01),
        patch.object(type(shared_resources()), "states", lambda _: answered.wait(60)),
    ):
        prepare(connected=True)
        assert not answered.is_set()
        answered.set()
