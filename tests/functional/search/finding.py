"""What the tests of the search do again and again."""

from typing import Any

from polydesk.domain import actions
from tests.functional.internals import act
from tools.local_desk.client import Client
from tools.local_desk.items import Item, dump
from tools.local_desk.world import World

INDEX = "StreamsIndexWords"


def opened(client: Client, subject: str, text: str = "-") -> int:
    """A new ticket; its number."""
    return int(client.post("/support/tickets", json={"summary": subject, "comment_body": text}).json()["number"])


def commented(client: Client, number: int, text: str) -> None:
    """A comment on the ticket."""
    assert client.post(f"/support/tickets/{number}/comments", json={"body": text}).status == 200


def spammed(token: str, number: int, spam: bool = True) -> None:
    """Staff take the ticket for spam, or no longer."""
    act(token, number, lambda ticket, context: actions.mark_spam(ticket, context, spam))


def page(client: Client, q: str, **query: object) -> dict[str, Any]:
    """One page of what is found."""
    answer = client.get("/support/tickets", params={"q": q, **query})
    assert answer.status == 200, answer
    found: dict[str, Any] = answer.json()
    return found


def found(client: Client, q: str, **query: object) -> list[int]:
    """The numbers of the tickets that are found, all of them on one page, which counts them right."""
    answer = page(client, q, **{"items_per_page": 1000, **query})
    numbers = [ticket["number"] for ticket in answer["items"]]
    assert answer["item_count"] == len(numbers)
    return numbers


def postings(world: World) -> dict[tuple[str, str], Item]:
    """All that is kept of words."""
    return {key: item for key, item in dump(world).items() if key[0].startswith("W#")}


def record(item: Item, sequence: int, name: str = "INSERT") -> dict[str, Any]:
    """The stream's record of an item that was written or removed."""
    keys = {key: item[key] for key in ("pk", "sk")}
    image = "OldImage" if name == "REMOVE" else "NewImage"
    return {
        "eventID": f"{sequence:032x}",
        "eventName": name,
        "eventSource": "aws:dynamodb",
        "dynamodb": {"Keys": keys, image: item, "SequenceNumber": str(sequence)},
    }
