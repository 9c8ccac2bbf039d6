"""Answering calls to AWS with recorded responses."""

import pytest

from tools.bench.cpu_time import Replay

RECORDED = [("Query", {"pk": "a"}, "of a"), ("GetItem", {"pk": "c"}, "of c"), ("Query", {"pk": "b"}, "of b")]


def test_a_call_has_its_own_response_in_whatever_order_threads_make_them() -> None:
    replay = Replay([*RECORDED])
    assert [replay("Query", {"pk": "b"}), replay("Query", {"pk": "a"}), replay("GetItem", {"pk": "c"})] == [
        "of b",
        "of a",
        "of c",
    ]


def test_a_call_with_new_parameters_has_the_next_response_to_its_operation() -> None:
    replay = Replay([*RECORDED])
    assert [replay("Query", {"pk": "a", "at": 1}), replay("Query", {"pk": "b", "at": 2})] == ["of a", "of b"]


def test_each_response_is_used_once_until_all_start_again() -> None:
    replay = Replay([*RECORDED])
    replay("GetItem", {"pk": "c"})
    with pytest.raises(RuntimeError, match="GetItem"):
        replay("GetItem", {"pk": "c"})
    replay.rewind()
    assert replay("GetItem", {"pk": "c"}) == "of c"
