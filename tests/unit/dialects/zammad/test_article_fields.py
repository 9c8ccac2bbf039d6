"""The keys of an article: what each accepts, and the sentence about what it does not."""

from base64 import encodebytes
from decimal import Decimal
from typing import Any

import pytest

from polydesk.dialects.zammad.article_fields import MAX_LINE, NO_BODY, NO_INLINE_IMAGES, ArticleFields
from polydesk.dialects.zammad.channels import TYPES
from polydesk.formats.message import MAX_FILES, MAX_TEXT_LENGTH
from polydesk.http.errors import InvalidRequest

FILE = {"filename": "some_file.txt", "data": "dGVzdCAxMjM=", "mime-type": "text/plain"}


def read(**fields: Any) -> ArticleFields:
    return ArticleFields.read({"body": "text", **fields})


def refusal(**fields: Any) -> tuple[str, str]:
    with pytest.raises(InvalidRequest) as caught:
        read(**fields)
    return caught.value.field, caught.value.problem


def test_only_a_body_is_needed() -> None:
    article = ArticleFields.read({"body": "text"})

    assert (article.body.text, article.body.html, article.internal) == ("text", "", False)
    assert (article.channel, article.whose, article.origin_by_id, article.time_unit) == (None, None, None, None)
    assert (article.subject, article.to, article.cc, article.reply_to, article.attachments) == ("", "", "", "", ())


def test_null_counts_as_absent() -> None:
    keys = ("subject", "content_type", "type", "type_id", "sender", "sender_id", "internal", "to", "cc", "reply_to")
    assert read(**dict.fromkeys((*keys, "origin_by_id", "time_unit", "attachments"))) == read()


def test_other_keys_are_ignored() -> None:
    assert read(ticket_id=[1], id={}, created_by="x", preferences={"a": [1]}) == read()


@pytest.mark.parametrize("data", [{}, {"subject": "s"}, {"body": ""}, {"body": None}, {"body": " \n"}])
def test_an_article_needs_a_body(data: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest) as caught:
        ArticleFields.read(data)
    assert (caught.value.field, caught.value.problem) == ("body", NO_BODY)


def test_html_is_sanitised_and_its_text_derived() -> None:
    article = read(body="<p>Hello <b>you</b></p><script>x()</script>", content_type="text/html")
    assert (article.body.html, article.body.text) == ("<p>Hello <b>you</b></p>", "Hello you")


def test_plain_text_keeps_its_brackets() -> None:
    assert read(body="a <b> c").body.text == "a <b> c"


def test_html_that_shows_nothing_is_no_body() -> None:
    assert refusal(body="<p></p>", content_type="text/html") == ("body", NO_BODY)


def test_inline_images_are_refused() -> None:
    body = 'a <img src="data:image/png;base64,AAAA">'
    assert refusal(body=body, content_type="text/html") == ("body", NO_INLINE_IMAGES)


def test_a_body_has_bounds() -> None:
    field, problem = refusal(body="x" * (MAX_TEXT_LENGTH + 1))
    assert field == "body"
    assert problem.endswith(f"Send at most {MAX_TEXT_LENGTH} characters.")
    assert refusal(body=5) == ("body", "Invalid value for param 'body': 5. Send a text.")


@pytest.mark.parametrize(("number", "name"), TYPES.items())
def test_a_type_is_given_by_name_or_by_id(number: int, name: str) -> None:
    assert read(type=name.upper()).channel == name
    assert read(type_id=number, type="nonsense").channel == name


def test_a_sender_is_given_by_name_or_by_id() -> None:
    assert read(sender="customer").whose == 2
    assert read(sender_id="2", sender="nonsense").whose == 2


def test_an_unknown_name_or_id_is_refused() -> None:
    assert refusal(type="x") == ("type", "No lookup value found for 'type': \"x\"")
    assert refusal(sender="x") == ("sender", "No lookup value found for 'sender': \"x\"")
    assert refusal(type_id=99) == ("type_id", "Invalid value for param 'type_id': 99")
    assert refusal(sender_id=4) == ("sender_id", "Invalid value for param 'sender_id': 4")
    assert refusal(content_type="text/rtf") == ("content_type", "Invalid value for param 'content_type': \"text/rtf\"")
    assert refusal(internal="perhaps") == ("internal", "Invalid value for param 'internal': \"perhaps\"")
    assert refusal(origin_by_id="x") == ("origin_by_id", "Invalid value for param 'origin_by_id': \"x\"")


@pytest.mark.parametrize("key", ["to", "cc", "reply_to", "subject"])
def test_a_subject_and_addresses_are_one_line(key: str) -> None:
    assert getattr(read(**{key: " Ann <ann@example.com>, x "}), key) == "Ann <ann@example.com>, x"
    for value in ("a\r\nBcc: b@example.com", "x" * (MAX_LINE + 1), ["a@example.com"]):
        field, problem = refusal(**{key: value})
        assert field == key
        assert problem.startswith(f"Invalid value for param '{key}': ")


@pytest.mark.parametrize(
    ("given", "booked"),
    [(15, "15.00"), ("15", "15.00"), (-5.5, "-5.50"), ("-9999.99", "-9999.99"), ("1.500", "1.50"), (12.25, "12.25")],
)
def test_time_has_two_places(given: Any, booked: str) -> None:
    assert str(read(time_unit=given).time_unit) == booked


@pytest.mark.parametrize("given", [0, "0.00", "", None])
def test_no_time_books_none(given: Any) -> None:
    assert read(time_unit=given).time_unit is None


@pytest.mark.parametrize("given", [10_000, "1.234", 1e300, "1e3", "NaN", "1,5", True, [], "x", "١"])
def test_other_times_are_refused(given: Any) -> None:
    field, problem = refusal(time_unit=given)
    assert field == "time_unit"
    assert problem.endswith(f"Send a number from -{Decimal('9999.99')} to 9999.99 with at most two decimal places.")


def test_attachments_are_base64() -> None:
    data = encodebytes(bytes(range(256))).decode()
    files = read(attachments=[FILE, {**FILE, "data": data}]).attachments

    assert (files[0].name, files[0].content_type, files[0].content) == ("some_file.txt", "text/plain", b"test 123")
    assert files[1].content == bytes(range(256))


@pytest.mark.parametrize("key", ["filename", "data", "mime-type"])
def test_an_attachment_needs_three_keys(key: str) -> None:
    less = {name: value for name, value in FILE.items() if name != key}
    others = {"mime_type": "text/plain", "content-type": "text/plain"}
    problem = f"Attachment needs '{key}' param for attachment with index '1'"
    assert refusal(attachments=[FILE, {**less, **others}]) == ("attachments", problem)


def test_other_attachments_are_refused() -> None:
    problem = "Invalid base64 for attachment with index '0'"
    for data in ("dGVzdCAxMjM", "dGVz dA==", "&&&&", "é"):
        assert refusal(attachments=[{**FILE, "data": data}]) == ("attachments", problem)
    many = [FILE] * (MAX_FILES + 1)
    assert refusal(attachments=many) == ("attachments", f"There can be at most {MAX_FILES} attachments.")
    assert refusal(attachments=FILE)[1] == "Invalid value for param 'attachments': {...}. Send a list of attachments."
    sentence = "Invalid value for param 'attachments': [...]. Send objects with mime-type, filename, data."
    assert refusal(attachments=["some_file.txt"])[1] == sentence
