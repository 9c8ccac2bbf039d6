"""Requests as API Gateway's events describe them."""

import pytest

from polydesk.http.errors import InvalidRequest
from polydesk.http.request import from_event


@pytest.mark.parametrize("body", ["%%%", "AAA", "ключ"])
def test_a_body_that_is_not_the_base64_it_is_said_to_be_is_refused(body: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        from_event({"body": body, "isBase64Encoded": True})

    assert (refused.value.location, refused.value.kind) == ("body", "malformed")
