"""The keys of an article in a request: alone, or inside a ticket."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, PlainValidator, ValidationInfo

from polydesk.dialects.zammad.article_files import Attachments
from polydesk.dialects.zammad.bodies import Identifier, VendorBody, sentence
from polydesk.dialects.zammad.channels import SENDERS, TYPES, id_named
from polydesk.dialects.zammad.complaints import not_found
from polydesk.dialects.zammad.time_units import TimeOrNone
from polydesk.domain.channel import Channel
from polydesk.domain.line import is_visible
from polydesk.formats import html as html_format
from polydesk.formats.html import HtmlTooLarge, Hypertext, InlinePicture
from polydesk.formats.line import read_line, within_a_line
from polydesk.formats.message import MAX_HTML_BYTES, MAX_TEXT_LENGTH, NO_HTML, NO_MAIL, invalid, is_blank, readable
from polydesk.http.schema import Schema

MAX_LINE = 3000
"""Characters of a subject and of a list of addresses."""

NO_BODY = "Need at least an 'article body' field."
NO_INLINE_IMAGES = "Inline images are not taken. Send them as attachments."


def _content_type(value: Any) -> Any:
    """Return the content type without its parameters, in lower case; null counts as plain text."""
    if value is None:
        return "text/plain"
    return value.partition(";")[0].strip().lower() if isinstance(value, str) else value


def _body(value: Any, info: ValidationInfo) -> Hypertext:
    """Return the body; `html` is empty for plain text. Raises PydanticCustomError for one that shows nothing."""
    if is_blank(value) or value == NO_HTML:
        raise sentence(NO_BODY)
    text = readable(value)
    return _hypertext(text) if info.data.get("content_type") == "text/html" else _plain(text)


def _plain(text: str) -> Hypertext:
    if len(text) > MAX_TEXT_LENGTH:
        raise invalid(f"Send at most {MAX_TEXT_LENGTH} characters.")
    if not is_visible(text):
        raise sentence(NO_BODY)
    return Hypertext("", text)


def _hypertext(text: str) -> Hypertext:
    try:
        found = html_format.read(text, MAX_HTML_BYTES)
    except InlinePicture:
        raise sentence(NO_INLINE_IMAGES) from None
    except HtmlTooLarge as error:
        raise invalid(f"The HTML has {error}.") from None
    if not found.shows_something:
        raise sentence(NO_BODY)
    return found


def _subject(value: Any) -> str:
    """Return the subject, one line; empty for none."""
    return "" if is_blank(value) else read_line(readable(value), MAX_LINE)


def _addresses(value: Any) -> str:
    """Return addresses as they are written, in one line; empty for none."""
    if is_blank(value):
        return ""
    text = within_a_line(readable(value).strip())
    if len(text) > MAX_LINE:
        raise invalid(f"Send at most {MAX_LINE} characters.")
    return text


def _one_of(names: Mapping[int, str]) -> PlainValidator:
    """Return a validator that finds the id of a name, whatever its case, unless the id is given: that counts more.

    Null and an empty text are no choice.
    """

    def find(value: Any, info: ValidationInfo) -> int | None:
        field = info.field_name or ""
        if is_blank(value) or info.data.get(f"{field}_id"):
            return None
        number = id_named(readable(value), names)
        if number is None:
            raise sentence(not_found(field, value).problem)
        return number

    return PlainValidator(find)


def _flag(value: Any) -> Any:
    """Return the value; null and an empty text count as no."""
    return False if is_blank(value) else value


def _id_or_none(value: Any) -> Any:
    return None if is_blank(value) else value


Body = Annotated[
    Hypertext,
    PlainValidator(_body),
    Schema(
        f"The message: at most {MAX_TEXT_LENGTH:,} characters of plain text; or HTML, sanitised, at most "
        f"{MAX_HTML_BYTES:,} bytes after that. Pictures inside it (`data:`, `cid:`) are refused.",
        type="string",
        pattern=r"\S",
    ),
]
ContentType = Annotated[
    Literal["text/plain", "text/html"],
    BeforeValidator(_content_type),
    Schema("What `body` is: `text/plain` or `text/html`. The default is `text/plain`."),
]
Subject = Annotated[
    str, PlainValidator(_subject), Schema("The subject, one line.", type=["string", "null"], maxLength=MAX_LINE)
]
Addresses = Annotated[
    str, PlainValidator(_addresses), Schema(f"One line. {NO_MAIL}", type=["string", "null"], maxLength=MAX_LINE)
]
Type = Annotated[
    int | None,
    _one_of(TYPES),
    Schema("How the message went; `type_id` takes precedence. The default is `note`.", type=["string", "null"]),
]
Sender = Annotated[
    int | None,
    _one_of(SENDERS),
    Schema("Whose message it is; `sender_id` takes precedence.", type=["string", "null"], examples=["Customer"]),
]
IdOrNone = Annotated[Identifier | None, BeforeValidator(_id_or_none)]
TypeId = Annotated[
    Annotated[Identifier, Field(le=len(TYPES))] | None,
    BeforeValidator(_id_or_none),
    Schema(f"The type by id: {', '.join(f'{number} {name}' for number, name in TYPES.items())}."),
]
SenderId = Annotated[
    Annotated[Identifier, Field(le=len(SENDERS))] | None,
    BeforeValidator(_id_or_none),
    Schema("The sender by id: 1 Agent, 2 Customer."),
]


class CustomersArticle(VendorBody):
    """An article as a customer may write it: public, and the customer's own words. Other keys are ignored."""

    model_config = ConfigDict(json_schema_extra={"required": ["body"]})

    content_type: ContentType = "text/plain"
    body: Annotated[Body, Field(validate_default=True)] = NO_HTML
    subject: Subject = ""
    type_id: TypeId = None
    type: Type = None
    to: Addresses = ""
    cc: Addresses = ""
    reply_to: Addresses = ""
    time_unit: TimeOrNone = None
    attachments: Attachments = ()

    @property
    def channel(self) -> Channel | None:
        """The channel that the type is, given by id or by name; None for none."""
        number = self.type_id or self.type
        return Channel(TYPES[number]) if number else None


class ArticleFields(CustomersArticle):
    """An article: a message, how it went, and whose it is."""

    internal: Annotated[bool, BeforeValidator(_flag), Field(description="Hide it from the customer.")] = False
    sender_id: SenderId = None
    sender: Sender = None
    origin_by_id: Annotated[IdOrNone, Field(description="The id of the person whose words an agent writes down.")] = (
        None
    )

    @property
    def whose(self) -> int | None:
        """The id of the sender, given by id or by name; None for none."""
        return self.sender_id or self.sender
