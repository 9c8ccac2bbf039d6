"""beedumper exports a SupportBee desk: tickets with replies, comments and files, users, teams and labels."""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.clients.desk import Desk
from tools.clients.expecting import expect
from tools.clients.programs import run
from tools.smoke.stack import Failed

FILE = bytes(range(256))
"""No text in any encoding."""

TICKETS = 3
SINCE = "2020-01-01"


@dataclass(frozen=True, slots=True)
class Exported:
    """What the program has saved."""

    folder: Path

    def saved(self, name: str) -> Any:
        """Return the content of a file of the export."""
        return json.loads((self.folder / name).read_text(encoding="utf-8"))

    def tickets(self) -> Iterator[tuple[Mapping[str, Any], Path]]:
        """Yield each saved ticket and its folder."""
        for path in sorted(self.folder.glob("tickets/*/*/ticket.json")):
            yield json.loads(path.read_text(encoding="utf-8")), path.parent


def tour(desk: Desk, folder: Path) -> str:
    """Write tickets, export the desk, and compare. Raises Failed where they differ."""
    opened = [_ticket(desk, number) for number in range(1, TICKETS + 1)]
    exported = _export(desk, folder)
    _compare_lists(desk, exported)
    _compare_tickets(desk, exported, opened)
    files = "files" if desk.knows_its_address else "no files, whose addresses lead nowhere on a local AWS"
    return f"{len(opened)} tickets with replies and comments, {files}; users, teams, labels; a table of tickets"


def _ticket(desk: Desk, number: int) -> int:
    """Open a ticket with a file, answer it and comment on it; return its number."""
    uploaded = desk.supportbee("POST", "attachments", 201, files={"files[]": ("all.bin", FILE)})
    wanted = {
        "subject": f"Export {number}",
        "requester_name": "Bo Lee",
        "requester_email": "bo@example.com",
        "content": {"text": "It smokes", "html": None},
        "cc": ["Carla <carla@example.com>"],
        "attachment_ids": [uploaded["id"]],
    }
    ticket: int = desk.supportbee("POST", "tickets", 201, json={"ticket": wanted})["ticket"]["id"]
    uploaded = desk.supportbee("POST", "attachments", 201, files={"files[]": ("reply.bin", FILE)})
    reply = {"reply": {"content": {"text": "Unplug it"}, "attachment_ids": str(uploaded["id"])}}
    desk.supportbee("POST", f"tickets/{ticket}/replies", 201, json=reply)
    desk.supportbee("POST", f"tickets/{ticket}/comments", 201, json={"comment": {"content": {"text": "Seen before"}}})
    return ticket


def _export(desk: Desk, folder: Path) -> Exported:
    """Run the commands of the program that the desk can answer: it has no snippets and no addresses."""
    saved = folder / "export"
    saved.mkdir()
    settings = {
        "token": desk.token("agent"),
        "url": desk.base_url,
        "per_page": 100,
        "export_folder": str(saved),
        "download_threads": 2,
        "timeout": 30,
    }
    config = folder / "config.yaml"
    config.write_text(json.dumps({"SupportBee": settings}), encoding="utf-8")  # JSON is YAML
    for command in ("users", "labels", "teams"):
        run("beedumper", ["-c", str(config), command], folder)
    run("beedumper", ["-c", str(config), "all-tickets", "-s", SINCE], folder)
    run("beedumper", ["-c", str(config), "export-csv"], folder)
    return Exported(saved)


def _compare_lists(desk: Desk, exported: Exported) -> None:
    for name in ("users", "labels", "teams"):
        expect(name, exported.saved(f"{name}.json"), desk.supportbee("GET", name)[name])


def _compare_tickets(desk: Desk, exported: Exported, opened: list[int]) -> None:
    tickets = {ticket["id"]: (ticket, folder) for ticket, folder in exported.tickets()}
    with (exported.folder / "tickets.csv").open(encoding="utf-8", newline="") as table:
        rows = {int(row["id"]): row for row in csv.DictReader(table)}
    for number in opened:
        if number not in tickets:
            raise Failed(f"ticket {number} is not among the exported ones")
        ticket, folder = tickets[number]
        expect("requester", ticket["requester"]["email"], "bo@example.com")
        expect("replies", _texts(folder / "replies.json"), ["Unplug it"])
        expect("comments", _texts(folder / "comments.json"), ["Seen before"])
        for kept in ("attachments/all.bin", "attachments_replies/reply.bin") if desk.knows_its_address else ():
            expect(kept, _bytes(folder / kept), FILE)
        counts = [rows[number][name] for name in ("replies_count", "agent_replies_count", "comments_count")]
        expect("counts", counts, ["1", "1", "1"])
        expect("cc", rows[number]["cc"], "carla@example.com")


def _bytes(path: Path) -> bytes:
    if not path.exists():
        raise Failed(f"{path.name} was not saved")
    return path.read_bytes()


def _texts(path: Path) -> list[str]:
    return [one["content"]["text"] for one in json.loads(path.read_text(encoding="utf-8"))]
