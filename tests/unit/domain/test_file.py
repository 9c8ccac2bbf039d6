"""Names, types and sizes of files, and the headers of downloads."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polydesk.domain.errors import InvalidValue
from polydesk.domain.file import check_upload, clean_name, is_media_type


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
def test_folders_and_invisible_characters_are_removed_from_a_name(name: str, clean: str) -> None:
    assert clean_name(name) == clean


def test_a_long_name_keeps_its_end() -> None:
    clean = clean_name("я" * 300 + ".tar.gz")

    assert len(clean) == 255
    assert clean.endswith("я.tar.gz")


@given(st.text(max_size=400))
def test_a_clean_name_can_be_shown_and_saved(name: str) -> None:
    clean = clean_name(name)

    assert 1 <= len(clean) <= 255
    assert not {"/", "\\"} & set(clean)
    assert {unicodedata.category(one) for one in clean}.isdisjoint({"Cc", "Cs", "Zl", "Zp"})
    assert clean_name(clean) == clean


@pytest.mark.parametrize(
    "text",
    ["a/b", "image/png", "text/plain; charset=utf-8", "text/plain;charset=UTF-8", "application/vnd.ms-excel", "X/Y+z"],
)
def test_media_types_are_accepted(text: str) -> None:
    assert is_media_type(text)
    check_upload(text, 1)


@pytest.mark.parametrize(
    "text",
    [
        *("", "png", "image/", "/png", "image/*", "*/*", "image/png;", "image/png\r\nX: y", "image/png\n", "a b/c"),
        *("я/а", "text/plain; charset", 'text/plain; charset="a"', "a/" + "b" * 254),
    ],
)
def test_other_texts_are_not_accepted_as_media_types(text: str) -> None:
    with pytest.raises(InvalidValue) as raised:
        check_upload(text, 1)
    assert raised.value.field == "content_type"


@pytest.mark.parametrize("size", [1, 20_971_520])
def test_sizes_up_to_20_mib_are_accepted(size: int) -> None:
    check_upload("image/png", size)


@pytest.mark.parametrize("size", [-1, 0, 20_971_521, 10**30])
def test_other_sizes_are_not_accepted(size: int) -> None:
    with pytest.raises(InvalidValue) as raised:
        check_upload("image/png", size)
    assert raised.value.field == "size"
