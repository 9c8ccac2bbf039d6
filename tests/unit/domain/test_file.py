"""Names, types and sizes of files, and the headers under which they are handed out."""

import unicodedata
from email.message import Message
from email.utils import collapse_rfc2231_value
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polydesk.domain.errors import InvalidValue
from polydesk.domain.file import (
    check_announcement,
    clean_name,
    disposition,
    is_media_type,
    served_type,
)


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("report.pdf", "report.pdf"),
        ("отчёт за май.pdf", "отчёт за май.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\photo.jpg", "photo.jpg"),
        ("/", "file"),
        ("..", "file"),
        ("", "file"),
        ("\u3000.\xa0", "file"),
        (" . ", "file"),
        ("a\r\nSet-Cookie: x=1", "aSet-Cookie: x=1"),
        ("a\x00b\x7f.txt", "ab.txt"),
        ("\u202efdp.exe", "fdp.exe"),
        ("\ufeffb\u2066o\u2069m\u200b.txt", "bom.txt"),
        ("half \ud83d a pair.txt", "half  a pair.txt"),
        ("line\u2028break", "linebreak"),
        ('say "hi".txt', 'say "hi".txt'),
        ("👩\u200d🔧.png", "👩\u200d🔧.png"),
        ("نامه\u200cها.doc", "نامه\u200cها.doc"),
        ("e\u0301.txt", "é.txt"),
        (" .profile. ", "profile"),
    ],
)
def test_a_name_loses_its_folders_and_what_cannot_be_seen(name: str, clean: str) -> None:
    assert clean_name(name) == clean


def test_of_a_name_that_is_too_long_the_end_stays() -> None:
    clean = clean_name("я" * 300 + ".tar.gz")

    assert len(clean) == 255
    assert clean.endswith("я.tar.gz")


@given(st.text(max_size=400))
def test_a_clean_name_is_one_that_can_be_shown_and_saved(name: str) -> None:
    clean = clean_name(name)

    assert 1 <= len(clean) <= 255
    assert not {"/", "\\"} & set(clean)
    assert {unicodedata.category(one) for one in clean}.isdisjoint({"Cc", "Cs", "Zl", "Zp"})
    assert clean_name(clean) == clean


@given(st.text(max_size=300))
def test_a_header_gives_back_the_name_and_nothing_else(name: str) -> None:
    clean = clean_name(name)
    header = disposition(clean)

    assert header.isascii()
    assert header.isprintable()
    message = Message()
    message["Content-Disposition"] = header
    kind, *names = message.get_params([], header="Content-Disposition")
    assert kind == ("attachment", "")
    assert {name for name, _ in names} == {"filename"}
    assert collapse_rfc2231_value(names[-1][1]) == clean


def test_a_plain_name_stands_in_quotes() -> None:
    assert disposition("report (2).pdf") == 'attachment; filename="report (2).pdf"'


@pytest.mark.parametrize("name", ["отчёт.pdf", 'a"; x="b.txt', "50%.txt", "back;slash.txt"])
def test_any_other_name_comes_encoded_after_one_for_old_browsers(name: str) -> None:
    plain, _, encoded = disposition(name).partition("; filename*=UTF-8''")

    assert plain.count('"') == 2
    assert not set("%;\\") & set(plain.removeprefix("attachment;"))
    assert unquote(encoded) == name


@pytest.mark.parametrize(
    "text",
    ["a/b", "image/png", "text/plain; charset=utf-8", "text/plain;charset=UTF-8", "application/vnd.ms-excel", "X/Y+z"],
)
def test_media_types_are_taken(text: str) -> None:
    assert is_media_type(text)
    check_announcement(text, 1)


@pytest.mark.parametrize(
    "text",
    [
        *("", "png", "image/", "/png", "image/*", "*/*", "image/png;", "image/png\r\nX: y", "image/png\n", "a b/c"),
        *("я/а", "text/plain; charset", 'text/plain; charset="a"', "a/" + "b" * 254),
    ],
)
def test_what_is_no_media_type_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue) as refusal:
        check_announcement(text, 1)
    assert refusal.value.field == "content_type"


@pytest.mark.parametrize("size", [1, 20_971_520])
def test_a_file_has_up_to_twenty_megabytes(size: int) -> None:
    check_announcement("image/png", size)


@pytest.mark.parametrize("size", [-1, 0, 20_971_521, 10**30])
def test_no_other_size_is_taken(size: int) -> None:
    with pytest.raises(InvalidValue) as refusal:
        check_announcement("image/png", size)
    assert refusal.value.field == "size"


@pytest.mark.parametrize(
    "content_type",
    [
        *("image/png", "IMAGE/JPEG", "text/plain; charset=utf-8", "application/pdf", "audio/webm;codecs=opus"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ],
)
def test_harmless_files_keep_their_type(content_type: str) -> None:
    assert served_type(content_type) == content_type


@pytest.mark.parametrize(
    "content_type",
    [
        *("text/html", "TEXT/HTML; charset=utf-8", "image/svg+xml", "Image/SVG+XML;a=b", "application/xhtml+xml"),
        *("text/xml", "application/javascript", "text/javascript", "multipart/x-mixed-replace", "message/rfc822"),
    ],
)
def test_what_a_browser_might_run_is_handed_out_as_bytes(content_type: str) -> None:
    assert served_type(content_type) == "application/octet-stream"
