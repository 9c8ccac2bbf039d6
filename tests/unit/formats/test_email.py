"""Which texts are e-mail addresses. An address is kept as it was written."""

import pytest
from pydantic_core import PydanticCustomError

from polydesk.formats.email import address

ADDRESSES = [
    "ada@example.com",
    "Ada@Example.COM",
    "ada@desk.local",
    "straße@bücher.example",
    '"ada lovelace"@example.com',
    '"ada"@example.com',
    '"a@b"@example.com',
    '"a\\"b"@example.com',
    f"{'a' * 100}@example.com",
    f"{'a' * 242}@example.com",
    "İ@example.com",
    "\u00c5@example.com",
]
NO_ADDRESSES = {
    "": "must have an @-sign",
    "Ada <ada@example.com>": "display name",
    '"Ada" <ada@example.com>': "display name",
    '"ada@example.com': "must have an @-sign",
    "a b@example.com": "invalid characters before the @-sign",
    "ada@[127.0.0.1]": "bracketed IP address",
    f"{'a' * 243}@example.com": "too long",
    f"{'a' * 400}@example.com": "too long. Send at most 254 characters",
    "\u212aelvin@example.com": "It has the kelvin sign before the @-sign. Send K instead",
    '"\u037e"@example.com': "It has the greek question mark before the @-sign. Send ; instead",
}


@pytest.mark.parametrize("text", ADDRESSES)
def test_an_address_is_kept_as_it_was_written(text: str) -> None:
    assert address(text) == text


@pytest.mark.parametrize(("text", "problem"), NO_ADDRESSES.items(), ids=list(map(str, range(len(NO_ADDRESSES)))))
def test_other_texts_are_refused_with_the_reason(text: str, problem: str) -> None:
    with pytest.raises(PydanticCustomError) as refused:
        address(text)

    assert problem in refused.value.message()


def test_a_long_text_is_refused_before_the_library_sees_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("polydesk.formats.email._library", lambda: pytest.fail("it was given to the library"))

    with pytest.raises(PydanticCustomError, match="too long"):
        address("a" * 2_000_000)
