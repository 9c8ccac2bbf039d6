"""Messages in bodies: both generations of names, attachments in three places, recipients as lists and as texts."""

from typing import Any

import pytest

from polydesk.desk.messages import NewMessage
from polydesk.dialects.supportbee.messages import NewComment, NewReply, NewTicket
from polydesk.http.errors import InvalidRequest


def comment(**fields: Any) -> NewMessage:
    """Return the message of a comment."""
    return NewComment.read({"comment": fields}).comment.message()


def reply(**fields: Any) -> NewMessage:
    """Return the message of a reply."""
    return NewReply.read({"auth_token": "T", "reply": {"content": {"text": "Hi"}, **fields}}).reply.public_message()


def refused(model: type[NewComment | NewReply | NewTicket], name: str, fields: object) -> tuple[str, str]:
    """Return the field of a refused body, and the problem."""
    with pytest.raises(InvalidRequest) as caught:
        model.read({name: fields})
    return caught.value.field, caught.value.problem


@pytest.mark.parametrize("content", ["content", "content_attributes"])
@pytest.mark.parametrize(("text", "html"), [("text", "html"), ("body", "body_html")])
def test_both_generations_of_names_are_read(content: str, text: str, html: str) -> None:
    assert comment(**{content: {text: "Seen", html: None}}) == NewMessage("Seen")
    assert comment(**{content: {text: " ", html: "<p>Seen</p>"}}) == NewMessage("Seen", html="<p>Seen</p>")
    assert comment(**{content: {text: "Other", html: "<p>Seen</p>"}}) == NewMessage("Other", html="<p>Seen</p>")


def test_the_other_generation_may_be_null_blank_or_equal() -> None:
    content = {"text": "Seen", "body": "Seen", "html": None, "body_html": ""}
    assert comment(content=content, content_attributes=content) == NewMessage("Seen")
    assert comment(content=None, content_attributes={"body": "Seen"}) == NewMessage("Seen")
    assert comment(content={"body": "Seen"}, content_attributes="") == NewMessage("Seen")


def test_two_different_messages_are_refused() -> None:
    texts = {"text": "a", "body": "b"}
    assert refused(NewComment, "comment", {"content": texts}) == (
        "comment.content",
        "text and body are different. Send one of them.",
    )
    both = {"content": {"text": "a"}, "content_attributes": {"text": "b"}}
    assert refused(NewComment, "comment", both)[1] == (
        "content and content_attributes are different. Send one of them."
    )


@pytest.mark.parametrize(
    "fields",
    [{}, {"content": None}, {"content": {}}, {"content": {"text": " \n", "html": None}}, {"attachment_ids": 1}],
)
def test_a_message_has_words(fields: dict[str, Any]) -> None:
    assert refused(NewComment, "comment", fields) == (
        "comment",
        "Send a message: words in content.text or in content.html.",
    )


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({"text": "\u200b"}, "comment.content.text"),
        ({"text": "x" * 50_001}, "comment.content.text"),
        ({"text": 5}, "comment.content.text"),
        ({"html": "<p></p>"}, "comment.content.html"),
        ({"html": '<img src="cid:1">'}, "comment.content.html"),
        ({"body_html": "<b>" * 6000}, "comment.content.body_html"),
        ({"text": "a", "more": 1}, "comment.content.more"),
        ("text", "comment.content"),
        (["text"], "comment.content"),
    ],
)
def test_what_is_wrong_is_named(content: object, field: str) -> None:
    assert refused(NewComment, "comment", {"content": content})[0] == field


@pytest.mark.parametrize("value", [None, [], {}, "", "Hi", 1])
def test_a_comment_is_an_object(value: object) -> None:
    assert refused(NewComment, "comment", value)[0] == "comment"


@pytest.mark.parametrize("ids", [[1, 2], ["1", "2"], "1,2", " 1 , 2 ,", ["1,2"], [1, None, "", 2]])
@pytest.mark.parametrize("place", ["top", "attachment_ids", "attachments"])
def test_attachments_are_named_in_three_places(ids: object, place: str) -> None:
    content = {"text": "Hi"} if place == "top" else {"text": "Hi", place: ids}
    fields = {"content": content, **({"attachment_ids": ids} if place == "top" else {})}
    assert NewReply.read({"reply": fields}).reply.attachments == (1, 2)


@pytest.mark.parametrize("ids", [None, "", [], [""], " , "])
def test_no_attachments(ids: object) -> None:
    assert NewReply.read({"reply": {"content": {"text": "Hi"}, "attachment_ids": ids}}).reply.attachments == ()


def test_places_that_say_the_same_count_once() -> None:
    fields = {"content": {"text": "Hi", "attachment_ids": [1]}, "attachment_ids": "1"}
    assert NewReply.read({"reply": fields}).reply.attachments == (1,)


@pytest.mark.parametrize("ids", [[1, 1], "1,1", ["x"], [0], [-1], [1.5], [True], {"id": 1}, [[1]], list(range(1, 12))])
def test_attachments_that_cannot_be(ids: object) -> None:
    assert refused(NewReply, "reply", {"content": {"text": "Hi"}, "attachment_ids": ids})[0] == "reply.attachment_ids"


def test_an_attachment_is_named_once_in_all_places() -> None:
    fields = {"content": {"text": "Hi", "attachment_ids": [1]}, "attachment_ids": [2, 1]}
    assert refused(NewReply, "reply", fields) == ("reply", "An attachment can be attached only once.")


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (None, ""),
        ("", ""),
        ([], ""),
        ("a@example.com", "a@example.com"),
        ("a@example.com, Bo Lee <bo@example.com>", "a@example.com, Bo Lee <bo@example.com>"),
        (["a@example.com", "Bo Lee <bo@example.com>"], "a@example.com, Bo Lee <bo@example.com>"),
        (['"Lee, Bo" <bo@example.com>', None], '"Lee, Bo" <bo@example.com>'),
        ("a@example.com,A@EXAMPLE.com", "a@example.com"),
    ],
)
def test_recipients_are_kept_with_the_message(value: object, kept: str) -> None:
    message = reply(cc=value, bcc=value, attachment_ids="7,8")
    assert message.numbers == (7, 8)
    assert (message.cc, message.bcc) == (kept, kept)


@pytest.mark.parametrize(
    "value",
    [
        "nobody",
        "Bo <nobody>",
        [5],
        [["a@example.com"]],
        {"email": "a@example.com"},
        "a\r\nb <a@example.com>",
        f"{'x' * 101} <a@example.com>",
        [f"{one}@example.com" for one in range(26)],
        "a@example.com," * 5000,
    ],
)
def test_recipients_that_cannot_be(value: object) -> None:
    assert refused(NewReply, "reply", {"content": {"text": "Hi"}, "cc": value})[0] == "reply.cc"


def ticket(**fields: Any) -> Any:
    """Return the fields of a new ticket."""
    body = {"requester_email": " bo@example.com ", "content": {"text": "It smokes"}, **fields}
    return NewTicket.read({"ticket": body}).ticket


def test_a_ticket_needs_an_address_and_a_message() -> None:
    found = ticket()
    assert (found.requester_email, found.requester_name, found.subject) == ("bo@example.com", None, None)
    assert refused(NewTicket, "ticket", {"content": {"text": "It smokes"}})[0] == "ticket.requester_email"
    for wrong in ("", None, "bo", "Bo <bo@example.com>", "a@example.com, b@example.com", 5, ["bo@example.com"]):
        fields = {"requester_email": wrong, "content": {"text": "It smokes"}}
        assert refused(NewTicket, "ticket", fields)[0] == "ticket.requester_email"


def test_subject_and_name_are_lines_or_blank() -> None:
    found = ticket(subject=" Printer ", requester_name="")
    assert (found.subject, found.requester_name) == ("Printer", None)
    for wrong in ("a\nb", "x" * 256, "\u200b", 5, ["a"]):
        for name in ("subject", "requester_name"):
            fields = {"requester_email": "bo@example.com", "content": {"text": "It smokes"}, name: wrong}
            assert refused(NewTicket, "ticket", fields)[0] == f"ticket.{name}"


def test_what_a_client_has_read_is_ignored_and_what_is_unknown_is_refused() -> None:
    ticket(id=1, summary="x", labels=[{"name": "a"}], source={"web": "x"}, requester={}, unanswered=True, notify=1)
    fields = {"requester_email": "bo@example.com", "content": {"text": "It smokes"}, "priority": 1}
    assert refused(NewTicket, "ticket", fields)[0] == "ticket.priority"


@pytest.mark.parametrize("value", [{}, {"id": None}, {"id": 3, "email": "a@example.com"}, {"id": "x"}, {"name": 1}, 3])
def test_on_behalf_of_names_one_agent(value: object) -> None:
    field, _ = refused(NewReply, "reply", {"content": {"text": "Hi"}, "on_behalf_of": value})
    assert field.startswith("reply.on_behalf_of")


@pytest.mark.parametrize("value", [None, ""])
def test_on_behalf_of_nobody(value: object) -> None:
    fields = {"content": {"text": "Hi"}, "on_behalf_of": value}
    assert NewReply.read({"reply": fields}).reply.on_behalf_of is None
