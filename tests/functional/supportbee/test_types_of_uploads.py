"""The type of an upload: how its part is labelled, or else what its name says."""

import pytest

from tests.functional.supportbee.supportbee_calls import refusal
from tests.functional.supportbee.uploads import part, posted
from tools.local_desk.client import Client


@pytest.mark.parametrize(
    ("kind", "name", "found"),
    [
        ("image/png", "a.txt", "image/png"),
        ("text/plain; charset=utf-8", "a.png", "text/plain"),
        ("multipart/form-data", "a.png", "image/png"),
        ("multipart/form-data", "a.PDF", "application/pdf"),
        ("multipart/mixed", "a.html", "text/html"),
        ("multipart/form-data", "a", "application/octet-stream"),
        ("multipart/form-data", "a.tar.gz", "application/octet-stream"),
        ("multipart/form-data", "a.nothing-known", "application/octet-stream"),
        ("picture", "a.png", "image/png"),
        ("", "a.png", "image/png"),
        ("", "a", "application/octet-stream"),
    ],
)
def test_a_label_that_is_no_type_counts_less_than_the_name(api: Client, kind: str, name: str, found: str) -> None:
    assert posted(api, name=name, kind=kind)["content_type"] == found


def test_a_part_without_a_label_is_what_its_name_says(api: Client) -> None:
    form, headers = part('Content-Disposition: form-data; name="files[]"; filename="a.png"')

    assert api.post("/attachments", content=form, headers=headers).json()["content_type"] == "image/png"


def test_a_text_labelled_as_parts_is_refused(api: Client) -> None:
    form, headers = part('Content-Disposition: form-data; name="a"\r\nContent-Type: multipart/form-data')

    status, error = refusal(api.post("/attachments", content=form, headers=headers))

    assert (status, error[:20]) == (400, "Validation failed: a")
