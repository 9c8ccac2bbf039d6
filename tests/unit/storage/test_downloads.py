"""The headers for downloads of files."""

from email.message import Message
from email.utils import collapse_rfc2231_value
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polydesk.domain.file import clean_name
from polydesk.storage.aws.downloads import content_disposition, served_type


@given(st.text(max_size=300))
def test_content_disposition_can_be_parsed_into_the_name(name: str) -> None:
    clean = clean_name(name)
    header = content_disposition(clean)

    assert header.isascii()
    assert header.isprintable()
    message = Message()
    message["Content-Disposition"] = header
    value, *names = message.get_params([], header="Content-Disposition")
    assert value == ("attachment", "")
    assert {name for name, _ in names} == {"filename"}
    assert collapse_rfc2231_value(names[-1][1]) == clean


def test_a_plain_name_is_quoted() -> None:
    assert content_disposition("report (2).pdf") == 'attachment; filename="report (2).pdf"'


@pytest.mark.parametrize("name", ["отчёт.pdf", 'a"; x="b.txt', "50%.txt", "back;slash.txt"])
def test_any_other_name_is_encoded_with_a_plain_name_before_it(name: str) -> None:
    plain, _, encoded = content_disposition(name).partition("; filename*=UTF-8''")

    assert plain.count('"') == 2
    assert not set("%;\\") & set(plain.removeprefix("attachment;"))
    assert unquote(encoded) == name


@pytest.mark.parametrize(
    "content_type",
    [
        *("image/png", "IMAGE/JPEG", "text/plain; charset=utf-8", "application/pdf", "audio/webm;codecs=opus"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ],
)
def test_safe_types_are_served_unchanged(content_type: str) -> None:
    assert served_type(content_type) == content_type


@pytest.mark.parametrize(
    "content_type",
    [
        *("text/html", "TEXT/HTML; charset=utf-8", "image/svg+xml", "Image/SVG+XML;a=b", "application/xhtml+xml"),
        *("text/xml", "application/javascript", "text/javascript", "multipart/x-mixed-replace", "message/rfc822"),
    ],
)
def test_types_that_browsers_execute_are_served_as_bytes(content_type: str) -> None:
    assert served_type(content_type) == "application/octet-stream"
