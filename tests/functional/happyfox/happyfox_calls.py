"""What the tests of the HappyFox API do again and again, and the shapes of what it answers."""

from base64 import b64encode
from typing import Any
from xml.etree import ElementTree

import yaml

from tools.local_desk.client import Client, Response
from tools.local_desk.world import World

Json = dict[str, Any]

JSON = "/api/1.1/json"
ADMIN, AGENT, CUSTOMER = 2, 3, 4
"""Ids of people in the sample desk."""
GENERAL, BILLING = 1, 2
"""Ids of its categories."""
NEW, OPEN, REMINDER, CLOSED, MERGED, REMOVED, PENDING_CLOSE = 1, 2, 3, 4, 5, 6, 7
"""Ids of its statuses."""

TICKET: Json = {
    "id": int,
    "display_id": str,
    "subject": str,
    "first_message": str,
    "source": str,
    "status": dict,
    "pending_time": str | None,
    "priority": dict,
    "category": dict,
    "assigned_to": dict | None,
    "user": dict,
    "subscribers": list,
    "custom_fields": list,
    "created_at": str,
    "last_updated_at": str,
    "last_modified": str,
    "last_user_reply_at": str | None,
    "last_staff_reply_at": str | None,
    "due_date": str | None,
    "tags": str,
    "time_spent": int,
    "messages_count": int,
    "attachments_count": int,
    "sla_breaches": int,
    "unresponded": bool,
    "visible_only_staff": bool,
    "merged_tickets": list,
    "merged_to": int | None,
    "updates": list,
}
"""The documented keys of a ticket and the types of their values."""

LISTED_TICKET: Json = {key: kind for key, kind in TICKET.items() if key != "updates"}

UPDATE: Json = {
    "update_id": int,
    "timestamp": str,
    "by": dict | None,
    "time_spent": int | None,
    "message": dict | None,
    "status_change": dict | None,
    "priority_change": dict | None,
    "assignee_change": dict | None,
    "category_change": dict | None,
    "due_date_change": dict | None,
    "custom_field_change": None,
    "satisfaction_survey": None,
}
MESSAGE: Json = {
    "text": str,
    "html": str,
    "subject": str,
    "cc_list": str,
    "bcc_list": str,
    "customer_updated": bool,
    "forward_list": None,
    "message_type": str | None,
    "attachments": list,
}


def basic(token: Json) -> dict[str, str]:
    """The header of somebody with this key of the whole desk."""
    pair = f"{token['api_key']}:{token['auth_code']}"
    return {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}


def key_holder(world: World, token: Json) -> Client:
    """Somebody who calls with this key."""
    return world.client(basic(token))


def assert_shape(found: Json, shape: Json) -> None:
    """The documented keys, no other, each of its type."""
    assert set(found) == set(shape)
    for name, kind in shape.items():
        assert found[name] is None if kind is None else isinstance(found[name], kind), name


def answered(response: Response) -> Any:
    """The body of a response that must be a success in JSON."""
    assert response.status == 200, response
    return response.json()


def faults(response: Response) -> dict[str, list[str]]:
    """What is wrong with which field, of a response that must say so in JSON."""
    assert response.status == 400, response
    assert set(response.json()) == {"error"}
    found: list[Json] = response.json()["error"]
    assert all(set(one) == {"field", "errors"} and one["errors"] for one in found)
    assert len({one["field"] for one in found}) == len(found)
    return {one["field"]: one["errors"] for one in found}


def sentence(response: Response) -> tuple[int, str]:
    """Status and sentence of a refusal that is not about fields."""
    assert set(response.json()) == {"error"}
    assert isinstance(response.json()["error"], str)
    return response.status, response.json()["error"]


def new(**fields: Any) -> Json:
    """The body of a new ticket of the sample desk's customer."""
    return {"subject": "It is broken", "text": "Help", "category": GENERAL, "user": CUSTOMER} | fields


def created(api: Client, **fields: Any) -> Json:
    """A new ticket."""
    ticket: Json = answered(api.post(f"{JSON}/tickets/", json=new(**fields)))
    return ticket


def read_alone(api: Client, number: int) -> Json:
    """A ticket as it is now, with the counts of its customer's tickets."""
    ticket: Json = answered(api.get(f"{JSON}/ticket/{number}/"))
    return ticket


def read(api: Client, number: int) -> Json:
    """A ticket as it is now, as other answers show it: without the counts of its customer's tickets."""
    ticket = read_alone(api, number)
    for name in ("tickets_count", "pending_tickets_count"):
        del ticket["user"][name]
    return ticket


def page(api: Client, **query: Any) -> Json:
    """A page of the list."""
    found: Json = answered(api.get(f"{JSON}/tickets/", params=query))
    return found


def numbers(page: Json) -> list[int]:
    """The numbers of the tickets on a page."""
    return [ticket["id"] for ticket in page["data"]]


def updated(api: Client, number: int, **fields: Any) -> Json:
    """A ticket after an update of staff."""
    body = {"staff": AGENT, **fields}
    ticket: Json = answered(api.post(f"{JSON}/ticket/{number}/staff_update/", json=body))
    return ticket


def noted(api: Client, number: int, **fields: Any) -> Json:
    """A ticket after a private note of staff."""
    body = {"staff": AGENT, "text": "He calls every day", **fields}
    ticket: Json = answered(api.post(f"{JSON}/ticket/{number}/staff_pvtnote/", json=body))
    return ticket


def replied(api: Client, number: int, **fields: Any) -> Json:
    """A ticket after a reply of its customer."""
    body = {"user": CUSTOMER, "text": "Any news?", **fields}
    ticket: Json = answered(api.post(f"{JSON}/ticket/{number}/user_reply/", json=body))
    return ticket


def from_xml(document: bytes, like: Any) -> Any:
    """An XML answer as plain values. XML tells no types, so `like`, the same answer in JSON, gives them."""
    root = ElementTree.fromstring(document)  # noqa: S314 - our own answer
    assert root.tag == "response"
    return _value(root, like)


def _value(element: ElementTree.Element, like: Any) -> Any:
    if element.attrib:
        assert element.attrib == {"null": "True"}
        assert element.text is None
        assert len(element) == 0
        return None
    match like:
        case dict():
            return {child.tag: _value(child, like.get(child.tag)) for child in element}
        case list():
            assert {child.tag for child in element} <= {"resource"}
            return [_value(child, one) for child, one in zip(element, like, strict=True)]
        case bool():
            return {"True": True, "False": False}[element.text or ""]
        case int():
            return int(element.text or "")
        case _:
            return element.text or ""


def from_yaml(document: bytes) -> Any:
    """A YAML answer as plain values."""
    return yaml.safe_load(document.decode())


def last(ticket: dict[str, Any]) -> Any:
    """The newest entry of a ticket's history."""
    return ticket["updates"][-1]


def refusal(api: Client, **fields: Any) -> dict[str, list[str]]:
    """What is wrong with an update that has these fields."""
    return faults(api.post(f"{JSON}/ticket/1/staff_update/", json={"staff": AGENT, **fields}))
