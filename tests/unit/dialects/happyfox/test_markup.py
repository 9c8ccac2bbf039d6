"""HTML made harmless, and told as text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polydesk.dialects.happyfox.entries import as_html
from polydesk.dialects.happyfox.markup import harmless, is_excessive
from polydesk.formats.html import text_of


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("Hello <b>you</b>", "Hello you"),
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<p>One</p>\n\n  <p>Two</p>", "One\n\nTwo"),
        ("<div>One</div><div>Two</div>", "One\nTwo"),
        ("One<br>Two<br><br>Three", "One\nTwo\n\nThree"),
        ("<ul><li>a</li><li>b</li></ul>c", "a\nb\n\nc"),
        ("<table><tbody><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></tbody></table>", "1 2\n3"),
        ("<pre>a\nb\n\nc</pre>", "a\nb\n\nc"),
        ("  a \n b\t c  ", "a b c"),
        ("a&nbsp;&lt;b&gt; &amp;amp; &#128512;", "a\xa0<b> &amp; 😀"),
        ("<h1>Title</h1>Text<hr>More", "Title\n\nText\n\nMore"),
        ("<p></p><p> </p><p>x</p><p></p>", "x"),
        ("<div><div><div>x</div></div></div><div>y</div>", "x\ny"),
        ("<img src=x>", ""),
        ("", ""),
    ],
)
def test_html_is_told_as_text(html: str, text: str) -> None:
    assert text_of(harmless(html)) == text


def test_formatting_stays_and_links_are_marked() -> None:
    html = '<p>See <a href="https://example.com" title="there">here</a>, <em>soon</em>.</p>'

    assert harmless(html) == html.replace('title="there">', 'title="there" rel="noopener noreferrer nofollow">')


def test_what_is_harmless_stays_as_it_is() -> None:
    once = harmless("<p>a<b>c<p>d</b><script>x</script> & <")

    assert harmless(once) == once


def test_tags_are_counted() -> None:
    assert not is_excessive("<b>" * 5000)
    assert is_excessive("<b>" * 5001)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]) | st.just("\n")))
def test_text_survives_being_html(text: str) -> None:
    assert text_of(harmless(as_html(text))).split() == text.split()


@given(st.text(st.sampled_from("<>/ab&;\"'= \n")))
def test_any_html_can_be_told_as_text(html: str) -> None:
    assert "<script" not in harmless(html)
    assert isinstance(text_of(harmless(html)), str)
