"""Lists of e-mail addresses, as headers of mail have them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polydesk.formats.address_list import address_list, addresses


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        (" , ,", []),
        ("bo@example.com", [("", "bo@example.com")]),
        ("bo@example.com, cy@example.com", [("", "bo@example.com"), ("", "cy@example.com")]),
        ("Bo Lee <bo@example.com>,Cy<cy@example.com>", [("Bo Lee", "bo@example.com"), ("Cy", "cy@example.com")]),
        ('"Lee, Bo" <bo@example.com>', [("Lee, Bo", "bo@example.com")]),
        ('"Bo \\"the\\" Lee" <bo@example.com>, x@y.z', [('Bo "the" Lee', "bo@example.com"), ("", "x@y.z")]),
        ('"a,b"@example.com, x@y.z', [("", '"a,b"@example.com'), ("", "x@y.z")]),
        ('never "closed, x@y.z', [("", 'never "closed'), ("", "x@y.z")]),
        ("no address", [("", "no address")]),
    ],
)
def test_a_list_is_names_and_addresses(text: str, found: list[tuple[str, str]]) -> None:
    assert addresses(text) == found


def test_quotes_that_are_never_closed_take_linear_time() -> None:
    assert len(addresses('"' * 100_000 + "," * 1000)) == 1


NAMES = st.text(st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(' ",<>\\'), max_size=20).map(str.strip)


@given(st.lists(st.tuples(NAMES, st.just("a@b.c")), max_size=3))
def test_a_list_that_is_written_is_read_again(entries: list[tuple[str, str]]) -> None:
    assert addresses(address_list(entries)) == entries


def test_escaped_quotes_that_are_never_closed_take_linear_time() -> None:
    assert len(addresses('"\\' * 5000)) == 1
