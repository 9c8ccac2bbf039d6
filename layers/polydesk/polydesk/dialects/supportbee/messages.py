"""Request bodies with a message: a reply, a comment, a new ticket. Both generations of names are read."""

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from polydesk.desk.messages import NewMessage
from polydesk.dialects.supportbee.fields import (
    AttachmentIds,
    EmailAddress,
    Identifier,
    NoEffect,
    OptionalHtml,
    OptionalLine,
    OptionalText,
    ReadOnly,
    Recipients,
    as_object,
    checked_ids,
    none_if_blank,
    object_or_none,
    one_of,
)
from polydesk.dialects.supportbee.requests import BodyWithToken
from polydesk.formats.message import invalid
from polydesk.http.body import Body


class NewContent(Body):
    """The text of a message, its HTML, or both, and its files."""

    text: OptionalText = None
    body: Annotated[OptionalText, Field(description="The older name of `text`.")] = None
    html: OptionalHtml = None
    body_html: Annotated[OptionalHtml, Field(description="The older name of `html`.")] = None
    attachment_ids: AttachmentIds = ()
    attachments: Annotated[AttachmentIds, Field(description="Another name of `attachment_ids`.")] = ()

    @model_validator(mode="before")
    @classmethod
    def _named_once(cls, data: Any) -> Any:
        return one_of(one_of(data, "text", "body"), "html", "body_html")


Content = Annotated[NewContent | None, BeforeValidator(object_or_none)]


class MessageFields(Body):
    """A message."""

    content: Annotated[Content, Field(description="The message: `text`, `html`, or both.")] = None
    content_attributes: Annotated[Content, Field(description="The older name of `content`.")] = None
    attachment_ids: AttachmentIds = ()

    @model_validator(mode="before")
    @classmethod
    def _named_once(cls, data: Any) -> Any:
        return one_of(data, "content", "content_attributes")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self._text or self._html):
            raise invalid("Send a message: words in content.text or in content.html.")
        checked_ids(self.attachments)
        return self

    @property
    def _given(self) -> NewContent:
        return self.content or self.content_attributes or NewContent()

    @property
    def _text(self) -> str:
        return self._given.text or self._given.body or ""

    @property
    def _html(self) -> str:
        html = self._given.html or self._given.body_html
        return html.html if html else ""

    @property
    def attachments(self) -> tuple[int, ...]:
        """Return the ids of the attachments. Places that say the same count once."""
        places = (self.attachment_ids, self._given.attachment_ids, self._given.attachments)
        return tuple(number for place in dict.fromkeys(places) for number in place)

    def message(self, *, public: bool = True, cc: str = "", bcc: str = "") -> NewMessage:
        """Return the message. The text of one that has only HTML is what the HTML shows."""
        html = self._given.html or self._given.body_html
        return NewMessage(
            text=self._text or (html.text if html else ""),
            html=self._html or None,
            public=public,
            numbers=self.attachments,
            cc=cc,
            bcc=bcc,
        )


class PublicMessageFields(MessageFields):
    """A message that may be sent to others, too."""

    cc: Recipients = ""
    bcc: Recipients = ""

    def public_message(self) -> NewMessage:
        """Return the message."""
        return self.message(cc=self.cc, bcc=self.bcc)


class AgentReference(Body):
    """An agent, by id or by e-mail address."""

    id: Annotated[Identifier, Field(description="The id of an active agent.")] = None
    email: Annotated[
        EmailAddress | None,
        BeforeValidator(none_if_blank),
        Field(description="The e-mail address of an active agent."),
    ] = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.id is None) == (self.email is None):
            raise invalid("Send either an id or an email.")
        return self


class ReplyFields(PublicMessageFields):
    """A reply of staff."""

    on_behalf_of: Annotated[
        AgentReference | None,
        BeforeValidator(object_or_none),
        Field(description="The agent to show as the author, instead of the caller; needs an administrator's token."),
    ] = None


class NewReply(BodyWithToken):
    """A reply. The body may also carry the caller's token."""

    reply: Annotated[ReplyFields, BeforeValidator(as_object)]


class NewComment(BodyWithToken):
    """A comment. The body may also carry the caller's token."""

    comment: Annotated[MessageFields, BeforeValidator(as_object)]


class TicketFields(PublicMessageFields):
    """A new ticket."""

    requester_email: Annotated[
        EmailAddress, Field(description="The requester's e-mail address. An unknown one creates a contact.")
    ]
    requester_name: Annotated[
        OptionalLine,
        Field(description="The name of a new contact; default: the e-mail address. A known contact keeps the name."),
    ] = None
    subject: Annotated[OptionalLine, Field(description="The subject, one line; default: `(no subject)`.")] = None
    notify_requester: NoEffect = None
    notify: NoEffect = None
    forwarding_address_id: NoEffect = None
    id: ReadOnly = None
    summary: ReadOnly = None
    spam: ReadOnly = None
    trash: ReadOnly = None
    starred: ReadOnly = None
    unanswered: ReadOnly = None
    archived: ReadOnly = None
    replies_count: ReadOnly = None
    agent_replies_count: ReadOnly = None
    comments_count: ReadOnly = None
    created_at: ReadOnly = None
    last_activity_at: ReadOnly = None
    labels: ReadOnly = None
    source: ReadOnly = None
    requester: ReadOnly = None


class NewTicket(BodyWithToken):
    """A ticket. The body may also carry the caller's token."""

    ticket: Annotated[TicketFields, BeforeValidator(as_object)]
