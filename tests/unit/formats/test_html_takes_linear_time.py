"""Reading HTML takes time in proportion to its length, whatever it holds."""

from collections.abc import Callable
from contextlib import suppress

import pytest

from polydesk.formats.html import HtmlTooLarge, InlinePicture, read, sanitize_to, to_text
from tests.soon import assert_comparable, assert_linear

LIMIT = 120_000
LONGEST = 480_000

REPEATED = {
    "less-than signs": ("", "<" + "x" * 23, ""),
    "spaces in preformatted text": ("<pre>", " ", "</pre>"),
    "line breaks in preformatted text": ("<pre>", " \n", "</pre>"),
    "spaces in a tag": ("<p ", " ", ">x"),
    "attributes": ("<p ", "title=x ", ">x"),
    "attributes without an end": ("<p ", "a=x ", ""),
    "references": ("", "&nbsp;", ""),
    "references in an attribute": ("<p title='", "&a", "'>"),
    "impossible references": ("", "&#1114112;", ""),
    "digits of a reference": ("&#", "9", ";"),
    "ampersands": ("", "&", ""),
    "letters": ("<p>", "x", "</p>"),
    "quotation marks": ("<p title=", "\"'", ">"),
}
OPENINGS = {
    "open tags": "<b ",
    "open tags with a quotation": '<b title="',
    "open tags with two quotations": "<b title=\"<b title='\" dir='",
    "unknown tags": "<foo>",
    "tags of word processors": "<o:p>",
    "end tags without an end": "</b",
    "comments without an end": "<!--",
    "declarations without an end": "<!doctype ",
    "data without an end": "<![CDATA[",
    "scripts without an end": "<script>",
    "text areas without an end": "<textarea>",
    "frames without an end": "<iframe>",
    "drawings without an end": "<svg>",
    "drawings within formulas": "<math><svg>",
    "drawings": "<svg></svg>",
    "hidden elements": "<style></style>",
    "input fields": "<input>",
    "end tags": "</i>",
}
KEPT = {
    "formatting that every paragraph opens again": ("<p>" + "<b title=x>" * 50, "<p>x"),
    "deep blocks": ("<div>" * 400, "<p>x"),
    "deep tables": ("<table><tr><td>" * 160, "<p>x"),
    "deep lists": ("<ul><li>" * 300, "<p>x"),
    "formatting that ends in another order": ("<a><b>" * 20, "</a><b>"),
    "cells outside a table": ("<table>", "x<tr>"),
    "links": ("", "<a href=/x>a</a>"),
    "items": ("<ol>", "<li>"),
    "quotations": ("", "<q>x</q>"),
    "pictures": ("", "<img src=x alt=y>"),
}


def attempt(html: str) -> None:
    """Read the HTML, whether it is taken or refused."""
    with suppress(HtmlTooLarge, InlinePicture):
        to_text(read(html, LIMIT).html)


def of_length(unit: str, length: int) -> str:
    """Return the unit as often as the length has room for."""
    return unit * (length // len(unit))


@pytest.mark.parametrize(("begin", "unit", "end"), REPEATED.values(), ids=list(REPEATED))
@pytest.mark.parametrize("longest", [LONGEST, LIMIT - 100])
def test_what_is_long(begin: str, unit: str, end: str, longest: int) -> None:
    assert_linear(lambda size: attempt(begin + of_length(unit, size) + end), longest - 100)


@pytest.mark.parametrize("unit", OPENINGS.values(), ids=list(OPENINGS))
@pytest.mark.parametrize("end", ["", "\">'>", "</svg>-->"])
def test_what_begins_and_does_not_end(unit: str, end: str) -> None:
    assert_linear(lambda count: attempt(unit * (count // unit.count("<")) + "x" * 1_000 + end), 19_900)


@pytest.mark.parametrize(("begin", "unit"), KEPT.values(), ids=list(KEPT))
def test_tags_that_are_kept(begin: str, unit: str) -> None:
    assert_linear(lambda count: attempt(begin + unit * (count // unit.count("<"))), 4_900 - begin.count("<"))


@pytest.mark.parametrize("unit", ["<b title=x>", "<div>", "<b title=", "<a><b></a>", "&", "<svg>", "<p><b>"])
def test_a_text_that_is_cut(unit: str) -> None:
    def cut(html: str) -> Callable[[], str]:
        return lambda: sanitize_to(html, 250)

    assert_comparable(cut("<p>" + of_length(unit, 100_000)), cut("<p>one</p>" * 10_000), 10)
