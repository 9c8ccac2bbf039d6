"""HTML and header lines that are made to harm whoever is shown them."""

import pytest

from tests.functional.happyfox.happyfox_calls import JSON, Json, answered, faults, new, read
from tests.soon import assert_comparable
from tools.local_desk.client import Client

SLOW_TO_READ = {
    "formatting that every paragraph takes up": "".join(f"<b title={one}>" for one in range(2_500)) + "<p>x" * 2_500,
    "formatting that ends in another order": "<a><b>" * 1_600 + "</a>" * 1_600,
    "nesting": "<div>" * 5_000,
    "nested tables": "<table><tr><td>" * 1_600,
    "attributes": "<p " + "".join(f"title{one}=x " for one in range(10_000)) + ">x",
    "an open comment": "<!--" + "-" * 100_000,
    "impossible characters": "&#x110000;" * 10_000,
    "foreign elements": "<svg><style><img src=x>" * 1_000 + "x",
}
HARMLESS = "<p>one</p>" * 2_500
ACTING = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<svg onload=alert(1)>",
    "<iframe src='https://example.com'></iframe>",
    "<form action='https://example.com'><input name=password></form>",
    "<style>body{display:none}</style>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<p style='position:fixed'>x</p>",
    "<base href='https://example.com'>",
    "<meta http-equiv=refresh content='0;url=https://example.com'>",
]
TRACES = (
    "script",
    "alert",
    "onerror",
    "onload",
    "style",
    "<svg",
    "<iframe",
    "<form",
    "<input",
    "<base",
    "<meta",
    "data:",
)


@pytest.mark.parametrize("html", SLOW_TO_READ.values(), ids=list(SLOW_TO_READ))
def test_hostile_html_is_dealt_with_soon(shared_api: Client, html: str) -> None:
    def send(html: str) -> int:
        return shared_api.post(f"{JSON}/tickets/", json=new(text="a", html=html)).status

    assert send(HARMLESS) == 200
    assert assert_comparable(lambda: send(html), lambda: send(HARMLESS), times=30) in (200, 400)


@pytest.mark.parametrize("html", ACTING)
def test_nothing_that_acts_is_left_in_html(shared_api: Client, html: str) -> None:
    ticket = answered(shared_api.post(f"{JSON}/tickets/", json=new(text="a", html=f"<b>kept</b>{html}")))

    kept = read(shared_api, ticket["id"])["updates"][0]["message"]["html"]

    assert kept.startswith("<b>kept</b>")
    assert [trace for trace in TRACES if trace in kept] == []


def test_text_is_never_taken_for_html(shared_api: Client) -> None:
    text = "<script>alert('1 & 2')</script>"

    message = answered(shared_api.post(f"{JSON}/tickets/", json=new(text=text)))["updates"][0]["message"]

    assert message["text"] == text
    assert message["html"] == "&lt;script&gt;alert(&#x27;1 &amp; 2&#x27;)&lt;/script&gt;"


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", "a\r\nBcc: b@example.com"), ("subject", "a\nb"), ("cc", "a@b.org\r\nBcc: c@d.org")],
)
def test_nobody_writes_headers_into_our_mails(shared_api: Client, field: str, value: str) -> None:
    body: Json = new(user=None, name="Ivy", email="ivy@example.com") | {field: value}

    assert faults(shared_api.post(f"{JSON}/tickets/", json=body)).keys() == {field}
