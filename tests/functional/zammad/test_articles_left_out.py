"""An answer that has no room for all articles of a ticket has the newest ones, and says how many it leaves out."""

import json

from polydesk.http.payload import MAX_RESPONSE_BYTES
from polydesk.http.payload import written as bytes_of
from tests.functional.zammad.articles import ARTICLES, written
from tests.functional.zammad.states import Json
from tests.functional.zammad.ticket_writes import created
from tools.local_desk.client import Client, Response

LEFT_OUT = "X-Articles-Left-Out"


def by_ticket(client: Client, number: int, **query: str) -> Response:
    response = client.get(f"{ARTICLES}/by_ticket/{number}", params=query)
    assert response.status == 200, response
    return response


def fill_up(client: Client, number: int) -> None:
    """Write articles until a plain answer has room for none of the older ones, and is nearly as large as can be."""
    small = written(client, number, "a")
    for _ in range(45):
        written(client, number, "\N{WHITE SMILING FACE}" * 49_999)
    room = MAX_RESPONSE_BYTES - bytes_of(by_ticket(client, number).text)
    while room > 10_000:
        room -= bytes_of(json.dumps(written(client, number, "a" * min(49_999, room - 3_000)))) + 10
    assert room > bytes_of(json.dumps(small))


def test_assets_take_room_too(zammad_agent: Client) -> None:
    number = created(zammad_agent)["id"]
    fill_up(zammad_agent, number)

    plain, full = by_ticket(zammad_agent, number), by_ticket(zammad_agent, number, full="true")

    shown: Json = full.json()
    left_out = int(full.headers[LEFT_OUT])
    newest = [one["id"] for one in plain.json()][-len(shown["record_ids"]) :]
    assert left_out > int(plain.headers[LEFT_OUT])
    assert shown["record_ids"] == newest
    assert [int(one) for one in shown["assets"]["TicketArticle"]] == newest
    assert len(newest) + left_out == shown["assets"]["Ticket"][str(number)]["article_count"]
