"""Calls of the SupportBee API that mark, label and assign tickets."""

from polydesk.domain.ticket import split_entry_id
from tools.load.calls.selectel import TICKETS
from tools.load.client import Caller, version_of
from tools.load.recorded_calls import Flag, Version
from tools.load.workers import LABEL


def archive(caller: Caller) -> None:
    """Archive a ticket."""
    _set_flag(caller, "archive", "archive", Flag("archived", True))


def unarchive(caller: Caller) -> None:
    """Take a ticket out of the archive."""
    _set_flag(caller, "un-archive", "archive", Flag("archived", False))


def star(caller: Caller) -> None:
    """Star a ticket."""
    _set_flag(caller, "star", "star", Flag("star", True, caller.worker.agent_id))


def unstar(caller: Caller) -> None:
    """Remove the star from a ticket."""
    _set_flag(caller, "un-star", "star", Flag("star", False, caller.worker.agent_id))


def spam(caller: Caller) -> None:
    """Mark a ticket as spam."""
    _set_flag(caller, "spam", "spam", Flag("spam", True))


def unspam(caller: Caller) -> None:
    """Mark a ticket as no spam."""
    _set_flag(caller, "un-spam", "spam", Flag("spam", False))


def trash(caller: Caller) -> None:
    """Put a ticket into the trash."""
    _set_flag(caller, "trash", "trash", Flag("trashed", True))


def untrash(caller: Caller) -> None:
    """Take a ticket out of the trash."""
    _set_flag(caller, "un-trash", "trash", Flag("trashed", False))


def mark_answered(caller: Caller) -> None:
    """Mark a ticket as answered."""
    _set_flag(caller, "mark as answered", "answered", Flag("answered", True))


def mark_unanswered(caller: Caller) -> None:
    """Mark a ticket as not answered."""
    _set_flag(caller, "mark as unanswered", "answered", Flag("answered", False))


def add_label(caller: Caller) -> None:
    """Add the label to a ticket."""
    _set_flag(caller, "add a label", f"labels/{LABEL}", Flag("tags", True))


def remove_label(caller: Caller) -> None:
    """Remove the label from a ticket, which is refused where it is missing."""
    _set_flag(caller, "remove a label", f"labels/{LABEL}", Flag("tags", False))


def hold(caller: Caller) -> None:
    """Assign a ticket to one agent or to one team."""
    call, number = caller.record("hold", leaves_marker=False), caller.ticket()
    kind, one = "user", caller.random.choice(caller.desk.workers).agent_id
    if caller.random.random() < 0.3:
        kind, one = "team", caller.desk.group_id
    path, body = f"/tickets/{number}/{kind}_assignment", {f"{kind}_assignment": {f"{kind}_id": one}}
    response = caller.write(call, "POST", path, caller.worker.supportbee, json=body)
    if response.status == 201:
        call.answered = Version(*split_entry_id(response.json()[f"{kind}_assignment"]["id"]))


def release(caller: Caller) -> None:
    """Take a ticket away from its agent or its team."""
    call, number = caller.record("release", leaves_marker=False), caller.ticket()
    kind = caller.random.choice(["user", "team"])
    if_match = caller.etag("find ticket", f"{TICKETS}/{number}", caller.worker.agent)
    path = f"/tickets/{number}/{kind}_assignment"
    caller.write(call, "DELETE", path, caller.worker.supportbee, if_match=if_match)


def assign(caller: Caller) -> None:
    """Assign a ticket to an agent or to the group."""
    call, number = caller.record("assign", leaves_marker=False), caller.ticket()
    assignee = {"user_id": caller.random.choice(caller.desk.workers).agent_id}
    if caller.random.random() < 0.3:
        assignee = {"group_id": caller.desk.group_id}
    path = f"/tickets/{number}/assignments.json"
    response = caller.write(call, "POST", path, caller.worker.supportbee, json={"assignment": assignee})
    if response.status == 201:
        call.answered = Version(*split_entry_id(response.json()["assignment"]["id"]))


def _set_flag(caller: Caller, endpoint: str, resource: str, flag: Flag) -> None:
    """Set a flag with POST or clear it with DELETE; both succeed also when nothing changes."""
    call, number, if_match = caller.record(endpoint, leaves_marker=False), caller.ticket(), ""
    method = "POST" if flag.value else "DELETE"
    if method == "DELETE" and caller.random.random() < 0.5:
        if_match = caller.etag("find ticket", f"{TICKETS}/{number}", caller.worker.agent)
    path = f"/tickets/{number}/{resource}"
    response = caller.write(call, method, path, caller.worker.supportbee, if_match=if_match)
    if response.status in (201, 204):
        call.flag = flag
        call.answered = version_of(response, number)


WEIGHTS = {
    archive: 3,
    unarchive: 3,
    assign: 4,
    hold: 3,
    release: 2,
    star: 3,
    unstar: 3,
    spam: 2,
    unspam: 4,
    trash: 2,
    untrash: 4,
    mark_answered: 2,
    mark_unanswered: 2,
    add_label: 4,
    remove_label: 3,
}
