"""The parameters of the search of users, in the query or in the body."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar, Self, override

from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema

from polydesk.dialects.zammad.complaints import invalid_value, shown_value
from polydesk.dialects.zammad.parameters import PARAMETERS
from polydesk.dialects.zammad.queries import MAX_SIZE, LenientNumber, says_yes
from polydesk.dialects.zammad.roles import ROLES
from polydesk.dialects.zammad.user_query import UserQuery
from polydesk.http.body import wrong
from polydesk.http.errors import InvalidRequest
from polydesk.http.identifiers import identifier
from polydesk.http.parameters import MAX_VALUE_LENGTH, STRICT, ParameterRules
from polydesk.http.request import Request
from polydesk.http.schema import Schema

LIST = "[]"
"""The end of a name that can come several times; it can be left out."""

USUAL_SIZE = 50
"""Users on a page of a search."""

PERMISSIONS = tuple(role.permission for role in ROLES)
"""The permissions by which users can be searched."""


def _words(texts: Any) -> list[str]:
    return [word.strip() for text in texts for word in text.split(",") if word.strip()]


def _ids(texts: Any) -> tuple[int, ...]:
    numbers = [identifier(word) for word in _words(texts)]
    known = tuple(number for number in numbers if number is not None)
    if len(known) < len(numbers):
        raise wrong("Send ids: whole numbers, 1 or greater.")
    return known


def _permissions(texts: Any) -> tuple[str, ...]:
    words = _words(texts)
    if not {*words} <= {*PERMISSIONS}:
        raise wrong(f"Send any of {', '.join(PERMISSIONS)}.")
    return tuple(words)


def _several(description: str, **item: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": "array", "items": item, "description": description})


Ids = Annotated[
    tuple[int, ...], PlainValidator(_ids), _several("Users with one of these ids.", type="integer", minimum=1)
]
RoleIds = Annotated[
    tuple[int, ...],
    PlainValidator(_ids),
    _several("Users with one of these roles: 1 Admin, 2 Agent, 3 Customer.", type="integer", minimum=1),
]
Permissions = Annotated[
    tuple[str, ...],
    PlainValidator(_permissions),
    _several("Users with one of these permissions.", type="string", enum=[*PERMISSIONS]),
]
Flag = Annotated[bool, BeforeValidator(says_yes)]
Text = Annotated[str, Schema(maxLength=MAX_VALUE_LENGTH)]


class UserSearch(UserQuery):
    """Which users are found, and how they are shown. All that is given has to hold."""

    usual_size: ClassVar[int] = USUAL_SIZE
    repeatable: ClassVar[frozenset[str]] = frozenset({"ids", "role_ids", "permissions"})

    full: Annotated[
        bool | None,
        BeforeValidator(says_yes),
        Schema("Answer with ids, and with the users as `assets`. It takes precedence over `expand`.", default=False),
    ] = None
    per_page: Annotated[LenientNumber, Schema(f"At most {MAX_SIZE}.", default=USUAL_SIZE)] = None
    query: Annotated[Text | None, Field(description="Words, fields with values, or both. Empty or `*`: everybody.")] = (
        None
    )
    term: Annotated[
        Text | None, Field(description="The same as `query`, which takes precedence; with it `label` is meant, too.")
    ] = None
    ids: Ids = ()
    role_ids: RoleIds = ()
    permissions: Permissions = ()
    label: Annotated[Flag, Field(description="Show id, name and address alone.")] = False
    with_total_count: Annotated[Flag, Field(description="Add how many users there are on all pages.")] = False
    only_total_count: Annotated[Flag, Field(description="Answer how many users there are, and nothing else.")] = False

    @override
    @classmethod
    def read(cls, values: Mapping[str, Sequence[str]], rules: ParameterRules = STRICT) -> Self:
        plain: dict[str, list[str]] = {}
        for name, texts in values.items():
            base = name.removesuffix(LIST)
            plain.setdefault(base if base in cls.repeatable else name, []).extend(texts)
        return super().read(plain, rules)

    @property
    def text(self) -> str:
        """The text of the query."""
        return (self.query if self.query is not None else self.term) or ""

    @property
    def labels(self) -> bool:
        """Whether labels are asked for."""
        return self.label or (self.term is not None and self.query is None)


def searched(request: Request) -> UserSearch:
    """Return the parameters of a search; of one that is in the query and in the body, the body's value counts.

    Raises InvalidRequest.
    """
    query = request.query(UserSearch)
    data = request.data if request.raw else None
    if data is None:
        return query
    if not isinstance(data, dict):
        raise InvalidRequest("body", "", "Input should be an object", "malformed")
    sent = {name: _texts(name, value) for name, value in data.items() if value is not None}
    names = {name.removesuffix(LIST) for name in sent}
    kept = {name: texts for name, texts in request.query_parameters.items() if name.removesuffix(LIST) not in names}
    return UserSearch.read({**kept, **sent}, PARAMETERS)


def _texts(name: str, value: Any) -> list[str]:
    """Return a value of a body as the query would have it. Raises InvalidRequest."""
    values = value if isinstance(value, list) else [value]
    if any(isinstance(one, list | dict) for one in values):
        raise InvalidRequest("body", name, invalid_value(name, shown_value(value)))
    return [str(one).lower() if isinstance(one, bool) else str(one) for one in values]
