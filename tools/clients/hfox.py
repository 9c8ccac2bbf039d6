"""hfox, a command line for HappyFox: its commands for tickets, contacts and reference lists, one after the other."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.clients.desk import Desk
from tools.clients.expecting import expect
from tools.clients.programs import run

LISTS = {
    "categories": "categories/",
    "priorities": "priorities/",
    "staff": "staff/",
    "statuses": "statuses/",
    "ticket-custom-fields": "ticket_custom_fields/",
    "contact-custom-fields": "user_custom_fields/",
}
"""The paths behind the commands for reference lists."""


@dataclass(frozen=True, slots=True)
class Program:
    """The program, signed in to a desk."""

    desk: Desk
    folder: Path

    def __call__(self, *arguments: str) -> Any:
        """Run a command and return the JSON that it prints. Raises Failed."""
        key, code = self.desk.happyfox_key
        environment = {
            "HFOX_BASE_URL": self.desk.base_url,
            "HFOX_API_KEY": key,
            "HFOX_AUTH_CODE": code,
            "HFOX_CONFIG_DIR": str(self.folder / "config"),  # apart: it reads no files in there
        }
        return json.loads(run("hfox", arguments, self.folder, environment))


def tour(desk: Desk, folder: Path) -> str:
    """Run the commands, and compare what they show. Raises Failed where it differs."""
    hfox = Program(desk, folder)
    expect("auth status", hfox("auth", "status")["authenticated"], True)
    for command, path in LISTS.items():
        expect(command, hfox("system", command), desk.happyfox("GET", path))
    expect("contact groups", hfox("contacts", "groups", "list"), [])
    contact = _contacts(hfox, folder)
    number = _ticket(hfox, contact)
    _delete(hfox, number)
    return "reference lists, contacts, and a ticket from its opening to its deletion"


def _contacts(hfox: Program, folder: Path) -> int:
    """Create, find, change and list contacts; return the id of one."""
    created = hfox("contacts", "create", "--name", "Bo Lee", "--email", "bo.hfox@example.com", "--phone", "+1 123 4")
    again = hfox("contacts", "create", "--name", "Bo Lee", "--email", "BO.HFOX@example.com")
    expect("the same contact", again["id"], created["id"])
    contact = str(created["id"])
    expect("by address", hfox("contacts", "get", "bo.hfox@example.com")["id"], created["id"])
    changed = hfox("contacts", "update", contact, "--name", "Bo A. Lee", "--phone", "555 0199", "--phone-type", "w")
    expect("changed name", changed["name"], "Bo A. Lee")
    expect("phones", [phone["number"] for phone in changed["phones"]], ["+1 123 4", "555 0199"])
    expect("by phone", _ids(_until(hfox, contact, "contacts", "list", "-q", "phone:5550199")), [created["id"]])
    bulk = folder / "contacts.json"
    bulk.write_text(json.dumps([{"name": "Cy", "email": "cy.hfox@example.com"}]), encoding="utf-8")
    expect("bulk", [one["success"] for one in hfox("contacts", "create-bulk", "--file", str(bulk))], [True])
    number: int = created["id"]
    return number


def _ticket(hfox: Program, contact: int) -> int:
    """Open a ticket and work on it; return its id."""
    staff = ["--staff-id", str(hfox.desk.person("admin"))]
    categories = [one["id"] for one in hfox("system", "categories")]
    statuses = {one["behavior"]: one["id"] for one in hfox("system", "statuses")}
    opened = hfox(
        *("tickets", "create", "--subject", "From hfox", "--category", str(categories[0])),
        *("--contact-id", str(contact), "--text", "It smokes", "--tags", "first, second"),
    )
    number: int = opened["id"]
    ticket = str(number)
    hfox("tickets", "reply", ticket, *staff, "--text", "Unplug it", "--status", str(statuses["completed"]))
    hfox("tickets", "note", ticket, *staff, "--text", "Seen before")
    hfox("tickets", "user-reply", ticket, "--contact-id", str(contact), "--text", "It still smokes")
    hfox("tickets", "update", ticket, *staff, "--assignee", str(hfox.desk.person("agent")))
    tagged = hfox("tickets", "tags", ticket, *staff, "--add", "third", "--remove", "first")
    expect("tags", tagged["tags"], "second, third")
    moved = hfox("tickets", "move", ticket, *staff, "--to-category", str(categories[-1]), "--note", "wrong queue")
    expect("move", moved["status_code"], 200)
    shown = hfox("tickets", "get", ticket)
    expect("category", shown["category"]["id"], categories[-1])
    expect("assignee", shown["assigned_to"]["id"], hfox.desk.person("agent"))
    texts = [entry["message"]["text"].strip() for entry in shown["updates"] if entry["message"]]
    expect(
        "messages", sorted(texts), sorted(["It smokes", "Unplug it", "Seen before", "It still smokes", "wrong queue"])
    )
    found = hfox("tickets", "list", "--status", "_all", "-q", f"id:{number}", "--minify")
    expect("found", [one["id"] for one in found["data"]], [number])
    return number


def _delete(hfox: Program, number: int) -> None:
    answer = hfox("tickets", "delete", str(number), "--staff-id", str(hfox.desk.person("admin")), "-y")
    expect("deleted", answer, {"deleted_ticket": f"#HFS{number:08}"})
    hfox.desk.happyfox("GET", f"ticket/{number}/", 404)


def _ids(page: Any) -> list[int]:
    return [one["id"] for one in page["data"]]


def _until(hfox: Program, contact: str, *arguments: str) -> Any:
    """Run a command until its page shows the contact: lists follow the table within seconds."""
    for _ in range(10):
        page = hfox(*arguments)
        if int(contact) in _ids(page):
            break
    return page
