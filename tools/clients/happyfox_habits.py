"""Calls as HappyFox's clients send them: what their sources do beyond the documentation."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from tools.clients.desk import Desk
from tools.clients.expecting import expect

EMAIL = "habits@example.com"
QUERY = 'unassigned:true created-on-or-after:"2020/01/01"'


def _opened(desk: Desk, **fields: Any) -> Mapping[str, Any]:
    """Open a ticket and return it."""
    category = desk.happyfox("GET", "categories/")[0]["id"]
    wanted = {"subject": "Habits", "text": "It smokes", "category": category, "name": "Bo", "email": EMAIL, **fields}
    opened: Mapping[str, Any] = desk.happyfox("POST", "tickets/", json=wanted)
    return opened


def encodings_of_queries(desk: Desk) -> str:
    """Encode one query in the ways of four clients, and expect one answer."""
    _opened(desk)
    written = (
        urlencode({"q": QUERY}),
        "q=" + quote(QUERY).replace("%20", "%2B"),
        "q=" + QUERY.replace('"', "%22").replace(" ", "+"),
        "q=" + QUERY.replace('"', "%22").replace(" ", "%20"),
    )
    counts = {desk.happyfox("GET", f"tickets/?status=_all&{query}")["page_info"]["count"] for query in written}
    return expect("answers", len(counts), 1)


def parameters_twice(desk: Desk) -> str:
    """Send size and page twice, in the path and again."""
    page = desk.happyfox("GET", "tickets/?size=10&page=1&size=10&page=1")
    return expect("page", page["page_info"]["page_count"] >= 1, True)


def ends_of_paging(desk: Desk) -> str:
    """Read all pages with the three ways to end: the number of pages, the last position, a page that is not full."""
    ids = [_opened(desk)["id"] for _ in range(3)]
    pages = list(_pages(desk))
    last = pages[-1]["page_info"]
    expect("last position", last["end_index"], last["last_index"])
    expect("the last page", len(pages[-1]["data"]) <= 50, True)
    seen = {ticket["id"] for page in pages for ticket in page["data"]}
    return expect("tickets", seen.issuperset(ids), True, f"{len(seen)} tickets")


def _pages(desk: Desk) -> Iterator[Mapping[str, Any]]:
    number = count = 1
    while number <= count:
        page = desk.happyfox("GET", f"tickets/?status=_all&size=50&page={number}")
        yield page
        number, count = number + 1, page["page_info"]["page_count"]


def empty_list(desk: Desk) -> str:
    """Read a list that is empty to its last page, which is the first."""
    info = desk.happyfox("GET", "tickets/", params={"q": "contact:nobody@example.com"})["page_info"]
    expect("pages", info["page_count"], 1)
    return expect("count", info["count"], 0)


def types_of_reads(desk: Desk) -> str:
    """Send a Content-Type with reads that have no body, and leave out the slash at the end."""
    number = _opened(desk)["id"]
    for content_type in ("application/json", "application/x-www-form-urlencoded"):
        for path in (f"ticket/{number}", f"ticket/{number}/", "staff", "tickets"):
            desk.happyfox("GET", path, headers={"Content-Type": content_type})
    return f"ticket/{number}"


def forms(desk: Desk) -> str:
    """Send ids and flags as text in a form with a file, and the tags with commas."""
    number, staff = _opened(desk)["id"], str(desk.person("agent"))
    form = {"staff": staff, "text": "Unplug it", "update_customer": "false", "tags": "one, two"}
    file = {"attachments": ("notes.txt", b"Seen", "text/plain")}
    ticket = desk.happyfox("POST", f"ticket/{number}/staff_update/", data=form, files=file)
    attached = [one for entry in ticket["updates"] if entry["message"] for one in entry["message"]["attachments"]]
    expect("ids", [isinstance(one["id"], int) and one["id"] < 2**31 for one in attached], [True])
    return expect("tags", ticket["tags"], "one, two")


def whether_a_contact_exists(desk: Desk) -> str:
    """Take the status of the answer for whether there is a contact; send one contact as a list."""
    desk.happyfox("GET", "user/absent.habits@example.com/", 404)
    [created] = desk.happyfox("POST", "users/", json=[{"name": "Cy", "email": "list.habits@example.com"}])
    expect("success", created["success"], True)
    found = desk.happyfox("GET", "user/LIST.habits%40example.com/")
    expect("counts", [found["tickets_count"], found["pending_tickets_count"]], [0, 0])
    return expect("contact", found["id"], created["id"])


def loops_over_lists(desk: Desk) -> str:
    """Loop over the lists inside a ticket, and read whole numbers as a typed language does."""
    ticket = desk.happyfox("GET", f"ticket/{_opened(desk)['id']}/")
    user = ticket["user"]
    expect("lists", [user["contact_groups"], user["custom_fields"]], [[], []])
    numbers = [
        user["tickets_count"],
        user["pending_tickets_count"],
        ticket["attachments_count"],
        ticket["messages_count"],
    ]
    expect("whole numbers", [type(number) for number in numbers], [int] * 4)
    return expect("tags", ticket["tags"], "")


def names_of_errors(desk: Desk) -> str:
    """Read errors as a list of fields and problems."""
    answer = desk.happyfox("GET", "tickets/?nonsense=1", 400)
    expect("field", [error["field"] for error in answer["error"]], ["nonsense"])
    return expect(
        "unknown ticket", desk.happyfox("GET", "ticket/99999999/", 404), {"error": "Cannot find the requested object"}
    )


def last_reply_of_each(desk: Desk) -> str:
    """Ask for two fields of each ticket alone, and for ids alone."""
    number = _opened(desk)["id"]
    shown = desk.happyfox("GET", "tickets/?fields=id,last_user_reply_at&size=50")["data"][0]
    expect("fields", sorted(shown), ["id", "last_user_reply_at"])
    ids = desk.happyfox("GET", "tickets/?minify_response=true&size=50")["data"]
    return expect("newest", ids[0], {"id": number})


HABITS: Mapping[str, Callable[[Desk], str]] = {
    "encodings of queries": encodings_of_queries,
    "parameters sent twice": parameters_twice,
    "ends of paging": ends_of_paging,
    "an empty list": empty_list,
    "types of reads, no slash": types_of_reads,
    "forms with text for everything": forms,
    "whether a contact exists": whether_a_contact_exists,
    "loops over lists": loops_over_lists,
    "names of errors": names_of_errors,
    "some fields, ids alone": last_reply_of_each,
}
