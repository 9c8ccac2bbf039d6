"""Sizes of items, by AWS's published rules."""

from typing import Any

import pytest

from tools.meter import item_size, read_units, value_size


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ({"S": "abc"}, 3),
        ({"S": "дом"}, 6),
        ({"N": "0"}, 2),
        ({"N": "7"}, 2),
        ({"N": "12"}, 2),
        ({"N": "123"}, 3),
        ({"N": "-123"}, 4),
        ({"N": "1200"}, 2),
        ({"N": "1.5"}, 2),
        ({"N": str(2**79)}, 13),
        ({"BOOL": True}, 1),
        ({"NULL": True}, 1),
        ({"B": b"1234"}, 4),
        ({"SS": ["a", "bc"]}, 3),
        ({"L": [{"S": "ab"}, {"N": "1"}]}, 3 + 3 + 3),
        ({"M": {"a": {"S": "bc"}}}, 3 + 1 + 1 + 2),
    ],
)
def test_the_size_of_a_value(value: dict[str, Any], size: int) -> None:
    assert value_size(value) == size


def test_names_count() -> None:
    assert item_size({"pk": {"S": "a"}, "total": {"N": "12"}}) == 2 + 1 + 5 + 2


@pytest.mark.parametrize(("size", "units"), [(0, 1), (1, 1), (4096, 1), (4097, 2), (40960, 10)])
def test_reads_are_rounded_up_to_four_kilobytes(size: int, units: int) -> None:
    assert read_units(size, consistent=True) == units
    assert read_units(size, consistent=False) == units / 2
