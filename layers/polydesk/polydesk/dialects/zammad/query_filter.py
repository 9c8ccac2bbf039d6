"""Turns the query of a search of tickets into a filter.

Side by side means that both hold. Bare words behind the name of a state, a priority or a group belong to it as long as
all together are a whole name: `state.name:pending reminder` needs no quotation marks.
"""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from polydesk.dialects.zammad import query_fields
from polydesk.dialects.zammad.query_context import Context
from polydesk.dialects.zammad.query_language import parse
from polydesk.dialects.zammad.query_values import (
    Condition,
    Joined,
    Negated,
    Tree,
    Unit,
    Value,
    Word,
    parts_of,
    unreadable,
)
from polydesk.dialects.zammad.query_words import require_few_words, says_nothing, with_word
from polydesk.domain.filters import AllOf, AnyOf, Filter


def read(text: str) -> Tree[Unit] | None:
    """Return what a query asks for; None for a blank one. Raises InvalidValue for `q`."""
    query = parse(text, query_fields.is_field)
    if query is not None:
        require_few_words(query)
    return query


def people_named(query: Tree[Unit]) -> list[str]:
    """Return the logins and addresses that a query names."""
    return [
        value.text.strip()
        for unit in parts_of(query)
        if isinstance(unit, Condition) and unit.field in query_fields.PEOPLE
        for value in parts_of(unit.values)
        if isinstance(value, Word)
    ]


def filter_of(query: Tree[Unit], context: Context) -> Filter:
    """Return the filter of a query. Raises InvalidValue for `q`."""
    match query:
        case Joined("AND"):
            return AllOf(tuple(filter_of(part, context) for part in _conjuncts(query, context)))
        case Joined(_, parts):
            return AnyOf(tuple(filter_of(part, context) for part in parts))
        case Negated(part):
            return ~filter_of(part, context)
        case Condition(field, values):
            return _of_values(field, values, context)
        case _:
            return with_word(query)


def _of_values(field: str, values: Tree[Value], context: Context) -> Filter:
    match values:
        case Joined(operator, parts):
            filters = tuple(_of_values(field, part, context) for part in parts)
            return AllOf(filters) if operator == "AND" else AnyOf(filters)
        case Negated(part):
            return ~_of_values(field, part, context)
        case _:
            return query_fields.filter_of(field, values, context)


def _conjuncts(joined: Joined[Unit], context: Context) -> Iterator[Tree[Unit]]:
    """Yield the parts of a conjunction, names with all of their words, and without words that say nothing."""
    parts, at, saying = joined.parts, 0, False
    while at < len(parts):
        words = [one.text for one in takewhile(_is_bare, _beside(joined, at))]
        count = _words_of_name(parts[at], words, context)
        if count:
            yield _with_name(parts[at], " ".join([_name(parts[at]), *words[:count]]))
        elif not says_nothing(parts[at]):
            yield parts[at]
        saying = saying or bool(count) or not says_nothing(parts[at])
        at += 1 + count
    if not saying and isinstance(parts[0], Word):
        raise unreadable(parts[0].raw)


def _beside(joined: Joined[Unit], at: int) -> Iterator[Word]:
    """Yield the words that follow a part without an operator."""
    for place in range(at + 1, len(joined.parts)):
        part = joined.parts[place]
        if place not in joined.beside or not isinstance(part, Word):
            return
        yield part


def _is_bare(word: Word) -> bool:
    return not word.quoted and not word.begins


def _words_of_name(part: Tree[Unit], words: Sequence[str], context: Context) -> int:
    """Return how many of the words behind a part belong to the name that it begins."""
    condition = _positive(part)
    if not words or not isinstance(condition, Condition) or not _name(part):
        return 0
    kind = query_fields.NAMES[condition.field]
    return max(context.words_of_name(kind, [_name(part), *words]) - 1, 0)


def _name(part: Tree[Unit]) -> str:
    """Return the bare word with which a part asks for a name; empty for another part."""
    match _positive(part):
        case Condition(field, Word(text, _, False, False)) if field in query_fields.NAMES:
            return text
        case _:
            return ""


def _with_name(part: Tree[Unit], name: str) -> Tree[Unit]:
    match part:
        case Negated(positive):
            return Negated(_with_name(positive, name))
        case Condition(field):
            return Condition(field, Word(name, name))
        case _:
            return part


def _positive(part: Tree[Unit]) -> Tree[Unit]:
    return part.part if isinstance(part, Negated) else part
