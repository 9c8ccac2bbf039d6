"""The charset that a Content-Type names."""

import pytest

from polydesk.formats.charsets import misread, text_of, unreadable
from tests.soon import assert_linear


@pytest.mark.parametrize(
    "content_type",
    [
        *("", "text/plain", "application/json;", "application/json; x=y", "application/json; charset", "a/b; charset="),
        *("a/b; charset=utf-8", "a/b;charset=UTF8", 'a/b; charset="utf-8"', "a/b; x=y ; Charset = US-ASCII ; z=1"),
        *('multipart/form-data; boundary="a; charset=koi8-r"', "multipart/form-data; boundary=charset=koi8-r"),
    ],
)
def test_utf_8_and_nothing_are_readable(content_type: str) -> None:
    assert unreadable(content_type) == ""


@pytest.mark.parametrize(
    "content_type",
    [
        *("a/b; charset=koi8-r", "a/b;charset=koi8-r;x=y", 'a/b; x=y; CHARSET="koi8-r"', "a/b; charset='koi8-r'"),
        *(
            "a/b; charset=utf-8; charset=koi8-r",
            'multipart/form-data; boundary="a;b"; charset=koi8-r',
            ";charset=koi8-r",
        ),
    ],
)
def test_another_charset_is_named(content_type: str) -> None:
    assert unreadable(content_type) == "koi8-r"


EXTEND_ASCII = [
    "ISO-8859-1",
    "iso-8859-15",
    "iso8859-1",
    "ISO_8859-2",
    "latin1",
    "windows-1252",
    "CP1251",
    '"iso-8859-1"',
]


@pytest.mark.parametrize("charset", EXTEND_ASCII)
def test_ascii_may_be_declared_as_a_charset_that_extends_it(charset: str) -> None:
    content_type = f"text/plain; charset={charset}"

    assert misread(content_type, b"~}a\\{\r\n") == ""
    assert misread(content_type, "ü".encode()) == misread(content_type, b"\xfc") == unreadable(content_type)
    assert unreadable(content_type) == charset.strip('"')


@pytest.mark.parametrize(
    "charset",
    ["utf-16", "utf-7", "shift_jis", "iso-2022-jp", "hz", "ibm037", "iso-8859-1x", "windows-31j", "iso-8859-"],
)
def test_ascii_bytes_that_mean_something_else_in_their_charset_are_misread(charset: str) -> None:
    assert misread(f"text/plain; charset={charset}", b"a") == charset
    assert misread(f"text/plain; charset=iso-8859-1; charset={charset}", b"a") == charset


@pytest.mark.parametrize("part", [";", "; ", "; a", ';a="', "; charset=", "a ", ";a = b"])
def test_a_long_header_is_read_in_linear_time(part: str) -> None:
    assert_linear(lambda size: unreadable(part * size), 20_000)


def test_only_the_first_byte_order_mark_is_left_out() -> None:
    assert text_of("\ufeff\ufeffa\ufeff".encode()) == "\ufeffa\ufeff"
    assert text_of(b"") == ""
