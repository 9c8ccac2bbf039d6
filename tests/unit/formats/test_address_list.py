"""Lists of e-mail addresses, as headers of mail have them."""

import pytest

from polydesk.formats.address_list import addresses


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
