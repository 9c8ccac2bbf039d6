"""Lists are paged, and shown with names or with assets, as the query says."""

import pytest

from polydesk.dialects.zammad import reading
from polydesk.dialects.zammad.parameters import PARAMETERS
from polydesk.dialects.zammad.queries import Full, Listing, Page, Showing, View, Writing, view
from polydesk.http.errors import InvalidRequest
from polydesk.http.request import Request


def page(**query: str) -> Page:
    return Listing.read({name: [value] for name, value in query.items()}, PARAMETERS).wanted


def seen(raw: str = "", *, full_first: bool = False, **query: str) -> View:
    parsed = Full.read({name: [value] for name, value in query.items()}, PARAMETERS)
    request = Request("", "POST", "/", {}, {}, {}, raw.encode(), parsed_query=parsed, reader=reading.read)
    return view(request, full_first=full_first)


def test_the_usual_page_is_the_first_one() -> None:
    assert page() == Page(0, 500)


@pytest.mark.parametrize("value", ["", "0", "-3", "x", "1.5"])
def test_a_number_that_is_none_counts_as_absent(value: str) -> None:
    assert page(page=value, per_page=value, limit=value) == Page(0, 500)
    assert page(per_page=value, limit="7").size == 7


def test_per_page_takes_precedence_and_has_a_bound() -> None:
    assert page(page="3", per_page="10", limit="7") == Page(20, 10)
    assert page(page="2", limit="5000") == Page(1000, 1000)
    assert page(limit="9" * 19) == Page(0, 1000)


def test_a_page_past_the_end_is_empty() -> None:
    assert page(page="1000000").of([1, 2]) == []
    assert page(page="9" * 19).of([1, 2]) == []
    assert page(page="2", limit="1").of([1, 2]) == [2]


@pytest.mark.parametrize(("value", "expected"), [("true", True), ("1", True), ("false", False), ("True", False)])
def test_expand_means_yes_as_true_or_1(value: str, expected: bool) -> None:
    assert (seen(expand=value) is View.EXPANDED) == expected
    assert (seen(full=value) is View.FULL) == expected


def test_expand_takes_precedence_and_in_searches_full_does() -> None:
    assert seen(expand="1", full="1") is View.EXPANDED
    assert seen(expand="1", full="1", full_first=True) is View.FULL
    assert seen() is View.PLAIN


def test_a_body_may_ask_too() -> None:
    assert seen('{"full": true}') is View.FULL
    assert seen('{"expand": true}', expand="false") is View.PLAIN


def test_a_call_that_shows_one_thing_ignores_all_but_all() -> None:
    Showing.read({"number": ["1"], "expand": ["1"]}, PARAMETERS)
    with pytest.raises(InvalidRequest, match="Unknown parameter 'all'"):
        Showing.read({"all": ["1"]}, PARAMETERS)


def test_a_write_leaves_its_keys_to_the_body() -> None:
    assert Writing.read({"name": ["1"], "full": ["1"]}, PARAMETERS).full
