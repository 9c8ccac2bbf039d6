"""What a reader would miss of a message in HTML is kept, marked or refused."""

from typing import Any

import pytest

from tests.functional.happyfox.happyfox_calls import AGENT, CUSTOMER, JSON, answered, created, faults, new
from tools.local_desk.client import Client

INLINE = '<p>See</p><img src="data:image/png;base64,iVBORw0KGgo=" alt="screenshot">'


def message(api: Client, html: str) -> tuple[str, str]:
    """Return HTML and text of a ticket that is created with this HTML."""
    found: dict[str, Any] = created(api, text=None, html=html)["updates"][0]["message"]
    return found["html"], found["text"]


@pytest.mark.parametrize(
    ("call", "body"),
    [
        ("tickets", new(text="See")),
        ("ticket/1/staff_update", {"staff": AGENT}),
        ("ticket/1/staff_pvtnote", {"staff": AGENT}),
        ("ticket/1/user_reply", {"user": CUSTOMER}),
    ],
)
@pytest.mark.parametrize("html", [INLINE, "<img src=cid:part1@x.example>"])
def test_pictures_inside_the_html_are_refused(api: Client, call: str, body: dict[str, Any], html: str) -> None:
    created(api)

    problems = faults(api.post(f"{JSON}/{call}/", json={**body, "html": html}))

    assert problems.keys() == {"html"}
    assert "Attach the file in `attachments`" in problems["html"][0]


def test_of_several_tickets_only_the_one_with_a_picture_inside_is_refused(api: Client) -> None:
    first, second = answered(api.post(f"{JSON}/tickets/", json=[new(html=INLINE), new(html="<b>x</b>")]))

    assert (first["success"], second["success"]) == (False, True)
    assert "Attach the file" in str(first["error"])


@pytest.mark.parametrize(
    ("html", "kept", "text"),
    [
        (
            "<section>One</section><section>Two</section>",
            "<section>One</section><section>Two</section>",
            "One\nTwo",
        ),
        (
            "ask Pat <pat@x.example> first, if (a < b)",
            "ask Pat &lt;pat@x.example&gt; first, if (a &lt; b)",
            "ask Pat <pat@x.example> first, if (a < b)",
        ),
        ('<p dir="rtl">x</p>', '<p dir="rtl">x</p>', "x"),
        ("<pre>  a\n\n\n b</pre>", "<pre>  a\n\n\n b</pre>", "  a\n\n\n b"),
        ("<video src=/v></video>", '<a href="/v" rel="noopener noreferrer nofollow">[video]</a>', "[video] (/v)"),
        ("<img src=/a alt='a cat'>", '<img src="/a" alt="a cat">', "a cat"),
    ],
)
def test_what_a_reader_would_miss_is_in_html_and_text(api: Client, html: str, kept: str, text: str) -> None:
    assert message(api, html) == (kept, text)


def test_the_target_of_a_link_is_in_the_text(api: Client) -> None:
    _, text = message(api, 'Read <a href="https://x.example/manual">the manual</a>.')

    assert text == "Read the manual (https://x.example/manual)."


def test_the_size_of_html_is_that_of_what_is_kept(api: Client) -> None:
    style = "<style>" + "p { color: red }\n" * 20_000 + "</style>"

    assert message(api, f"{style}<p style='color: red' class='x'>Hello</p>") == ("<p>Hello</p>", "Hello")
    assert faults(api.post(f"{JSON}/tickets/", json=new(html=style * 2))).keys() == {"html"}


def test_a_very_long_line_of_spaces_costs_little(api: Client) -> None:
    html, text = message(api, f"<pre>{' ' * 119_000}x</pre>")

    assert html == f"<pre>{text}</pre>"
    assert len(text) == 119_001
