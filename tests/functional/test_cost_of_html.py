"""The longest HTML costs no more than the largest request may.

This is no unit test, because those run with coverage, which slows Python down and leaves the parser of JSON as it is.
"""

import json

import pytest

from tests.soon import assert_comparable
from tests.unit.formats.test_html_takes_linear_time import OPENINGS, attempt
from tools.hostile.fillings import MAX_TIMES, REFERENCE


@pytest.mark.parametrize(
    "html",
    [*(unit * (20_000 // unit.count("<")) for unit in OPENINGS.values()), "&nbsp;" * 80_000, "<p " + "a " * 239_000],
    ids=[*OPENINGS, "references", "attributes"],
)
def test_the_longest_html_is_read_soon(html: str) -> None:
    assert_comparable(lambda: attempt(html), lambda: json.loads(REFERENCE), MAX_TIMES)
