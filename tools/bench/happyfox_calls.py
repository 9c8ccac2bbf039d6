"""The calls of HappyFox's API to measure, in an order in which each of them succeeds."""

from functools import partial

from tools.bench.call import READ, WRITE, Budget, Call
from tools.bench.desk import SampleDesk
from tools.local_desk.client import Response

PERSON = {"name": "Carl Client", "email": "client@example.com"}

JSON = "/api/1.1/json"


def _list_of(path: str, desk: SampleDesk) -> Response:
    return desk.happyfox.get(f"{JSON}/{path}/")


HAPPYFOX = (
    Call(
        "HappyFox",
        "create ticket",
        lambda desk: desk.happyfox.post(
            f"{JSON}/tickets/",
            json={"subject": "Wrong address", "text": "Please mend it.", "category": 1, **PERSON},
        ),
        Budget(writes=11),
        "4 W",
    ),
    Call("HappyFox", "read ticket", lambda desk: desk.happyfox.get(f"{JSON}/ticket/2/"), Budget(5, None, 0), "1 R"),
    Call("HappyFox", "read tickets", lambda desk: desk.happyfox.get(f"{JSON}/tickets/"), Budget(6, None, 0), "1 R"),
    Call(
        "HappyFox",
        "staff update",
        lambda desk: desk.happyfox.post(
            f"{JSON}/ticket/2/staff_update/",
            json={"staff": desk.person("agent"), "text": "It is on its way.", "status": 2},
        ),
        Budget(writes=10),
        "4 W",
    ),
    Call(
        "HappyFox",
        "private note",
        lambda desk: desk.happyfox.post(
            f"{JSON}/ticket/2/staff_pvtnote/", json={"staff": desk.person("agent"), "text": "Ask the carrier."}
        ),
        Budget(writes=6),
        "4 W",
    ),
    Call(
        "HappyFox",
        "user reply",
        lambda desk: desk.happyfox.post(
            f"{JSON}/ticket/2/user_reply/", json={"user": desk.person("client"), "text": "Thank you."}
        ),
        Budget(writes=6),
        "4 W",
    ),
    Call(
        "HappyFox",
        "update tags",
        lambda desk: desk.happyfox.post(f"{JSON}/ticket/2/update_tags/", json={"staff_id": 3, "add": "urgent"}),
        Budget(requests=4, writes=6),
        "4 W",
    ),
    Call(
        "HappyFox",
        "move",
        lambda desk: desk.happyfox.post(
            f"{JSON}/ticket/2/move/", json={"staff_id": 3, "target_category_id": 2, "move_note": "About an invoice."}
        ),
        WRITE,
        "4 W",
    ),
    Call(
        "HappyFox",
        "delete",
        lambda desk: desk.happyfox.post(f"{JSON}/ticket/1/delete/", json={"staff_id": 2}),
        Budget(requests=2, writes=15),
        "4 W",
    ),
    Call(
        "HappyFox",
        "save a new contact",
        lambda desk: desk.happyfox.post(f"{JSON}/users/", json={"name": "Nora New", "email": "nora@example.com"}),
        Budget(requests=3, writes=7),
        "3 W",
    ),
    Call(
        "HappyFox",
        "save a contact by address",
        lambda desk: desk.happyfox.post(f"{JSON}/users/", json={"name": "Nora Noble", "email": "nora@example.com"}),
        Budget(requests=3, writes=2),
        "1 W",
    ),
    Call(
        "HappyFox",
        "change a contact",
        lambda desk: desk.happyfox.post(f"{JSON}/user/{desk.person('client')}/", json={"name": "Carl Clever"}),
        Budget(requests=2, writes=2),
        "1 W",
    ),
    Call(
        "HappyFox",
        "read a contact",
        lambda desk: desk.happyfox.get(f"{JSON}/user/{desk.person('client')}/"),
        Budget(2, None, 0),
        "0.5 R",
    ),
    Call(
        "HappyFox",
        "read a contact by address",
        lambda desk: desk.happyfox.get(f"{JSON}/user/nora@example.com/"),
        Budget(3, None, 0),
        "0.5 R",
    ),
    Call("HappyFox", "list contacts", lambda desk: desk.happyfox.get(f"{JSON}/users/"), Budget(4, None, 0), "0.5 R"),
    Call(
        "HappyFox",
        "search contacts",
        lambda desk: desk.happyfox.get(f"{JSON}/users/", params={"q": "nora"}),
        Budget(4, None, 0),
        "0.5 R",
    ),
    Call("HappyFox", "list staff", lambda desk: desk.happyfox.get(f"{JSON}/staff/"), Budget(4, None, 0), "0.5 R"),
    *(
        Call("HappyFox", name, partial(_list_of, path), READ, "0.5 R")
        for name, path in (
            ("list statuses", "statuses"),
            ("list categories", "categories"),
            ("list priorities", "priorities"),
            ("list contact groups", "contact_groups"),
            ("list ticket custom fields", "ticket_custom_fields"),
            ("list user custom fields", "user_custom_fields"),
        )
    ),
)
