"""The fields that tickets are searched by, and what their values mean.

| Field | Values |
|---|---|
| `number`, `id` | the number, also with `#` and leading zeros; `id` also in a range |
| `title` | a word, the beginning of one, or a phrase of the subject |
| `state.name`, `priority.name`, `group.name` | words of the name |
| `state_id`, `priority_id`, `group_id`, `state.state_type_id` | ids |
| `owner_id`, `customer_id`, `created_by_id` | ids, or `me`; the owner 1 is nobody |
| `owner.login`, `owner.email`, `customer.login`, `customer.email` | the whole login or address |
| `organization_id` and all of `organization.` | nothing: there are no organizations |
| `tags` | one tag, in any case |
| times | see `query_dates` |
| `article_count`, `time_unit` | numbers and ranges |

`*` finds tickets where the field is not empty, and so does `_exists_` with the name of a field.
"""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from polydesk.dialects.zammad import query_dates, query_ids, query_numbers
from polydesk.dialects.zammad.query_context import Context, Named
from polydesk.dialects.zammad.query_values import Range, Value, Word, unknown_field
from polydesk.dialects.zammad.query_words import TITLE, plain, titled, whole
from polydesk.domain.errors import InvalidValue
from polydesk.domain.facts import Fact, FactKind, Moment
from polydesk.domain.filters import EVERY, NONE, AnyOf, Filter, Happened, InStates, Measured, OfCustomers, WithFact
from polydesk.domain.measures import Measure
from polydesk.domain.person import SYSTEM_PERSON_ID
from polydesk.domain.person_key import person_key
from polydesk.domain.state import CLOSED_TYPES, StateType
from polydesk.domain.tags import tag_key
from polydesk.domain.text_folding import stream_safe

EXISTS = "_exists_"
ME = "me"

MAX_TAG = 250
"""Characters of a tag that is looked for. No ticket has a longer one."""

_HELD = WithFact(Fact(FactKind.ASSIGNED, "person"))


def _no_ticket(value: Value, context: Context) -> Filter:
    """Return the filter of a value that no ticket has."""
    del value, context
    return NONE


@dataclass(frozen=True, slots=True)
class Field:
    """What a value, `*` and a range of a field mean; None for what the field does not take."""

    of: Callable[[Word, Context], Filter]
    anything: Filter | Callable[[Context], Filter] | None = EVERY
    between: Callable[[Range, Context], Filter] | None = None


def filter_of(name: str, value: Value, context: Context) -> Filter:
    """Return the filter of a field with one value. Raises InvalidValue for `q`."""
    if name == EXISTS:
        return _existing(value, context)
    field = _field(name, context)
    if isinstance(value, Word) and not value.is_anything:
        return field.of(value, context)
    if isinstance(value, Word) or (value.first.is_anything and value.last.is_anything):
        return _anything(field, name, context)
    if field.between is None:
        raise InvalidValue("q", f"Can't search by a range of '{name}'.")
    return field.between(value, context)


def _existing(value: Value, context: Context) -> Filter:
    if isinstance(value, Range):
        raise InvalidValue("q", f"Can't search by a range of '{EXISTS}'.")
    name = whole(value)
    return _anything(_field(name, context), f"{EXISTS}:{name}", context)


def _anything(field: Field, name: str, context: Context) -> Filter:
    if field.anything is None:
        raise unknown_field(name)
    return field.anything if isinstance(field.anything, Filter) else field.anything(context)


def is_field(name: str) -> bool:
    """Return whether a condition can begin with this name."""
    return name in FIELDS or name == EXISTS or name.startswith(_ORGANIZATION)


def _field(name: str, context: Context) -> Field:
    """Return a field that the caller may search by: customers see neither the logins of staff nor tags."""
    field = _NO_ORGANIZATION if name.startswith(_ORGANIZATION) else FIELDS.get(name)
    if field is None or (name in FOR_STAFF and not context.is_staff):
        raise unknown_field(name)
    return field


def _alone[V: Value](of: Callable[[V], Filter]) -> Callable[[V, Context], Filter]:
    """Return the meaning of a value that means the same in every context."""

    def meaning(value: V, context: Context) -> Filter:
        del context
        return of(value)

    return meaning


def _person_id(word: Word, context: Context) -> int:
    return context.person_id if whole(word).lower() == ME else query_ids.row_id(word)


def _of_rows(kind: Named, ids: frozenset[int]) -> Filter:
    """Return the filter of tickets that have one of these states, priorities or groups."""
    if kind is Named.STATE:
        return InStates(ids)
    fact = FactKind.PRIORITY if kind is Named.PRIORITY else FactKind.CATEGORY
    return AnyOf(tuple(WithFact(Fact(fact, one)) for one in sorted(ids)))


def _named(kind: Named) -> Field:
    def of(word: Word, context: Context) -> Filter:
        plain(word)
        ids = context.named(kind, word)
        return _of_rows(kind, ids) if ids else NONE

    return Field(of)


def _numbered(kind: Named) -> Field:
    def of(word: Word, context: Context) -> Filter:
        del context
        return _of_rows(kind, frozenset({query_ids.row_id(word)}))

    return Field(of)


def _of_type(word: Word, context: Context) -> Filter:
    number = query_ids.row_id(word)
    return InStates(context.names.states_of([StateType(number)])) if number in set(StateType) else NONE


def _owned(person_id: int) -> Filter:
    return ~_HELD if person_id == SYSTEM_PERSON_ID else WithFact(Fact(FactKind.PERSON, person_id))


def _of_customer(person_id: int) -> Filter:
    return OfCustomers(frozenset({person_id}))


def _created_by(person_id: int) -> Filter:
    return WithFact(Fact(FactKind.CREATOR, person_id))


def _of_person(tickets_of: Callable[[int], Filter]) -> Field:
    def of(word: Word, context: Context) -> Filter:
        return tickets_of(_person_id(word, context))

    return Field(of)


def _of_name(attribute: str, tickets_of: Callable[[int], Filter], anything: Filter | None) -> Field:
    """Return the field of a person's login or address; `anything` finds tickets of people who have one."""

    def of(word: Word, context: Context) -> Filter:
        name = whole(word)
        person = context.person(name)
        if person is None or person_key(getattr(person, attribute)) != person_key(name):
            return NONE
        return tickets_of(person.id)

    return Field(of, anything)


def _tagged(word: Word, context: Context) -> Filter:
    del context
    tag = unicodedata.normalize("NFC", stream_safe(whole(word))).strip()
    return WithFact(Fact(FactKind.FOLDED_TAG, tag_key(tag))) if 0 < len(tag) <= MAX_TAG else NONE


def _time(moment: Moment, *, always: bool = False) -> Field:
    def of(word: Word, context: Context) -> Filter:
        return query_dates.at(moment, word, context.now)

    def between(given: Range, context: Context) -> Filter:
        return query_dates.between(moment, given, context.now)

    return Field(of, EVERY if always else Happened(moment), between)


def _closed(context: Context) -> Filter:
    return InStates(context.names.states_of(CLOSED_TYPES))


def _closing_time() -> Field:
    """Return the field of a time that only closed tickets have; a reopened one keeps its last closing elsewhere."""

    def of(word: Word, context: Context) -> Filter:
        return query_dates.at(Moment.LAST_CLOSED, word, context.now) & _closed(context)

    def between(given: Range, context: Context) -> Filter:
        return query_dates.between(Moment.LAST_CLOSED, given, context.now) & _closed(context)

    return Field(of, _closed, between)


def _measured(measure: Measure, anything: Filter) -> Field:
    def of(word: Word, context: Context) -> Filter:
        del context
        return query_numbers.equal_to(measure, word)

    def between(given: Range, context: Context) -> Filter:
        del context
        return query_numbers.between(measure, given)

    return Field(of, anything, between)


_ORGANIZATION = "organization."
_NO_ORGANIZATION = Field(_no_ticket, NONE, _no_ticket)
OF_OWNERS = ("owner.login", "owner.email")
TAGS = "tags"

FOR_STAFF = frozenset({*OF_OWNERS, TAGS})
"""The fields by which customers cannot search, as they do not see what these hold."""

NAMES: Mapping[str, Named] = MappingProxyType(
    {name: kind for kind in Named for name in (f"{kind.value}.name", kind.value)}
)
"""The fields whose values are names."""

PEOPLE = (*OF_OWNERS, "customer.login", "customer.email")
"""The fields whose values are logins or addresses of people."""

FIELDS: Mapping[str, Field] = MappingProxyType(
    {
        "number": Field(_alone(query_ids.numbered)),
        "id": Field(_alone(query_ids.with_id), EVERY, _alone(query_ids.between)),
        TITLE: Field(_alone(titled)),
        **{name: _named(kind) for name, kind in NAMES.items()},
        **{name: _numbered(kind) for kind in Named for name in (f"{kind.value}_id", f"{kind.value}.id")},
        "state.state_type_id": Field(_of_type),
        **dict.fromkeys(("owner_id", "owner.id"), _of_person(_owned)),
        **dict.fromkeys(("customer_id", "customer.id"), _of_person(_of_customer)),
        "created_by_id": _of_person(_created_by),
        "owner.login": _of_name("login", _owned, EVERY),
        "owner.email": _of_name("email", _owned, _HELD),
        "customer.login": _of_name("login", _of_customer, EVERY),
        "customer.email": _of_name("email", _of_customer, None),
        "organization_id": _NO_ORGANIZATION,
        TAGS: Field(_tagged, Measured(Measure.TAGS, least=Decimal(1))),
        "created_at": _time(Moment.CREATED, always=True),
        "updated_at": _time(Moment.UPDATED, always=True),
        "close_at": _closing_time(),
        "pending_time": _time(Moment.PENDING_UNTIL),
        "escalation_at": _time(Moment.RESPONSE_DUE),
        "last_contact_at": _time(Moment.LAST_PUBLIC_MESSAGE),
        "last_contact_agent_at": _time(Moment.STAFF_REPLIED),
        "last_contact_customer_at": _time(Moment.CUSTOMER_REPLIED),
        "article_count": _measured(Measure.MESSAGES, EVERY),
        "time_unit": _measured(Measure.TIME_SPENT, Measured(Measure.TIME_SPENT)),
    }
)


def field_of(filter_: Filter) -> str:
    """Return the field that asks for what only rows tell."""
    match filter_:
        case Measured(measure):
            return _MEASURED[measure]
        case Happened():
            return "escalation_at"
        case _:
            return TITLE


_MEASURED = {Measure.MESSAGES: "article_count", Measure.TIME_SPENT: "time_unit", Measure.TAGS: TAGS}
