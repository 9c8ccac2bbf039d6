"""How a `q` is split into terms and words."""

import pytest

from polydesk.dialects.happyfox.query_language import MAX_TERMS, QueryText, split_query
from polydesk.dialects.happyfox.query_terms import FIELDS
from polydesk.dialects.happyfox.query_values import MAX_VALUES, Term, Value
from polydesk.domain.errors import InvalidValue
from tests.soon import assert_linear


def split(text: str) -> QueryText:
    return split_query(text, FIELDS)


def terms(text: str) -> dict[str, list[str]]:
    """Return the terms of a query that has no words and no field twice."""
    query = split(text)
    assert not query.words
    found = {term.field: [value.text for value in term.values] for term in query.terms}
    assert len(found) == len(query.terms)
    return found


def problem(text: str) -> str:
    with pytest.raises(InvalidValue) as caught:
        split(text)
    assert caught.value.field == "q"
    return caught.value.problem


DOCUMENTED = [
    (
        'status:"In Progress","Send SMS"+last-modified-on-or-after:"2023/04/15"+last-modified-before:"2023/06/15"',
        {
            "status": ["In Progress", "Send SMS"],
            "last-modified-on-or-after": ["2023/04/15"],
            "last-modified-before": ["2023/06/15"],
        },
    ),
    ('tag:"routine_checks" status:"open","new"', {"tag": ["routine_checks"], "status": ["open", "new"]}),
    ("contact: “james@example.com”", {"contact": ["james@example.com"]}),
    (
        'assignee:none priority:"High","Normal" duedate:overdue unresponded:true',
        {"assignee": ["none"], "priority": ["High", "Normal"], "duedate": ["overdue"], "unresponded": ["true"]},
    ),
    (
        'unresponded:true+has_attachments:true+contact:"a@x.example"+tag:"a","b"',
        {"unresponded": ["true"], "has_attachments": ["true"], "contact": ["a@x.example"], "tag": ["a", "b"]},
    ),
    (
        'last-staff-replied-on-or-after:"2024-01-31" last-staff-replied-on-or-before:"2024-01-31"',
        {"last-staff-replied-on-or-after": ["2024-01-31"], "last-staff-replied-on-or-before": ["2024-01-31"]},
    ),
    (
        "created-on-or-after:2024-01-31,created-on-or-before:2024-02-29",
        {"created-on-or-after": ["2024-01-31"], "created-on-or-before": ["2024-02-29"]},
    ),
    ("duedate:next 7 days breached:true", {"duedate": ["next 7 days"], "breached": ["true"]}),
    ("contact:ann+box@x.example", {"contact": ["ann+box@x.example"]}),
]


@pytest.mark.parametrize(("text", "expected"), DOCUMENTED, ids=[str(place) for place in range(len(DOCUMENTED))])
def test_what_clients_send_is_split_into_its_terms(text: str, expected: dict[str, list[str]]) -> None:
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tag:a,b,c", {"tag": ["a", "b", "c"]}),
        ('tag:a, "b c",  d', {"tag": ["a", "b c", "d"]}),
        ("tag:a,", {"tag": ["a"]}),
        ("tag:a, ,status:new", {"tag": ["a"], "status": ["new"]}),
        ('tag:"a","status":"new"', {"tag": ["a"], "status": ["new"]}),
        ('"Status":"New"', {"status": ["New"]}),
        ("STATUS:New", {"status": ["New"]}),
        ("tag:C++", {"tag": ["C++"]}),
        ("tag:a++status:new", {"tag": ["a"], "status": ["new"]}),
        ("tag:a + status:new", {"tag": ["a"], "status": ["new"]}),
        ("contact:+49123", {"contact": ["+49123"]}),
        ("tag:type:bug", {"tag": ["type:bug"]}),
        ("tag:„a b“", {"tag": ["a b"]}),
        ('tag:"status:new"', {"tag": ["status:new"]}),
        ("duedate:Next 7 Days,today", {"duedate": ["next 7 days", "today"]}),
        ("duedate:next+7+days+tag:a", {"duedate": ["next 7 days"], "tag": ["a"]}),
        ("  ,+ id:1 +,  ", {"id": ["1"]}),
    ],
)
def test_values_end_where_they_should(text: str, expected: dict[str, list[str]]) -> None:
    assert terms(text) == expected


def test_a_value_knows_whether_it_was_quoted() -> None:
    assert split('tag:"a+b",c+d').terms == (Term("tag", (Value("a+b", quoted=True), Value("c+d"))),)


def test_a_plus_in_quotation_marks_may_mean_a_space() -> None:
    assert Value("In+Progress", quoted=True).readings() == ["In+Progress", "In Progress"]
    assert Value("a+b").readings() == ["a+b"]
    assert Value("a b", quoted=True).readings() == ["a b"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("printer unresponded:true paper", ("printer", "paper")),
        ('"degree works"', ("degree works",)),
        ("https://x.example/a", ("https://x.example/a",)),
        ("error: disk", ("error:", "disk")),
        ("re: x", ("re:", "x")),
        ("10:30", ("10:30",)),
        ("Re:x", ("Re:x",)),
        ("a,b+c", ("a", "b", "c")),
        ('tag:a"b"', ("b",)),
        ("duedate:next 8 days", ("8", "days")),
        ("", ()),
    ],
)
def test_what_is_no_term_is_words(text: str, words: tuple[str, ...]) -> None:
    assert split(text).words == words


@pytest.mark.parametrize(
    ("text", "unfinished"),
    [
        ("printer", True),
        ("printer ", True),
        ("tag:a printer", True),
        ('"printer"', False),
        ("printer tag:a", False),
        ('printer "paper"', False),
        ('"paper" printer', True),
    ],
)
def test_only_a_bare_word_at_the_end_may_be_unfinished(text: str, unfinished: bool) -> None:
    assert split(text).unfinished is unfinished


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('"DEV Ticket Number":"77"', "DEV Ticket Number"),
        ('Field1:"v"', "Field1"),
        ("asignee:none", "asignee"),
        ("created_on:2024-01-01", "created_on"),
        ("subject:x", "subject"),
        ("category:2", "category"),
        ("-status:new", "-status"),
        ("поле:1", "поле"),
        ('tag:a "Name":"77"', "Name"),
        ('tag:a,"Name":"77"', "Name"),
        ('tag:a,Field1:"v"', "Field1"),
        ('status:"New":"x"', "New"),
    ],
)
def test_a_name_of_no_field_is_refused(text: str, name: str) -> None:
    assert problem(text) == f'There is no field "{name}".'


@pytest.mark.parametrize(
    "text", ["tag:", "tag: ", 'tag:""', 'tag:" "', "tag:,a", "tag:a,,b", "tag: status:new", "tag:+id:1"]
)
def test_a_field_without_a_value_is_refused(text: str) -> None:
    assert problem(text) == 'A value of "tag" is missing.'


@pytest.mark.parametrize("text", ['status:"New', '"', 'a"', 'tag:"a","b', "tag:“a"])
def test_a_quotation_mark_that_is_not_closed_is_refused(text: str) -> None:
    assert problem(text) == "A quotation mark is not closed."


def test_terms_and_values_are_bounded() -> None:
    assert len(split(" ".join(["id:1"] * MAX_TERMS)).terms) == MAX_TERMS
    assert problem(" ".join(["id:1"] * (MAX_TERMS + 1))) == "There can be at most 20 terms."
    assert len(split("id:" + ",".join("1" * MAX_VALUES)).terms[0].values) == MAX_VALUES
    assert problem("id:" + ",".join("1" * (MAX_VALUES + 1))) == '"id" takes at most 50 values.'


@pytest.mark.parametrize(
    "part",
    ["a", "+", ",", " ", "a+", "a,", "a:", 'a"', '"":', "tag:", "tag:a+", "tag:a,+", '"x" ', "next 7 days", "-", "“"],
)
def test_the_time_of_splitting_grows_with_the_length(part: str) -> None:
    def work(size: int) -> None:
        for begin in ("", "tag:", "duedate:", 'tag:"'):
            try:
                split(begin + part * (size // len(part)))
            except InvalidValue:
                continue

    assert_linear(work, 40_000)
