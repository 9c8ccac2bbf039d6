"""A search that is not understood is refused with a sentence, and none takes long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polydesk.dialects.zammad.query_fields import is_field
from polydesk.dialects.zammad.query_filter import people_named, read
from polydesk.dialects.zammad.query_language import MAX_DEPTH, MAX_QUERY, MAX_UNITS
from polydesk.dialects.zammad.query_tokens import REGULAR, WILDCARDS, tokens_of
from polydesk.dialects.zammad.query_words import NO_PHRASES, TOO_SHORT
from polydesk.domain.errors import InvalidValue
from tests.soon import assert_linear
from tests.unit.dialects.zammad.query_desk import filter_by, refusal


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("foo.bar:1", "foo.bar"),
        ("Title:printer", "Title"),
        ('article.from:"a@b.c" and article.created_at:[2026-01-01 TO 2026-01-02]', "article.from"),
        ("preferences.channel:1", "preferences.channel"),
        ("customer.firstname:Ann", "customer.firstname"),
        ("http://example.com/", "http"),
        ("Re: invoice", "Re"),
        ("_exists_:article.body", "article.body"),
        ("_exists_:customer.email", "_exists_:customer.email"),
        ("customer.email:*", "customer.email"),
    ],
)
def test_an_unknown_field_is_named(query: str, field: str) -> None:
    assert refusal(query) == f"Can't search by '{field}'."


@pytest.mark.parametrize(
    ("query", "at"),
    [
        ("AND printer", "AND"),
        ("printer OR", "OR"),
        ("printer AND OR ink", "OR"),
        ("NOT", "NOT"),
        ("NOT NOT printer", "NOT"),
        ("(printer", "printer"),
        ("printer)", ")"),
        ("()", ")"),
        ("state:", "state:"),
        ("state:AND", "AND"),
        ("state:(open", "open"),
        ("state:-open", "-open"),
        ("tags:!vip", "!vip"),
        ("title:-printer", "-printer"),
        ("printer - ink", "- ink"),
        ('title:"my title', '"my title'),
        ('"my"title', '"my"title'),
        ("title:'my title", "'my title"),
        ("printer\\", "\\"),
        ("a-b:c", "a-b:c"),
        ("+state:open", "+state:open"),
        ("&", "&"),
        ("... ,,, =", "..."),
        ("ink !", "!"),
        ("title:...", "..."),
        ("id:abc", "abc"),
        ("customer_id:-1", "-1"),
        ("owner_id:grace", "grace"),
        ("state_id:open", "open"),
        ("id:[1 TO b]", "b"),
        ("id:[1 2]", "2"),
        ("id:[1 TO 2)", ")"),
        ("id:[TO 2]", "TO"),
        ("id:[1 TO", "TO"),
        ("id:>*", ">*"),
        ("article_count:1.5", "1.5"),
        ("article_count:many", "many"),
        ("time_unit:1,5", "1,5"),
        ("created_at:2026-13-01", "2026-13-01"),
        ("created_at:2026-02-30", "2026-02-30"),
        ("created_at:2026-01", "2026-01"),
        ("created_at:2026-01-05T10:00:00", "2026-01-05T10:00:00"),
        ("created_at:>'2026-01-05T25:00:00Z'", "'2026-01-05T25:00:00Z'"),
        ("created_at:[now-7x TO now]", "now-7x"),
        ("created_at:now/d", "now/d"),
        ("created_at:today", "today"),
        ("created_at:2026-*", "2026-*"),
        ("created_at:0000-01-01", "0000-01-01"),
    ],
)
def test_what_cannot_be_read_is_quoted(query: str, at: str) -> None:
    assert refusal(query) == f"Can't read the query at '{at}'."


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("*rinter", WILDCARDS),
        ("pr*er", WILDCARDS),
        ("printer?", WILDCARDS),
        ("**", WILDCARDS),
        ("owner.login:gra*", WILDCARDS),
        ("tags:vi*", WILDCARDS),
        ("number:4*", WILDCARDS),
        ("state_id:1*", WILDCARDS),
        ("title:/my.*/", REGULAR),
        ("printer~", "Similar words can't be searched. Write '~' as '\\~'."),
        ("printer^2 ink", "Words can't be weighted. Write '^' as '\\^'."),
        ("p* title:*", TOO_SHORT),
        ("title:p*", TOO_SHORT),
        ('"my printer"', NO_PHRASES),
        ("number:[1 TO 5]", "Can't search by a range of 'number'."),
        ("state_id:>2", "Can't search by a range of 'state_id'."),
        ("title:[a TO b]", "Can't search by a range of 'title'."),
        ("_exists_:[a TO b]", "Can't search by a range of '_exists_'."),
    ],
)
def test_what_no_search_does_is_explained(query: str, problem: str) -> None:
    assert refusal(query) == problem


@pytest.mark.parametrize("query", ["pr\\*er", '"printer?"', "title:'/my/'", "\\/my", "a\\~b", "Re\\: invoice", "it's"])
def test_signs_that_are_escaped_or_quoted_are_text(query: str) -> None:
    filter_by(query)


@pytest.mark.parametrize(
    ("fits", "beyond", "problem"),
    [
        (
            f"title:{'a' * (MAX_QUERY - 6)}",
            f"title:{'a' * (MAX_QUERY - 5)}",
            "A query can have at most 1,000 characters.",
        ),
        (
            " OR ".join(["state_id:1"] * MAX_UNITS),
            " OR ".join(["state_id:1"] * (MAX_UNITS + 1)),
            "A query can have at most 30 values and words.",
        ),
        (
            f"{'(' * MAX_DEPTH}ink{')' * MAX_DEPTH}",
            f"{'(' * 4}state:((open)){')' * 4}",
            "The brackets of a query can be nested at most 5 deep.",
        ),
        ("a b c d e f g h", "a b c d e f g h-i", "There can be at most 8 words."),
        (
            " ".join([f"title:{'-'.join(['ink'] * 20)}"] * 2),
            f"title:{'-'.join(['ink'] * 40)} paper",
            "There can be at most 40 words, those of titles included.",
        ),
    ],
)
def test_a_query_has_bounds(fits: str, beyond: str, problem: str) -> None:
    filter_by(fits)
    assert refusal(beyond) == problem


def test_a_word_in_a_script_without_spaces_counts_once() -> None:
    filter_by("打印机坏了不能用 " * 3)


def problem_of(query: str) -> str | None:
    """Return the sentence with which a query is refused; None for one that is understood."""
    try:
        filter_by(query)
    except InvalidValue as error:
        return error.problem if error.field == "q" else "?" * 1_000
    return None


SIGNS = [*"()[]{}\"'\\:-!*?~^/<>=&|,. \n", "AND", "OR", "NOT", "TO", "[1 TO ", "&&", "||", "_exists_:", "state:", "id:"]
TEXTS = ["title:", "created_at:", "now-1", "printer", "1", "2026-01-05", "me", "é", "\x00", "\ud800", "打印"]
HOSTILE = st.lists(st.sampled_from([*SIGNS, *TEXTS]) | st.characters(), max_size=60).map("".join)


@given(
    HOSTILE | st.lists(st.sampled_from(["state:(", "(", "open ", ")", "OR ", "NOT ", "-"]), max_size=60).map("".join)
)
def test_any_text_is_understood_or_refused(query: str) -> None:
    problem = problem_of(query)
    assert problem is None or len(problem) <= 200


@pytest.mark.parametrize("part", ["a", "(", "\\a", "-", "a:", '"', "' ", "a.", "1 OR ", "[", ",", "a, ", "*", "\\"])
def test_cutting_a_query_takes_linear_time(part: str) -> None:
    def cut(size: int) -> None:
        try:
            tokens_of(f"title:{part * (size // len(part))}", is_field)
        except InvalidValue:
            return

    assert_linear(cut, 100_000)


def test_people_are_named_in_any_part_of_a_query() -> None:
    tree = read("owner.login:(x OR y) AND NOT (title:z OR customer.email:a@b.c,)")
    assert tree
    assert people_named(tree) == ["x", "y", "a@b.c"]
