"""Any query that the grammar allows is read as it was meant; any other text is read somehow, or refused."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from polydesk.dialects.happyfox.list_query import TERM_PARAMETERS
from polydesk.dialects.happyfox.query_terms import FIELDS
from polydesk.domain.errors import InvalidValue
from polydesk.domain.facts import Fact, FactKind, Moment
from polydesk.domain.filters import AnyOf, Filter, Happened, Numbered, Texts, WithFact, WithWords
from polydesk.domain.search_terms import SearchQuery, parse_query
from tests.unit.dialects.happyfox.list_samples import conditions, new_desk

DESK = new_desk()
"""Reading a query changes nothing in it."""

Meant = tuple[str, Filter]
"""A term as text, and what it means."""

SPACES = st.text(" \t", max_size=2)
JOINTS = st.sampled_from([" ", "+", ",", ", ", " + ", "  ", " ,", "++"])
WORDS = st.text("abcdefgh", min_size=2, max_size=6)


def in_any_case(name: str) -> st.SearchStrategy[str]:
    """Return texts that differ from a name in case only."""
    letters = [st.sampled_from([one.lower(), one.upper()]) for one in name]
    return st.tuples(*letters).map("".join)


def written(text: str) -> st.SearchStrategy[str]:
    """Return a value in quotation marks, or bare if it may be."""
    quoted = [f'"{text}"', f"“{text}”", f"„{text}“"]
    return st.sampled_from([*quoted, text] if " " not in text else quoted)


@st.composite
def term(draw: st.DrawFn, field: str, values: list[str]) -> str:
    """Return a term of these values as somebody may write it."""
    listed = f",{draw(SPACES)}".join(draw(written(value)) for value in values)
    return f"{draw(in_any_case(field))}:{draw(SPACES)}{listed}"


def one_of(filters: list[Filter]) -> Filter:
    distinct = tuple(dict.fromkeys(filters))
    return distinct[0] if len(distinct) == 1 else AnyOf(distinct)


@st.composite
def tags(draw: st.DrawFn) -> Meant:
    """Return a term of tags."""
    values = draw(
        st.lists(st.text("aB é-", min_size=1, max_size=6).map(str.strip).filter(bool), min_size=1, max_size=4)
    )
    return draw(term("tag", values)), one_of([WithFact(Fact(FactKind.TAG, value)) for value in values])


@st.composite
def flags(draw: st.DrawFn) -> Meant:
    """Return a term of a flag."""
    field, kind = draw(
        st.sampled_from([("unresponded", FactKind.UNRESPONDED), ("has_attachments", FactKind.WITH_FILES)])
    )
    wanted = draw(st.booleans())
    found = WithFact(Fact(kind))
    return draw(term(field, [draw(in_any_case(str(wanted)))])), found if wanted else ~found


@st.composite
def ids(draw: st.DrawFn) -> Meant:
    """Return a term of tickets."""
    numbers = draw(st.lists(st.integers(1, 10**9), min_size=1, max_size=4))
    values = [draw(st.sampled_from([str(one), f"HFS{one:08d}", f"#hfs{one:08d}"])) for one in numbers]
    return draw(term("id", values)), Numbered(frozenset(numbers))


@st.composite
def dates(draw: st.DrawFn) -> Meant:
    """Return a term of a date."""
    day = draw(st.dates(date(1970, 1, 1), date(2100, 1, 1)))
    text = draw(st.sampled_from([f"{day:%Y/%m/%d}", f"{day:%Y-%m-%d}"]))
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    found = Happened(Moment.LAST_CLOSED, midnight, midnight + timedelta(1))
    return draw(term("last-closed-on", [text])), found


TERMS = st.lists(st.one_of(tags(), flags(), ids(), dates()), min_size=1, max_size=6)


@given(TERMS, st.lists(WORDS, max_size=8), st.data())
def test_a_query_of_the_grammar_is_read_as_it_was_meant(
    terms: list[Meant], words: list[str], data: st.DataObject
) -> None:
    text = " ".join(words)
    for one, _ in terms:
        text += (data.draw(JOINTS) if text else "") + one
    search = SearchQuery(tuple(dict.fromkeys(words)), None)
    expected = [meant for _, meant in terms] + ([WithWords(search, Texts.ALL)] if words else [])

    assert conditions(DESK, q=text) == expected


@given(st.lists(WORDS, min_size=1, max_size=8).map(" ".join))
def test_words_alone_are_searched_as_everywhere(text: str) -> None:
    assert conditions(DESK, q=text) == [WithWords(parse_query(text), Texts.ALL)]


PIECES = st.sampled_from(
    [*sorted(FIELDS), '"', "“", ":", ",", "+", " ", "\t", "next 7 days", "2024-01-31", "true", "x:y"]
)
TEXTS = st.one_of(st.text(max_size=1000), st.lists(PIECES, max_size=60).map("".join).map(lambda text: text[:1000]))


def problem_of(read: Callable[[], object]) -> str:
    """Return why something cannot be read; a full stop when it can."""
    try:
        read()
    except InvalidValue as error:
        return error.problem
    return "."


@given(TEXTS)
def test_any_text_is_a_query_or_is_refused(text: str) -> None:
    assert problem_of(lambda: conditions(DESK, q=text)).endswith(".")


@given(st.sampled_from(TERM_PARAMETERS), TEXTS)
def test_any_text_is_the_value_of_a_parameter_or_is_refused(name: str, text: str) -> None:
    assert problem_of(lambda: conditions(DESK, None, **{name: text})).endswith(".")
