"""Which function of a template runs which handler."""

from pathlib import Path

import pytest

from tools.handlers import handlers, logical_id
from tools.local_desk.model import Route, Template
from tools.local_desk.template import read

TEMPLATE = """
Transform: AWS::Serverless-2016-10-31
Resources:
  Api: {Type: AWS::Serverless::Api, Properties: {StageName: v1}}
  ToyTickets:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: functions/
      Handler: toy/tickets.handler
      Runtime: python3.13
      Events:
        List: {Type: Api, Properties: {RestApiId: !Ref Api, Method: GET, Path: /tickets}}
        ListJson: {Type: Api, Properties: {RestApiId: !Ref Api, Method: GET, Path: /tickets.json}}
        Create: {Type: Api, Properties: {RestApiId: !Ref Api, Method: POST, Path: /tickets}}
  ToyPing:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: functions/
      Handler: toy/ping.handler
      Runtime: python3.13
      Events:
        Http: {Type: Api, Properties: {RestApiId: !Ref Api, Method: GET, Path: /ping}}
"""

RESOURCE = """
from polydesk.http.router import serve
from toy import create_ticket, list_tickets

handler = serve(
    {
        "GET /tickets": list_tickets.handler,
        "GET /tickets.json": list_tickets.handler,
        "POST /tickets": create_ticket.handler,
    }
)
"""


@pytest.fixture
def template(tmp_path: Path) -> Template:
    """A template with a function for a resource and one for a single endpoint."""
    (tmp_path / "functions" / "toy").mkdir(parents=True)
    (tmp_path / "functions" / "toy" / "tickets.py").write_text(RESOURCE)
    (tmp_path / "functions" / "toy" / "ping.py").write_text("def handler(event, context): ...")
    (tmp_path / "template.yaml").write_text(TEMPLATE)
    return read(tmp_path / "template.yaml")


def test_the_function_of_a_resource_stands_at_each_of_its_handlers(template: Template) -> None:
    found = handlers(template)

    assert {name: function.logical_id for name, function in found.items()} == {
        "toy/list_tickets": "ToyTickets",
        "toy/create_ticket": "ToyTickets",
        "toy/ping": "ToyPing",
    }
    assert found["toy/list_tickets"].events == (Route("GET", "/tickets"), Route("GET", "/tickets.json"))
    assert found["toy/create_ticket"].events == (Route("POST", "/tickets"),)
    assert found["toy/create_ticket"].handler == "toy/create_ticket.handler"
    assert found["toy/ping"] == template.functions["ToyPing"]


def test_a_handler_has_one_logical_id() -> None:
    assert logical_id("toy/create_ticket") == "ToyCreateTicket"
