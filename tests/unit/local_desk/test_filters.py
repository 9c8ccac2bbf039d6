"""Filters of event sources."""

from typing import Any

import pytest

from tools.local_desk.deliveries.filters import passes
from tools.local_desk.template.intrinsics import TemplateError

RECORD = {"eventName": "INSERT", "dynamodb": {"Keys": {"pk": {"S": "T#7"}}, "NewImage": {"n": {"N": "1"}}}}


@pytest.mark.parametrize(
    ("pattern", "through"),
    [
        ({}, True),
        ({"eventName": ["INSERT", "MODIFY"]}, True),
        ({"eventName": ["REMOVE"]}, False),
        ({"dynamodb": {"Keys": {"pk": {"S": [{"prefix": "T#"}]}}}}, True),
        ({"dynamodb": {"Keys": {"pk": {"S": [{"prefix": "M#"}, {"suffix": "#7"}]}}}}, True),
        ({"dynamodb": {"Keys": {"pk": {"S": [{"suffix": "#8"}]}}}}, False),
        ({"dynamodb": {"NewImage": {"n": [{"exists": True}]}}}, True),
        ({"dynamodb": {"OldImage": [{"exists": False}]}}, True),
        ({"dynamodb": {"OldImage": {"n": {"N": ["1"]}}}}, False),
        ({"eventName": [{"anything-but": "REMOVE"}]}, True),
        ({"eventName": [{"anything-but": ["INSERT", "REMOVE"]}]}, False),
        ({"eventName": ["INSERT"], "dynamodb": {"Keys": {"pk": {"S": ["T#8"]}}}}, False),
    ],
    ids=str,
)
def test_a_record_passes_if_it_matches_the_whole_pattern(pattern: dict[str, Any], through: bool) -> None:
    assert passes(RECORD, [pattern]) is through


def test_one_of_several_patterns_is_enough_and_without_patterns_everything_passes() -> None:
    assert passes(RECORD, [{"eventName": ["REMOVE"]}, {"eventName": ["INSERT"]}])
    assert passes(RECORD, [])


@pytest.mark.parametrize(
    "pattern",
    [
        {"eventName": [{"wildcard": "I*"}]},
        {"eventName": [{"anything-but": {"prefix": "I"}}]},
        {"$or": [{"eventName": ["INSERT"]}]},
    ],
    ids=str,
)
def test_an_operator_that_is_not_emulated_is_refused(pattern: dict[str, Any]) -> None:
    with pytest.raises(TemplateError, match="is not emulated"):
        passes(RECORD, [pattern])
