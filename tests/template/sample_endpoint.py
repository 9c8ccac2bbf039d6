"""The files of a sample endpoint, to be added to a copy of the tree: four, or five where it joins a resource."""

import json
from dataclasses import dataclass
from pathlib import Path

from tools.handlers import logical_id

MODULE = "selectel/summarise_ticket"
RESOURCE_MODULE = "selectel/summaries"
PATH = "/support/tickets/{ticket_number}/summary"

HANDLER = f"functions/{MODULE}.py"
RESOURCE = f"functions/{RESOURCE_MODULE}.py"
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

RESOURCE_TEXT = f'''"""Summaries of tickets."""

from polydesk.http.router import serve
from selectel import summarise_ticket

handler = serve({{"GET {PATH}": summarise_ticket.handler}})
'''

TEMPLATE_BLOCK = f"""  LOGICAL_ID:
    Type: AWS::Serverless::Function
    Properties:
      Handler: MODULE.handler
      Description: Tickets API. Summarise a ticket.
      AutoPublishAlias: live
      AutoPublishAliasAllProperties: true
      VersionDescription: *settings
      Role: !GetAtt ReadsDeskRole.Arn
      Events:
        Http:
          Type: Api
          Properties: {{ RestApiId: !Ref Api, Method: GET, Path: "{PATH}" }}

"""

TEMPLATE_PATH = f"          {PATH}: *others\n"
"""The line among the paths of the API by which other methods of the path are answered."""

LAST_PATH = "          /support/topics: *others\n"

TEST_TEXT = '''"""GET /support/tickets/{ticket_number}/summary."""

from tools.local_desk.client import Client


def test_a_ticket_is_summarised(client: Client) -> None:
    client.post("/support/tickets", json={"summary": "It is broken", "comment_body": "Help"})

    response = client.get("/support/tickets/1/summary")
    assert (response.status, response.json()) == (200, {"number": 1, "summary": "It is broken", "messages": 1})
'''


@dataclass(frozen=True, slots=True)
class SampleEndpoint:
    """The endpoint, in a function of its own or in that of a resource."""

    joins_a_resource: bool

    @property
    def files(self) -> tuple[str, ...]:
        """The files that it takes."""
        files = (HANDLER, TEMPLATE, EVENT, TEST)
        return (*files, RESOURCE) if self.joins_a_resource else files

    @property
    def block(self) -> str:
        """Its part of the template."""
        module = RESOURCE_MODULE if self.joins_a_resource else MODULE
        return TEMPLATE_BLOCK.replace("LOGICAL_ID", logical_id(module)).replace("MODULE", module)

    def add_to(self, tree: Path) -> None:
        """Write the files."""
        (tree / HANDLER).write_text(HANDLER_TEXT, encoding="utf-8")
        (tree / EVENT).write_text(_event(tree), encoding="utf-8")
        (tree / TEST).write_text(TEST_TEXT, encoding="utf-8")
        if self.joins_a_resource:
            (tree / RESOURCE).write_text(RESOURCE_TEXT, encoding="utf-8")
        text = self._without_its_part(tree / TEMPLATE)
        for part, neighbour in ((self.block, "  SelectelModifyTicket:\n"), (TEMPLATE_PATH, LAST_PATH)):
            text = text.replace(neighbour, part + neighbour)
        (tree / TEMPLATE).write_text(text, encoding="utf-8")

    def remove_from(self, tree: Path, file: str) -> None:
        """Remove one of the files; of the template, the endpoint's part."""
        path = tree / file
        if file == TEMPLATE:
            path.write_text(self._without_its_part(path), encoding="utf-8")
        else:
            path.unlink()

    def _without_its_part(self, template: Path) -> str:
        return template.read_text(encoding="utf-8").replace(self.block, "").replace(TEMPLATE_PATH, "")


def _event(tree: Path) -> str:
    """Return the event of the endpoint, made from that of another one."""
    text = (tree / "events/selectel/find_ticket.json").read_text(encoding="utf-8")
    event = json.loads(
        text.replace("{ticket_number}", "{ticket_number}/summary").replace("/tickets/1", "/tickets/1/summary")
    )
    return json.dumps(event, indent=2)
