"""Recipients of mail are read from a text with commas, and written so that they are read again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polydesk.formats import mailboxes
from polydesk.formats.mailboxes import Mailbox


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        (" , ,", []),
        ("a@b.c", [Mailbox("a@b.c")]),
        ("a@b.c, d@e.f", [Mailbox("a@b.c"), Mailbox("d@e.f")]),
        ("<a@b.c>", [Mailbox("a@b.c")]),
        ("Ada L <a@b.c>,d@e.f", [Mailbox("a@b.c", "Ada L"), Mailbox("d@e.f")]),
        ('"Lee, Bo" <bo@b.c>', [Mailbox("bo@b.c", "Lee, Bo")]),
        (r'"The \"Boss\"" <bo@b.c>', [Mailbox("bo@b.c", 'The "Boss"')]),
        ('"a, b"@c.d', [Mailbox('"a, b"@c.d')]),
        ("nothing", [Mailbox("nothing")]),
        ("Ada <a@b.c", [Mailbox("Ada <a@b.c")]),
    ],
)
def test_mailboxes_are_read(text: str, found: list[Mailbox]) -> None:
    assert mailboxes.read(text) == found


NAMES = st.text(st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(' ",<>\\'), max_size=20).map(str.strip)


@given(st.lists(st.builds(Mailbox, st.just("a@b.c"), NAMES), max_size=3))
def test_what_is_written_is_read_again(written: list[Mailbox]) -> None:
    assert mailboxes.read(mailboxes.write(written)) == written


@given(st.text('ab@.,"<>\\ ', max_size=40))
def test_any_text_is_read(text: str) -> None:
    assert all(one.address or one.name or "<" in text for one in mailboxes.read(text))


def test_a_long_text_is_read_in_linear_time() -> None:
    assert len(mailboxes.read('"' * 20_000)) <= 1
    assert len(mailboxes.read("<" * 20_000)) == 1
