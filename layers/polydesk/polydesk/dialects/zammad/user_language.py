"""What the query of a search of users asks for. The language is that of searches of tickets, in `query_language`.

| Part of a query | A user matches when |
|---|---|
| the whole query is an e-mail address, a login or a telephone number | it is the user's own; such users come first |
| a word | a word of name, e-mail address or login begins so, or a telephone number does, compared by digits |
| a word with `@` | the e-mail address or the login begins so |
| a word with `+` and digits | a telephone number begins so |
| `email:`, `login:` | it is the whole one, in any spelling; with `*` at its end a word of it, or all of it, begins so |
| `phone:`, `mobile:` | one of the telephone numbers has the same digits; with `*` at its end it begins so |
| `firstname:`, `lastname:` | it has the words; a single one may be unfinished, with `*` at its end |
| `id:` | the id |
| `role_ids:` | the role: 1 Admin, 2 Agent, 3 Customer |
| `active:` | `true` or `false` |
| `organization_id:` | never: there are no organizations |
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from polydesk.dialects.zammad.query_language import parse
from polydesk.dialects.zammad.query_values import (
    Joined,
    Negated,
    Tree,
    Unit,
    Value,
    Word,
    parts_of,
    unreadable,
)
from polydesk.dialects.zammad.roles import role_by_id
from polydesk.domain.errors import InvalidValue
from polydesk.domain.person import ADMIN, AGENT, CUSTOMER
from polydesk.domain.person_filters import (
    Condition,
    Either,
    Every,
    HasAddress,
    HasId,
    HasTerm,
    InPartOfName,
    Not,
    OfKind,
    leaves,
)
from polydesk.domain.person_key import person_key
from polydesk.domain.person_terms import EMAIL, LOGIN, PHONE, WORDS, Fields, address_term, phone_term
from polydesk.domain.search_terms import MIN_PREFIX_LENGTH, terms_of
from polydesk.http.identifiers import MAX_IDENTIFIER, identifier

MAX_LOOK_UPS = 20
"""Words, addresses, telephone numbers and ids of one query, each of which is looked up."""

MAX_WHOLE = 320
"""Characters of a text that may be a whole address or login."""

EVERYBODY = Every(())
NOBODY = HasId(frozenset())

_PHONE = re.compile(r"[\d\s+()./-]+")
_TOO_SHORT = f"The beginning of a word has at least {MIN_PREFIX_LENGTH} characters before its '*'."
_FLAGS: Mapping[str, Literal["admin", "agent", "customer"]] = MappingProxyType(
    {ADMIN: "admin", AGENT: "agent", CUSTOMER: "customer"}
)
"""What the index of people calls those who have the permission of a role."""


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom a query holds, and, of those, who comes first."""

    wanted: Condition
    first: Condition | None = None


def read_query(text: str) -> Asked:
    """Return what a query asks for. Raises InvalidValue for `q`."""
    text = text.strip()
    whole = _whole(text)
    if whole and phone_term(text) and _PHONE.fullmatch(text):
        return _checked(Asked(Either((whole, _word(Word(text, text)))), whole))
    tree = parse(text, _FIELDS.__contains__)
    if tree is None:
        return Asked(EVERYBODY)
    wanted = _tree(tree, _unit)
    is_plain = all(isinstance(one, Word) for one in parts_of(tree))
    return _checked(Asked(Either((whole, wanted)), whole) if whole and is_plain else Asked(wanted))


def restricted(query: Asked, ids: Collection[int], role_ids: Collection[int], permissions: Collection[str]) -> Asked:
    """Return the query for users who have one of the ids, of the roles and of the permissions, of those that there are.

    An empty collection does not narrow it.
    """
    parts = [*(query.wanted.conditions if isinstance(query.wanted, Every) else (query.wanted,))]
    if ids:
        parts.append(HasId(frozenset(ids)))
    if role_ids:
        parts.append(Either(tuple(map(_with_role, role_ids))))
    if permissions:
        parts.append(Either(tuple(OfKind(_FLAGS[one]) for one in permissions)))
    return Asked(Every(tuple(parts)), query.first)


def _with_role(role_id: int) -> Condition:
    """Return the condition that a user has a role; nobody has one that there is not."""
    role = role_by_id(role_id)
    return OfKind(_FLAGS[role.permission]) if role else NOBODY


def _whole(text: str) -> Condition | None:
    """Return the condition that a text is somebody's whole e-mail address, login or telephone number."""
    if text in ("", "*") or len(text) > MAX_WHOLE:
        return None
    text = text[1:-1] if len(text) > 2 and text[0] == text[-1] == '"' else text
    address = HasAddress(person_key(text), EMAIL | LOGIN)
    phone = phone_term(text) if _PHONE.fullmatch(text) else None
    return Either((address, HasTerm(phone, PHONE))) if phone else address


def _checked(query: Asked) -> Asked:
    if len(set(leaves(query.wanted))) > MAX_LOOK_UPS:
        raise InvalidValue("q", f"A query can have at most {MAX_LOOK_UPS} words and values.")
    return query


def _tree[T: (Unit, Value)](tree: Tree[T], condition_of: Callable[[T], Condition]) -> Condition:
    match tree:
        case Joined("OR", parts):
            return Either(tuple(_tree(part, condition_of) for part in parts))
        case Joined(_, parts):
            return Every(tuple(_tree(part, condition_of) for part in parts))
        case Negated(part):
            return Not(_tree(part, condition_of))
        case _:
            return condition_of(tree)


def _unit(unit: Unit) -> Condition:
    if isinstance(unit, Word):
        return EVERYBODY if unit.is_anything else _word(unit)
    read = _FIELDS[unit.field]

    def value(one: Value) -> Condition:
        if not isinstance(one, Word):
            raise InvalidValue("q", f"'{unit.field}' can't be searched by ranges.")
        if not one.quoted and one.raw[:1] in "-!":
            raise unreadable(one.raw)
        return read(unit.field, one)

    return _tree(unit.values, value)


def _word(word: Word) -> Condition:
    """Return the condition of a bare word, which may be unfinished."""
    text = word.text
    phone = phone_term(text) if _PHONE.fullmatch(text) else None
    with_phone = HasTerm(phone, PHONE, prefix=True) if phone else None
    if with_phone and text.startswith("+"):
        return with_phone
    if "@" in text:
        return HasTerm(address_term(text), EMAIL | LOGIN, prefix=True)
    terms = tuple(dict.fromkeys(terms_of(text)))
    if not terms and not with_phone:
        raise unreadable(word.raw)
    words = Every(tuple(HasTerm(term, WORDS, prefix=True) for term in terms))
    return Either((with_phone, words)) if with_phone else words


def _address(fields: Fields) -> Callable[[str, Word], Condition]:
    def read(field: str, word: Word) -> Condition:
        if word.begins:
            return HasTerm(_beginning(address_term(word.text)), fields, prefix=True)
        return HasAddress(person_key(word.text.strip()), fields)

    return read


def _phone(field: str, word: Word) -> Condition:
    term = phone_term(word.text) if _PHONE.fullmatch(word.text) else None
    if term is None:
        raise InvalidValue("q", f"'{field}' takes the digits of a telephone number.")
    return HasTerm(term, PHONE, prefix=word.begins)


def _name(part: Literal["first", "last"]) -> Callable[[str, Word], Condition]:
    def read(field: str, word: Word) -> Condition:
        terms = terms_of(word.text)
        if not terms:
            raise unreadable(word.raw)
        *whole, last = terms
        last = _beginning(last) if word.begins else last
        return Every((*(InPartOfName(part, one) for one in whole), InPartOfName(part, last, prefix=word.begins)))

    return read


def _id(field: str, word: Word) -> Condition:
    return EVERYBODY if word.is_anything else HasId(frozenset({_number(field, word)}))


def _role_ids(field: str, word: Word) -> Condition:
    return EVERYBODY if word.is_anything else _with_role(_number(field, word))


def _organization(field: str, word: Word) -> Condition:
    if not word.is_anything:
        _number(field, word)
    return NOBODY


def _number(field: str, word: Word) -> int:
    number = identifier(word.text) if not word.begins else None
    if number is None or number > MAX_IDENTIFIER:
        raise InvalidValue("q", f"'{field}' takes ids: whole numbers, 1 or greater.")
    return number


def _active(field: str, word: Word) -> Condition:
    text = "" if word.begins else word.text.lower()
    if text not in ("true", "false"):
        raise InvalidValue("q", f"'{field}' takes true or false.")
    return OfKind("active", text == "true")


def _beginning(text: str) -> str:
    if len(text) < MIN_PREFIX_LENGTH:
        raise InvalidValue("q", _TOO_SHORT)
    return text


_FIELDS: Mapping[str, Callable[[str, Word], Condition]] = MappingProxyType(
    {
        "email": _address(EMAIL),
        "login": _address(LOGIN),
        "phone": _phone,
        "mobile": _phone,
        "firstname": _name("first"),
        "lastname": _name("last"),
        "id": _id,
        "role_ids": _role_ids,
        "active": _active,
        "organization_id": _organization,
    }
)
