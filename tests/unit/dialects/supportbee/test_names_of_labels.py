"""The name of a label in a path, which gateways hand on encoded or decoded, is decoded once."""

import pytest

from polydesk.dialects.supportbee.labels import names_in
from polydesk.http.request import Request


def names(path: str, variable: str) -> tuple[str, ...]:
    """The names that a path may mean, when the gateway says that this is its variable."""
    return names_in(Request("r", "POST", f"/tickets/1/labels/{path}", {"label": variable}, {}, {}, b"", suffix=".json"))


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("waiting", "waiting"),
        ("waiting/", "waiting"),
        ("respond%20now", "respond now"),
        ("50%25", "50%"),
        ("50%2525", "50%25"),
        ("50%252525", "50%2525"),
        ("a%2Fb", "a/b"),
        ("nai%CC%88ve", "naïve"),
        ("1+1", "1+1"),
    ],
)
def test_a_variable_that_is_encoded_and_one_that_is_decoded_mean_the_same(sent: str, name: str) -> None:
    encoded = sent.rstrip("/")
    decoded = name if "nai" not in sent else "nai\u0308ve"
    assert names(sent, encoded) == names(sent, decoded) == (name,)


def test_a_path_that_is_decoded_too_is_taken_as_it_is_where_nothing_is_encoded() -> None:
    assert names("respond now", "respond now") == ("respond now",)
    assert names("a/b", "a/b") == ("a/b",)


def test_a_suffix_may_be_a_part_of_the_name() -> None:
    assert names("waiting.json", "waiting.json") == ("waiting.json", "waiting")
    assert names("wait%2Ejson", "wait.json") == ("wait.json", "wait")
