"""How much fits into one answer."""

import json
from collections.abc import Iterator

import pytest

from polydesk.formats import json as json_format
from polydesk.http import payload
from polydesk.http.payload import BRACKETS, MAX_RESPONSE_BYTES, fitting, is_too_large


def in_lambda(body: str) -> int:
    """Bytes of a body in what a function returns, which is JSON itself."""
    return len(json.dumps({"body": body}, ensure_ascii=False).encode())


@pytest.mark.parametrize("letter", ["a", "é", "😀", '"', "\\", "\x01", "\n"])
def test_as_much_is_taken_as_an_answer_has_room_for(letter: str) -> None:
    items = [{"id": number, "body": letter * 50_000} for number in range(140)]

    taken = fitting(iter(items))

    answer = json_format.render({"items": taken})
    assert taken == items[: len(taken)]
    assert len(taken) < len(items)
    assert not is_too_large(answer)
    assert is_too_large(json_format.render({"items": items[: len(taken) + 1]}))
    assert in_lambda(answer) <= 6 * 1024**2


def test_of_what_does_not_fit_no_more_is_looked_at_than_shows_it() -> None:
    looked_at = []

    def items() -> Iterator[str]:
        for number in range(100):
            looked_at.append(number)
            yield "x" * 1_000_000

    assert len(fitting(items())) == len(looked_at) - 1 == 6


def test_an_answer_of_the_largest_size_is_not_too_large() -> None:
    assert not is_too_large("x" * 6_225_918)
    assert is_too_large("x" * 6_225_919)
    assert is_too_large('"' * 3_112_960)


@pytest.mark.parametrize(
    ("letter", "size"), [("a", 1), ("\n", 2), ('"', 2), ("é", 2), ("€", 3), ("😀", 4), ("\x01", 6)]
)
def test_exactly_the_largest_answer_passes_whatever_it_consists_of(letter: str, size: int) -> None:
    room = MAX_RESPONSE_BYTES - len('""')
    body = letter * (room // size) + "a" * (room % size)

    assert len(json.dumps(body, ensure_ascii=False).encode()) == MAX_RESPONSE_BYTES
    assert not is_too_large(body)
    assert is_too_large(body + "a")


def test_items_fit_to_the_last_byte() -> None:
    room = MAX_RESPONSE_BYTES - BRACKETS
    around = len('\\"\\",')  # the escaped quotes of an item and its comma

    for count in (1, 2):
        first = ["x" * 1_000_000] * (count - 1)
        left = room - sum(len(item) + around for item in first) - around
        assert len(fitting([*first, "x" * left])) == count
        assert len(fitting([*first, "x" * (left + 1)])) == count - 1


def test_the_list_of_items_that_fit_to_the_last_byte_is_an_answer() -> None:
    around = len('\\"\\",')
    taken = fitting(["x" * (MAX_RESPONSE_BYTES - BRACKETS - around)])

    assert len(taken) == 1
    assert not is_too_large(json_format.render({"items": taken}))


def test_little_fits_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    assert fitting([]) == []
    assert fitting([1, "two", {"three": 3}]) == [1, "two", {"three": 3}]
    monkeypatch.setattr(payload, "MAX_RESPONSE_BYTES", 10)
    assert fitting(["x" * 100]) == []
