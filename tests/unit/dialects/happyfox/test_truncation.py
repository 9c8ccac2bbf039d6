"""What answers do without when they are too large."""

from typing import Any

from polydesk.dialects.happyfox import formats
from polydesk.dialects.happyfox.truncation import truncations
from polydesk.http.request import Request

Json = dict[str, Any]


def ticket(updates: int | None, words: str = "Help") -> Json:
    history = {} if updates is None else {"updates": list(range(1, updates + 1))}
    return {"display_id": "#HFS00000001", "first_message": words, **history}


def page(*tickets: Json) -> Json:
    return {"page_info": {"count": len(tickets)}, "data": list(tickets)}


def test_the_opening_and_the_newest_updates_stay_half_as_many_each_time() -> None:
    versions = list(truncations(ticket(9)))

    assert [(one["updates"], one["updates_left_out"]) for one in versions[:2]] == [([1, 7, 8, 9], 5), ([1, 9], 7)]
    assert len(versions) == 3


def test_what_was_left_out_before_is_counted_too() -> None:
    whole = ticket(4) | {"updates_left_out": 10}

    assert next(truncations(whole))["updates_left_out"] == 12


def test_at_last_the_first_message_is_cut() -> None:
    *_, least = truncations(ticket(2, "x" * (1001)))

    assert least["first_message"] == "x" * 1000 + "…"
    assert least["updates"] == [1, 2]
    assert "updates_left_out" not in least


def test_a_page_thins_the_longest_histories_first_and_at_last_goes_without_any() -> None:
    versions = [one["data"] for one in truncations(page(ticket(8), ticket(2), ticket(3)))]

    assert [[len(one["updates"]) for one in tickets] for tickets in versions] == [[4, 2, 3], [2, 2, 2], [0, 0, 0]]
    assert [one.get("updates_left_out") for one in versions[0]] == [4, None, None]
    assert [one["updates_left_out"] for one in versions[-1]] == [8, 2, 3]


def test_a_page_without_histories_cuts_first_messages_at_once() -> None:
    [least] = truncations(page(ticket(None, "x" * 5000), ticket(None, "short")))

    assert [len(one["first_message"]) for one in least["data"]] == [1001, 5]


def test_other_answers_are_what_they_are() -> None:
    assert list(truncations({"error": "no"})) == []
    assert list(truncations([{"success": True}])) == []
    assert list(truncations(page())) == []


def test_an_answer_is_thinned_only_as_far_as_it_must_be() -> None:
    request = Request("", "GET", "/", {"response_format": "json"}, {}, {}, b"")
    updates = ["x" * 1_000_000] * 10
    whole = ticket(None) | {"updates": updates}

    assert len(formats.render(ticket(None) | {"updates": updates[:5]}, request).text) > 5_000_000
    assert (
        formats.render(whole, request).text
        == formats.render(ticket(None) | {"updates": updates[:5], "updates_left_out": 5}, request).text
    )


def test_a_page_of_selected_fields_is_cut_without_getting_others() -> None:
    *_, least = truncations(page({"id": 1, "updates": [1, 2, 3]}, {"id": 2}))

    assert least["data"] == [{"id": 1, "updates": [], "updates_left_out": 3}, {"id": 2}]
