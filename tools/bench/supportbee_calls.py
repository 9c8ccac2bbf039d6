"""The calls of SupportBee's API to measure, in an order in which each of them succeeds."""

from tools.bench.call import FLAG, HISTORY, PAGE, READ, SPAM, WRITE, Budget, Call
from tools.bench.desk import TRASHED

UPLOAD = ("invoice.pdf", b"%PDF" * 2_500, "application/pdf")

CONTENT = {"text": "The invoice shows the wrong address"}
KNOWN, STRANGER = "client@example.com", "ivy@example.com"


def _new(email: str) -> dict[str, object]:
    """Return the body of a ticket of this requester."""
    return {"ticket": {"subject": "Wrong address", "requester_email": email, "content": CONTENT}}


def _assignee(kind: str, person_or_group: int) -> dict[str, object]:
    return {f"{kind}_assignment": {f"{kind}_id": person_or_group}}


SUPPORTBEE = (
    Call(
        "SupportBee",
        "link to a file",
        lambda desk: desk.supportbee.get(f"/attachments/{desk.attachment}"),
        Budget(2, None, 0),
        "1 R",
    ),
    Call("SupportBee", "list tickets", lambda desk: desk.supportbee.get("/tickets"), PAGE, "1 R"),
    Call(
        "SupportBee",
        "list tickets of an assignee",
        lambda desk: desk.supportbee.get("/tickets", params={"assigned_user": "me"}),
        PAGE,
        "1 R",
    ),
    Call(
        "SupportBee",
        "list tickets of a requester",
        lambda desk: desk.supportbee.get("/tickets", params={"requester_emails": KNOWN}),
        Budget(11, None, 0),
        "1 R",
    ),
    Call(
        "SupportBee",
        "search tickets",
        lambda desk: desk.supportbee.get("/tickets/search", params={"query": "invoice"}),
        Budget(10, None, 0),
        "1 R",
    ),
    Call("SupportBee", "show ticket", lambda desk: desk.supportbee.get("/tickets/2"), Budget(4, None, 0), "1 R"),
    Call(
        "SupportBee",
        "create ticket",
        lambda desk: desk.supportbee.post("/tickets", json=_new(KNOWN)),
        Budget(requests=4, writes=11),
        "4 W",
    ),
    Call(
        "SupportBee",
        "create ticket, new requester",
        lambda desk: desk.supportbee.post("/tickets", json=_new(STRANGER)),
        Budget(requests=4, writes=16),
        "6 W",
    ),
    Call(
        "SupportBee",
        "reply",
        lambda desk: desk.supportbee.post("/tickets/1/replies", json={"reply": {"content": CONTENT}}),
        WRITE,
        "4 W",
    ),
    Call(
        "SupportBee",
        "comment",
        lambda desk: desk.supportbee.post("/tickets/1/comments", json={"comment": {"content": CONTENT}}),
        WRITE,
        "4 W",
    ),
    Call("SupportBee", "list replies", lambda desk: desk.supportbee.get("/tickets/1/replies"), HISTORY, "0.5 R"),
    Call("SupportBee", "show reply", lambda desk: desk.supportbee.get("/tickets/1/replies/100003"), HISTORY, "0.5 R"),
    Call("SupportBee", "list comments", lambda desk: desk.supportbee.get("/tickets/1/comments"), HISTORY, "0.5 R"),
    Call("SupportBee", "add a label", lambda desk: desk.supportbee.post("/tickets/1/labels/waiting"), WRITE, "4 W"),
    Call(
        "SupportBee", "remove a label", lambda desk: desk.supportbee.delete("/tickets/1/labels/waiting"), WRITE, "4 W"
    ),
    Call("SupportBee", "mark as answered", lambda desk: desk.supportbee.delete("/tickets/1/answered"), WRITE, "4 W"),
    Call("SupportBee", "mark as unanswered", lambda desk: desk.supportbee.post("/tickets/1/answered"), WRITE, "4 W"),
    Call("SupportBee", "trash", lambda desk: desk.supportbee.post("/tickets/1/trash"), SPAM, "4 W"),
    Call("SupportBee", "un-trash", lambda desk: desk.supportbee.delete("/tickets/1/trash"), SPAM, "4 W"),
    Call(
        "SupportBee",
        "delete",
        lambda desk: desk.supportbee_admin.delete(f"/tickets/{TRASHED}"),
        Budget(requests=2, writes=17),
        "4 W",
    ),
    Call(
        "SupportBee",
        "assign to one user",
        lambda desk: desk.supportbee.post("/tickets/1/user_assignment", json=_assignee("user", desk.person("agent"))),
        WRITE,
        "4 W",
    ),
    Call(
        "SupportBee",
        "take the user away",
        lambda desk: desk.supportbee.delete("/tickets/1/user_assignment"),
        WRITE,
        "4 W",
    ),
    Call(
        "SupportBee",
        "assign to one team",
        lambda desk: desk.supportbee.post("/tickets/1/team_assignment", json=_assignee("team", 1)),
        WRITE,
        "4 W",
    ),
    Call(
        "SupportBee",
        "take the team away",
        lambda desk: desk.supportbee.delete("/tickets/1/team_assignment"),
        WRITE,
        "4 W",
    ),
    Call("SupportBee", "list users", lambda desk: desk.supportbee.get("/users"), Budget(4, None, 0), "0.5 R"),
    Call("SupportBee", "show user", lambda desk: desk.supportbee.get("/users/3"), READ, "0.5 R"),
    Call("SupportBee", "list labels", lambda desk: desk.supportbee.get("/labels"), READ, "0.5 R"),
    Call("SupportBee", "list teams", lambda desk: desk.supportbee.get("/teams"), READ, "0.5 R"),
    Call("SupportBee", "list groups", lambda desk: desk.supportbee.get("/groups"), READ, "0.5 R"),
    Call("SupportBee", "archive", lambda desk: desk.supportbee.post("/tickets/2/archive.json"), FLAG, "4 W"),
    Call("SupportBee", "un-archive", lambda desk: desk.supportbee.delete("/tickets/2/archive.json"), FLAG, "4 W"),
    Call(
        "SupportBee",
        "assign to a user",
        lambda desk: desk.supportbee.post(
            "/tickets/2/assignments.json", json={"assignment": {"user_id": desk.person("agent")}}
        ),
        WRITE,
        "4 W",
    ),
    Call(
        "SupportBee",
        "assign to a group",
        lambda desk: desk.supportbee.post("/tickets/2/assignments.json", json={"assignment": {"group_id": 1}}),
        WRITE,
        "4 W",
    ),
    Call("SupportBee", "star", lambda desk: desk.supportbee.post("/tickets/2/star.json"), WRITE, "4 W"),
    Call("SupportBee", "un-star", lambda desk: desk.supportbee.delete("/tickets/2/star.json"), WRITE, "4 W"),
    Call(
        "SupportBee",
        "upload a file",
        lambda desk: desk.supportbee.post("/attachments.json", files={"files[]": UPLOAD}),
        WRITE,
        "1 W",
    ),
    Call("SupportBee", "spam", lambda desk: desk.supportbee.post("/tickets/2/spam.json"), SPAM, "4 W"),
    Call("SupportBee", "un-spam", lambda desk: desk.supportbee.delete("/tickets/2/spam.json"), SPAM, "4 W"),
)
