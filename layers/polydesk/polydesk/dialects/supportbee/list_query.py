"""The parameters of SupportBee's two lists, `GET /tickets` and `GET /tickets/search`."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, PlainValidator, ValidationInfo, WithJsonSchema, field_validator

from polydesk.dialects.supportbee import credentials
from polydesk.dialects.supportbee.dates import EXAMPLES, MAX_DATE_LENGTH, NotADate, instant
from polydesk.dialects.supportbee.flags import Archived
from polydesk.domain.errors import InvalidValue
from polydesk.domain.line import WHITE_SPACE, NotALine, line
from polydesk.domain.person_key import MAX_LOGIN_LENGTH
from polydesk.domain.search_terms import MAX_QUERY_LENGTH, MAX_TERMS_PER_QUERY, SearchQuery, parse_query
from polydesk.http.body import Integer, PageNumber, Query, QueryFlag, wrong
from polydesk.http.identifiers import identifier
from polydesk.http.parameters import MAX_VALUE_LENGTH, ParameterRules

MAX_PER_PAGE = 100
"""Tickets. The vendor documents fewer than 100, but exporting programs send 100."""

MAX_REQUESTERS = 25
"""Addresses in `requester_emails`."""

MAX_REQUESTERS_LENGTH = MAX_REQUESTERS * (MAX_LOGIN_LENGTH + len(", "))
"""Characters of `requester_emails`."""

LIST_RULES = ParameterRules(
    ignored=frozenset({credentials.FIELD, "format"}), max_lengths={"requester_emails": MAX_REQUESTERS_LENGTH}
)
"""The lists refuse what they do not know, unlike other endpoints: a mistyped filter must not list everything."""


def _id_or(*words: str) -> Callable[[str], int | str]:
    """Return a function that reads an id or one of the words."""

    def read(text: str) -> int | str:
        number = text if text in words else identifier(text)
        if number is None:
            raise wrong(f"Send an id, {', '.join(words[:-1])} or {words[-1]}.")
        return number

    return read


_ARCHIVED: dict[str, Archived] = {"true": True, "1": True, "false": False, "0": False, "any": "any"}


def _archived(text: str) -> Archived:
    try:
        return _ARCHIVED[text.lower()]
    except KeyError:
        raise wrong("Send true, false or any.") from None


def _date(text: str) -> datetime:
    try:
        return instant(text)
    except NotADate as error:
        raise wrong(error.problem) from None


def _label(text: str) -> str:
    try:
        return line(text, MAX_VALUE_LENGTH)
    except NotALine as error:
        raise wrong(error.problem) from None


def _addresses(text: str) -> tuple[str, ...]:
    """Return the addresses of a list with commas."""
    addresses = tuple(one.strip(WHITE_SPACE) for one in text.split(","))
    if len(addresses) > MAX_REQUESTERS:
        raise wrong(f"Send at most {MAX_REQUESTERS} e-mail addresses.")
    if not all(map(_may_be_address, addresses)):
        raise wrong("Send e-mail addresses with commas between them.")
    return addresses


def _may_be_address(text: str) -> bool:
    local, _, domain = text.rpartition("@")
    return bool(local and domain) and len(text) <= MAX_LOGIN_LENGTH


def _words(text: str) -> SearchQuery:
    if not text.strip(WHITE_SPACE):
        raise wrong("Send the words to search for.")
    try:
        return parse_query(text)
    except InvalidValue as error:
        raise wrong(error.problem) from None


def _described(description: str, **schema: Any) -> Any:
    """Return the description of a parameter that is a text in the query."""
    return WithJsonSchema({"type": "string", "description": description, **schema})


def _described_id_or(*words: str, description: str) -> Any:
    """Return the description of a parameter that is an id or one of the words."""
    return _described(description, pattern=f"^({'|'.join(words)}|0*[1-9][0-9]*)$", maxLength=100)


USER_WORDS = ("me", "any", "none")
TEAM_WORDS = ("mine", "any", "none")
UserFilter = Annotated[int | Literal["me", "any", "none"], BeforeValidator(_id_or(*USER_WORDS))]
TeamFilter = Annotated[int | Literal["mine", "any", "none"], BeforeValidator(_id_or(*TEAM_WORDS))]
_DATE = {"minLength": 1, "maxLength": MAX_DATE_LENGTH, "examples": list(EXAMPLES)}


class PageQuery(Query):
    """What both lists have: the page, and whether it shows spam and trash."""

    own_rules: ClassVar[ParameterRules | None] = LIST_RULES

    page: PageNumber = 1
    per_page: Annotated[Integer, Field(ge=1, le=MAX_PER_PAGE, description="Tickets on a page.")] = 15
    spam: Annotated[QueryFlag, Field(description="`true`: only spam; `false`: no spam.")] = False
    trash: Annotated[
        QueryFlag,
        Field(description="`true`: only the trash; `false`: nothing of it. Both `true`: spam that is in the trash."),
    ] = False

    @property
    def offset(self) -> int:
        """Return how many tickets are before the page."""
        return (self.page - 1) * self.per_page


class TicketListQuery(PageQuery):
    """The parameters of `GET /tickets`. All filters have to hold."""

    archived: Annotated[
        Archived | None,
        BeforeValidator(_archived),
        _described(
            "`true`: only archived tickets; `false`: none of them; `any`: both. "
            "Default: `any` with `spam` or `trash`, else `false`.",
            enum=["true", "false", "any"],
        ),
    ] = None
    replies: Annotated[
        QueryFlag | None,
        Field(description="`true`: tickets with a reply, a public message after the first one; `false`: without one."),
    ] = None
    max_replies: Annotated[
        Integer | None,
        Field(
            ge=0,
            description="The exact number of replies. Not together with `replies=false`.",
        ),
    ] = None
    assigned_user: Annotated[
        UserFilter | None,
        _described_id_or(
            *USER_WORDS,
            description="The agent who has the ticket: an id, `me`, `any` agent, or `none`; a team may have it then.",
        ),
    ] = None
    assigned_team: Annotated[
        TeamFilter | None,
        _described_id_or(
            *TEAM_WORDS,
            description="The team that has the ticket: an id, `mine` for the caller's teams, `any` team, or `none`.",
        ),
    ] = None
    assigned_group: Annotated[
        TeamFilter | None, _described_id_or(*TEAM_WORDS, description="The older name of `assigned_team`.")
    ] = None
    starred: Annotated[
        QueryFlag | None,
        Field(description="`true`: starred by the caller; `false`: not starred, and assigned to the caller."),
    ] = None
    label: Annotated[
        str | None,
        BeforeValidator(_label),
        Field(
            min_length=1,
            max_length=MAX_VALUE_LENGTH,
            description="A label of the ticket, in any case. Unless a label `unanswered` is declared, that name finds "
            "unanswered tickets.",
        ),
    ] = None
    since: Annotated[
        datetime | None,
        PlainValidator(_date),
        _described("The last activity is after this second. Times without a zone are UTC.", **_DATE),
    ] = None
    until: Annotated[
        datetime | None,
        PlainValidator(_date),
        _described("The last activity is before this second. Times without a zone are UTC.", **_DATE),
    ] = None
    requester_emails: Annotated[
        tuple[str, ...] | None,
        PlainValidator(_addresses),
        _described(
            f"E-mail addresses, at most {MAX_REQUESTERS}, with commas between them: the requester has one of them.",
            minLength=1,
            maxLength=MAX_REQUESTERS_LENGTH,
        ),
    ] = None
    total_only: Annotated[QueryFlag, Field(description="Whether to answer the number of tickets alone.")] = False
    sort_by: Annotated[
        str,
        Field(
            description="`creation_time`: newest tickets first. Any other text counts as `last_activity`: tickets with "
            "the newest message first."
        ),
    ] = "last_activity"

    @field_validator("max_replies")
    @classmethod
    def _goes_with_replies(cls, number: int | None, known: ValidationInfo) -> int | None:
        if known.data.get("replies") is False:
            raise wrong("It cannot be combined with replies=false. Send one of the two.")
        return number

    @field_validator("assigned_group")
    @classmethod
    def _is_assigned_team(cls, team: int | str | None, known: ValidationInfo) -> int | str | None:
        if known.data.get("assigned_team") not in (None, team):
            raise wrong("It is another team than assigned_team. Send one of the two.")
        return team


class TicketSearchQuery(PageQuery):
    """The parameters of `GET /tickets/search`."""

    query: Annotated[
        SearchQuery,
        PlainValidator(_words),
        _described(
            f"Words, at most {MAX_TERMS_PER_QUERY}, that the ticket has in its subject or its messages, or its "
            "requester in name or e-mail address. The last one may be the beginning of a word. A number alone finds "
            "the ticket with that number, too.",
            minLength=1,
            maxLength=MAX_QUERY_LENGTH,
        ),
    ]
