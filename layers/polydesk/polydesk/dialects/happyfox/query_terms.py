"""Turns the terms of a list's `q` into filters. Parameters of the same names mean the same.

| Field | Values | A ticket matches when |
|---|---|---|
| `unresponded`, `breached`, `has_attachments` | true, false | the answer says so; it was escalated; it has files |
| `unassigned` | true, false | `assigned_to` is null: nobody or a group has it |
| `assignee` | `none`, `any`, keyword | as `unassigned`; an agent with this address, login or name has it |
| `status`, `priority` | names | it has one of them |
| `tag` | texts | it has one of the tags, exactly as written |
| `contact` | texts | its customer has the address, the telephone number or the words in the name |
| `group` | `none`, `any`, names | there are no contact groups: every ticket for `none`, else no ticket |
| `id` | numbers, display ids | it has one of them |
| `duedate` | see `query_dates` | it is due then |
| `created-on` … | one date, see `query_dates` | it happened then |

A value that is none of those in the table is refused where they are a closed set: names of states and priorities, true
and false, words of `duedate`, dates. Elsewhere it finds nothing.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from polydesk.dialects.happyfox.names import Names
from polydesk.dialects.happyfox.query_dates import DATE_FIELDS, DUE_WORDS, due, happened, parse_date
from polydesk.dialects.happyfox.query_values import Term, Value, shown
from polydesk.dialects.happyfox.responses import PREFIX
from polydesk.domain.errors import InvalidValue
from polydesk.domain.facts import Fact, FactKind
from polydesk.domain.filters import EVERY, NONE, AnyOf, Filter, InStates, Numbered, OfCustomers, WithFact
from polydesk.domain.line import WHITE_SPACE
from polydesk.domain.search_terms import MAX_NUMBER_DIGITS
from polydesk.domain.text_folding import stream_safe

Read = Callable[[Term, Names, datetime], Filter]

_HELD = WithFact(Fact(FactKind.ASSIGNED, "person"))
"""Tickets whose `assigned_to` is an agent; it is null for those of a group."""

_FLAGS: dict[str, tuple[Filter, Filter]] = {
    **{
        field: (WithFact(Fact(kind)), ~WithFact(Fact(kind)))
        for field, kind in (
            ("unresponded", FactKind.UNRESPONDED),
            ("breached", FactKind.BREACHED),
            ("has_attachments", FactKind.WITH_FILES),
        )
    },
    "unassigned": (~_HELD, _HELD),
}
"""The filters for true and for false."""

_DISPLAY_ID = re.compile(rf"#?(?:{PREFIX.removeprefix('#')})?([0-9]{{1,18}})", re.IGNORECASE | re.ASCII)


def filter_of(term: Term, names: Names, now: datetime) -> Filter:
    """Return the filter of a term at the time of the request. Raises InvalidValue for `q`."""
    return _READERS[term.field](term, names, now)


def _flag(term: Term, names: Names, now: datetime) -> Filter:
    when_true, when_false = _FLAGS[term.field]
    words = [_one_of(("true", "false"), value, term.field) for value in term.values]
    return any_of(when_true if word == "true" else when_false for word in words)


def _due(term: Term, names: Names, now: datetime) -> Filter:
    return any_of(due(_one_of(DUE_WORDS, value, term.field), now) for value in term.values)


def _date(term: Term, names: Names, now: datetime) -> Filter:
    day = parse_date(term.values[0].text)
    if day is None or len(term.values) > 1:
        raise InvalidValue("q", f'"{term.field}" takes one date, as yyyy/mm/dd or yyyy-mm-dd, of a day that exists.')
    return happened(term.field, day)


def _status(term: Term, names: Names, now: datetime) -> Filter:
    return InStates(_ids(term, names.states))


def _priority(term: Term, names: Names, now: datetime) -> Filter:
    return any_of(WithFact(Fact(FactKind.PRIORITY, one)) for one in sorted(_ids(term, names.priorities)))


def _tag(term: Term, names: Names, now: datetime) -> Filter:
    return any_of(WithFact(Fact(FactKind.TAG, text)) for text in _texts(term.values))


def _assignee(term: Term, names: Names, now: datetime) -> Filter:
    words = {value: value.text.strip().lower().removeprefix("--") for value in term.values}
    found = [{"none": ~_HELD, "any": _HELD}[word] for word in words.values() if word in ("none", "any")]
    texts = _texts(value for value, word in words.items() if word not in ("none", "any"))
    agents = names.agents(texts) if texts else ()
    return any_of([*found, *(WithFact(Fact(FactKind.PERSON, one)) for one in sorted(agents))])


def _contact(term: Term, names: Names, now: datetime) -> Filter:
    found = names.customers(_texts(term.values))
    return OfCustomers(found) if found else NONE


def _group(term: Term, names: Names, now: datetime) -> Filter:
    words = {value.text.strip().lower() for value in term.values}
    return NONE if words.isdisjoint({"none", "--none"}) else EVERY


def _id(term: Term, names: Names, now: datetime) -> Filter:
    matches = filter(None, map(_DISPLAY_ID.fullmatch, _texts(term.values)))
    numbers = frozenset(int(found[1]) for found in matches)
    possible = frozenset(number for number in numbers if 0 < number < 10**MAX_NUMBER_DIGITS)
    return Numbered(possible) if possible else NONE


_READERS: Mapping[str, Read] = MappingProxyType(
    {
        **dict.fromkeys(_FLAGS, _flag),
        "assignee": _assignee,
        "status": _status,
        "priority": _priority,
        "tag": _tag,
        "contact": _contact,
        "group": _group,
        "id": _id,
        "duedate": _due,
        **dict.fromkeys(DATE_FIELDS, _date),
    }
)
FIELDS = frozenset(_READERS)
"""The fields of terms, in lower case."""


def _one_of(words: tuple[str, ...], value: Value, field: str) -> str:
    """Return which of the words a value is, in any case. Raises InvalidValue for `q` for another text."""
    for text in value.readings():
        if (word := " ".join(text.lower().split())) in words:
            return word
    raise InvalidValue("q", f'"{field}" takes {", ".join(words[:-1])} or {words[-1]}.')


def _ids(term: Term, named: Callable[[str], frozenset[int]]) -> frozenset[int]:
    """Return the ids of all that the values name. Raises InvalidValue for `q` for a value that names nothing."""
    found: set[int] = set()
    for value in term.values:
        ids = next(filter(None, map(named, value.readings())), None)
        if ids is None:
            raise InvalidValue("q", f'There is no {term.field} with the name "{shown(value.text)}".')
        found |= ids
    return frozenset(found)


def _texts(values: Iterable[Value]) -> list[str]:
    """Return the texts that values may mean, each once, in the form in which lines are stored."""
    readings = (text for value in values for text in value.readings())
    return list(dict.fromkeys(unicodedata.normalize("NFC", stream_safe(text)).strip(WHITE_SPACE) for text in readings))


def any_of(filters: Iterable[Filter]) -> Filter:
    """Return the filter of tickets that satisfy one of the filters."""
    distinct = tuple(dict.fromkeys(filters))
    return distinct[0] if len(distinct) == 1 else AnyOf(distinct)
