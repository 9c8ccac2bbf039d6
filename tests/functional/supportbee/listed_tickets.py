"""A desk with tickets of all kinds, for lists. Its time is noon on 10 January 2026.

| # | created    | requester | held by      | newest message           | has                                        |
|---|------------|-----------|--------------|--------------------------|--------------------------------------------|
| 1 | 5th, 9:00  | Carl      | –            | its opening              |                                            |
| 2 | 5th, 10:00 | Ann       | Grace        | its opening              | tags `Respond Now`, `invoice`; copies      |
| 3 | 5th, 11:00 | Carl      | –            | 7th, 9:00, of Carl       | two replies, one of them of staff          |
| 4 | 5th, 12:00 | Carl      | group 1      | 8th, 9:00, private       |                                            |
| 5 | 5th, 13:00 | Carl      | –            | 6th, 9:00, of staff      | one reply, archived                        |
| 6 | 5th, 14:00 | Carl      | –            | its opening              | spam                                       |
| 7 | 5th, 15:00 | Carl      | –            | its opening              | in the trash                               |
| 8 | 5th, 16:00 | Carl      | –            | its opening              | spam, in the trash                         |
| 9 | 5th, 17:00 | Carl      | Ada          | its opening              | a star of Grace; a file                    |
"""

from datetime import UTC, datetime
from typing import Any

from polydesk.domain import actions
from tests.functional.callers import Tokens, caller, set_up
from tests.functional.happyfox.happyfox_calls import AGENT, JSON, answered, key_holder, new
from tests.functional.internals import act
from tests.functional.supportbee.supportbee_calls import hired
from tools.local_desk.client import Client
from tools.local_desk.world import World

ADA, GRACE, CARL = 2, 3, 4
LISTED = [4, 3, 9, 2, 1]
"""What the list has without parameters, in its order."""

ARCHIVED = [4, 3, 5, 9, 2, 1]
"""The same with archived tickets."""

LABEL = {"name": "respond now", "color": "#FF0000"}
MEMBERS = {"name": "First line", "members": ["agent@example.com"]}
ANN: dict[str, Any] = {"user": None, "name": "Ann Lee Box", "email": "Ann@example.com"}


def day(number: int, hour: int = 9) -> datetime:
    """A time in January 2026."""
    return datetime(2026, 1, number, hour, tzinfo=UTC)


def filled(world: World, tokens: Tokens) -> Client:
    """Open all tickets, deliver the streams, and return Grace, an agent."""
    world.clock.set(day(5, 8))
    set_up(world, {"labels": [LABEL], "groups": [MEMBERS]})
    desk = key_holder(world, tokens["happyfox"])
    carl, staff = caller(world, tokens["client"]["token"]), caller(world, tokens["agent"]["token"])
    grace = world.client({"Authorization": f"Bearer {tokens['agent']['token']}"})
    for number, subject in enumerate(("Printer", "", "Order", "Network", "Order", "Win", "Junk", "Win", "File"), 1):
        world.clock.set(day(5, 8 + number))
        if number == 2:
            body = new(**ANN, subject="Invoice", text="Please pay", tags="Respond Now, invoice", assignee=AGENT)
            answered(desk.post(f"{JSON}/tickets/", json={**body, "cc": "cy@example.com", "bcc": "di@example.com"}))
        elif number == 9:
            files = [("attachments", ("scan.png", b"\x89PNG", "image/png"))]
            answered(desk.post(f"{JSON}/tickets/", data=new(subject=subject, text="See the scan"), files=files))
        else:
            opened = {"summary": subject, "comment_body": "It smokes"}
            assert carl.post("/support/tickets", json=opened).status == 200
    _assign_and_mark(grace, tokens["agent"]["token"])
    for at, number, who in ((day(6), 5, staff), (day(6), 3, staff), (day(7), 3, carl)):
        world.clock.set(at)
        assert who.post(f"/support/tickets/{number}/comments", json={"body": "Any news?"}).status == 200
    world.clock.set(day(8))
    answered(desk.post(f"{JSON}/ticket/4/staff_pvtnote/", json={"staff": AGENT, "text": "secret word"}))
    world.clock.set(day(10, 12))
    world.pump()
    return grace


def _assign_and_mark(grace: Client, token: str) -> None:
    for number, assignee in ((4, {"group_id": 1}), (9, {"user_id": ADA})):
        assert grace.post(f"/tickets/{number}/assignments", json={"assignment": assignee}).status == 201
    for number, noun in ((5, "archive"), (6, "spam"), (8, "spam"), (9, "star")):
        assert grace.post(f"/tickets/{number}/{noun}").status == 204
    for number in (7, 8):
        act(token, number, lambda ticket, context: actions.trash(ticket, context, True))


def joined(world: World) -> int:
    """Hire another agent, who has no ticket and is in no group; return the id."""
    return hired(world, "hal@example.com", name="Hal Agent")
