"""Checks of the four APIs over HTTP."""

from base64 import b64encode
from datetime import UTC, datetime
from urllib.parse import quote

import httpx

from tools.smoke.callers import CUSTOMER, Caller
from tools.smoke.stack import Failed

UPLOADED = bytes(range(256))
"""No text in any encoding: a gateway that takes it for one changes it."""

NEVER_EMPTY = ("categories", "priorities", "statuses", "staff")
REFERENCE_LISTS = (*NEVER_EMPTY, "ticket_custom_fields", "user_custom_fields", "contact_groups")


def open_ticket(caller: Caller) -> str:
    """Open the ticket of this run."""
    wanted = {"summary": "Smoke test: ignore this", "comment_body": "Opened by make smoke."}
    caller.opened.append(caller.tickets("POST", "tickets", "customer", json=wanted)["number"])
    return f"ticket {caller.number}"


def comment(caller: Caller) -> str:
    """Comment as staff, and read it as the customer."""
    path = f"tickets/{caller.number}/comments"
    caller.tickets("POST", path, "staff", json={"body": "Seen"})
    bodies = [one["body"] for one in caller.tickets("GET", path, "customer")["items"]]
    return _expect(bodies[-1:], ["Seen"])


def star(caller: Caller) -> str:
    """Star the ticket, with the suffix and without."""
    caller.supportbee("POST", f"tickets/{caller.number}/star.json", 204)
    caller.supportbee("DELETE", f"tickets/{caller.number}/star", 204)
    return "/star.json and /star"


def ticket_with_reply(caller: Caller) -> str:
    """Open a second ticket, answer it, and read what it has then."""
    wanted = {"subject": "Smoke test: ignore this", "requester_email": CUSTOMER, "content": {"text": "Opened"}}
    number: int = caller.supportbee("POST", "tickets", 201, json={"ticket": wanted})["ticket"]["id"]
    caller.opened.append(number)
    caller.supportbee("POST", f"tickets/{number}/replies", 201, json={"reply": {"content": {"text": "Seen"}}})
    shown = caller.supportbee("GET", f"tickets/{number}.json")["ticket"]
    return _expect((shown["unanswered"], shown["replies_count"]), (False, 1), f"ticket {number}")


def label(caller: Caller) -> str:
    """Put a label of the desk on the ticket, and take it off. A desk may declare none."""
    declared: list[str] = [one["name"] for one in caller.supportbee("GET", "labels")["labels"]]
    if not declared:
        return "the desk declares none"
    path = f"tickets/{caller.number}/labels/{quote(declared[0], safe='')}"
    caller.supportbee("POST", path, 201)
    caller.supportbee("DELETE", path, 204)
    return declared[0]


def read_contacts(caller: Caller) -> str:
    """Read the customer by address, and the first page of all contacts."""
    found = caller.happyfox("GET", f"json/user/{CUSTOMER}/").json()
    _expect(found["email"], CUSTOMER)
    count = caller.happyfox("GET", "json/users/", params={"size": 10}).json()["page_info"]["count"]
    return f"{count} contacts"


def read_reference_lists(caller: Caller) -> str:
    """Read each of HappyFox's reference lists."""
    lengths = {name: len(caller.happyfox("GET", f"json/{name}/").json()) for name in REFERENCE_LISTS}
    _expect([name for name in NEVER_EMPTY if not lengths[name]], [])
    return ", ".join(f"{length} {name}" for name, length in lengths.items())


def read_with_slash_and_without(caller: Caller) -> str:
    """Read the ticket in HappyFox's three formats, with a final slash and without."""
    for form in ("json", "xml", "yaml"):
        with_slash, without = (
            caller.happyfox("GET", f"{form}/ticket/{caller.number}{end}", follow_redirects=False) for end in ("/", "")
        )
        _expect(with_slash.content, without.content)
    return "json, xml, yaml"


def send_form_with_file(caller: Caller) -> str:
    """Send a file in a form, and download it unchanged."""
    form = {"staff": str(caller.staff_id), "text": "With a file"}
    caller.happyfox(
        "POST",
        f"json/ticket/{caller.number}/staff_update/",
        data=form,
        files={"attachments": ("bytes.bin", UPLOADED, "application/octet-stream")},
    )
    return _expect(_download(caller), UPLOADED, f"{len(UPLOADED)} bytes")


def upload_and_download(caller: Caller) -> str:
    """Upload a file by a signed form, attach it, and download it by a signed link."""
    wanted = {"name": "smoke.bin", "content_type": "application/octet-stream", "size": len(UPLOADED)}
    announced = caller.tickets("POST", "files", "customer", json=wanted)
    form = announced["upload"]
    sent = httpx.post(form["url"], data=form["fields"], files={"file": UPLOADED}, timeout=30)
    if sent.status_code != 204:
        raise Failed(f"upload: {sent.status_code} instead of 204: {sent.text[:300]}")
    message = {"body": "With an upload", "files": [announced["id"]]}
    caller.tickets("POST", f"tickets/{caller.number}/comments", "customer", json=message)
    return _expect(_download(caller), UPLOADED, f"{len(UPLOADED)} bytes")


def ticket_with_article(caller: Caller) -> str:
    """Open a ticket in Zammad's API with a file, change it, find it by number, and download the file unchanged."""
    group = caller.zammad("GET", "groups")[0]["id"]
    file = {"filename": "smoke.bin", "data": b64encode(UPLOADED).decode(), "mime-type": "application/octet-stream"}
    article = {"body": "Opened by make smoke.", "internal": True, "attachments": [file]}
    wanted = {"title": "Smoke test: ignore this", "group_id": group, "customer": CUSTOMER, "article": article}
    number: int = caller.zammad("POST", "tickets", 201, json=wanted)["id"]
    caller.opened.append(number)
    caller.zammad("PUT", f"tickets/{number}", json={"article": {"body": "Seen", "internal": True}})
    [found] = caller.zammad("GET", "tickets/search", params={"query": f"number:{number}"})
    first, _ = caller.zammad("GET", f"ticket_articles/by_ticket/{number}")
    _expect((found["article_count"], first["id"]), (2, found["article_ids"][0]))
    path = f"/api/v1/ticket_attachment/{number}/{first['id']}/{first['attachments'][0]['id']}"
    headers = {"Authorization": f"Token token={caller.tokens['smoke staff']['token']}"}
    return _expect(caller.call("GET", path, 200, headers=headers).content, UPLOADED, f"ticket {number}")


def read_users_and_groups(caller: Caller) -> str:
    """Read who calls, and what tickets refer to."""
    me = caller.zammad("GET", "users/me")
    _expect((me["id"], me["role_ids"]), (caller.staff_id, [1, 2]))
    names = ("groups", "roles", "ticket_priorities")
    lengths = {name: len(caller.zammad("GET", name)) for name in names}
    _expect([name for name in names if not lengths[name]], [])
    return ", ".join(f"{length} {name}" for name, length in lengths.items())


def change_states(caller: Caller) -> str:
    """Create, read and delete a state."""
    name = f"smoke test {datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f}"  # a run that was killed may have left another
    created = caller.zammad("POST", "ticket_states", 201, json={"name": name, "state_type_id": 2})["id"]
    caller.zammad("DELETE", f"ticket_states/{created}")
    return _expect([one["id"] for one in caller.zammad("GET", "ticket_states") if one["id"] == created], [])


def _download(caller: Caller) -> bytes:
    """Follow the link of the newest file of the ticket."""
    comments = caller.tickets("GET", f"tickets/{caller.number}/comments", "staff")["items"]
    urls = [file["url"] for one in comments for file in one["files"]]
    if not urls:
        raise Failed("no comment of the ticket has a file")
    return httpx.get(urls[-1], timeout=30).content


def _expect(found: object, wanted: object, remark: str = "") -> str:
    if found != wanted:
        raise Failed(f"{found!r:.200} instead of {wanted!r:.200}")
    return remark
