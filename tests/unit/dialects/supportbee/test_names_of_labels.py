"""The names that a label in a path may have."""

import pytest

from polydesk.dialects.supportbee.labels import names_in
from polydesk.http.request import Request


@pytest.mark.parametrize(
    ("sent", "names"),
    [
        ("respond%20now", ("respond now",)),
        ("nai%CC%88ve", ("naïve",)),
        ("waiting.json", ("waiting.json", "waiting")),
        ("waiting%2Ejson", ("waiting.json", "waiting")),
        ("50%2525.json", ("50%25.json", "50%25")),
    ],
)
def test_a_suffix_may_be_a_part_of_the_name(sent: str, names: tuple[str, ...]) -> None:
    request = Request("r", "POST", f"/tickets/1/labels/{sent}", {"label": sent}, {}, {}, b"", suffix=".json")
    assert names_in(request) == names
