"""The four files of a sample endpoint, to be added to a copy of the tree."""

import json
from pathlib import Path

MODULE = "selectel/summarise_ticket"
LOGICAL_ID = "SelectelSummariseTicket"
PATH = "/support/tickets/{ticket_number}/summary"

HANDLER = f"functions/{MODULE}.py"
TEMPLATE = "template.yaml"
EVENT = f"events/{MODULE}.json"
TEST = "tests/functional/selectel/test_summarise_ticket.py"

HANDLER_TEXT = f'''"""GET {PATH} - summarise a ticket. Summaries are part of this desk's Tickets API."""

from typing import TypedDict

from polydesk.desk.desk import Desk
from polydesk.dialects.selectel import endpoint
from polydesk.domain.errors import TicketNotFound
from polydesk.http.request import Request
from polydesk.http.response import Response, ok
from polydesk.http.schema import Count, Id


class Summary(TypedDict):
    """A ticket in brief."""

    number: Id
    summary: str
    messages: Count


@endpoint(answers=Summary, versioned=True)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the summary."""
    ticket = desk.tickets.get(request.identifier("ticket_number", TicketNotFound), request.principal)
    return ok(Summary(number=ticket.number, summary=ticket.subject, messages=ticket.messages), ticket.version)
'''

TEMPLATE_BLOCK = f"""  {LOGICAL_ID}:
    Type: AWS::Serverless::Function
    Properties:
      Handler: {MODULE}.handler
      Policies: [!Ref ReadsDesk]
      Events:
        Http:
          Type: Api
          Properties: {{ RestApiId: !Ref Api, Method: GET, Path: "{PATH}" }}

"""

TEST_TEXT = '''"""GET /support/tickets/{ticket_number}/summary."""

from tools.local_desk.client import Client


def test_a_ticket_is_summarised(client: Client) -> None:
    client.post("/support/tickets", json={"summary": "It is broken", "comment_body": "Help"})

    response = client.get("/support/tickets/1/summary")
    assert (response.status, response.json()) == (200, {"number": 1, "summary": "It is broken", "messages": 1})
'''


def add_to(tree: Path) -> None:
    """Write the four files."""
    (tree / HANDLER).write_text(HANDLER_TEXT, encoding="utf-8")
    (tree / EVENT).write_text(_event(tree), encoding="utf-8")
    (tree / TEST).write_text(TEST_TEXT, encoding="utf-8")
    template, neighbour = tree / TEMPLATE, "  SelectelModifyTicket:\n"
    text = template.read_text(encoding="utf-8").replace(TEMPLATE_BLOCK, "")
    template.write_text(text.replace(neighbour, TEMPLATE_BLOCK + neighbour), encoding="utf-8")


def remove_from(tree: Path, file: str) -> None:
    """Remove one of the four files; of the template, only the endpoint's block."""
    path = tree / file
    if file == TEMPLATE:
        path.write_text(path.read_text(encoding="utf-8").replace(TEMPLATE_BLOCK, ""), encoding="utf-8")
    else:
        path.unlink()


def _event(tree: Path) -> str:
    """Return the event of the endpoint, made from that of another one."""
    text = (tree / "events/selectel/find_ticket.json").read_text(encoding="utf-8")
    event = json.loads(
        text.replace("{ticket_number}", "{ticket_number}/summary").replace("/tickets/1", "/tickets/1/summary")
    )
    return json.dumps(event, indent=2)
