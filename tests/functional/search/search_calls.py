"""Calls and look-ups that the tests of the search share."""

from typing import Any

from polydesk.desk.resources import shared_resources
from polydesk.domain import actions
from tests.functional.internals import act
from tools.local_desk.client import Client
from tools.local_desk.items import Item, dump
from tools.local_desk.world import World

INDEXER = "StreamsIndexWords"


def open_ticket(client: Client, subject: str, text: str = "-") -> int:
    """Open a ticket; return its number."""
    return int(client.post("/support/tickets", json={"summary": subject, "comment_body": text}).json()["number"])


def add_comment(client: Client, number: int, text: str) -> None:
    """Comment on the ticket."""
    assert client.post(f"/support/tickets/{number}/comments", json={"body": text}).status == 200


def mark_spam(token: str, number: int, spam: bool = True) -> None:
    """Mark or unmark the ticket as spam."""
    act(token, number, lambda ticket, context: actions.mark_spam(ticket, context, spam))


def search_page(client: Client, q: str, **query: object) -> dict[str, Any]:
    """Return one page of the tickets found."""
    answer = client.get("/support/tickets", params={"q": q, **query})
    assert answer.status == 200, answer
    body: dict[str, Any] = answer.json()
    return body


def search_numbers(client: Client, q: str, **query: object) -> list[int]:
    """Return the numbers of all tickets found, and check the page's count."""
    answer = search_page(client, q, **{"items_per_page": 1000, **query})
    numbers = [ticket["number"] for ticket in answer["items"]]
    assert answer["item_count"] == len(numbers)
    return numbers


def postings(world: World) -> dict[tuple[str, str], Item]:
    """Return the items of the search index."""
    return {key: item for key, item in dump(world).items() if key[0].startswith(("W#", "SW#"))}


def numbers_by_subject(word: str) -> list[int]:
    """Return the numbers of the tickets that are indexed under this word of their subjects, newest first."""
    return list(shared_resources().search_index.subjects_with_term(word).newest_first())


def stream_record(item: Item, sequence: int, name: str = "INSERT") -> dict[str, Any]:
    """Return the stream record of an item that was written or removed."""
    keys = {key: item[key] for key in ("pk", "sk")}
    image = "OldImage" if name == "REMOVE" else "NewImage"
    return {
        "eventID": f"{sequence:032x}",
        "eventName": name,
        "eventSource": "aws:dynamodb",
        "dynamodb": {"Keys": keys, image: item, "SequenceNumber": str(sequence)},
    }
