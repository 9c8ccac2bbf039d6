"""A client generated from openapi.json can call every API."""

import base64
import importlib
import os
import shlex
import subprocess
from http import HTTPStatus
from typing import Any

import pytest

from tools.local_desk.server.background import RunningDesk
from tools.openapi.document import COMMITTED

PACKAGE = "generated_client"


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Import a module of the generated client; the Makefile sets the generator's command."""
    folder = tmp_path_factory.mktemp("client")
    command = [*shlex.split(os.environ["CLIENT_GENERATOR"]), "generate", "--meta", "none", "--path", str(COMMITTED)]
    subprocess.run([*command, "--output-path", str(folder / PACKAGE)], check=True, capture_output=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        yield lambda name: importlib.import_module(f"{PACKAGE}.{name}")


@pytest.fixture
def ticket(generated: Any, desk: RunningDesk) -> Any:
    """A ticket created with the generated client."""
    body = generated("models").SelectelCreateTicketBody(summary="Generated", comment_body="By nobody.")
    with tickets_api_client(generated, desk) as client:
        answer = generated("api.tickets_api.selectel_create_ticket").sync_detailed(client=client, body=body)
    assert answer.status_code == HTTPStatus.OK
    return answer.parsed


def tickets_api_client(generated: Any, desk: RunningDesk) -> Any:
    """Make a client of the Tickets API with the sample client's token."""
    token = desk.credentials["client"]["token"]
    make = generated("client").AuthenticatedClient
    return make(base_url=desk.base_url, token=token, prefix="", auth_header_name="X-Token")


def client_of(generated: Any, desk: RunningDesk, scheme: str, secret: str) -> Any:
    """Make a client of an API that takes an Authorization header."""
    return generated("client").AuthenticatedClient(base_url=desk.base_url, token=secret, prefix=scheme)


def test_the_tickets_api_creates_a_ticket(ticket: Any) -> None:
    assert (ticket.summary, ticket.status.en, ticket.vote) == ("Generated", "New", None)


def test_the_tickets_api_returns_a_typed_error(generated: Any, desk: RunningDesk) -> None:
    with tickets_api_client(generated, desk) as client:
        error = generated("api.tickets_api.selectel_find_ticket").sync(987654321, client=client)

    assert error.error.value == "ticket_not_found"


def test_supportbee_stars_a_ticket(generated: Any, desk: RunningDesk, ticket: Any) -> None:
    with client_of(generated, desk, "Bearer", desk.credentials["agent"]["token"]) as client:
        answer = generated("api.support_bee.supportbee_star_ticket").sync_detailed(ticket.number, client=client)

    assert answer.status_code == HTTPStatus.NO_CONTENT


def test_happyfox_shows_a_ticket(generated: Any, desk: RunningDesk, ticket: Any) -> None:
    key = desk.credentials["happyfox"]
    pair = base64.b64encode(f"{key['api_key']}:{key['auth_code']}".encode()).decode()
    in_json = generated("models").HappyfoxReadTicketResponseFormat.JSON
    with client_of(generated, desk, "Basic", pair) as client:
        shown = generated("api.happy_fox.happyfox_read_ticket").sync(in_json, ticket.number, client=client)

    assert (shown.subject, len(shown.updates)) == ("Generated", 1)


def test_zammad_creates_a_state(generated: Any, desk: RunningDesk) -> None:
    body = generated("models").ZammadCreateStateBody(name="waiting for parts", state_type_id=2)
    with client_of(generated, desk, "Token", desk.credentials["admin"]["token"]) as client:
        made = generated("api.zammad_ticket_states.zammad_create_state").sync(client=client, body=body)

    assert (made.name, made.state_type_id, made.next_state_id) == ("waiting for parts", 2, None)
